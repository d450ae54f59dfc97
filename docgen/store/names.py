"""Names that every file system takes, made from what people write."""

import re
import unicodedata
from functools import lru_cache

#: What Windows keeps for devices, whatever the suffix.
_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$) *(\.|$)", re.IGNORECASE)

#: Characters that separate, or that Windows refuses, in the full-width form that looks the same.
_FORBIDDEN = str.maketrans('<>:"/\\|?*', "＜＞：＂／＼｜？＊")

#: Invisible: controls, format characters (U+202E, zero-width), half surrogates.
_INVISIBLE = frozenset({"Cc", "Cf", "Cs"})


@lru_cache(maxsize=4096)
def safe_name(text: str, *, limit: int = 200) -> str:
    """Return ``text`` as the name of one file or folder, of at most ``limit`` bytes.

    What looks the same stays the same; two texts can give one name, so a name that must be unique
    carries a code beside it. A safe name is its own safe name.

    >>> safe_name("a/b"), safe_name("nul.txt"), safe_name("..")
    ('a／b', '_nul.txt', '未命名')
    """
    name = unicodedata.normalize("NFC", "".join(map(_visible, text))).translate(_FORBIDDEN)
    name = _trimmed(name) or "未命名"
    if name[0] in ".-~" or _DEVICES.match(name):
        name = "_" + name
    return _trimmed(_cut(name, limit))


def village_folder(name: str, code: str) -> str:
    """Return the folder of a village's papers: its name, and its code, which is unique."""
    return f"{safe_name(name, limit=120)}_{safe_name(code)}"


def folded(path: str) -> str:
    """Return what two paths share when some file system takes them for one."""
    return unicodedata.normalize("NFC", path).casefold()


def _visible(character: str) -> str:
    if character.isspace():
        return " "
    if unicodedata.category(character) in _INVISIBLE or character in "\ufffe\uffff":
        return ""
    return character


def _trimmed(name: str) -> str:
    """Return ``name`` with single spaces, and without the trailing dots that Windows drops."""
    return re.sub(" +", " ", name).rstrip(". ").lstrip()


def _cut(name: str, limit: int) -> str:
    """Return the longest beginning of ``name`` within ``limit`` bytes that splits no character."""
    kept = name.encode("utf-8")[:limit].decode("utf-8", "ignore")
    while len(kept) < len(name) and kept and unicodedata.combining(name[len(kept)]):
        kept = kept[:-1]
    return kept

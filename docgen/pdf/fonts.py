"""The faces a page is set in: found, named, measured, and kept apart from the fonts of the machine.

``activate()`` comes before WeasyPrint: it points fontconfig at the docgen faces and at nothing else, so that the
same page has the same bytes on every machine.  ``chain()`` gives the faces that WeasyPrint then tries, in its
order, for whoever measures text without it; ``strict_log()`` makes an error of what WeasyPrint only logs.
"""

import logging
import os
import sys
import tempfile
import threading
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from html import escape
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from fontTools.ttLib import TTFont

WHEEL = "docgen_fonts_zh"
SONG, FANG, KAI, HEI, FALLBACK = "Docgen Song", "Docgen Fang", "Docgen Kai", "Docgen Hei", "Docgen Fallback"
FILES = {
    (SONG, False): "DocgenSong-Regular.ttf",
    (SONG, True): "DocgenSong-Bold.ttf",
    (FANG, False): "DocgenFang-Regular.ttf",
    (KAI, False): "DocgenKai-Regular.ttf",
    (HEI, False): "DocgenHei-Regular.ttf",
    (FALLBACK, False): "DocgenFallback-Regular.ttf",
}

TITLE = "Docgen Song Bold"  # a name in aliases.toml only: the bold Song, whatever weight is asked for

FONT_TROUBLE = ("Font-face", "Unable to subset", "Unable to save", "Unable to instantiate", "Too many glyphs")


class FontError(RuntimeError):
    """Something about fonts that makes a true page impossible; ``code`` is stable."""

    code = "PDF-200"


class FontsMissing(FontError):  # noqa: N818  says what is so
    """The faces are not installed, or not all of them; without any font WeasyPrint would crash the process."""

    code = "PDF-201"


class FontsTooLate(FontError):  # noqa: N818  says what is so
    """WeasyPrint was loaded before ``activate()``, so it may already have seen other fonts."""

    code = "PDF-202"


class GlyphMissing(FontError):  # noqa: N818  says what is so
    """Characters that no face can draw; ``characters`` has each of them once."""

    code = "PDF-203"

    def __init__(self, characters: str) -> None:
        self.characters = characters
        named = ", ".join(f"{character} (U+{ord(character):04X})" for character in characters)
        super().__init__(f"{self.code}: No face has a glyph for {named}.")

    def __reduce__(self) -> tuple[type["GlyphMissing"], tuple[str]]:
        return GlyphMissing, (self.characters,)


class DrawingIncomplete(FontError):  # noqa: N818  says what is so
    """WeasyPrint left something out of the page: a picture, a style sheet, a font, a cell."""

    code = "PDF-204"


@dataclass(frozen=True, slots=True)
class Face:
    """One font file (字体): its path, its family and whether it is the bold one."""

    path: Path
    family: str
    bold: bool = False


def fonts_folder() -> Path:
    """Find the folder of the installed faces, or raise FontsMissing."""
    spec = find_spec(WHEEL)
    if spec is None or spec.origin is None:
        raise FontsMissing(f"{FontsMissing.code}: The package docgen-fonts-zh is not installed.")
    folder = Path(spec.origin).parent
    absent = sorted(name for name in FILES.values() if not _is_truetype(folder / name))
    if absent:
        raise FontsMissing(
            f"{FontsMissing.code}: docgen-fonts-zh lacks {', '.join(absent)}; install it again."
        )
    return folder


def _is_truetype(path: Path) -> bool:
    """Say whether there is a font at all: fontconfig passes over anything else in silence."""
    try:
        with path.open("rb") as file:
            return file.read(4) == b"\0\1\0\0"
    except OSError:
        return False


def damaged_faces() -> tuple[str, ...]:
    """Name the installed faces whose bytes are not those of their SHA256SUMS."""
    folder = fonts_folder()
    lines = (folder / "SHA256SUMS").read_text(encoding="ascii").splitlines()
    expected = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    return tuple(
        name
        for name in sorted(FILES.values())
        if sha256((folder / name).read_bytes()).hexdigest() != expected.get(name)
    )


def activate() -> Path:
    """Make the docgen faces the only fonts of this process and its children; return the fontconfig file.

    Call it before WeasyPrint is imported; calling it again is free.
    """
    text = fontconfig_text(fonts_folder())
    target = _private_folder(sha256(text.encode()).hexdigest()[:16]) / "fonts.conf"
    known = os.environ.get("FONTCONFIG_FILE") == str(target)
    if (
        known and target.is_file()
    ):  # a parent process may have named it, and someone may have cleaned up since
        return target
    if "weasyprint" in sys.modules and not known:
        raise FontsTooLate(f"{FontsTooLate.code}: WeasyPrint was imported before the fonts were activated.")
    _write_whole(target, text.replace("@cache@", escape(str(target.parent / "cache"))))
    os.environ["FONTCONFIG_FILE"] = str(target)
    os.environ.pop("FONTCONFIG_SYSROOT", None)  # would move the folder of the faces
    return target


def fontconfig_text(folder: Path) -> str:
    """Write the fontconfig file that knows this folder alone; ``@cache@`` stands for its cache."""
    rules = [_rule(name, family) for family, names in aliases().items() for name in names]
    return "\n".join(
        (
            '<?xml version="1.0"?>',
            '<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">',
            "<fontconfig>",
            f"<dir>{escape(str(folder))}</dir>",
            "<cachedir>@cache@</cachedir>",
            "<config><rescan><int>0</int></rescan></config>",
            *rules,
            _append(SONG),
            _append(FALLBACK),
            "</fontconfig>\n",
        )
    )


def _rule(name: str, family: str) -> str:
    which, weight = "any", ""
    if family == TITLE:
        family, which = SONG, "first"
        weight = '<edit name="weight" mode="assign" binding="strong"><const>bold</const></edit>'
    return (
        f'<match target="pattern"><test name="family" qual="{which}"><string>{escape(name)}</string></test>{weight}'
        f'<edit name="family" mode="assign" binding="strong"><string>{family}</string></edit></match>'
    )


def _append(family: str) -> str:
    return (
        '<match target="pattern"><edit name="family" mode="append" binding="strong">'
        f"<string>{family}</string></edit></match>"
    )


def _private_folder(key: str) -> Path:
    """Make a folder of this user's own: in the cache of the user, else in the folder for temporary files."""
    home = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")  # noqa: PTH111  no error without a home
    user = str(os.getuid()) if hasattr(os, "getuid") else "user"
    for folder in (
        Path(home, "docgen", f"fonts-{key}"),
        Path(tempfile.gettempdir(), f"docgen-{user}", f"fonts-{key}"),
    ):
        if folder.is_absolute() and _made_own(folder):
            return folder
    return Path(tempfile.mkdtemp(prefix=f"docgen-fonts-{key}-"))


def _made_own(folder: Path) -> bool:
    """Say whether the folder could be made, is writable and belongs to this user."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        mine = not hasattr(os, "getuid") or folder.parent.stat().st_uid == folder.stat().st_uid == os.getuid()
        return mine and os.access(folder, os.W_OK | os.X_OK)
    except OSError:
        return False


def _write_whole(target: Path, text: str) -> None:
    """Put the file in place in one step, for several workers may do so at once."""
    handle, name = tempfile.mkstemp(dir=target.parent)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    Path(name).replace(target)


@cache
def aliases() -> Mapping[str, tuple[str, ...]]:
    """Return what documents call their fonts, by face; ``Docgen Song Bold`` is always the bold Song."""
    text = files("docgen.pdf").joinpath("aliases.toml").read_text(encoding="utf-8")
    return {family: tuple(names) for family, names in tomllib.loads(text).items()}


@cache
def _families() -> Mapping[str, tuple[str, bool]]:
    ours = {family.casefold(): (family, False) for family, _ in FILES}
    named = {
        name.casefold(): (SONG if at == TITLE else at, at == TITLE)
        for at, names in aliases().items()
        for name in names
    }
    return ours | named


def is_known(family: str) -> bool:
    """Say whether a font name of a document has a face of its own kind here; others are set in the Song face."""
    return family.strip().casefold() in _families()


def face_for(family: str, *, bold: bool = False) -> Face:
    """Return the face that a font name of a document is set in; only the Song face has a bold of its own."""
    ours, title = _families().get(family.strip().casefold(), (SONG, False))
    heavy = (bold or title) and (ours, True) in FILES
    return Face(fonts_folder() / FILES[ours, heavy], ours, heavy)


@cache
def chain(family: str, *, bold: bool = False) -> tuple[Face, ...]:
    """Return the faces tried for each character, in order: the named one, the Song face, the fallback."""
    first = face_for(family, bold=bold)
    song = face_for(SONG, bold=first.bold or bold)
    return tuple(dict.fromkeys((first, song, face_for(FALLBACK))))


@cache
def advances(face: Face) -> Mapping[str, int]:
    """Return the width of every character of a face, in thousandths of an em; there is no kerning."""
    with TTFont(face.path, lazy=True) as font:
        widths = font["hmtx"].metrics
        return {chr(code): widths[glyph][0] for code, glyph in font.getBestCmap().items()}


def covers(face: Face, character: str) -> bool:
    """Say whether a face has a glyph for a character."""
    return character in advances(face)


def uncovered(text: str) -> str:
    """Return the characters of a text that no face has, each once, in order; control characters are not asked for."""
    known = [advances(face) for face in chain(SONG)]
    return "".join(c for c in dict.fromkeys(text) if c >= " " and not any(c in face for face in known))


class _Ear(logging.Handler):
    """Keeps what one thread logs."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.thread = threading.get_ident()
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self.thread:
            self.records.append(record)


@contextmanager
def strict_log() -> Iterator[None]:
    """Raise GlyphMissing or DrawingIncomplete at the end of a block in which WeasyPrint only logged so.

    Complaints about style rules pass: they name nothing that is missing from the page.
    """
    logger, ear = logging.getLogger("weasyprint"), _Ear()
    logger.addHandler(ear)
    try:
        yield
    finally:
        logger.removeHandler(ear)
    _raise_if_incomplete(ear.records)


def _raise_if_incomplete(records: list[logging.LogRecord]) -> None:
    undrawn = [chr(record.args[1]) for record in records if _tells_of_a_glyph(record)]  # type: ignore[index, arg-type]
    if undrawn:
        raise GlyphMissing("".join(dict.fromkeys(undrawn)))
    lost = [record.getMessage() for record in records if _tells_of_a_loss(record)]
    if lost:
        raise DrawingIncomplete(f"{DrawingIncomplete.code}: {' '.join(dict.fromkeys(lost))}")


def _tells_of_a_glyph(record: logging.LogRecord) -> bool:
    return str(record.msg).startswith(".notdef")


def _tells_of_a_loss(record: logging.LogRecord) -> bool:
    text = str(record.msg)
    return record.levelno >= logging.ERROR or text.startswith(FONT_TROUBLE) or "ignored %d cells" in text

"""The code on every page of a paper: which page of which copy of which version it is, by ids only."""

import hashlib
import re
from dataclasses import dataclass

from .errors import UsageError

#: The layout of the payload below; a later one begins otherwise.
_MARK = "D1"

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_FORM = 5  # base 36 digits of a form's digest

_PAYLOAD = re.compile(
    r"D1(?P<village>[0-9]{12})(?P<form>[0-9A-Z]{5})/(?P<household>[0-9A-Z*-]*)/"
    r"(?P<version>[0-9A-Z]{2})(?P<copy>[0-9A-Z])(?P<page>[0-9A-Z]{2})(?P<pages>[0-9A-Z]{2})(?P<check>[0-9A-Z]{2})"
)


@dataclass(frozen=True, slots=True)
class PageCode:
    """The code of one page (页面编码).

    ``village`` is the 12-digit division code, ``form`` is `form_code` of its key, ``household`` is
    `household_code` of its number (empty for a village's paper); ``copy`` counts the holders' copies from 1,
    ``page`` the paper's pages from 1. Upper-case letters, digits and ``/ - *`` only, so that 36 characters make
    a QR symbol of version 2 at error correction M (ISO/IEC 18004, alphanumeric mode).
    """

    village: str
    form: str
    household: str
    version: int
    copy: int
    page: int
    pages: int

    def __str__(self) -> str:
        """Return the payload, closed by two check characters."""
        if not (0 < self.version < 36**2 and 0 <= self.copy < 36 and 0 < self.page <= self.pages < 36**2):
            raise UsageError("PACK-102", where=f"{self.household} {self.page}/{self.pages}")
        counts = f"{_text(self.version, 2)}{_text(self.copy, 1)}{_text(self.page, 2)}{_text(self.pages, 2)}"
        payload = f"{_MARK}{self.village}{self.form}/{self.household}/{counts}"
        return payload + check_characters(payload)

    @property
    def readable(self) -> str:
        """The code for a person's eyes, to be typed when no reader is at hand."""
        _, household, counts = str(self).split("/")
        return f"{_MARK} {self.village} {self.form} / {household or '-'} / {counts[:-2]} {counts[-2:]}"


def read_code(payload: str) -> PageCode | None:
    """Return what a payload says; None where it is another's or a check character is wrong.

    >>> read_code(str(PageCode("520199001201", "0A1B2", "000037", 2, 1, 1, 3))).page
    1
    """
    found = _PAYLOAD.fullmatch(payload)
    if found is None or check_characters(payload[:-2]) != found["check"]:
        return None
    numbers = [int(found[name], 36) for name in ("version", "copy", "page", "pages")]
    version, copy, page, pages = numbers
    if not 0 < page <= pages or version == 0:
        return None
    return PageCode(found["village"], found["form"], found["household"], version, copy, page, pages)


def codes_in(text: str) -> tuple[PageCode, ...]:
    """Return the codes that a page's text shows beside their symbols, each once, in the order of the text."""
    close = re.sub(r"\s+", "", text).replace("/-/", "//")
    found = (read_code(one[0]) for one in _PAYLOAD.finditer(close))
    return tuple(dict.fromkeys(code for code in found if code is not None))


def form_code(key: str) -> str:
    """Return the five characters that stand for a form's key, ``id@edition``."""
    return _text(int.from_bytes(hashlib.sha256(key.encode()).digest()[:8]) % 36**_FORM, _FORM)


def household_code(number: str) -> str:
    """Return what stands for a household's number: itself where a code can carry it, else a digest of it."""
    if re.fullmatch(r"[0-9A-Z-]{1,12}", number) or not number:
        return number
    return "*" + _text(int.from_bytes(hashlib.sha256(number.encode()).digest()[:8]) % 36**8, 8)


def check_characters(text: str) -> str:
    """Return the two check characters of ISO/IEC 7064 MOD 1271-36 over the letters and digits of ``text``.

    >>> check_characters("ISO79")
    '3W'
    """
    rest = 0
    for character in text:
        if character in _DIGITS:
            rest = (rest + _DIGITS.index(character)) * 36 % 1271
    check = (1271 + 1 - rest * 36 % 1271) % 1271
    return _DIGITS[check // 36] + _DIGITS[check % 36]


def _text(number: int, length: int) -> str:
    text = ""
    for _ in range(length):
        number, digit = divmod(number, 36)
        text = _DIGITS[digit] + text
    return text

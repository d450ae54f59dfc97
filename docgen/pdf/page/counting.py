"""Page numbers (页码): which counter a field shows, and how it is written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from docgen.pdf.page.numbering import write

FIELDS = {"PAGE": "page", "NUMPAGES": "pages", "SECTIONPAGES": "section"}
MOST = 300  # pages that a Chinese number is written for; later ones have digits
_SWITCHES = {
    "arabic": "decimal", "roman": "lowerRoman", "alphabetic": "lowerLetter", "arabicdash": "numberInDash",
    "circlenum": "decimalEnclosedCircle", "chinesenum1": "chineseCounting", "chinesenum2": "chineseLegalSimplified",
    "chinesenum3": "chineseCountingThousand", "gb1": "decimalEnclosedFullstop", "gb2": "decimalEnclosedParen",
    "gb3": "decimalEnclosedCircleChinese", "gb4": "ideographEnclosedCircle", "dbnum1": "ideographDigital",
    "dbnum2": "chineseCounting", "dbnum3": "chineseLegalSimplified", "dbchar": "decimalFullWidth",
    "zodiac1": "ideographTraditional", "zodiac2": "ideographZodiac", "mergeformat": "", "charformat": "",
}  # fmt: skip
KNOWN = frozenset(_SWITCHES.values()) | {
    "upperRoman", "upperLetter", "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand",
    "ideographLegalTraditional", "decimalZero", "taiwaneseDigital", "decimalFullWidth2", "none",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Switch:
    """How a field asks its number to be written: a format of ST_NumberFormat, "" for the section's own."""

    format: str = ""
    known: bool = True


def switch_of(code: str) -> Switch:
    r"""Read the general format switches of a field.

    >>> switch_of(r"PAGE \* CHINESENUM3 \* MERGEFORMAT").format, switch_of(r"PAGE \* ROMAN").format
    ('chineseCountingThousand', 'upperRoman')
    """
    found = Switch()
    for name in re.findall(r"\\\*\s*(\w+)", code):
        format_ = _SWITCHES.get(name.lower())
        if format_ is None:
            found = Switch(found.format, known=False)
        elif format_:
            capital = name[0].isupper() and format_.startswith("lower")
            found = Switch("upper" + format_[5:] if capital else format_, found.known)
    return found


def counter_class(kind: str, format_: str) -> str:
    """Name the class of a page number."""
    return f"n-{kind}-{format_}" if format_ else f"n-{kind}"


def counter_css(html: str, formats: dict[str, str]) -> str:
    """Write the rules of the page numbers in some HTML; `formats` has the format of each section by its name."""
    rules, used = "", set()
    for kind, format_ in sorted(set(re.findall(r"\bn-(pages|page|section)(?:-(\w+))?\b", html))):
        for section, own in formats.items():
            style = format_ or (own if kind == "page" else "")
            used.add(style)
            rules += f".f-{section} .{counter_class(kind, format_)}::before{{content:{_content(kind, section, style)}}}"
    return "".join(_symbols(style) for style in sorted(used) if style not in {"", "decimal"}) + rules


def _content(kind: str, section: str, style: str) -> str:
    named = f",g-{style}" if style not in {"", "decimal"} else ""
    if kind == "section":
        return f"target-counter('#end-{section}',in-{section}{named})"
    return f"counter({kind}{named})"


@cache
def _symbols(style: str) -> str:
    """Write a counter style: the numbers one by one, for CSS knows few of the Chinese ways."""
    symbols = " ".join(f"'{write(number, style)}'" for number in range(1, MOST + 1))
    return f"@counter-style g-{style}{{system:fixed;symbols:{symbols};suffix:''}}"

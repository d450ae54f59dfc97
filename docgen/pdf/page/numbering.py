"""List numbers: the counters of a document and the ways to write a number."""

from __future__ import annotations

import re
from dataclasses import dataclass

from docgen.pdf.page.styles import Properties, flat
from docgen.pdf.page.xml import Element, W, parse, whole

_DIGITS = "〇一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list."""

    start: int
    format: str
    text: str
    suffix: str
    paragraph: Properties
    run: Properties
    restart: int | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """What stands before a numbered paragraph."""

    text: str
    level: Level


class Numbering:
    """The list definitions of a document."""

    def __init__(self, part: bytes | None) -> None:
        self._levels: dict[tuple[str, int], Level] = {}
        self._abstract: dict[str, str] = {}
        if part:
            self._read(parse(part))

    def _read(self, root: Element) -> None:
        abstract: dict[str, dict[int, Level]] = {}
        for element in root.iterfind(f"{W}abstractNum"):
            levels = {whole(e.get(f"{W}ilvl")): _level(e) for e in element.iterfind(f"{W}lvl")}
            abstract[element.get(f"{W}abstractNumId", "")] = levels
        for element in root.iterfind(f"{W}num"):
            id_ = element.get(f"{W}numId", "")
            base = element.find(f"{W}abstractNumId")
            self._abstract[id_] = base.get(f"{W}val", "") if base is not None else id_
            levels = dict(abstract.get(self._abstract[id_], {}))
            for override in element.iterfind(f"{W}lvlOverride"):
                at = whole(override.get(f"{W}ilvl"))
                level = override.find(f"{W}lvl")
                if level is not None:
                    levels[at] = _level(level)
                self._abstract[id_] = f"{self._abstract[id_]}/{id_}"
            for at, level in levels.items():
                self._levels[id_, at] = level

    def level(self, id_: str, at: int) -> Level | None:
        """Give a level of a list."""
        return self._levels.get((id_, at))

    def counters(self) -> Counters:
        """Begin counting through one document."""
        return Counters(self)

    def family(self, id_: str) -> str:
        """Tell which lists count together."""
        return self._abstract.get(id_, id_)


class Counters:
    """The running numbers of one document."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._counts: dict[str, dict[int, int]] = {}

    def next(self, id_: str, at: int) -> Label | None:
        """Count one paragraph and write its label."""
        level = self._numbering.level(id_, at)
        if level is None:
            return None
        counts = self._counts.setdefault(self._numbering.family(id_), {})
        counts[at] = counts.get(at, level.start - 1) + 1
        for deeper in [key for key in counts if key > at]:
            del counts[deeper]
        return Label(re.sub(r"%(\d)", lambda m: self._written(id_, int(m[1]) - 1, counts), level.text), level)

    def _written(self, id_: str, at: int, counts: dict[int, int]) -> str:
        level = self._numbering.level(id_, at)
        if level is None:
            return ""
        return write(counts.setdefault(at, level.start), level.format)


def _level(element: Element) -> Level:
    own = flat(element)
    return Level(
        whole(own.get("start"), 1),
        own.get("numFmt", "decimal"),
        own.get("lvlText", ""),
        own.get("suff", "tab"),
        flat(element.find(f"{W}pPr")),
        flat(element.find(f"{W}rPr")),
    )


def write(value: int, style: str) -> str:
    """Write a number in one of the formats of ST_NumberFormat.

    >>> write(12, "chineseCountingThousand"), write(3, "decimalEnclosedCircle"), write(4, "upperRoman")
    ('十二', '③', 'IV')
    """
    match style:
        case "none" | "bullet":
            return ""
        case "chineseCounting" | "chineseCountingThousand" | "japaneseCounting" | "taiwaneseCountingThousand":
            return chinese(value)
        case "taiwaneseCounting" | "ideographDigital" | "taiwaneseDigital":
            return "".join(_DIGITS[int(digit)] for digit in str(value))
        case "chineseLegalSimplified" | "ideographLegalTraditional":
            return chinese(value, _FORMAL, "拾佰仟")
        case "decimalEnclosedCircle" | "decimalEnclosedCircleChinese":
            return chr(0x245F + value) if 1 <= value <= 20 else str(value)
        case "decimalEnclosedParen":
            return chr(0x2473 + value) if 1 <= value <= 20 else f"({value})"
        case "decimalEnclosedFullstop":
            return chr(0x2487 + value) if 1 <= value <= 20 else f"{value}."
        case "ideographEnclosedCircle":
            return chr(0x327F + value) if 1 <= value <= 10 else chinese(value)
        case "ideographTraditional":
            return _STEMS[(value - 1) % 10]
        case "ideographZodiac":
            return _BRANCHES[(value - 1) % 12]
        case "lowerLetter" | "upperLetter":
            letter = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
            return letter.upper() if style == "upperLetter" else letter
        case "lowerRoman" | "upperRoman":
            return roman(value).lower() if style == "lowerRoman" else roman(value)
        case "numberInDash":
            return f"- {value} -"
        case "decimalZero":
            return f"{value:02d}"
        case "decimalFullWidth" | "decimalFullWidth2":
            return "".join(chr(0xFF10 + int(digit)) for digit in str(value))
        case _:
            return str(value)


def chinese(value: int, digits: str = _DIGITS, units: str = "十百千") -> str:
    """Write a number below a trillion in Chinese words.

    >>> chinese(10), chinese(21), chinese(105), chinese(20_010)
    ('十', '二十一', '一百零五', '二万零一十')
    """
    if not 0 < value < 10**12:
        return digits[0] if value == 0 else str(value)
    result, gap = "", False
    for place, name in ((2, "亿"), (1, "万"), (0, "")):
        part = value // 10_000**place % 10_000
        if part == 0:
            gap = bool(result)
            continue
        result += ("零" if gap or (result and part < 1000) else "") + _below(part, digits, units) + name
        gap = False
    return result[1:] if units == "十百千" and 10 <= value < 20 else result


def _below(value: int, digits: str, units: str) -> str:
    """Write a number below ten thousand."""
    result, gap = "", False
    for place in range(3, -1, -1):
        digit = value // 10**place % 10
        if digit == 0:
            gap = bool(result)
            continue
        result += ("零" if gap else "") + digits[digit] + (units[place - 1] if place else "")
        gap = False
    return result


def roman(value: int) -> str:
    """Write a number in Roman letters."""
    result = ""
    pairs = zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ["M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"],
        strict=True,
    )
    for size, letters in pairs:
        result += letters * (value // size)
        value %= size
    return result

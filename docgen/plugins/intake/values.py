"""One cell becomes one value of its box, or a problem that says what to write instead.

Values come out as a raw case has them: text, ISO dates, amounts as text with two decimals.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from docgen import Severity, fields, half_width
from docgen.columns import Box

#: Longest text a box takes; longer is refused, never cut.
LONGEST = 4000

#: What stands in a cell of numbers, dates or options when there is nothing to say.
_NOTHING = frozenset({"", "/", "-", "—", "——", "无", "空", "不适用"})
_YES = frozenset(
    {"是", "有", "1", "√", "✓", "✔", "☑", "Y", "y", "yes", "Yes", "YES", "true", "True", "TRUE", "享受"}
)
_NO = frozenset(
    {
        "否",
        "无",
        "0",
        "×",
        "✗",
        "☐",
        "N",
        "n",
        "no",
        "No",
        "NO",
        "false",
        "False",
        "FALSE",
        "未享受",
        "不享受",
        "没有",
    }
)
_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"})
_PARTS = re.compile(r"[、，,；;\s]+")
_RADICALS = re.compile("[\u2e80-\u2fdf]")
_WIDE = str.maketrans("０１２３４５６７８９．，－＋／", "0123456789.,-+/")
_AMOUNT = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d*)?")
_CHINESE_AMOUNT = re.compile("[零〇一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟萬元角分整圆]+")
_DATE = re.compile(r"(\d{4})(?:年|[-/.])(\d{1,2})(?:月|[-/.])(\d{1,2})日?|(\d{4})(\d{2})(\d{2})")
_MONTH = re.compile(r"(\d{4})(?:年|[-/.])(\d{1,2})月?|(\d{4})(\d{2})")
_SHORT_YEAR = re.compile(r"\d{2}(?:年|[-/.])\d{1,2}(?:(?:月|[-/.])(?:\d{1,2}日?)?)?")
_SCIENTIFIC = re.compile(r"\d(\.\d+)?[Ee]\+?\d{1,3}")
_WRAPPED = re.compile(r'="(.*)"', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a cell; ``value`` is what is taken all the same, None where it is refused."""

    code: str
    named: tuple[tuple[str, str], ...] = ()
    severity: Severity = Severity.ERROR
    value: Any = None


Convert = Callable[[Any], Any]


class _RefusedError(ValueError):
    """A cell that cannot be its kind; carries the code and the named fields of the sentence."""

    def __init__(self, code: str, **named: object) -> None:
        super().__init__(code)
        self.problem = Problem(code, fields(**named))


def converter(box: Box) -> Convert:
    """Return what turns a cell into a value of ``box``: the value, None for nothing, or a Problem."""
    read = _READERS[box.kind](box)

    def convert(cell: Any) -> Any:
        if cell == "" or cell is None:
            return None
        try:
            return read(cell)
        except _RefusedError as refused:
            return refused.problem

    return convert


def convert_all(cells: list[Any], box: Box) -> tuple[list[Any], list[tuple[int, Problem]]]:
    """Return the values of a column and, by place, what is wrong: every distinct cell is read once."""
    convert = converter(box)
    if bool in set(map(type, cells)):
        cells = [("是" if cell else "否") if isinstance(cell, bool) else cell for cell in cells]
    values = {cell: convert(cell) for cell in set(cells)}
    wrong = {cell: value for cell, value in values.items() if isinstance(value, Problem)}
    problems = [(place, wrong[cell]) for place, cell in enumerate(cells) if cell in wrong] if wrong else []
    values |= {cell: problem.value for cell, problem in wrong.items()}
    return [values[cell] for cell in cells], problems


def as_text(cell: Any) -> str:
    """Return the text of a cell as the clerk sees it: whole numbers without ``.0``, dates in ISO."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    return str(cell)


def parts_of(text: str) -> tuple[str, ...]:
    """Return the items of a cell that names several, parted by 、，,；; or blanks."""
    return tuple(part for part in _PARTS.split(text) if part)


def _clean(cell: Any, *, lines: bool = False) -> str | Problem:
    """Return the text of a cell, or a Problem: refused, or taken after a change that is told."""
    text = (cell if type(cell) is str else as_text(cell)).strip()
    if text.startswith('="'):
        wrapped = _WRAPPED.fullmatch(text)
        text = wrapped[1].strip() if wrapped else text
    if len(text) > LONGEST:
        raise _RefusedError("INTAKE-109", length=len(text), longest=LONGEST)
    if text.startswith("#") and text in _ERRORS:
        raise _RefusedError("INTAKE-107", value=text)
    if text.isprintable() and (text.isascii() or _is_standard(text)):
        return text
    return _told(text, lines=lines)


def _is_standard(text: str) -> bool:
    """Whether all characters are in their normal form; most text passes the first, stricter question."""
    return unicodedata.is_normalized("NFKC", text) or (
        unicodedata.is_normalized("NFC", text) and not _RADICALS.search(text)
    )


def _told(text: str, *, lines: bool) -> str | Problem:
    """Return odd text put right, with the most serious thing to tell about it."""
    refused = {char for char in text if unicodedata.category(char) in ("Cc", "Cs") and char not in "\r\n\t"}
    refused |= {char for char in text if ord(char) & 0xFFFE == 0xFFFE or "\ufdd0" <= char <= "\ufdef"}
    if refused:
        raise _RefusedError("INTAKE-102", characters=_named(refused))
    told: list[tuple[str, tuple[tuple[str, str], ...]]] = []
    hidden = {char for char in text if unicodedata.category(char) == "Cf"}
    if hidden:
        told.append(("INTAKE-103", fields(characters=_named(hidden))))
        text = "".join(char for char in text if char not in hidden)
    if not lines and re.search(r"[\r\n\t]", text):
        told.append(("INTAKE-106", ()))
        text = re.sub(r"\s*[\r\n\t]+\s*", " ", text)
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    plain = _RADICALS.sub(
        lambda found: unicodedata.normalize("NFKC", found[0]), unicodedata.normalize("NFC", text)
    )
    if plain != text:
        told.append(("INTAKE-105", fields(characters=_named(set(text) - set(plain)))))
    private = {char for char in plain if unicodedata.category(char) == "Co"}
    if private:
        told.append(("INTAKE-104", fields(characters=_named(private))))
    return Problem(*told[0], Severity.WARNING, plain) if told else plain


def _named(characters: set[str]) -> str:
    return "、".join(f"U+{ord(char):04X}" for char in sorted(characters))


def _shown(text: str) -> str:
    """Return a wrong value short enough for a sentence, long runs of digits masked."""
    text = re.sub(
        r"\d{9,}[\dXx]?", lambda found: found[0][:3] + "*" * (len(found[0]) - 5) + found[0][-2:], text
    )
    return text if len(text) <= 24 else f"{text[:24]}…"


def _over(read: Callable[[str], Any]) -> Convert:
    """Return a converter that cleans first; what the cleaning has to tell goes with the value."""

    def convert(cell: Any) -> Any:
        text = _clean(cell)
        if isinstance(text, Problem):
            return Problem(text.code, text.named, text.severity, read(text.value))
        return read(text)

    return convert


def _text(box: Box) -> Convert:
    lines = box.kind == "prose"

    def convert(cell: Any) -> Any:
        return _clean(cell, lines=lines) or None

    return convert


def _texts(_box: Box) -> Convert:
    return _over(lambda text: list(parts_of(text)) or None)


def _code(box: Box) -> Convert:
    pattern = re.compile(box.pattern or r"[^\s]{1,60}")

    def read(text: str) -> str | None:
        text = _joined(text)
        if text and (_SCIENTIFIC.fullmatch(text) or not pattern.fullmatch(text)):
            raise _RefusedError("INTAKE-125" if box.path != "area.code" else "INTAKE-124", value=_shown(text))
        return text or None

    over = _over(read)

    def convert(cell: Any) -> Any:
        if isinstance(cell, (date, time, timedelta)):
            raise _RefusedError("INTAKE-125", value=as_text(cell))
        if isinstance(cell, (float, int)) and not (abs(cell) < 1e15 and cell == int(cell)):
            raise _RefusedError("INTAKE-101", value=f"{float(cell):.6g}")
        return over(cell)

    return convert


def _joined(text: str) -> str:
    """Return a number without blanks, its digits half-width and its x raised."""
    text = "".join(text.removeprefix("'").split())
    return text.replace("x", "X") if text.isascii() else half_width(text)


def _number(box: Box) -> Convert:
    """Read a document number; a numeric cell has lost its last digits."""

    def read(text: str) -> str | None:
        text = _joined(text)
        if ("E" in text or "e" in text) and _SCIENTIFIC.fullmatch(text):
            raise _RefusedError("INTAKE-101", value=text[:6] + "…")
        return None if text in _NOTHING else text

    over = _over(read)

    def convert(cell: Any) -> Any:
        if isinstance(cell, (int, float)):
            raise _RefusedError("INTAKE-101", value=f"{float(cell):.5g}")
        if isinstance(cell, (date, time, timedelta)):
            raise _RefusedError("INTAKE-122")
        return over(cell)

    return convert if box.kind == "id" else _phone(over)


def _phone(over: Convert) -> Convert:
    def convert(cell: Any) -> Any:
        if isinstance(cell, (date, time, timedelta)) or (
            isinstance(cell, (int, float)) and abs(cell) >= 1e15
        ):
            raise _RefusedError("INTAKE-123")
        return over(cell)

    return convert


def _option(box: Box) -> Convert:
    def read(text: str) -> str | None:
        return _label(box, text)

    return _over(read)


def _options(box: Box) -> Convert:
    def read(text: str) -> list[str] | None:
        whole = box.options.find(text)
        found = [_label(box, text)] if whole else [_label(box, part) for part in parts_of(text)]
        return list(dict.fromkeys(label for label in found if label)) or None

    return _over(read)


def _label(box: Box, text: str) -> str | None:
    option = box.options.find(text) or (box.options.find(text.zfill(2)) if text.isdigit() else None)
    if option:
        return option.code if box.coded else option.label
    if text in _NOTHING or (text == "非在校生" and box.list_id == "student"):
        return None
    labels = box.options.labels
    shown = "、".join(labels[:12]) + ("…" if len(labels) > 12 else "")
    raise _RefusedError("INTAKE-110", value=_shown(text), options=shown)


def _yesno(_box: Box) -> Convert:
    def read(text: str) -> bool | None:
        if text in _YES:
            return True
        if text in _NO:
            return False
        if text in _NOTHING:
            return None
        raise _RefusedError("INTAKE-111", value=_shown(text))

    return _over(read)


def _amount(box: Box) -> Convert:
    over = _over(lambda text: _decimal(box, text))

    def convert(cell: Any) -> Any:
        if isinstance(cell, (date, time, timedelta)):
            raise _RefusedError("INTAKE-116", value=as_text(cell))
        return _in_bounds(box, _from_float(cell)) if isinstance(cell, float) else over(cell)

    return convert


def _from_float(number: float) -> Decimal:
    """Return a spreadsheet's binary number as it was typed: 15 digits are all that it holds."""
    if number != number or number in (float("inf"), float("-inf")):
        raise _RefusedError("INTAKE-126", value=str(number))
    return Decimal(f"{number:.15g}")


def _decimal(box: Box, text: str) -> str | None:
    plain = text.translate(_WIDE).replace(" ", "").lstrip("¥￥").removesuffix("元")
    if plain in _NOTHING:
        return None
    if plain.lower().lstrip("+-") in ("nan", "inf", "infinity"):
        raise _RefusedError("INTAKE-126", value=text)
    if _CHINESE_AMOUNT.fullmatch(plain) or plain.endswith("万"):
        raise _RefusedError("INTAKE-127", value=_shown(text))
    if not _AMOUNT.fullmatch(plain) and not _SCIENTIFIC.fullmatch(plain):
        raise _RefusedError("INTAKE-116", value=_shown(text))
    try:
        return _in_bounds(box, Decimal(plain.replace(",", "")))
    except InvalidOperation:
        raise _RefusedError("INTAKE-116", value=_shown(text)) from None


def _in_bounds(box: Box, number: Decimal) -> str:
    if box.lowest is not None and number < box.lowest:
        raise _RefusedError(
            "INTAKE-118" if box.lowest == 0 else "INTAKE-120", value=f"{number:.6g}", range=_range(box)
        )
    if box.highest is not None and number > box.highest:
        raise _RefusedError("INTAKE-120", value=f"{number:.6g}", range=_range(box))
    if box.limit is not None and abs(number) >= box.limit:
        raise _RefusedError("INTAKE-117", value=f"{number:.6g}", limit=f"{box.limit:,.0f}", unit=box.unit)
    rounded = number.quantize(Decimal("0.01"))
    if abs(rounded - number) > Decimal("0.000001"):
        raise _RefusedError("INTAKE-119", value=str(number))
    return str(rounded)


def _range(box: Box) -> str:
    return f"{box.lowest}～{box.highest}" if box.highest is not None else f"不小于{box.lowest}"


def _count(box: Box) -> Convert:
    def read(cell: Any) -> int | None:
        if isinstance(cell, (date, time, timedelta)):
            raise _RefusedError("INTAKE-121", value=as_text(cell))
        text = as_text(cell).strip().translate(_WIDE)
        plain = re.sub(r"(个月|[人票月个户])$", "", text)
        if plain in _NOTHING:
            return None
        if not re.fullmatch(r"[+-]?\d{1,9}(\.0+)?", plain):
            raise _RefusedError("INTAKE-121", value=_shown(text))
        number = int(plain.partition(".")[0])
        _in_bounds(box, Decimal(number))
        return number

    return read


def _date(_box: Box) -> Convert:
    over = _over(_iso_date)

    def convert(cell: Any) -> Any:
        if isinstance(cell, datetime):
            cell = cell.date()
        if isinstance(cell, date):
            return _year_ok(cell.year, cell.isoformat())
        return over(_digits(cell))

    return convert


def _month(_box: Box) -> Convert:
    over = _over(_iso_month)

    def convert(cell: Any) -> Any:
        if isinstance(cell, date):
            return _year_ok(cell.year, cell.isoformat()[:7])
        return over(_digits(cell))

    return convert


def _digits(cell: Any) -> Any:
    """Return a numeric cell of a date box as its digits; a bare day number of Excel is refused."""
    if isinstance(cell, (time, timedelta)):
        raise _RefusedError("INTAKE-112", value=str(cell))
    if isinstance(cell, (int, float)):
        text = as_text(cell)
        if not re.fullmatch(r"(19|20)\d{4}(\d{2})?", text):
            raise _RefusedError(
                "INTAKE-128" if re.fullmatch(r"\d{5}(\.\d+)?", text) else "INTAKE-112", value=_shown(text)
            )
        return text
    return cell


def _iso_date(text: str) -> str | None:
    plain = re.sub(r"[ T]00:00(:00(\.0+)?)?$", "", text.translate(_WIDE)).replace(" ", "")
    if plain in _NOTHING:
        return None
    found = _DATE.fullmatch(plain)
    if not found:
        if _SHORT_YEAR.fullmatch(plain):
            raise _RefusedError("INTAKE-114", value=_shown(text))
        raise _RefusedError("INTAKE-115" if _MONTH.fullmatch(plain) else "INTAKE-112", value=_shown(text))
    year, month, day = (int(group) for group in found.groups() if group)
    return _year_ok(year, _day(year, month, day, text).isoformat())


def _iso_month(text: str) -> str | None:
    plain = re.sub(r"[ T]00:00(:00(\.0+)?)?$", "", text.translate(_WIDE)).replace(" ", "")
    if plain in _NOTHING:
        return None
    found = _MONTH.fullmatch(plain)
    if found:
        year, month = (int(group) for group in found.groups() if group)
        return _year_ok(year, _day(year, month, 1, text).isoformat()[:7])
    whole = _DATE.fullmatch(plain)
    if not whole:
        raise _RefusedError(
            "INTAKE-114" if _SHORT_YEAR.fullmatch(plain) else "INTAKE-129", value=_shown(text)
        )
    return (_iso_date(text) or "")[:7]


def _day(year: int, month: int, day: int, text: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise _RefusedError("INTAKE-113", value=_shown(text)) from None


def _year_ok(year: int, iso: str) -> str:
    if not 1900 <= year <= 2100:
        raise _RefusedError("INTAKE-130", value=iso)
    return iso


_READERS: Mapping[str, Callable[[Box], Convert]] = {
    "text": _text,
    "prose": _text,
    "texts": _texts,
    "code": _code,
    "id": _number,
    "phone": _number,
    "option": _option,
    "options": _options,
    "yesno": _yesno,
    "money": _amount,
    "amount": _amount,
    "count": _count,
    "date": _date,
    "month": _month,
    "facts": _text,
}


def each_attendee(texts: list[str]) -> Iterator[dict[str, str]]:
    """Yield the people of ``张三（村民代表）、李四`` with their parts in the meeting."""
    for text in texts:
        name, bracket, role = text.replace("(", "（").replace(")", "）").partition("（")
        yield {"name": name} | (
            {"role": role.removesuffix("）")} if bracket and role.removesuffix("）") else {}
        )

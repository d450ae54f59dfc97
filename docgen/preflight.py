"""A room: what stands between a household's filled forms: a value that is not the same on all, and why anything is wrong."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from enum import Enum
from functools import cache
from typing import Any, NamedTuple

from .case import Case
from .codes import masked_numbers
from .errors import Finding, Severity, fields
from .form import FilledForm, labelled
from .ooxml import Ticks
from .place import value_at


class Cause(Enum):
    """Why a paper cannot be printed as it is (原因), in the order of the worklist."""

    MISSING = "缺"
    INVALID = "错"
    CONTRADICTORY = "矛盾"
    ORDER = "次序"
    ROOM = "放不下"
    REMINDER = "提醒"


#: What only the code of a finding tells; the rest follows from the finding itself.
_BY_CODE = (
    ("FIT-", Cause.ROOM),
    ("SAME-", Cause.CONTRADICTORY),
    ("FILL-101", Cause.MISSING),
    ("FILL-102", Cause.INVALID),
    ("FILL-10", Cause.CONTRADICTORY),
    ("DATE-", Cause.ORDER),
    ("STEP-109", Cause.ORDER),
)


def cause_of(finding: Finding, case: Case | None = None) -> Cause:
    """Return why a finding stands in the way: its first box is empty, boxes contradict each other, or one is wrong."""
    known = next((cause for code, cause in _BY_CODE if finding.code.startswith(code)), None)
    if known is not None:
        return known
    if case and finding.boxes and value_at(case, finding.boxes[0]) in (None, "", ()):
        return Cause.MISSING
    if finding.severity is Severity.WARNING:
        return Cause.REMINDER
    return Cause.CONTRADICTORY if len(finding.boxes) > 1 else Cause.INVALID


#: Ways to write a value that leave it the same; a box with another filter says something else.
_FORMATS = frozenset(("cn_date", "money", "plain", "number"))
_PLAIN = re.compile(r"[a-z_]+(?:\.[a-z_]+)+\s*(?:\|\s*([a-z_]+)\s*)?")
_DAY = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})日?")


class _Said(NamedTuple):
    """What a box of a form says of something."""

    form: FilledForm
    name: str
    shown: str


def agreeing(
    filled: Iterable[FilledForm], prints: Mapping[str, Mapping[str, frozenset[str]]]
) -> Iterator[Finding]:
    """Yield the values that are not the same on all of a household's forms, however they are written.

    ``prints`` are, by form, the case paths of each box. A box that is empty on one form says nothing.
    """
    said: dict[tuple[str, str, int], list[_Said]] = {}
    for form in filled:
        for key, one in _said(form):
            said.setdefault(key, []).append(one)
    for told in said.values():
        shown = {one.shown for one in told}
        if len(shown) > 1 and len({normal(text) for text in shown}) > 1:
            yield _differing(told, prints)


def _said(filled: FilledForm) -> Iterator[tuple[tuple[str, str, int], _Said]]:
    for field in filled.form.fields:
        value = filled.values[field.name]
        if _is_plain(field.source) and not isinstance(value, Ticks) and value not in ("", "/", None):
            yield (*_source(field.source, filled), 0), _Said(filled, field.name, _text(value))
    for table in filled.form.tables:
        columns = [column for column in table.columns if not table.where and _is_plain(column.source)]
        for number, row in enumerate(filled.values[table.name], 1) if table.each == "members" else ():
            for column in columns:
                value = row[column.name]
                if not isinstance(value, Ticks) and value not in ("", "/", None):
                    key = (table.each, column.source.partition("|")[0].strip(), number)
                    yield key, _Said(filled, f"{table.name}.{number}.{column.name}", _text(value))


@cache  # a declaration's own expressions, asked for with each household
def _is_plain(source: str) -> bool:
    """Whether a box prints one value of the case as it is."""
    found = _PLAIN.fullmatch(source.strip())
    return bool(found) and found[1] in (None, *_FORMATS) if found else False


def _source(source: str, filled: FilledForm) -> tuple[str, str]:
    """Return what a box prints, and of which procedure: forms may be about different ones."""
    path = source.partition("|")[0].strip()
    shared = path.startswith(("household.", "head.", "area.", "living."))
    return ("" if shared else filled.procedure), path


def _differing(told: list[_Said], prints: Mapping[str, Mapping[str, frozenset[str]]]) -> Finding:
    first: dict[str, _Said] = {}
    for one in told:
        first.setdefault(normal(one.shown), one)
    words = "；".join(
        f"《{one.form.form.title}》{labelled(one.form.form, one.name)[0]}“{masked_numbers(one.shown)}”"
        for one in first.values()
    )
    one = told[0]
    label, box = labelled(one.form.form, one.name)
    boxes = prints.get(one.form.form.key, {}).get(box, frozenset())
    where = f"《{one.form.form.title}》{label}"
    return Finding(
        one.form.village,
        one.form.household,
        where,
        "SAME-101",
        fields(told=words),
        Severity.ERROR,
        tuple(sorted(boxes)),
    )


def normal(text: str) -> str:
    """Return what a box says, whatever way it is written: 2026年3月5日 as 2026-3-5, 4,350.00 as 4350.

    >>> normal("2026年3月5日") == normal("2026-03-05"), normal("4,350.00") == normal("4350")
    (True, True)
    """
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    if day := _DAY.fullmatch(plain):
        return "-".join(str(int(part)) for part in day.groups())
    if len(plain) < 15:
        try:
            return f"{Decimal(plain.replace(',', '')).normalize():f}"
        except InvalidOperation:
            return plain
    return plain.upper()


def _text(value: Any) -> str:
    return str(value)

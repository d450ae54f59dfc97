"""The blanks inside a printed text, counted in its order: rules, parts of a date, gaps before a unit, open colons."""

import re
from dataclasses import dataclass
from typing import Literal

#: Stands in a text for a content control or merge field that takes a text.
CONTROL = "\ue000"
#: Stands in a text for a box that is no character.
BOX = "□"

_S = "[ \\t\u00a0\u3000]"
_UNITS = "元|万元|亩|平方米|公里|千米|米|人|户|口|岁|周岁|个月|年|月|日|时|分|次|头|只|棵|株|%|％|份|页|天|名|间|票|项|号|组|村|乡|镇|县|市|省|区"
_BLANK = re.compile(
    rf"(?P<control>{CONTROL})"
    r"|(?P<rule>[_＿﹍]{2,}|＿|[.．]{6,}|…{3,})"
    rf"|(?P<inside>(?<=[（(]){_S}+(?=[)）]))"
    rf"|(?P<part>(?<![年月日\d]){_S}+(?=[年月日])|(?<=[年月]){_S}+(?=[月日])|(?<=20){_S}+(?=年))"
    rf"|(?P<unit>{_S}{{2,}}(?=(?:{_UNITS})(?:[^\u4e00-\u9fff]|$|共|其)))"
    rf"|(?P<colon>(?<=[:：])(?:{_S}{{2,}}|{_S}*(?=\n|$)))"
)
_PARTS = {"年": "year", "月": "month", "日": "day"}
_FROM = re.compile(r"[年月日]")


@dataclass(frozen=True, slots=True)
class Gap:
    """A blank inside a text; ``part`` is what of a date it takes, ``date`` the number of that date in the text."""

    kind: Literal["control", "rule", "inside", "part", "unit", "colon"]
    start: int
    end: int
    before: str
    part: str = ""
    date: int = -1


def gaps_in(text: str) -> tuple[Gap, ...]:
    """The blanks of a text whose boxes read as ``□``, underlined spaces as ``_``, controls as CONTROL."""
    found: list[Gap] = []
    last, date = 0, -1
    for match in _BLANK.finditer(text):
        kind = match.lastgroup or "rule"
        if kind == "colon" and _next_is_blank(text, match.end()):
            continue
        before = text[last : match.start()]
        part = _PARTS.get(text[match.end() : match.end() + 1], "")
        part = part if part and (part != "year" or _goes_on(text, match.end() + 1)) else ""
        date = _number(found, part, before, date)
        found.append(Gap(kind, *match.span(), before, part, date if part else -1))  # type: ignore[arg-type]  # the groups' names
        last = match.end()
    return tuple(_alone(found))


def _next_is_blank(text: str, end: int) -> bool:
    return end < len(text) and (text[end] in "_＿□" or text[end] == CONTROL)


def _goes_on(text: str, after: int) -> bool:
    """Whether a month follows a year's mark: else it is a number of years."""
    return re.match(rf"[ \t\u00a0\u3000_＿]*(?:{CONTROL})?月", text[after:]) is not None


def _number(found: list[Gap], part: str, before: str, date: int) -> int:
    if not part:
        return date
    last = found[-1] if found else None
    goes_on = (
        last is not None and last.part and before.strip() == {"year": "年", "month": "月"}.get(last.part)
    )
    return date if goes_on else date + 1


def _alone(found: list[Gap]) -> list[Gap]:
    """Take a lone month or day for what it is: a number before a unit."""
    out = []
    for gap in found:
        alike = [other for other in found if other.date == gap.date] if gap.part else []
        out.append(gap if len(alike) != 1 else Gap(gap.kind, gap.start, gap.end, gap.before))
    return [gap for gap in out if gap.kind != "part" or gap.part]

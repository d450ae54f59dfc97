"""Papers: what a document says, which version of it that is, and what has become of it."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from .codes import masked_numbers
from .form import FilledForm, Form
from .nouns import dataclass
from .ooxml import Ticks

#: What can become of a paper (文书状态): made, printed, signed by those who must, returned to the office,
#: or superseded by a later version.
State = Literal["made", "printed", "signed", "returned", "superseded"]

#: The states in the order of a paper's life, with what a clerk calls them.
STATES: Mapping[State, str] = {
    "made": "已生成",
    "printed": "已打印",
    "signed": "已签",
    "returned": "已收回",
    "superseded": "已作废",
}

#: Text between the chosen options of a group of boxes, and before what is written behind 其他.
_AND, _OTHER = "、", "："


@dataclass(frozen=True, slots=True)
class Content:
    """What a paper says (文书内容): the text of each box, by the box's place in the form.

    The place of a box in a table is ``table.record.column``, records from 1. ``form`` is ``id@edition``;
    ``household`` is empty for a village's paper.
    """

    village: str
    household: str
    form: str
    title: str
    boxes: Mapping[str, str]
    stage: str = ""

    @property
    def hash(self) -> str:
        """SHA-256 of what is said: the boxes, the form and its edition, the sitting; not how it is drawn."""
        said = [self.form, self.stage, sorted((place, text) for place, text in self.boxes.items() if text)]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Paper:
    """A version of a paper in the register (登记的文书), and the latest thing that happened to it.

    ``version`` counts from 1 for each household and form; ``made`` is when the number was given.
    """

    content: Content
    version: int
    made: str
    state: State = "made"
    since: str = ""

    @property
    def key(self) -> tuple[str, str, str, int]:
        """What names this version for good: village, household, form and number."""
        return self.content.village, self.content.household, self.content.form, self.version


@dataclass(frozen=True, slots=True)
class Happening:
    """What happened to a paper, or to one holder's copy of it (经过); ``copy`` is empty for all copies."""

    state: State
    at: str
    copy: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A box that says something else than before (变更): texts as they may be shown, numbers masked."""

    box: str
    before: str
    after: str


def content_of(filled: FilledForm, stage: str = "") -> Content:
    """Return what ``filled`` will say once it is drawn."""
    boxes = dict(_texts("", filled.values))
    return Content(filled.village, filled.household, filled.form.key, filled.form.title, boxes, stage)


def _texts(place: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _texts(f"{place}.{name}" if place else str(name), inner)
    elif isinstance(value, list | tuple) and any(isinstance(record, Mapping) for record in value):
        for number, record in enumerate(value, 1):
            yield from _texts(f"{place}.{number}", record)
    elif (text := said(value)) != "":
        yield place, text


def said(value: Any) -> str:
    """Return a slot's value as text; ticks as their options."""
    if value is None:
        return ""
    if isinstance(value, Ticks):
        chosen = _AND.join(sorted(value.chosen))
        return f"{chosen}{_OTHER}{value.other}" if value.other else chosen
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, list | tuple | set | frozenset):
        return _AND.join(sorted(str(one) for one in value))
    return str(value)


def changes(form: Form, before: Content, after: Content) -> tuple[Change, ...]:
    """Return which boxes of ``form`` say something else, in the form's order, as they may be shown."""
    places = {**before.boxes, **after.boxes}
    differing = [place for place in places if before.boxes.get(place, "") != after.boxes.get(place, "")]
    labels = {place: label_of(form, place) for place in differing}
    order = {name: index for index, name in enumerate(_names(form))}
    differing.sort(key=lambda place: (order.get(place.split(".")[0], len(order)), _natural(place)))
    return tuple(
        Change(
            labels[place],
            masked_numbers(before.boxes.get(place, "")),
            masked_numbers(after.boxes.get(place, "")),
        )
        for place in differing
    )


def label_of(form: Form, place: str) -> str:
    """Return what the form calls the box at ``place``: 家庭成员第2行“姓名” for one in a table."""
    for one in form.fields:
        if one.name == place:
            return one.label
    name, _, rest = place.partition(".")
    for table in form.tables:
        if table.name == name:
            record, _, column = rest.partition(".")
            label = next((one.label for one in table.columns if one.name == column), column)
            return f"{table.label}第{record}行“{label}”"
    return place


def _names(form: Form) -> Iterator[str]:
    yield from (one.name for one in form.fields)
    yield from (table.name for table in form.tables)


def _natural(place: str) -> tuple[tuple[int, str], ...]:
    return tuple((int(part), "") if part.isdigit() else (0, part) for part in place.split("."))

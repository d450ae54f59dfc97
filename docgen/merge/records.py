"""One statement goes into one household's raw case: records of lists are met by what names them."""

from collections.abc import Mapping, MutableMapping
from dataclasses import field
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from docgen.codes import IdNumber, Phone, label_of
from docgen.columns import Box, boxes, lists
from docgen.errors import Finding, Severity, fields
from docgen.intake import Origin
from docgen.nouns import dataclass
from docgen.place import place

#: What names a record of a list: fields that must agree, then fields that must not contradict.
NAMED_BY: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "household.members[].works": ((), ("place", "area", "start", "employer")),
    "household.members[].posts": (("kind",), ()),
    "incomes": (("purpose",), ("start", "end")),
    "incomes[].lines": (("row", "item"), ()),
    "guarantees": (("moment",), ()),
    "risks": (("kind",), ("since",)),
    "measures": (("category",), ("item", "risk", "planned_on", "done_on")),
    "needs": (("kind",), ("item",)),
    "visits": (("on",), ("visitor",)),
    "procedures": (("number",), ("kind",)),
    "procedures[].review.attendees": (("name",), ()),
    "procedures[].notices": (("level",), ()),
    "procedures[].approvals": (("level",), ()),
    "procedures[].standards": (("code",), ()),
    "signed": (("form", "edition", "stage", "procedure"), ()),
}

_MEMBERS = "household.members"
_CONTACTS = "contacts"


@dataclass(frozen=True, slots=True)
class Change:
    """One box that gets another value (变更): ``old`` and ``new`` as shown to a clerk, numbers masked."""

    household: str
    box: str
    label: str
    old: str
    new: str
    origin: str


@dataclass(slots=True)
class Ledger:
    """What a run did to one household: what was stated where, what changed, what disagrees.

    ``base`` is where everything not listed in ``stated`` comes from: the first statement of a new
    household, or None for a household that was there before.
    """

    number: str
    village: str
    base: Origin | None
    as_of: date | None = None
    ids: frozenset[str] = frozenset()
    stated: dict[str, Origin] = field(default_factory=dict)
    touched: set[int] = field(default_factory=set)
    changes: list[Change] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def change(self, box: str, old: str, new: str, origin: Origin) -> None:
        """List a change; a new household is told as a whole."""
        if self.base is None:
            self.changes.append(Change(self.number, box, place(box), old, new, str(origin)))

    def source(self, path: str) -> Origin | None:
        """Return where this run stated a box: by itself, with its record, or with the whole household."""
        while path:
            if path in self.stated:
                return self.stated[path]
            path = path.rpartition(".")[0]
        return self.base

    def tell(
        self,
        code: str,
        origin: object,
        *,
        at: str = "",
        severity: Severity = Severity.ERROR,
        **named: object,
    ) -> None:
        """Add a finding about this household."""
        found = Finding(
            self.village, self.number, str(origin), code, fields(**named), severity, (at,) * bool(at)
        )
        self.findings.append(found)


def take_in(
    raw: MutableMapping[str, Any],
    content: Mapping[str, Any],
    ledger: Ledger,
    origin: Origin,
    at: str = "",
    model: str = "",
) -> None:
    """Put what ``content`` states into ``raw``, both parts of a raw case at the path ``at``."""
    for name, value in content.items():
        path, inner = (f"{at}.{name}", f"{model}.{name}") if at else (name, name)
        if inner in lists():
            _take_in_list(raw.setdefault(name, []), value, ledger, origin, path, inner)
        elif isinstance(value, Mapping):
            take_in(raw.setdefault(name, {}), value, ledger, origin, path, inner)
        else:
            _set(raw, name, value, ledger, origin, path)


def _set(
    raw: MutableMapping[str, Any], name: str, value: Any, ledger: Ledger, origin: Origin, path: str
) -> None:
    had = raw.get(name)
    if is_blank(value):
        return
    if is_blank(had):
        raw[name] = value
        ledger.change(path, "", shown(path, value), origin)
    elif not _same(had, value):
        earlier = ledger.source(path)
        if earlier is not None:
            one, other = shown(path, had), shown(path, value)
            ledger.tell(
                "INTAKE-301",
                origin,
                at=path,
                label=place(path),
                first=earlier,
                second=origin,
                one=one,
                other=other,
            )
            return
        raw[name] = value
        ledger.change(path, shown(path, had), shown(path, value), origin)
    ledger.stated[path] = origin


def _take_in_list(
    records: list[Any], stated: Any, ledger: Ledger, origin: Origin, path: str, inner: str
) -> None:
    if isinstance(stated, Mapping):  # a correction names its record by its place
        for index, content in stated.items():
            if not (str(index).isdigit() and int(index) < len(records)):
                ledger.tell("INTAKE-310", origin, box=f"{path}.{index}")
            else:
                take_in(records[int(index)], content, ledger, origin, f"{path}.{index}", f"{inner}[]")
        return
    taken: set[int] = set()
    for record in stated:
        index = _meet(records, record, taken, ledger, inner)
        if inner == _CONTACTS:
            index = _succeed(records, record, index, ledger, origin, path)
        if index is None:
            records.append(copied(record))
            index = len(records) - 1
            ledger.change(f"{path}.{index}", "", _summary(record, inner), origin)
            ledger.stated[f"{path}.{index}"] = origin
        else:
            take_in(records[index], record, ledger, origin, f"{path}.{index}", f"{inner}[]")
        taken.add(index)
        if inner == _MEMBERS:
            ledger.touched.add(index)


def _meet(
    records: list[Any], record: Mapping[str, Any], taken: set[int], ledger: Ledger, inner: str
) -> int | None:
    """Return the place of the record that ``record`` speaks of, None where it is a new one."""
    if inner == _MEMBERS:
        return _meet_member(records, record, taken, ledger)
    if inner == _CONTACTS:
        return _meet_contact(records, record, taken)
    hard, soft = NAMED_BY[inner]
    best: tuple[int, int] | None = None
    for index, one in enumerate(records):
        if index in taken or any(not _same(one.get(name), record.get(name)) for name in hard):
            continue
        pairs = [(one.get(name), record.get(name)) for name in soft]
        both = [(a, b) for a, b in pairs if not is_blank(a) and not is_blank(b)]
        agreeing = sum(_same(a, b) for a, b in both)
        if agreeing == len(both) and (hard or agreeing) and (best is None or agreeing > best[0]):
            best = agreeing, index
    return best[1] if best else None


def _meet_member(
    members: list[Any], member: Mapping[str, Any], taken: set[int], ledger: Ledger
) -> int | None:
    """Meet a member by document number, else by name where a number is missing or was corrected."""
    number, name = member.get("id_no") or "", member.get("name")
    open_places = [index for index in range(len(members)) if index not in taken]
    for index in open_places:
        if number and members[index].get("id_no") == number:
            return index
    named = [index for index in open_places if members[index].get("name") == name]
    for index in named:
        had = members[index].get("id_no") or ""
        if not had or not number or had not in ledger.ids:
            return index
    return None


def _meet_contact(contacts: list[Any], contact: Mapping[str, Any], taken: set[int]) -> int | None:
    """Meet a contact by role and name; one with another start held the role at another time."""
    for index in range(len(contacts) - 1, -1, -1):
        one = contacts[index]
        if (
            index not in taken
            and one.get("role") == contact.get("role")
            and one.get("name") == contact.get("name")
        ):
            starts = one.get("start"), contact.get("start")
            if is_blank(starts[0]) or is_blank(starts[1]) or starts[0] == starts[1]:
                return index
    return None


def _succeed(
    contacts: list[Any],
    contact: Mapping[str, Any],
    met: int | None,
    ledger: Ledger,
    origin: Origin,
    path: str,
) -> int | None:
    """Let a new person follow the one who held the role: a new row, and the old one gets an end."""
    holders = [index for index, one in enumerate(contacts) if one.get("role") == contact.get("role")]
    if met is not None or not holders or contact.get("end"):
        return met
    last = max(holders, key=lambda index: (contacts[index].get("start") or "", index))
    if ledger.source(f"{path}.{last}.name") is not None and not contact.get("start"):
        return last  # two statements of one run: taken in as a disagreement about the name
    start = contact.get("start") or (ledger.as_of.isoformat() if ledger.as_of else None)
    if start and is_blank(contacts[last].get("end")):
        contacts[last]["end"] = start
        ledger.change(f"{path}.{last}.end", "", start, origin)
    if start and not contact.get("start"):
        contact = {**contact, "start": start}
    contacts.append(dict(contact))
    ledger.change(f"{path}.{len(contacts) - 1}", "", _summary(contact, _CONTACTS), origin)
    ledger.stated[f"{path}.{len(contacts) - 1}"] = origin
    return len(contacts) - 1


def _summary(record: Mapping[str, Any], inner: str) -> str:
    """Return a few words that tell a new record from others."""
    names = ("role", "name") if inner in (_MEMBERS, _CONTACTS) else sum(NAMED_BY[inner], ())
    words = [shown(f"{inner}[].{name}", record[name]) for name in names if not is_blank(record.get(name))]
    return " ".join(words)


def shown(path: str, value: Any) -> str:
    """Return a value as a clerk may see it on a screen: labels for codes, numbers masked."""
    box = _box(path)
    if isinstance(value, list):
        return "、".join(str(one) for one in value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if box and box.kind == "id":
        return IdNumber(value).masked
    if box and box.kind == "phone":
        return Phone(value).masked
    return label_of(box.list_id, str(value)) if box and box.coded else str(value)


@cache
def _box(path: str) -> Box | None:
    parts = path.split(".")
    model = "".join("[]" if part.isdigit() else f".{part}" for part in parts).removeprefix(".")
    return boxes().get(model)


def is_blank(value: Any) -> bool:
    """Whether nothing is said; no and zero are something."""
    return value is None or value == "" or value == [] or value == {}


def _same(one: Any, other: Any) -> bool:
    if one == other:
        return True
    if isinstance(one, str) and isinstance(other, str) and ("." in one or "." in other):
        try:
            return Decimal(one) == Decimal(other)
        except InvalidOperation:
            return False
    return is_blank(one) and is_blank(other)


def copied(value: Any) -> Any:
    """Return a raw value that shares no list or mapping with ``value``."""
    if isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, list):
        return [copied(one) for one in value]
    return {name: copied(one) for name, one in value.items()} if isinstance(value, Mapping) else value

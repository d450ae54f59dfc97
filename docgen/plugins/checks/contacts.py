"""Contacts (监测联系人、帮扶责任人): a history without overlaps, and somebody today."""

from collections.abc import Iterator
from datetime import date
from itertools import combinations

from docgen import label_of

from .rule import ERROR, GZ, OWN, Doubt, Seen, rule
from .stages import is_monitored

_HISTORY = "扶贫手册填写说明：换人另起一行"


@rule("CON-101", "同一类联系人的任职时间不重叠", _HISTORY)
def overlapping_contacts(seen: Seen) -> Iterator[Doubt]:
    """Doubt two people who hold one role at one time."""
    for (first, one), (second, other) in combinations(enumerate(seen.case.contacts), 2):
        apart = (one.end or date.max) < (other.start or date.min) or (other.end or date.max) < (
            one.start or date.min
        )
        if one.role == other.role and not apart:
            open_ended = first if one.end is None else second
            boxes = (f"contacts.{open_ended}.end", f"contacts.{first + second - open_ended}.start")
            role = label_of("contact_role", one.role)
            yield Doubt(boxes, {"role": role, "one": one.name, "other": other.name})


@rule("CON-102", "联系人的结束时间不早于开始时间", OWN, ERROR)
def contact_reversed(seen: Seen) -> Iterator[Doubt]:
    """Doubt a contact whose time ended before it began."""
    for row, contact in enumerate(seen.case.contacts):
        if contact.start and contact.end and contact.end < contact.start:
            named = {"name": contact.name, "start": contact.start, "end": contact.end}
            yield Doubt((f"contacts.{row}.end", f"contacts.{row}.start"), named)


@rule("CON-103", "在册监测户有在任的监测联系人或帮扶责任人", GZ + "1_11_011")
def nobody_today(seen: Seen) -> Iterator[Doubt]:
    """Doubt a monitored household that nobody answers for on the day."""
    serving = any(
        (contact.start or date.min) <= seen.as_of <= (contact.end or date.max)
        for contact in seen.case.contacts
    )
    if is_monitored(seen.case) and not seen.case.household.eliminated_on and not serving:
        yield Doubt(("contacts",))

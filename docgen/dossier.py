"""What a bound volume (案卷) says of itself: its cover, contents, remarks and labels, a village's index, a year."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from .case import Account, Area, Case, Measure, Member, Proceeding, Visit


@dataclass(frozen=True, slots=True)
class Entry:
    """A paper in a volume, as line ``place`` of its contents list (卷内文件目录, GB/T 9705).

    ``first`` and ``last`` are its page numbers in the volume.
    """

    place: int
    title: str
    first: int
    last: int
    number: str = ""
    author: str = ""
    on: date | None = None
    note: str = ""

    @property
    def pages(self) -> str:
        """Its page numbers, as the list has them."""
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"

    @property
    def day(self) -> str:
        """Its date in eight digits."""
        return f"{self.on:%Y%m%d}" if self.on else ""


@dataclass(frozen=True, slots=True)
class Row:
    """A household's volume in its village's index (户卷目录); ``first`` is its page there, nought where it lies apart."""

    place: int
    group: str
    number: str
    head: str
    title: str
    archive_number: str
    retention: str
    people: int
    monitor_class: str
    papers: int
    pages: int
    first: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """A box of volumes (档案盒): its number, and which volumes it holds."""

    place: int
    span: str
    retention: str


@dataclass(frozen=True, slots=True)
class YearChange:
    """What is not as it was when the year before was archived, numbers masked."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Volume:
    """A volume of one household, or of a village where ``number`` is empty.

    ``pages`` are those of its papers: cover, contents list and remarks carry no numbers. ``start`` and ``end``
    are the first and last day of its papers.
    """

    area: Area
    year: int
    made_on: date
    title: str
    number: str = ""
    head: str = ""
    fonds_name: str = ""
    fonds_number: str = ""
    category: str = ""
    archive_number: str = ""
    retention: str = ""
    start: date | None = None
    end: date | None = None
    entries: tuple[Entry, ...] = ()
    papers: int = 0
    pages: int = 0
    note: str = ""
    rows: tuple[Row, ...] = ()
    boxes: tuple[Box, ...] = ()
    members: tuple[Member, ...] = ()
    incomes: tuple[Account, ...] = ()
    measures: tuple[Measure, ...] = ()
    visits: tuple[Visit, ...] = ()
    changes: tuple[YearChange, ...] = ()
    year_note: str = ""

    @property
    def whose(self) -> str:
        """The household's place, number and head, as a list's first line has them."""
        place = f"{self.area.village}{self.area.group}"
        return f"{place}　{self.number} {self.head}".rstrip()

    @property
    def period(self) -> str:
        """From when to when its papers are (起止时间)."""
        days = [f"{day.year}年{day.month}月{day.day}日" for day in (self.start, self.end) if day]
        return "至".join(dict.fromkeys(days))


def year_end(year: int, today: date) -> date:
    """Return the day as of which a year is archived: its last, or today where it has not come."""
    return min(date(year, 12, 31), today)


def short_term(retention: str) -> str:
    """Return the short form of a retention period (保管期限): Y for 永久, D30 for 30年.

    >>> short_term("永久"), short_term("30年"), short_term("长期")
    ('Y', 'D30', '长期')
    """
    digits = "".join(character for character in retention if character.isdigit())
    return "Y" if retention == "永久" else f"D{digits}" if digits else retention


def as_it_was(case: Case, day: date) -> Case:
    """Return ``case`` without what is dated after ``day``: a year's archive tells nothing of the next year."""
    return case.model_copy(
        update={
            "incomes": tuple(one for one in case.incomes if _begun(day, one.start, one.end)),
            "risks": tuple(one for one in case.risks if one.since <= f"{day:%Y-%m}"),
            "measures": tuple(one for one in case.measures if _begun(day, one.planned_on, one.done_on)),
            "contacts": tuple(one for one in case.contacts if _begun(day, one.start)),
            "visits": tuple(one for one in case.visits if one.on <= day),
            "procedures": tuple(_until(one, day) for one in case.procedures if _begun(day, one.opened_on)),
            "signed": tuple(one for one in case.signed if one.on <= day),
        }
    )


def _until(one: Proceeding, day: date) -> Proceeding:
    """Return a proceeding without the steps after ``day``; one that went on is not closed."""
    notices = tuple(notice for notice in one.notices if _begun(day, notice.start))
    approvals = tuple(opinion for opinion in one.approvals if _begun(day, opinion.on))
    if (notices, approvals) == (one.notices, one.approvals):
        return one
    return one.model_copy(update={"notices": notices, "approvals": approvals, "closed": False})


def _begun(day: date, *dates: date | None) -> bool:
    """Whether anything happened by ``day``; what has no date did."""
    known = [one for one in dates if one]
    return not known or min(known) <= day


def boxed(rows: Iterable[Row], each: int) -> tuple[Box, ...]:
    """Put volumes into boxes in their order, ``each`` pages to a box at the most; a volume is never split."""
    boxes: list[list[Row]] = []
    held = 0
    for row in rows:
        if not boxes or held + row.pages > each:
            boxes.append([])
            held = 0
        boxes[-1].append(row)
        held += row.pages
    return tuple(
        Box(place, " 至 ".join(dict.fromkeys((box[0].number, box[-1].number))), box[0].retention)
        for place, box in enumerate(boxes, 1)
    )

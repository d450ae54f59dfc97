"""Defects put into a township for the pre-flight to find: 200 of them, each kind in its turn, always the same ones."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle
from typing import Any

from docgen.case import Case, Proceeding, SignedSheet, Visit
from docgen.codes import IdNumber
from docgen.demo import township
from docgen.demo.faults import FAULTS

#: Ten forms about a household, as an office prints them.
FORMS = (
    "cn.identification.application", "cn.identification.survey", "cn.identification.approval",
    "cn.elimination.measures", "cn.elimination.assessment", "cn.elimination.measures_public", "cn.handbook",
    "cn.help.plan", "cn.help.card", "lingshou.monitoring.income_register",
)  # fmt: skip
_APPROVAL = "cn.identification.approval"

Spoil = Callable[[Case], Case | None]


@dataclass(frozen=True, slots=True)
class Defect:
    """A defect in a household, and the code that must tell it."""

    household: str
    code: str
    what: str


def _changed(case: Case, row: int, **changes: Any) -> Case:
    procedures = list(case.procedures)
    procedures[row] = procedures[row].model_copy(update=changes)
    return case.model_copy(update={"procedures": tuple(procedures)})


def _identification(case: Case) -> tuple[int, Proceeding] | None:
    return next(((row, one) for row, one in enumerate(case.procedures) if one.kind == "identification"), None)


def _of_identification(spoil: Callable[[Case, int, Proceeding], Case | None]) -> Spoil:
    def spoilt(case: Case) -> Case | None:
        found = _identification(case)
        return spoil(case, *found) if found else None

    return spoilt


def _no_number(case: Case, row: int, one: Proceeding) -> Case:
    del row, one
    head, *others = case.household.members
    members = (head.model_copy(update={"id_no": IdNumber("")}), *others)
    return case.model_copy(update={"household": case.household.model_copy(update={"members": members})})


def _long_opinion(case: Case, row: int, one: Proceeding) -> Case:
    return _changed(case, row, check=one.check.model_copy(update={"opinion": "入户核实情况属实，" * 120}))


def _crowd(case: Case, row: int, one: Proceeding) -> Case | None:
    del row, one
    members = case.household.members
    return case.model_copy(update={"household": case.household.model_copy(update={"members": members * 7})})


def _signed(case: Case, row: int, one: Proceeding) -> Case | None:
    del row
    if any(other.kind == "reidentification" for other in case.procedures):
        return None  # the form is about that one then
    sheet = SignedSheet(
        form=_APPROVAL, edition="2021", stage="village", procedure=one.number, on=date(2026, 1, 5),
        values={"head_name": "签字时的姓名"},
    )  # fmt: skip
    return case.model_copy(update={"signed": (sheet,)})


def _votes(case: Case, row: int, one: Proceeding) -> Case | None:
    if one.review.present is None or one.review.agree is None:
        return None
    return _changed(case, row, review=one.review.model_copy(update={"agree": one.review.present + 3}))


def _alone(case: Case, row: int, one: Proceeding) -> Case | None:
    return _changed(case, row, check=one.check.model_copy(update={"people": one.check.people[:1]}))


def _future(case: Case, row: int, one: Proceeding) -> Case | None:
    del row, one
    visit = Visit(on=date(2026, 6, 30) + timedelta(90), visitor="走访人")
    return case.model_copy(update={"visits": (*case.visits, visit)})


def _twice(case: Case, row: int, one: Proceeding) -> Case | None:
    open_ = one.model_copy(update={"number": f"{one.number}-再", "closed": False})
    case = _changed(case, row, closed=False)
    return case.model_copy(update={"procedures": (*case.procedures, open_)})


#: Every kind: the code that tells it, what was done, and how.
KINDS: tuple[tuple[str, str, Spoil], ...] = (
    *FAULTS,
    ("FILL-101", "户主证件号码没有填", _of_identification(_no_number)),
    ("FIT-102", "核实情况写得太长", _of_identification(_long_opinion)),
    ("FIT-103", "家庭成员超出表上的行数", _of_identification(_crowd)),
    ("FILL-104", "签字以后改了户主姓名", _of_identification(_signed)),
    ("SAME-101", "已签的表和没签的表姓名不一样", _of_identification(_signed)),
    ("STEP-103", "评议票数对不上", _of_identification(_votes)),
    ("STEP-101", "只有一人入户核实", _of_identification(_alone)),
    ("DATE-104", "走访日期还没有到", _of_identification(_future)),
    ("STEP-112", "同一事项有两件在办", _of_identification(_twice)),
)


def sound(households: int) -> tuple[tuple[Case, ...], date]:
    """Return the households of a sample township that have nothing wrong."""
    made = township(2026, 5, households, 1)
    faulty = {(one.village, one.household) for one in made.seeded}
    return tuple(case for case in made.cases if (case.area.code, case.number) not in faulty), made.as_of


def spoilt(cases: Iterable[Case], count: int) -> tuple[tuple[Case, ...], tuple[Defect, ...]]:
    """Return the cases with ``count`` defects, one to a household, every kind in its turn."""
    result, seeded = list(cases), []
    free = list(range(len(result)))
    for code, what, spoil in cycle(KINDS):
        if len(seeded) == count:
            return tuple(result), tuple(seeded)
        row = next(row for row in free if spoil(result[row]) is not None)
        made = spoil(result[row])
        if made is not None:
            free.remove(row)
            result[row] = made
            seeded.append(Defect(made.number, code, what))
    raise AssertionError("cycle ends never")


def judged(
    seeded: Iterable[Defect], found: Iterable[tuple[str, str]], before: Iterable[tuple[str, str]]
) -> tuple[int, list[tuple[str, str]]]:
    """Return how many defects were found, and what is told about households that have none.

    ``found`` and ``before`` are households with the codes told about them, with the defects and without any.
    """
    told, known = set(found), set(before)
    spoilt_homes = {one.household for one in seeded}
    hits = sum((one.household, one.code) in told for one in seeded)
    return hits, sorted(one for one in told - known if one[0] not in spoilt_homes)

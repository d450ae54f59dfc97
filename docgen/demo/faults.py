"""The faults that are seeded into a few sample households, one kind each, for a clerk to find."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from docgen.case import Case, Member, Proceeding
from docgen.codes import IdNumber, Phone

#: A rule, what was done to break it, and how; None where a household has nothing to break.
Fault = tuple[str, str, Callable[[Case], Case | None]]


def _with_member(case: Case, row: int, **change: object) -> Case:
    members = list(case.household.members)
    members[row] = members[row].model_copy(update=change)
    return _with_household(case, members=tuple(members))


def _with_household(case: Case, **change: object) -> Case:
    return case.model_copy(update={"household": case.household.model_copy(update=change)})


def _wrong_check_character(case: Case) -> Case | None:
    number = case.household.members[-1].id_no
    wrong = next(one for one in "0123456789" if one != number[17])
    return _with_member(case, -1, id_no=IdNumber(number[:17] + wrong), disability_no=IdNumber(""))


def _other_sex(case: Case) -> Case | None:
    other = "女" if case.household.members[0].sex == "男" else "男"
    return _with_member(case, 0, sex_stated=other)


def _both_medical(case: Case) -> Case | None:
    insurance = case.household.members[0].insurance.model_copy(update={"employee_medical": True})
    return _with_member(case, 0, insurance=insurance)


def _two_answers(case: Case) -> Case | None:
    row = _row(case, lambda member: bool(member.student) and member.student.startswith(("小学", "普通高中")))
    return None if row is None else _with_member(case, row, education="初中")


def _population(case: Case) -> Case | None:
    return _with_household(case, population_stated=case.household.population + 1)


def _net_income(case: Case) -> Case | None:
    first = case.incomes[0]
    net = case.account(first).net
    assert net is not None  # noqa: S101 - every sample income has its five rows
    wrong = first.model_copy(update={"net_stated": net + Decimal(1000)})
    return case.model_copy(update={"incomes": (wrong, *case.incomes[1:])})


def _no_head(case: Case) -> Case | None:
    head = case.household.members[0]
    return (
        _with_member(case, 0, relation="其他")
        if head.relation == "户主" and len(case.household.members) > 1
        else None
    )


def _short_notice(case: Case) -> Case | None:
    row = next((at for at, one in enumerate(case.procedures) if one.notices), None)
    if row is None:
        return None
    procedure = case.procedures[row]
    notice = procedure.notices[0]
    start = notice.end - timedelta(2) if notice.end else None
    spoilt = procedure.model_copy(update={"notices": (notice.model_copy(update={"start": start}),)})
    return _with_procedure(case, row, spoilt)


def _review_before_check(case: Case) -> Case | None:
    row = next((at for at, one in enumerate(case.procedures) if one.check.on and one.review.on), None)
    if row is None:
        return None
    procedure = case.procedures[row]
    if procedure.review.on is None:
        return None
    later = procedure.check.model_copy(update={"on": procedure.review.on + timedelta(1)})
    return _with_procedure(case, row, procedure.model_copy(update={"check": later}))


def _with_procedure(case: Case, row: int, procedure: Proceeding) -> Case:
    procedures = list(case.procedures)
    procedures[row] = procedure
    return case.model_copy(update={"procedures": tuple(procedures)})


def _telephone(case: Case) -> Case | None:
    return _with_household(case, phone=Phone(case.household.phone[:10]))


def _row(case: Case, fits: Callable[[Member], bool]) -> int | None:
    return next((at for at, member in enumerate(case.household.members) if fits(member)), None)


#: Every kind of fault: the rule that finds it, what was done, and how to do it.
FAULTS: tuple[Fault, ...] = (
    ("ID-103", "末位成员的身份号码末位改错", _wrong_check_character),
    ("DATE-101", "入户核实改到评议之后", _review_before_check),
    ("SUM-101", "登记家庭人口数多了1人", _population),
    ("ID-108", "户主登记性别改成与号码不符", _other_sex),
    ("INS-101", "户主同时登记两种医保", _both_medical),
    ("SUM-102", "登记家庭纯收入多了1000元", _net_income),
    ("EDU-101", "在校生又填了文化程度", _two_answers),
    ("DATE-103", "公示改成只有3天", _short_notice),
    ("FAM-101", "户主的与户主关系改成“其他”", _no_head),
    ("TEL-101", "户联系电话少了1位", _telephone),
)

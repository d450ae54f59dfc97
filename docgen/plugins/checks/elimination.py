"""Guards of the elimination of a risk (风险消除)."""

from collections.abc import Iterator

from docgen import Case

from .rule import ERROR, GZ, NATIONAL, OWN, PLAN9, Doubt, Seen, rule
from .stages import account_of, guarantee_at, is_eliminated

_PROBLEMS = {
    "unsafe_housing": "住房安全",
    "dropout": "义务教育",
    "unsafe_water": "饮水安全",
    "uninsured": "基本医疗保险",
}


@rule("END-101", "识别后满最低监测月数才消除（自然消除除外）", GZ + "2_11_002")
def too_soon(seen: Seen) -> Iterator[Doubt]:
    """Doubt a risk eliminated sooner after identification than it may be."""
    household = seen.case.household
    least = seen.figure("min_monitor_months")
    if household.identified_on and household.eliminated_on and household.eliminate_mode != "自然消除":
        months = _months(household.eliminated_on) - _months(household.identified_on)
        if 0 <= months < least:
            boxes = ("household.eliminated_on", "household.identified_on")
            yield Doubt(boxes, {"months": months, "least": least})


def _months(year_month: str) -> int:
    year, month = year_month.split("-")
    return int(year) * 12 + int(month)


@rule("END-102", "整户无劳动能力的户不标注消除", PLAN9, ERROR)
def no_labour(seen: Seen) -> Iterator[Doubt]:
    """Doubt an elimination for a household without labour ability."""
    if seen.case.household.no_labour and is_eliminated(seen.case):
        yield Doubt(("household.eliminated_on", "household.no_labour"))


@rule("END-103", "风险消除的户“三保障”和饮水没有问题", GZ + "1_02_008", ERROR)
def guarantee_problem(seen: Seen) -> Iterator[Doubt]:
    """Doubt an elimination for a household whose guarantees still have a problem."""
    path, state = guarantee_at(seen.case, "elimination")
    if state is not None and not state.is_sound and is_eliminated(seen.case):
        found = [box for box in _PROBLEMS if getattr(state, box)]
        named = {"problems": "、".join(_PROBLEMS[box] for box in found)}
        yield Doubt((*(f"{path}.{box}" for box in found), "household.eliminated_on"), named)


@rule("END-104", "风险消除的户有消除时的收支和“三保障”", GZ + "1_11_004")
def nothing_at_elimination(seen: Seen) -> Iterator[Doubt]:
    """Doubt an elimination of which nobody says how the household stood."""
    if not is_eliminated(seen.case):
        return
    _, account = account_of(seen.case, "elimination")
    if account is None or account.net is None:
        yield Doubt(("incomes",), {"missing": "收支"})
    if guarantee_at(seen.case, "elimination")[1] is None:
        yield Doubt(("guarantees",), {"missing": "“三保障”和饮水安全"})


@rule("END-105", "人均低于不得标注线的不标注消除", PLAN9)
def below_floor(seen: Seen) -> Iterator[Doubt]:
    """Doubt an elimination below the floor."""
    yield from _below(seen, "elimination_floor")


@rule("END-106", "消除时人均不低于监测范围", GZ + "4_11_010")
def below_line(seen: Seen) -> Iterator[Doubt]:
    """Doubt an elimination between the floor and the line."""
    _, account = account_of(seen.case, "elimination")
    amount = account.net_pc if account else None
    if amount is not None and amount >= seen.figure("elimination_floor"):
        yield from _below(seen, "income_line")


def _below(seen: Seen, name: str) -> Iterator[Doubt]:
    path, account = account_of(seen.case, "elimination")
    amount, line = account.net_pc if account else None, seen.figure(name)
    if amount is not None and amount < line:
        yield Doubt((f"{path}.wage", "household.eliminated_on"), {"amount": amount, "line": line})


@rule("END-107", "风险消除的户登记监测联系人和电话", GZ + "1_11_011")
def no_contact(seen: Seen) -> Iterator[Doubt]:
    """Doubt an elimination for a household without a monitoring contact who can be called."""
    contact = seen.case.contact("monitor")
    if is_eliminated(seen.case) and (contact is None or not contact.phone):
        row = seen.case.contacts.index(contact) if contact else None
        yield Doubt(("contacts" if row is None else f"contacts.{row}.phone",))


@rule("END-108", "风险消除方式与状态一致", NATIONAL)
def mode_against_state(seen: Seen) -> Iterator[Doubt]:
    """Doubt an elimination without its mode, or a mode without an elimination."""
    household = seen.case.household
    if is_eliminated(seen.case) and not household.eliminate_mode:
        yield Doubt(("household.eliminate_mode",))
    elif household.eliminate_mode and not household.eliminated_on and not _had_procedure(seen.case):
        yield Doubt(("household.eliminated_on", "household.eliminate_mode"))


def _had_procedure(case: Case) -> bool:
    """Whether an elimination is under way, or was taken back by a later procedure."""
    return any(one.kind == "elimination" for one in case.procedures)


@rule("END-109", "有未达标的消除标准，县级不审定通过", PLAN9, ERROR)
def passed_below_standard(seen: Seen) -> Iterator[Doubt]:
    """Doubt an elimination that the county passed though a standard is not met."""
    for row, procedure in enumerate(seen.case.procedures):
        opinion = procedure.approval("county")
        unmet = [at for at, standard in enumerate(procedure.standards) if standard.met is False]
        if procedure.kind == "elimination" and opinion is not None and opinion.passed and unmet:
            boxes = tuple(f"procedures.{row}.standards.{at}.met" for at in unmet)
            codes = "、".join(procedure.standards[at].code for at in unmet)
            yield Doubt(boxes, {"standards": codes})


@rule("END-110", "帮扶消除的户有已落实的措施", PLAN9)
def helped_without_help(seen: Seen) -> Iterator[Doubt]:
    """Doubt an elimination by help for a household that nobody helped."""
    done = any(measure.done_on or measure.state == "已落实" for measure in seen.case.measures)
    if is_eliminated(seen.case) and seen.case.household.eliminate_mode == "帮扶消除" and not done:
        yield Doubt(("measures", "household.eliminate_mode"))


@rule("END-111", "状态为风险消除的户有消除监测时间", NATIONAL)
def state_against_month(seen: Seen) -> Iterator[Doubt]:
    """Doubt a state and a month of elimination that do not go together."""
    household = seen.case.household
    eliminated = household.status == "风险消除" and not household.eliminated_on
    if eliminated or (household.status == "在册监测" and household.eliminated_on):
        yield Doubt(("household.eliminated_on", "household.status"), {"status": household.status})


@rule("END-112", "风险消除的户没有未落实的措施", OWN)
def measure_not_done(seen: Seen) -> Iterator[Doubt]:
    """Doubt an elimination while a measure is still not carried out."""
    if not is_eliminated(seen.case):
        return
    for row, measure in enumerate(seen.case.measures):
        if measure.state == "未落实":
            yield Doubt((f"measures.{row}.state",), {"category": measure.category})

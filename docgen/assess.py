"""A room: what speaks for and against a household's class and the end of its risk, with reasons.

It is an assessment, never a decision: every line says what was looked at and which plan asks for it;
an income below or above the line is a reminder, for the line is not the only standard (篇九 行8).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from .case import Account, Case, Proceeding
from .errors import Fields, fields, say
from .policy import Policy, compared_income, first_day

#: Yes, no, or not to be told from the case file.
Answer = bool | None

_TOPICS = {
    "class": "类别",
    "negative": "负面清单",
    "standard": "消除标准",
    "veto": "不得消除",
    "warning": "预警",
}
_ANSWERS = {
    "class": {True: "符合", False: "不符合", None: "待核"},
    "negative": {True: "触及", False: "未触及", None: "待核"},
    "standard": {True: "达标", False: "未达标", None: "待核"},
    "veto": {True: "触及", False: "未触及", None: "待核"},
    "warning": {True: "符合", False: "不符合", None: "待核"},
}
_HIT = frozenset(("是", "有", "true", "1", "√"))
_MISSED = frozenset(("否", "无", "false", "0"))


@dataclass(frozen=True, slots=True)
class Reason:
    """One line of an assessment (研判依据): what was looked at, the answer, why, and who asks for it.

    ``topic`` is class, negative, warning, standard or veto; ``boxes`` are the case paths it rests on.
    """

    topic: str
    item: str
    answer: Answer
    code: str
    fields: Fields
    source: str
    boxes: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The topic in the field's words."""
        return _TOPICS[self.topic]

    @property
    def verdict(self) -> str:
        """The answer in the field's words (符合、触及、达标、待核)."""
        return _ANSWERS[self.topic][self.answer]

    @property
    def sentence(self) -> str:
        """Why, in the language of this run."""
        return say(self.code, self.fields)


def assess(case: Case, policy: Policy, as_of: date) -> tuple[Reason, ...]:
    """Return the reasons about ``case`` as of a day: class, negative items, and the end of its risk.

    Each procedure is seen under the policy of its own first day.
    """
    entry = _Look(case, _holding(policy, case.procedure("identification"), as_of), as_of)
    reasons = (*_classes(entry), *_negatives(entry), *_warnings(entry))
    if not _is_monitored(case):
        return reasons
    leaving = _Look(case, _holding(policy, case.procedure("elimination"), as_of), as_of)
    return (*reasons, *_standards(leaving), *_vetoes(leaving))


def _holding(policy: Policy, proceeding: Proceeding | None, as_of: date) -> Policy:
    return policy.on(first_day(proceeding, as_of) if proceeding else as_of)


def _is_monitored(case: Case) -> bool:
    household = case.household
    return bool(
        household.monitor_class
        or household.identified_on
        or any(one.kind == "elimination" for one in case.procedures)
    )


@dataclass(frozen=True, slots=True)
class _Look:
    """A case, the policy it is seen under, and the day."""

    case: Case
    policy: Policy
    as_of: date

    def records(self, name: str) -> tuple[Mapping[str, Any], ...]:
        """Return a figure that is a list of records."""
        found: Any = self.policy.figures.get(name, ())
        return tuple(found)

    def line(self, name: str) -> Decimal:
        """Return an income line; 0 of the keeping line stands for the entry line."""
        return Decimal(str(self.policy.figures.get(name) or self.policy["income_line"]))

    def amount(self, *purposes: str) -> Decimal | None:
        """Return the income compared with the lines, of the first account there is."""
        accounts = (self.case.last_income(purpose) for purpose in purposes)
        account = next((one for one in accounts if one is not None), None)
        return compared_income(account, self.policy) if account else None

    def own_pay(self, purpose: str) -> Decimal | None:
        """Return the self-paid spending of an account."""
        account: Account | None = self.case.last_income(purpose)
        return account.income.own_pay if account else None

    def reason(
        self, topic: str, item: str, answer: Answer, code: str, figure: str, *boxes: str, **named: object
    ) -> Reason:
        """Return a line that cites the source of ``figure``."""
        source = self.policy.sources.get(figure, "") + (
            "（缺省）" if self.policy.mark(figure) == "缺省" else ""
        )
        words = {name: "—" if value is None or value == "" else value for name, value in named.items()}
        return Reason(topic, item, answer, code, fields(**words), source, boxes)


def _classes(look: _Look) -> Iterator[Reason]:
    decides = bool(look.policy.figures.get("income_line_decides"))
    risk = _risk_fits(look)
    yield risk
    for record in look.records("classes"):
        kind, income = _kind_fits(look, record), _income_fits(look, record)
        weighed = income.answer if decides else (income.answer or None)
        answer = _all((kind.answer, weighed, risk.answer))
        yield look.reason("class", record["name"], answer, "ASSESS-100", "classes", text=record["text"])
        yield from (kind, income)
    yield from _registered(look)


def _kind_fits(look: _Look, record: Mapping[str, Any]) -> Reason:
    stands, asked = look.case.household.kind, record["household"]
    poor = look.case.household.was_poor
    answer: Answer = True if asked == "any" else None if not stands else poor == (asked == "poor")
    words = {"poor": "脱贫户", "farmer": "一般农户", "any": "不限"}[asked]
    name = record["name"]
    return look.reason(
        "class", name, answer, "ASSESS-101", "classes", "household.kind", stands=stands, asked=words
    )


def _income_fits(look: _Look, record: Mapping[str, Any]) -> Reason:
    amount, line = look.amount("identification", "annual"), look.line("income_line")
    asked = record["income"]
    answer: Answer = (
        True if asked == "any" else None if amount is None else (amount < line) == (asked == "below")
    )
    words = {"below": "低于收入线", "above": "高于收入线", "any": "不限"}[asked]
    named = {"amount": amount, "line": line, "asked": words}
    return look.reason("class", record["name"], answer, "ASSESS-102", "income_line", "incomes", **named)


def _risk_fits(look: _Look) -> Reason:
    kinds = [risk.kind for risk in look.case.risks if not risk.removed_on]
    named = {"risks": "、".join(kinds)}
    return look.reason("class", "风险", bool(kinds) or None, "ASSESS-103", "risk_kinds", "risks", **named)


def _registered(look: _Look) -> Iterator[Reason]:
    stated = look.case.household.monitor_class
    known = [record["name"] for record in look.records("classes")]
    if stated and stated not in known:
        named = {"stated": stated, "known": "、".join(known)}
        yield look.reason("class", stated, None, "ASSESS-104", "classes", "household.monitor_class", **named)


def _negatives(look: _Look) -> Iterator[Reason]:
    hit = False
    for record in look.records("negative_items"):
        found, answer = _found(look, record)
        hit = hit or bool(answer)
        named = {"text": record["text"], "found": "、".join(found)}
        code = "ASSESS-201" if answer else "ASSESS-202" if answer is False else "ASSESS-203"
        yield look.reason("negative", record["item"], answer, code, "negative_items", **named)
    if hit:
        named = {"weight": look.policy["negative_weight"], "by": look.policy["negative_override"]}
        yield look.reason("negative", "特殊情况", None, "ASSESS-204", "negative_override", **named)


def _found(look: _Look, record: Mapping[str, Any]) -> tuple[list[str], Answer]:
    """Return what speaks for a negative item, and whether it is hit."""
    comparison = (
        look.case.procedure("identification") or Proceeding(number="", kind="identification")
    ).comparison
    evidence: dict[str, Answer] = {
        f"信息比对 {_COMPARED[name]}": getattr(comparison, name) for name in record.get("compare", ())
    }
    evidence |= {name: _fact(look.case, name) for name in record.get("facts", ())}
    found = [name for name, value in evidence.items() if value]
    return found, _any(tuple(evidence.values()))


_COMPARED = {
    "housing": "住房",
    "vehicle": "车辆",
    "deposit": "存款",
    "company": "工商注册",
    "payroll": "财政供养",
}


def _fact(case: Case, name: str) -> Answer:
    stated = case.facts.get(name, "").strip().lower()
    return True if stated in _HIT else False if stated in _MISSED else None


def _warnings(look: _Look) -> Iterator[Reason]:
    """Yield the colours of the plan for who is not in social security yet (红、橙、黄)."""
    if any(member.dibao or member.tekun for member in look.case.household.members):
        return
    for record in look.records("warning_colours"):
        looked = [_WARNINGS[name](look) for name in record.get("looks", ())]
        answer = _any(tuple(one for one, _ in looked))
        named = {"text": record["text"], "looked": "；".join(words for _, words in looked)}
        yield look.reason("warning", record["colour"], answer, "ASSESS-401", "warning_colours", **named)


def _sharp(look: _Look) -> tuple[Answer, str]:
    """Whether income fell, or self-paid spending rose, by more than a part of last year's income."""
    accounts = sorted(
        (one for one in look.case.incomes if one.purpose == "annual" and one.end),
        key=lambda one: one.end or date.min,
    )
    if len(accounts) < 2:  # one year shows no change
        return None, "没有两年的收支"
    before, now = (look.case.account(one) for one in accounts[-2:])
    if before.net is None or now.net is None or before.net <= 0:
        return None, "两年的收支不全"
    fall = (before.net - now.net) * 100 / before.net
    spent = (now.income.own_pay or Decimal(0)) - (before.income.own_pay or Decimal(0))
    rise = spent * 100 / before.net
    limit = Decimal(str(look.policy["sharp_percent"]))
    words = f"纯收入变化{-fall:.1f}%，自付支出变化占上年纯收入{rise:.1f}%，界限{limit:f}%"
    return max(fall, rise) >= limit, words


def _between(look: _Look) -> tuple[Answer, str]:
    amount, line = look.amount("annual", "identification"), look.line("income_line")
    least = Decimal(str(look.policy["dibao_line"]))
    words = f"人均{_told(amount)}元，低保标准{least or '没有登记'}，线{line}元"
    return (None if amount is None or not least else least < amount < line), words


def _watched(look: _Look) -> tuple[Answer, str]:
    stated = look.case.household.monitor_class
    return bool(stated), f"监测对象类别：{stated or '无'}"


_WARNINGS: Mapping[str, Callable[[_Look], tuple[Answer, str]]] = {
    "sharp": _sharp,
    "between": _between,
    "watched": _watched,
}


def _standards(look: _Look) -> Iterator[Reason]:
    proceeding = look.case.procedure("elimination")
    stated = {one.code: one.met for one in proceeding.standards} if proceeding else {}
    for record in look.records("elimination_standards"):
        looked = [_LOOKS[name](look) for name in record.get("looks", ())]
        answer = _all(tuple(one for one, _ in looked)) if looked else None
        judged = stated.get(record["code"])
        named = {
            "text": record["text"],
            "looked": "；".join(words for _, words in looked),
            "judged": {True: "达标", False: "未达标", None: "未登记"}[judged],
        }
        final = judged if answer is None else answer
        yield look.reason("standard", record["code"], final, "ASSESS-301", "elimination_standards", **named)


def _vetoes(look: _Look) -> Iterator[Reason]:
    for number, record in enumerate(look.records("elimination_vetoes"), 1):
        looked = [_VETOES[name](look) for name in record["looks"]]
        answer = _any(tuple(one for one, _ in looked))
        named = {"text": record["text"], "looked": "；".join(words for _, words in looked)}
        yield look.reason("veto", str(number), answer, "ASSESS-302", "elimination_vetoes", **named)


def _measures(look: _Look) -> tuple[Answer, str]:
    measures = look.case.measures
    done = sum(bool(one.done_on) or one.state == "已落实" for one in measures)
    words = f"措施{len(measures)}项，已落实{done}项"
    return (None if not measures else done == len(measures)), words


def _guarantees(look: _Look) -> tuple[Answer, str]:
    state = look.case.guarantee("elimination")
    if state is None:
        return None, "没有消除时的“三保障”和饮水情况"
    problems = {
        "住房": state.unsafe_housing, "义务教育": state.dropout, "饮水": state.unsafe_water, "医保": state.uninsured,
    }  # fmt: skip
    found = [name for name, problem in problems.items() if problem]
    open_ = [name for name, problem in problems.items() if problem is None]
    told = (
        "有问题：" + "、".join(found) if found else "没有登记：" + "、".join(open_) if open_ else "没有问题"
    )
    return (False if found else None if open_ else True), f"“三保障”和饮水{told}"


def _income(look: _Look) -> tuple[Answer, str]:
    before, now, line = (
        look.amount("identification"),
        look.amount("elimination", "annual"),
        look.line("income_line_keep"),
    )
    words = f"人均{_told(now)}元，识别时{_told(before)}元，线{line}元"
    if now is None:
        return None, words
    return (True if now >= line and (before is None or now >= before) else None), words


def _spending(look: _Look) -> tuple[Answer, str]:
    before, now = look.own_pay("identification"), look.own_pay("elimination")
    return (True if now == 0 else None), f"合规自付支出{_told(now)}元，识别时{_told(before)}元"


_LOOKS: Mapping[str, Callable[[_Look], tuple[Answer, str]]] = {
    "measures": _measures,
    "guarantees": _guarantees,
    "income": _income,
    "spending": _spending,
}


def _no_labour(look: _Look) -> tuple[Answer, str]:
    household = look.case.household
    if household.no_labour is not None:
        return household.no_labour, f"整户无劳动能力：{'是' if household.no_labour else '否'}"
    known = all(member.labour for member in household.members)
    return (household.labourers == 0 if known else None), f"劳动力{household.labourers}人"


def _below(figure: str) -> Callable[[_Look], tuple[Answer, str]]:
    def look_at(look: _Look) -> tuple[Answer, str]:
        now, line = look.amount("elimination", "annual"), look.line(figure)
        low = None if now is None else now <= line if figure == "income_line_keep" else now < line
        return low, f"人均{_told(now)}元，线{line}元"

    return look_at


def _income_falls(look: _Look) -> tuple[Answer, str]:
    before, now = look.amount("identification"), look.amount("elimination", "annual")
    known = None if before is None or now is None else now < before
    return known, f"人均{_told(now)}元，识别时{_told(before)}元"


def _spending_open(look: _Look) -> tuple[Answer, str]:
    settled, words = _spending(look)
    return (False if settled else None), words


def _too_soon(look: _Look) -> tuple[Answer, str]:
    least = int(str(look.policy["min_monitor_months"]))
    start = _monitored_from(look)
    end = look.case.household.eliminated_on or f"{look.as_of:%Y-%m}"
    if not start:
        return None, f"没有起算的时间，应满{least}个月"
    months = _months(end) - _months(start)
    return months < least, f"从{start}起{months}个月，应满{least}个月"


def _monitored_from(look: _Look) -> str:
    if look.policy.figures.get("min_monitor_from") == "measures":
        done = [one.done_on for one in look.case.measures if one.done_on]
        return f"{min(done):%Y-%m}" if done else ""
    return look.case.household.identified_on


def _months(year_month: str) -> int:
    year, month = year_month.split("-")
    return int(year) * 12 + int(month)


_VETOES: Mapping[str, Callable[[_Look], tuple[Answer, str]]] = {
    "no_labour": _no_labour,
    "floor": _below("elimination_floor"),
    "keep": _below("income_line_keep"),
    "income": _income_falls,
    "spending": _spending_open,
    "months": _too_soon,
}


def _told(value: Decimal | None) -> str:
    return "—" if value is None else str(value)


def _all(answers: tuple[Answer, ...]) -> Answer:
    """Return no where one is no, else unknown where one is unknown, else yes."""
    return False if False in answers else None if None in answers else True


def _any(answers: tuple[Answer, ...]) -> Answer:
    """Return yes where one is yes, else unknown where one is unknown (or none was asked), else no."""
    return True if True in answers else None if None in answers or not answers else False

"""How a rule is stated: what it doubts, and the finding that comes of it.

A rule is a small function; a decorator gives it its id, title, source and severity. ``title`` says in
one line what must hold. Rules yield `Doubt`s; a rule about one person is only a predicate.
An error is a contradiction between boxes or with a national standard; whatever one province, or good
practice, asks for is a warning.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from docgen import (
    Case,
    Check,
    Course,
    Finding,
    Member,
    Policy,
    PolicyError,
    Proceeding,
    Secret,
    Severity,
    fields,
    place,
)

ERROR = Severity.ERROR
WARNING = Severity.WARNING

#: Where rules of practice come from: 2023 data rules of one province, published with its exports.
GZ = "贵州2023年数据质量规则 "
NATIONAL = "全国防返贫监测信息系统填报口径"
PLAN9 = "湖南某县防止返贫监测帮扶工作方案（篇九）"
OWN = "本项目整理"


class Doubt(NamedTuple):
    """What a rule found doubtful: case paths, the one most likely wrong first, and words for the sentence."""

    boxes: tuple[str, ...]
    named: Mapping[str, object] = {}


class Seen(NamedTuple):
    """What a rule sees: a case, its policy, and the day."""

    case: Case
    policy: Policy
    as_of: date

    def figure(self, name: str) -> Decimal:
        """Return a figure of the policy; raises `PolicyError` where the policy does not state it."""
        try:
            return Decimal(str(self.policy.figures[name]))
        except KeyError as error:
            raise PolicyError("POLICY-103", where=self.policy.key, figure=name) from error

    def during(self, procedure: Proceeding) -> "Seen":
        """Return the same under the policy that the procedure keeps for life."""
        return self._replace(policy=self.policy.during(procedure, self.as_of))

    def source(self, name: str) -> str:
        """Return where a figure of the policy comes from."""
        return self.policy.sources.get(name, "")

    def people(self) -> Iterator["Person"]:
        """Yield every member of the household as a rule sees him."""
        for row, member in enumerate(self.case.household.members):
            yield Person(member, row, self)


class Person(NamedTuple):
    """A member as a rule sees him: his row (from 0) and what is seen around him."""

    member: Member
    row: int
    seen: Seen

    @property
    def age(self) -> int | None:
        """Full years on the day; None without a birth date."""
        return self.member.age_on(self.seen.as_of)

    def is_aged(self, least: Decimal | int, most: Decimal | int = 200) -> bool:
        """Whether the age is known and lies between ``least`` and ``most``, both included."""
        age = self.age
        return age is not None and least <= age <= most

    def figure(self, name: str) -> Decimal:
        """Return a figure of the policy."""
        return self.seen.figure(name)

    def box(self, name: str) -> str:
        """Return the case path of one of the member's fields."""
        return f"household.members.{self.row}.{name}"


@dataclass(frozen=True, slots=True)
class Rule:
    """A stated rule: its id, what it asks for, where that comes from, and how it looks."""

    code: str
    title: str
    source: str
    severity: Severity
    find: Callable[[Seen], Iterable[Doubt]]

    def __call__(self, case: Case, policy: Policy, as_of: date) -> Iterator[Finding]:
        """Yield a finding for every doubt about ``case``."""
        for boxes, named in self.find(Seen(case, policy, as_of)):
            yield _finding(self, case, boxes, named)

    @property
    def check(self) -> Check:
        """The rule as the door takes it."""
        return Check("case", self, self.title, self.source)


@dataclass(frozen=True, slots=True)
class CourseRule:
    """A rule about one proceeding and the steps its county declares."""

    code: str
    title: str
    source: str
    severity: Severity
    find: Callable[[Course], Iterable[Doubt]]

    def __call__(self, course: Course) -> Iterator[Finding]:
        """Yield a finding for every doubt about ``course``."""
        for boxes, named in self.find(course):
            yield _finding(self, course.case, boxes, named)

    @property
    def check(self) -> Check:
        """The rule as the door takes it."""
        return Check("procedure", self, self.title, self.source)


def _finding(
    rule: "Rule | CourseRule", case: Case, boxes: tuple[str, ...], named: Mapping[str, object]
) -> Finding:
    return Finding(
        village=case.area.code,
        household=case.number,
        where=place(boxes[0]),
        code=rule.code,
        fields=fields(**{name: words(value) for name, value in named.items()}),
        severity=rule.severity,
        boxes=boxes,
    )


Find = Callable[[Seen], Iterable[Doubt]]
Wrong = Callable[[Person], bool]


def rule(code: str, title: str, source: str = OWN, severity: Severity = WARNING) -> Callable[[Find], Rule]:
    """State a rule about a whole case."""
    return lambda find: Rule(code, title, source, severity, find)


def course_rule(
    code: str, title: str, source: str = OWN, severity: Severity = WARNING
) -> Callable[[Callable[[Course], Iterable[Doubt]]], CourseRule]:
    """State a rule about one proceeding and the steps its county declares."""
    return lambda find: CourseRule(code, title, source, severity, find)


def member_rule(
    code: str, title: str, *boxes: str, source: str = OWN, severity: Severity = WARNING
) -> Callable[[Wrong], Rule]:
    """State a rule about one person: the predicate says whether his ``boxes`` are in doubt.

    The sentence may name ``member``, ``age`` and every one of the boxes.
    """

    def state(wrong: Wrong) -> Rule:
        def find(seen: Seen) -> Iterator[Doubt]:
            for person in seen.people():
                if wrong(person):
                    yield doubt_about(person, *boxes)

        return Rule(code, title, source, severity, find)

    return state


def doubt_about(person: Person, *boxes: str, **named: object) -> Doubt:
    """Return a doubt about some boxes of a member; its words are his name, his age and what stands there."""
    stand = {box: getattr(person.member, box) for box in boxes if "." not in box}
    paths = tuple(person.box(box) for box in boxes)
    return Doubt(paths, {"member": person.member.name, "age": person.age, **stand, **named})


def words(value: Any) -> str:
    """Return a value as a sentence may show it: documents and telephones masked, nothing as 空."""
    if isinstance(value, Secret):
        return value.masked or "空"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, tuple):
        return "、".join(str(part) for part in value) or "空"
    return "空" if value is None or value == "" else str(value)


def rules_of(*modules: Any) -> dict[str, Check]:
    """Return the checks stated in ``modules``, by rule id."""
    stated = [
        one for module in modules for one in vars(module).values() if isinstance(one, Rule | CourseRule)
    ]
    return {one.code: one.check for one in stated}

"""What an office does step by step (办理程序): declared steps, who acts, which papers, what must hold, by when."""

from collections.abc import Iterable
from datetime import date
from itertools import takewhile
from typing import Any, Literal

from .case import Case, Proceeding
from .nouns import dataclass
from .policy import Policy

#: How days are counted: calendar days, working days, or whole months.
Unit = Literal["calendar", "working", "month"]


@dataclass(frozen=True, slots=True)
class Term:
    """A length of time (期限): a figure of the policy, else its own number, counted after a step or a case path.

    ``unit`` is one of `Unit`, or the name of the figure that holds it; ``after`` names steps (the first
    that has a date counts) or, for a wait, case paths (``*``: every row; the earliest date counts). ``by`` is a day of the year instead (``05-31``).
    """

    figure: str = ""
    number: int | None = None
    unit: str = "calendar"
    after: tuple[str, ...] = ()
    by: str = ""


@dataclass(frozen=True, slots=True)
class Posting:
    """A public notice (公示) as a step: at which level, and how long it hangs."""

    level: str
    term: Term
    places: str = ""


@dataclass(frozen=True, slots=True)
class Need:
    """What must be true before a step is taken: an expression, and the words for when it is not."""

    that: str
    words: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper of a step: a form's id or catalogue number, and its title where no form is registered."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step (步骤): who acts, the proceeding's box that dates it, and what belongs to it.

    ``reads`` is a path inside a proceeding; a notice or an opinion is named by its level
    (``notices.village.end``). A step follows every step before it in the list but those of
    ``parallel_with``; an ``optional`` one may stay without a date, and the place of a ``loose`` one among
    the others is usual, not required.
    """

    id: str
    title: str
    actor: str
    reads: str
    papers: tuple[Paper, ...] = ()
    signed_by: tuple[str, ...] = ()
    needs: tuple[Need, ...] = ()
    parallel_with: tuple[str, ...] = ()
    posting: Posting | None = None
    within: Term | None = None
    wait: Term | None = None
    optional: bool = False
    loose: bool = False
    source: str = ""

    @property
    def begins(self) -> str:
        """The path of the first date of the step: a notice's posting day, else the step's own."""
        return f"notices.{self.posting.level}.start" if self.posting else self.reads


@dataclass(frozen=True, slots=True)
class Procedure:
    """A county's ordered steps for one kind of matter (办理事项).

    It holds where the policy ``policy`` holds, else in the division ``area`` (empty: the nation).
    ``green`` says for whom help may come before the steps (绿色通道).
    """

    id: str
    kind: str
    title: str
    steps: tuple[Step, ...]
    policy: str = ""
    area: str = ""
    source: str = ""
    green: Need | None = None
    declared_in: str = ""

    @property
    def key(self) -> str:
        """The procedure's key: its id."""
        return self.id

    def step(self, step_id: str) -> Step | None:
        """Return the step with this id."""
        return next((step for step in self.steps if step.id == step_id), None)

    def before(self, step: Step) -> tuple[Step, ...]:
        """Return the steps that must be taken before ``step``: all that stand before it and are not parallel."""
        earlier = takewhile(lambda one: one is not step, self.steps)
        return tuple(one for one in earlier if not are_parallel(one, step))


def are_parallel(one: Step, other: Step) -> bool:
    """Whether two steps may be taken at the same time."""
    return other.id in one.parallel_with or one.id in other.parallel_with


def procedure_for(kind: str, case: Case, policy: Policy, procedures: Iterable[Procedure]) -> Procedure | None:
    """Return the procedure of ``kind`` under ``policy``: the policy's own, else that of the smallest area."""
    code = case.area.code
    fitting = [
        one
        for one in procedures
        if one.kind == kind and (one.policy == policy.id if one.policy else code.startswith(one.area))
    ]
    return max(fitting, key=lambda one: (bool(one.policy), len(one.area), one.id), default=None)


def date_of(proceeding: Proceeding, path: str) -> date | None:
    """Return the date at a step's path in ``proceeding``.

    >>> date_of(Proceeding(number="1", kind="identification", lead_on=date(2026, 3, 1)), "lead_on")
    datetime.date(2026, 3, 1)
    """
    value: Any = proceeding
    for part in path.split("."):
        value = _of_level(value, part)[1] if isinstance(value, tuple) else getattr(value, part, None)
    return value if isinstance(value, date) else None


def box_of(proceeding: Proceeding, row: int, path: str) -> str:
    """Return the case path of a step's date in the proceeding that stands in ``row``."""
    head, _, rest = path.partition(".")
    value = getattr(proceeding, head)
    if not isinstance(value, tuple):
        return f"procedures.{row}.{path}"
    level, _, name = rest.partition(".")
    at = _of_level(value, level)[0]
    return f"procedures.{row}.{head}" + ("" if at is None else f".{at}.{name}")


def _of_level(items: tuple[Any, ...], level: str) -> tuple[int | None, Any]:
    """Return the last item of a level, with its row."""
    rows = [row for row, item in enumerate(items) if item.level == level]
    return (rows[-1], items[rows[-1]]) if rows else (None, None)

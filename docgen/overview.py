"""What an office sees of its households at a glance (办理进度一览): a line each, and the counts of a village."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

#: A duty is shown when so many days are left.
SOON_DAYS = 30


class State(Enum):
    """What a line asks of the office: overdue before soon, soon before open, and at rest last."""

    OVERDUE = "超期"
    SOON = "临期"
    OPEN = "在办"
    REFUSED = "退回"
    RESTING = "无在办事项"

    @property
    def rank(self) -> int:
        """The order in which lines are listed."""
        return list(State).index(self)


@dataclass(frozen=True, slots=True)
class Line:
    """Where one household stands in one matter, in words (一户一事一行).

    ``code`` is its village's, ``step`` the last step taken, ``waits_at`` the id of the step that comes next
    in ``procedure``. ``due`` is the last day of the step ``due_of``. ``remarks`` are what a clerk should know beside: 暂定, 绿色通道, 公示至…
    """

    code: str
    village: str
    group: str
    number: str
    head: str
    matter: str
    state: State
    step: str = ""
    since: date | None = None
    next_step: str = ""
    procedure: str = ""
    waits_at: str = ""
    papers: tuple[str, ...] = ()
    signers: tuple[str, ...] = ()
    due: date | None = None
    due_of: str = ""
    days_left: int | None = None
    unit: str = "天"
    provisional: bool = False
    missing: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    risks: tuple[str, ...] = ()

    @property
    def time_left(self) -> str:
        """The days left as a clerk says them."""
        if self.days_left is None:
            return ""
        if self.days_left == 0:
            told = "今天到期"
        else:
            told = f"{'还有' if self.days_left > 0 else '超期'}{abs(self.days_left)}{self.unit}"
        return told + ("（暂定）" if self.provisional else "")


@dataclass(frozen=True, slots=True)
class Duty:
    """Something due again and again (定期工作): of a household, of a village, or of the office above it.

    ``last`` is when it was done, where the case tells; without a ``due`` day it was never done.
    """

    what: str
    due: date | None
    days_left: int | None
    source: str
    last: date | None = None
    code: str = ""
    village: str = ""
    number: str = ""
    head: str = ""
    told: str = ""

    @property
    def is_overdue(self) -> bool:
        """Whether its day has passed, or nobody ever did it."""
        return self.days_left is None or self.days_left < 0

    @property
    def time_left(self) -> str:
        """The days left as a clerk says them."""
        if self.days_left is None:
            return "没有记录"
        if self.days_left == 0:
            return "今天到期"
        return f"{'还有' if self.days_left > 0 else '超期'}{abs(self.days_left)}天"


@dataclass(frozen=True, slots=True)
class Reminder:
    """Something the office should look at (提示), with the words of the plan; never a decision."""

    what: str
    text: str
    source: str
    code: str = ""
    village: str = ""
    number: str = ""
    head: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many households wait at a step of a procedure (卡在哪一步)."""

    procedure: str
    matter: str
    step: str
    count: int
    overdue: int


@dataclass(frozen=True, slots=True)
class VillageCount:
    """The counts of one village (村汇总)."""

    code: str
    village: str
    households: int
    open: int
    soon: int
    overdue: int
    missing: int


@dataclass(frozen=True, slots=True)
class Overview:
    """All lines of a day, those that need the office first, and what they add up to."""

    as_of: date
    lines: tuple[Line, ...]
    duties: tuple[Duty, ...] = ()
    reminders: tuple[Reminder, ...] = ()

    @property
    def pressing(self) -> tuple[Duty, ...]:
        """What is due by the end of next month: the office's own first, then by day, what is overdue first."""
        near = [one for one in self.duties if one.days_left is None or one.days_left <= SOON_DAYS]
        return tuple(
            sorted(
                near, key=lambda one: (bool(one.number), _left(one.days_left), one.code, one.number, one.what)
            )
        )

    @property
    def open_lines(self) -> tuple[Line, ...]:
        """The lines of matters under way."""
        return tuple(line for line in self.lines if line.state is not State.RESTING)

    @property
    def households(self) -> int:
        """How many households there are."""
        return len({(line.code, line.number) for line in self.lines})

    def count(self, *states: State) -> int:
        """Return how many lines are in one of ``states``."""
        return sum(line.state in states for line in self.lines)

    def villages(self) -> tuple[VillageCount, ...]:
        """Return the counts of each village, in the order of their codes."""
        grouped: dict[tuple[str, str], list[Line]] = {}
        for line in self.lines:
            grouped.setdefault((line.code, line.village), []).append(line)
        return tuple(_counted(code, name, lines) for (code, name), lines in sorted(grouped.items()))

    def waiting(self, steps: Iterable[tuple[str, str, str, str]]) -> tuple[Waiting, ...]:
        """Return how many wait at each step of the procedures under way.

        ``steps`` give, in their order, a procedure's id and title, a step's id and title.
        """
        found = Counter((line.procedure, line.waits_at) for line in self.open_lines)
        late = Counter((one.procedure, one.waits_at) for one in self.lines if one.state is State.OVERDUE)
        used = {procedure for procedure, _ in found}
        return tuple(
            Waiting(procedure, matter, title, found[procedure, step], late[procedure, step])
            for procedure, matter, step, title in steps
            if procedure in used
        )

    def risks(self) -> tuple[tuple[str, int], ...]:
        """Return how many households have each risk, the most frequent first."""
        homes = {(line.code, line.number): line.risks for line in self.lines}
        counts = Counter(risk for risks in homes.values() for risk in set(risks))
        return tuple(sorted(counts.items(), key=lambda one: (-one[1], one[0])))


def _left(days: int | None) -> int:
    return -10_000 if days is None else days


def _counted(code: str, village: str, lines: list[Line]) -> VillageCount:
    busy = [line for line in lines if line.state is not State.RESTING]
    return VillageCount(
        code=code,
        village=village,
        households=len({line.number for line in lines}),
        open=len(busy),
        soon=sum(line.state is State.SOON for line in busy),
        overdue=sum(line.state is State.OVERDUE for line in busy),
        missing=sum(bool(line.missing) for line in busy),
    )

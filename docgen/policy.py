"""The figures a county sets for a year (政策口径): which policy holds where and when."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace
from datetime import date
from decimal import Decimal
from itertools import combinations

from .case import Account, Case, Proceeding
from .errors import PolicyError
from .nouns import dataclass


@dataclass(frozen=True, slots=True)
class Policy:
    """What holds in an area (a division code or its first digits; empty: the nation) from a year on.

    ``year`` is 0 for the default, which states no year; ``inferred`` (推定) says that the plan masks its
    year. A policy with ``named`` lies somewhere within its area and holds only where somebody names it.
    ``extends`` is the key or id of an older policy of which it states only what changed.
    ``figures`` are what expressions see as ``policy.<name>``; ``sources`` say where each comes from,
    ``origins`` in which policy it stands. ``plan`` and ``address`` say what was read and where it is public.
    """

    id: str
    title: str
    area: str
    year: int
    figures: Mapping[str, object] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    named: bool = False
    inferred: bool = False
    extends: str = ""
    plan: str = ""
    address: str = ""
    declared_in: str = ""
    origins: Mapping[str, str] = field(default_factory=dict)
    own: frozenset[str] = frozenset()
    _asked: "_Asked | None" = field(default=None, repr=False, compare=False)

    @property
    def key(self) -> str:
        """The policy's key: ``id@year``."""
        return f"{self.id}@{self.year}"

    def __getitem__(self, name: str) -> object:
        return self.figures[name]

    def carried_over(self, year: int) -> bool:
        """Whether it is used in ``year`` for want of a later one (沿用); the default has no year."""
        return 0 < self.year < year

    def on(self, day: date) -> "Policy":
        """Return what held here on ``day``: a procedure keeps the policy of its first day for life.

        Raises `PolicyError` where the day lies before the first policy. A policy named by its key
        (``hunan@2021``) holds on every day.
        """
        asked = self._asked
        if asked is None or asked.name == self.key or asked.year == day.year:
            return self
        if day.year not in asked.held:
            asked.held[day.year] = (
                policy_named(asked.name, day, asked.known)
                if asked.name
                else _around(asked.code, day, asked.known, self.title)
            )
        return asked.held[day.year]

    def during(self, proceeding: Proceeding, as_of: date) -> "Policy":
        """Return what a proceeding keeps for life; before the first policy the present one stands in.

        That is told once, by the checks (DATE-112), and keeps no paper from being made.
        """
        try:
            return self.on(first_day(proceeding, as_of))
        except PolicyError:
            return self

    def mark(self, name: str) -> str:
        """Return how a figure stands: empty where the plan states it, 上级 from a wider plan, else 缺省."""
        if name in self.own:
            return ""
        return "缺省" if self.origins.get(name, "").endswith("@0") else "上级"


@dataclass(frozen=True, slots=True)
class _Asked:
    """How a policy was asked for: by name, or for a village's code; for which year, and among which."""

    known: tuple[Policy, ...]
    year: int
    name: str = ""
    code: str = ""
    held: dict[int, Policy] = field(default_factory=dict)  # worked out once a year, for many rules ask


def first_day(proceeding: Proceeding, as_of: date) -> date:
    """Return the day whose policy a procedure keeps: of its application, else the first day known."""
    return proceeding.application.signed_on or proceeding.opened_on or as_of


def policy_for(case: Case, day: date, policies: Iterable[Policy]) -> Policy:
    """Return the policy around the case's village: the smallest area, then the latest year up to ``day``.

    It states only what differs: figures it leaves out are those of the policies around it.
    """
    return _around(case.area.code, day, tuple(policies), f"{case.area.village} {case.number}")


def policy_named(name: str, day: date, policies: Iterable[Policy]) -> Policy:
    """Return the policy with this key, or the latest up to ``day`` with this id, whatever the village."""
    known = tuple(policies)
    where = f"--policy {name}"
    by_key = [one for one in known if name == one.key]
    found = by_key or [one for one in known if name == one.id]
    if not found:
        keys = "、".join(one.key for one in known)
        raise PolicyError("POLICY-104", where=where, name=name, known=keys)
    begun = found if by_key else _begun(found, day, where)
    return _resolved(max(begun, key=_rank), day, _Asked(known, day.year, name=name))


def _around(code: str, day: date, known: tuple[Policy, ...], where: str) -> Policy:
    here = [one for one in known if not one.named and code.startswith(one.area)]
    if not here:
        raise PolicyError("POLICY-101", where=where, code=code, year=day.year)
    dated = [one for one in here if one.year]
    begun = _begun(dated, day, where) if dated else here
    return _resolved(max(begun, key=_rank), day, _Asked(known, day.year, code=code))


def _begun(found: list[Policy], day: date, where: str) -> list[Policy]:
    """Return those that hold already; a fault where even the first begins later."""
    begun = [one for one in found if one.year <= day.year]
    if not begun:
        first = min(found, key=lambda one: one.year)
        place = f"{where}（{first.declared_in or first.title}）"
        raise PolicyError("POLICY-105", where=place, year=day.year, first=first.key, name=first.title)
    return begun


def _rank(policy: Policy) -> tuple[int, int]:
    return len(policy.area), policy.year


def _resolved(chosen: Policy, day: date, asked: _Asked) -> Policy:
    """Return ``chosen`` with what it leaves out: of those it extends, of the areas around, of the default."""
    own = tuple(_line(chosen, asked.known))
    wider = (layer for one in _wider(chosen, day, asked.known) for layer in _line(one, asked.known))
    layers = (*wider, *own)
    return replace(
        chosen,
        figures={name: value for layer in layers for name, value in layer.figures.items()},
        sources={name: text for layer in layers for name, text in layer.sources.items()},
        origins={name: layer.key for layer in layers for name in layer.figures},
        own=frozenset(name for layer in own for name in layer.figures),
        _asked=asked,
    )


def _wider(chosen: Policy, day: date, known: Iterable[Policy]) -> list[Policy]:
    """Return the policies of the areas around ``chosen``, of each the latest up to ``day``, the widest first."""
    latest: dict[str, Policy] = {}
    for one in sorted(known, key=_rank):
        around = chosen.area.startswith(one.area) and (chosen.named or one.area != chosen.area)
        if around and not one.named and one.id != chosen.id and one.year <= day.year:
            latest[one.area] = one
    return [latest[area] for area in sorted(latest, key=len)]


def _line(policy: Policy, known: Iterable[Policy]) -> Iterator[Policy]:
    """Yield the policies that ``policy`` extends, the oldest first, and itself."""
    known = tuple(known)
    line = [policy]
    while (older := extended(line[-1], known)) is not None and older not in line:
        line.append(older)
    yield from reversed(line)


def extended(policy: Policy, known: Iterable[Policy]) -> Policy | None:
    """Return the policy that ``policy`` extends: of that key, or the latest earlier one of that id."""
    fitting = [
        one
        for one in known
        if policy.extends in (one.key, one.id) and one.key != policy.key and one.year <= policy.year
    ]
    return max(fitting, key=lambda one: one.year, default=None) if policy.extends else None


def faults(policies: Iterable[Policy]) -> list[str]:
    """Return what is wrong between policies: two for one area and year, or one that extends nothing known."""
    known = tuple(policies)
    holding = [one for one in known if not one.named]
    twice = [
        f"{one.declared_in or one.key} 与 {other.declared_in or other.key}：地区 {one.area or '全国'}、"
        f"{f'{one.year}年' if one.year else '不分年度'}有两份口径（{one.key}、{other.key}）"
        for one, other in combinations(holding, 2)
        if (one.area, one.year) == (other.area, other.year)
    ]
    lost = [
        f"{one.declared_in or one.key}：extends 所指的 {one.extends} 不存在，或不早于 {one.key}"
        for one in known
        if one.extends and extended(one, known) is None
    ]
    return [*twice, *lost]


def differing(one: Policy, other: Policy) -> tuple[str, ...]:
    """Return the names of the figures in which two policies differ."""
    names = dict.fromkeys((*one.figures, *other.figures))
    return tuple(name for name in names if one.figures.get(name) != other.figures.get(name))


def compared_income(account: Account, policy: Policy) -> Decimal | None:
    """Return the income per person that the policy compares with its lines; None while a row is missing."""
    concept = policy.figures.get("income_concept", "reference")
    return account.reference_pc if concept == "reference" else account.net_pc

"""The figures a county sets for a year (政策口径)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from .case import Case
from .errors import PolicyError


@dataclass(frozen=True, slots=True)
class Policy:
    """What holds in an area (a division code or its first digits; empty: the nation) from a year on.

    ``year`` is 0 for the default, which states no year. ``figures`` are what expressions see as
    ``policy.<name>``; ``sources`` say where each comes from.
    """

    id: str
    title: str
    area: str
    year: int
    figures: Mapping[str, object] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The policy's key: ``id@year``."""
        return f"{self.id}@{self.year}"

    def __getitem__(self, name: str) -> object:
        return self.figures[name]


def policy_for(case: Case, day: date, policies: Iterable[Policy]) -> Policy:
    """Return the policy around the case's village: the smallest area, then the latest year up to ``day``.

    It states only what differs: figures it leaves out are those of the wider or earlier policies.
    """
    code = case.area.code
    fitting = [one for one in policies if one.year <= day.year and code.startswith(one.area)]
    if not fitting:
        raise PolicyError("POLICY-101", where=f"{case.area.village} {case.number}", code=code, year=day.year)
    return _layered(fitting, max(fitting, key=_rank))


def policy_named(name: str, day: date, policies: Iterable[Policy]) -> Policy:
    """Return the policy with this key, or the latest up to ``day`` with this id, whatever the village.

    Figures it leaves out are those of the wider or earlier policies around its own area.
    """
    known = tuple(policies)
    named = [one for one in known if name in (one.key, one.id) and one.year <= day.year]
    if not named:
        keys = "、".join(one.key for one in known)
        raise PolicyError("POLICY-104", where=f"--policy {name}", name=name, known=keys)
    chosen = max(named, key=_rank)
    around = [one for one in known if chosen.area.startswith(one.area) and one.year <= chosen.year]
    return _layered(around, chosen)


def _rank(policy: Policy) -> tuple[int, int]:
    return len(policy.area), policy.year


def _layered(policies: Iterable[Policy], chosen: Policy) -> Policy:
    """Return ``chosen`` with the figures that it leaves out from the policies around it."""
    layers = [*sorted((one for one in policies if one is not chosen), key=_rank), chosen]
    figures = {name: value for policy in layers for name, value in policy.figures.items()}
    sources = {name: text for policy in layers for name, text in policy.sources.items()}
    return replace(chosen, figures=figures, sources=sources)

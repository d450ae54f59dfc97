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
    fitting.sort(key=lambda policy: (len(policy.area), policy.year))
    figures = {name: value for policy in fitting for name, value in policy.figures.items()}
    sources = {name: text for policy in fitting for name, text in policy.sources.items()}
    return replace(fitting[-1], figures=figures, sources=sources)

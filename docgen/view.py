"""What an expression of a form sees: its names, their types, and where each stands in a case."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from .case import (
    Account,
    Application,
    Approval,
    Area,
    Case,
    Comparison,
    Contact,
    Guarantee,
    Household,
    Living,
    Measure,
    Member,
    Notice,
    OnSiteCheck,
    Proceeding,
    Review,
    Risk,
    Roster,
    Standard,
    Visit,
)
from .delivery import Sheet
from .dossier import Volume
from .expression import Known
from .form import STAGES
from .listing import Listing, listing
from .nouns import dataclass
from .policy import Policy


@dataclass(frozen=True, slots=True)
class Occasion:
    """On what occasion forms are filled: the day, the policy, and the sitting reached (empty: all).

    With ``only_stage`` no other sitting's boxes are filled, so that what a later sitting says can be set on
    a sheet that is signed already (套打). ``layout`` is "full" where every PDF is to be laid out on its own.
    """

    as_of: date
    policy: Policy
    stage: str = ""
    draft: bool = False
    author: str = ""
    layout: str = ""
    only_stage: bool = False


_COMMON = {
    "area": Known(Area, "area"),
    "policy": Known(Mapping[str, object]),
    "year": Known(int),
    "as_of": Known(date),
    "form": Known(Mapping[str, str]),
    "computed": Known(Mapping[str, object]),
}

#: Every name an expression of a household's form sees; a path with @ is anchored when a case is bound.
HOUSEHOLD_NAMES: Mapping[str, Known] = _COMMON | {
    "case": Known(Case, ""),
    "household": Known(Household, "household"),
    "head": Known(Member, "@head"),
    "members": Known(tuple[Member, ...], "household.members"),
    "living": Known(Living, "living"),
    "risks": Known(tuple[Risk, ...], "risks"),
    "measures": Known(tuple[Measure, ...], "measures"),
    "visits": Known(tuple[Visit, ...], "visits"),
    "contacts": Known(tuple[Contact, ...], "contacts"),
    "facts": Known(Mapping[str, str], "facts"),
    "procedure": Known(Proceeding, "@procedure"),
    "application": Known(Application, "@procedure.application"),
    "check": Known(OnSiteCheck, "@procedure.check"),
    "review": Known(Review, "@procedure.review"),
    "comparison": Known(Comparison, "@procedure.comparison"),
    "standards": Known(tuple[Standard, ...], "@procedure.standards"),
    "village_notice": Known(Notice, "@procedure.notices.*"),
    "township_notice": Known(Notice, "@procedure.notices.*"),
    "county_notice": Known(Notice, "@procedure.notices.*"),
    "village_opinion": Known(Approval, "@procedure.approvals.*"),
    "township_opinion": Known(Approval, "@procedure.approvals.*"),
    "county_opinion": Known(Approval, "@procedure.approvals.*"),
    "identified": Known(Account, "@identified"),
    "eliminated": Known(Account, "@eliminated"),
    "annual": Known(Account, "@annual"),
    "before": Known(Guarantee, "guarantees.*"),
    "after": Known(Guarantee, "guarantees.*"),
    "monitor": Known(Contact, "contacts.*"),
    "helper": Known(Contact, "contacts.*"),
    "collector": Known(Contact, "contacts.*"),
}

#: Every name an expression of a village's paper sees.
VILLAGE_NAMES: Mapping[str, Known] = _COMMON | {"area": Known(Area), "roster": Known(Listing)}

#: Every name an expression of a sheet that goes with a packet sees.
PACKET_NAMES: Mapping[str, Known] = _COMMON | {"area": Known(Area), "packet": Known(Sheet)}

#: Every name an expression of a volume's cover, list or label sees.
VOLUME_NAMES: Mapping[str, Known] = _COMMON | {"area": Known(Area), "volume": Known(Volume)}

_LEVELS = ("village", "township", "county")


def household_names(case: Case, procedure: Proceeding | None, occasion: Occasion) -> dict[str, Any]:
    """Return the values of `HOUSEHOLD_NAMES` for ``case``."""
    one = procedure or Proceeding(number="", kind="identification")
    names: dict[str, Any] = {
        "case": case,
        "area": case.area,
        "household": case.household,
        "head": case.household.head,
        "members": case.household.members,
        "living": case.living,
        "risks": case.risks,
        "measures": case.measures,
        "visits": case.visits,
        "contacts": case.contacts,
        "facts": case.facts,
        "procedure": procedure,
        "application": one.application,
        "check": one.check,
        "review": one.review,
        "comparison": one.comparison,
        "standards": one.standards,
        "identified": case.last_income("identification"),
        "eliminated": case.last_income("elimination"),
        "annual": case.last_income("annual"),
        "before": case.guarantee("identification"),
        "after": case.guarantee("elimination"),
        "monitor": case.contact("monitor", occasion.as_of),
        "helper": case.contact("helper", occasion.as_of),
        "collector": case.contact("collector", occasion.as_of),
    }
    for level in _LEVELS:
        names[f"{level}_notice"] = one.notice(level)
        names[f"{level}_opinion"] = one.approval(level)
    kept = occasion.policy.during(procedure, occasion.as_of) if procedure else occasion.policy
    return names | _occasion_names(occasion) | {"policy": kept.figures}


def stages_reached(procedure: Proceeding | None) -> frozenset[str]:
    """Return the sittings a form has been through: those whose date is known, and all before them.

    A box of a later sitting may still be empty; the pen fills it then.
    """
    if procedure is None:
        return frozenset(("", *STAGES))
    dates = [procedure.check.on]
    for level in _LEVELS:
        opinion = procedure.approval(level)
        dates.append(opinion.on if opinion else None)
    last = max((number for number, day in enumerate(dates, 1) if day), default=0)
    return frozenset(("", *STAGES[:last]))


def village_names(roster: Roster, occasion: Occasion) -> dict[str, Any]:
    """Return the values of `VILLAGE_NAMES` for ``roster``."""
    return {"roster": listing(roster, occasion.as_of), "area": roster.area} | _occasion_names(occasion)


def packet_names(sheet: Sheet, occasion: Occasion) -> dict[str, Any]:
    """Return the values of `PACKET_NAMES` for ``sheet``."""
    return {"packet": sheet, "area": sheet.area} | _occasion_names(occasion)


def volume_names(volume: Volume, occasion: Occasion) -> dict[str, Any]:
    """Return the values of `VOLUME_NAMES` for ``volume``."""
    return {"volume": volume, "area": volume.area} | _occasion_names(occasion)


def _occasion_names(occasion: Occasion) -> dict[str, Any]:
    return {"policy": occasion.policy.figures, "year": occasion.as_of.year, "as_of": occasion.as_of}


def anchors(case: Case, procedure: Proceeding | None = None) -> Mapping[str, str]:
    """Return where the anchored names of an expression's paths stand in ``case``."""
    found = {}
    head = case.household.head
    if head is not None:
        found["@head"] = f"household.members.{case.household.members.index(head)}"
    chosen = procedure or case.procedure()
    if chosen is not None:
        found["@procedure"] = f"procedures.{case.procedures.index(chosen)}"
    for name, purpose in (
        ("@identified", "identification"),
        ("@eliminated", "elimination"),
        ("@annual", "annual"),
    ):
        account = case.last_income(purpose)
        if account is not None:
            found[name] = f"incomes.{case.incomes.index(account.income)}"
    return found


def touches(box: str, pattern: str, anchored: Mapping[str, str]) -> bool:
    """Whether a finding about ``box`` is about what ``pattern`` prints.

    >>> touches("household.members.2.id_no", "household.members.*.id_no", {})
    True
    """
    name, dot, rest = pattern.partition(".")
    if name.startswith("@"):
        if name not in anchored:
            return False
        pattern = anchored[name] + dot + rest
    have, want = box.split("."), pattern.split(".")
    if want[-1] == "#":
        want = want[: len(have)] if len(have) < len(want) else []
    return bool(want) and all(there in ("*", here) for here, there in zip(have, want, strict=False))

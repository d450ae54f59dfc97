"""Terms in working days are checked by the office's own days, too: 调休 and local days off move the last day."""

from datetime import date

from docgen import Case, load_policies, load_procedures, pack_folder
from docgen.calendar_cn import PUBLISHED, Calendar
from docgen.check import check_case
from docgen.plugins import BUILTINS
from docgen.policy import policy_named
from docgen.registry import load

POLICIES = load_policies(pack_folder())
PROCEDURES = load_procedures(pack_folder())
CHECKS = load(BUILTINS, installed=False).checks
DAY = date(2025, 6, 30)


def late(raw, calendar):
    """Return the findings about the term of 灵寿: 20 working days from the application to the county's opinion."""
    policy = policy_named("lingshou", DAY, POLICIES)
    case = Case.model_validate(raw)
    found = check_case(case, policy, DAY, CHECKS, PROCEDURES, calendar)
    return [one.code for one in found if one.code == "DATE-106"]


def identified(raw, decided):
    raw["procedures"] = [
        {
            "number": "2025-1",
            "kind": "identification",
            "application": {"signed_on": "2025-04-07"},
            "approvals": [{"level": "county", "on": decided, "passed": True}],
        }
    ]
    return raw


def test_the_days_off_of_may_do_not_count(raw_case):
    # 20 working days from 7 April: 27 April is worked for 1 to 5 May
    assert late(identified(raw_case, "2025-05-07"), PUBLISHED) == []
    assert late(identified(raw_case, "2025-05-08"), PUBLISHED) == ["DATE-106"]


def test_a_local_day_off_gives_a_day_more_and_a_day_worked_takes_one(raw_case):
    off = Calendar({date(2025, 4, 9): False}, frozenset())
    worked = Calendar({date(2025, 4, 12): True}, frozenset())
    assert late(identified(raw_case, "2025-05-08"), off) == []
    assert late(identified(raw_case, "2025-05-07"), worked) == ["DATE-106"]

"""What a bound volume says of itself, and a case as it was at the end of a year."""

from datetime import date

import pytest

from docgen import Case
from docgen.dossier import Entry, Row, as_it_was, boxed, short_term, year_end

END = date(2025, 12, 31)


def row(place, pages):
    return Row(place, "1组", f"{place:06d}", "张三", "", "", "30年", 3, "", 5, pages)


def test_a_year_is_as_of_its_last_day_or_of_today():
    assert year_end(2025, date(2026, 7, 5)) == END
    assert year_end(2026, date(2026, 7, 5)) == date(2026, 7, 5)


def test_what_is_dated_after_the_year_is_left_out(raw_case):
    raw_case["visits"] = [{"on": "2025-11-01"}, {"on": "2026-01-02"}]
    raw_case["measures"] = [
        {"category": "产业帮扶", "planned_on": "2025-10-01", "done_on": "2026-02-01"},
        {"category": "就业帮扶", "done_on": "2026-02-01"},
    ]
    was = as_it_was(Case.model_validate(raw_case), END)
    assert [one.on for one in was.visits] == [date(2025, 11, 1)]
    assert [one.category for one in was.measures] == ["产业帮扶"]
    assert was.procedures == ()  # applied for in March 2026
    assert len(was.incomes) == 1


def test_a_procedure_that_went_on_was_open_when_the_year_ended(raw_case):
    raw_case["procedures"][0] |= {
        "application": {"signed_on": "2025-11-05"},
        "check": {"on": "2025-11-08"},
        "approvals": [{"level": "village", "on": "2025-12-01"}, {"level": "county", "on": "2026-01-10"}],
        "closed": True,
    }
    (one,) = as_it_was(Case.model_validate(raw_case), END).procedures
    assert [opinion.level for opinion in one.approvals] == ["village"]
    assert not one.closed


def test_a_box_holds_whole_volumes_in_their_order():
    boxes = boxed([row(1, 300), row(2, 400), row(3, 200), row(4, 900), row(5, 10)], 800)
    assert [one.span for one in boxes] == ["000001 至 000002", "000003", "000004", "000005"]
    assert [one.place for one in boxes] == [1, 2, 3, 4]
    assert boxed([], 800) == ()


@pytest.mark.parametrize(("term", "short"), [("永久", "Y"), ("30年", "D30"), ("10年", "D10"), ("", "")])
def test_retention_periods_have_short_forms(term, short):
    assert short_term(term) == short


def test_a_paper_of_one_page_has_one_number():
    assert Entry(1, "审批表", 3, 3, on=END).pages == "3"
    assert Entry(1, "审批表", 3, 5, on=END).pages == "3-5"
    assert Entry(1, "审批表", 3, 5, on=END).day == "20251231"

"""Working days, notices and terms: over New Year, over days worked instead, and beyond what is published."""

from datetime import date

import pytest

from docgen.calendar_cn import Calendar, is_published, load_calendar
from docgen.errors import DataFileError

PUBLISHED = Calendar()


@pytest.mark.parametrize(
    ("start", "number", "unit", "first_counts", "last"),
    [
        # A notice of seven days posted on a Monday ends on Sunday when the posting day counts.
        ("2026-03-02", 7, "calendar", True, "2026-03-08"),
        ("2026-03-02", 7, "calendar", False, "2026-03-09"),
        # New Year 2025: 1 January is off, 26 January (a Sunday) is worked before the Spring Festival.
        ("2024-12-30", 3, "working", False, "2025-01-03"),
        ("2025-01-24", 3, "working", False, "2025-02-05"),
        # National Day 2025: the 28th of September, a Sunday, is worked; 1 to 8 October are off.
        ("2025-09-26", 4, "working", False, "2025-10-09"),
        ("2025-09-26", 20, "working", False, "2025-10-30"),
        ("2025-09-26", 1, "working", True, "2025-09-26"),
        ("2025-12-31", 2, "month", False, "2026-02-28"),
        ("2026-01-15", 12, "month", False, "2027-01-15"),
    ],
)
def test_a_term_ends_on_its_last_day(start, number, unit, first_counts, last):
    reckoned = PUBLISHED.after(date.fromisoformat(start), number, unit, first_counts=first_counts)
    assert reckoned == (date.fromisoformat(last), False)


@pytest.mark.parametrize("unit", ["calendar", "working"])
@pytest.mark.parametrize("first_counts", [True, False])
@pytest.mark.parametrize("number", [1, 5, 23])
def test_counting_a_term_gives_its_number_back(unit, first_counts, number):
    start = date(2025, 9, 24)
    last = PUBLISHED.after(start, number, unit, first_counts=first_counts).on
    assert PUBLISHED.between(start, last, unit, first_counts=first_counts).days == number


def test_days_that_have_passed_are_negative():
    assert PUBLISHED.between(date(2025, 10, 9), date(2025, 9, 30), "calendar").days == -9
    assert PUBLISHED.between(date(2025, 10, 9), date(2025, 9, 30), "working").days == -1


def test_whole_months_are_counted():
    assert PUBLISHED.between(date(2025, 1, 31), date(2025, 2, 28), "month").days == 1
    assert PUBLISHED.between(date(2025, 1, 31), date(2025, 4, 29), "month").days == 2


def test_beyond_the_published_years_a_term_is_provisional():
    year = next(year for year in range(2020, 2100) if not is_published(year))
    last = PUBLISHED.after(date(year - 1, 12, 25), 10, "working")
    assert last.on.year == year
    assert last.provisional
    assert PUBLISHED.between(date(year - 1, 12, 25), last.on, "working").provisional
    assert not PUBLISHED.after(date(year - 1, 12, 25), 10, "calendar").provisional
    assert not PUBLISHED.after(date(year - 1, 12, 1), 5, "working").provisional


def test_the_local_file_says_what_is_worked_and_settles_a_year(tmp_path):
    year = next(year for year in range(2020, 2100) if not is_published(year))
    (tmp_path / "holidays.toml").write_text(
        f"off = [{year}-01-01]\nwork = [{year}-01-10]\nyears = [{year}]\nsource = '县府办通知'\n", "utf-8"
    )
    calendar = load_calendar(tmp_path)
    assert not calendar.is_working(date(year, 1, 1))
    assert calendar.is_working(date(year, 1, 10))
    assert not calendar.after(date(year - 1, 12, 25), 10, "working").provisional


def test_a_single_local_day_does_not_settle_its_neighbours(tmp_path):
    year = next(year for year in range(2020, 2100) if not is_published(year))
    (tmp_path / "holidays.toml").write_text(f"off = [{year}-01-01]\n", "utf-8")
    assert load_calendar(tmp_path).after(date(year - 1, 12, 30), 5, "working").provisional


def test_without_a_local_file_the_published_days_hold(tmp_path):
    assert load_calendar(tmp_path) == load_calendar(None) == PUBLISHED


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("off = [2027-01-01", "CAL-101"),
        ('off = ["2027-01-01"]', "CAL-102"),
        ("off = [2027-01-01]\nwork = [2027-01-01]", "CAL-102"),
        ("holiday = [2027-01-01]", "CAL-102"),
        ("off = 2027-13-01", "CAL-101"),
        ("years = [true]", "CAL-102"),
    ],
)
def test_a_wrong_local_file_is_a_fault(tmp_path, text, code):
    (tmp_path / "holidays.toml").write_text(text, "utf-8")
    with pytest.raises(DataFileError) as raised:
        load_calendar(tmp_path)
    assert raised.value.code == code

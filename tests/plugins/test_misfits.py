"""What the paper cannot show is told before it is made: a character too many, one that no font has, a cell too small."""

from dataclasses import replace
from io import BytesIO

import pytest
from openpyxl import Workbook
from openpyxl.styles import Alignment

from docgen.bind import Binder
from docgen.demo import township
from docgen.ooxml import Place, Slot
from docgen.pipeline import Job, occasion_for, open_office
from docgen.plugins import BUILTINS
from docgen.plugins.cellrooms import CellRoom, rooms_of
from docgen.plugins.templates import boxes_of
from docgen.registry import load

REGISTRY = load(BUILTINS, installed=False)
TOWN = township(2026, 1, 8, 5)
APPLICATION, REGISTER = "cn.identification.application", "lingshou.monitoring.income_register"


@pytest.fixture(scope="module")
def papers():
    """Give each form filled for the first household that has it, and what measures it."""
    office = open_office(REGISTRY, Job(TOWN.as_of, forms=(APPLICATION, REGISTER), look=True))
    found = {}
    for case in TOWN.cases:
        for form in office.household_forms:
            filled = Binder((form,), REGISTRY.filters).bind(form, case, occasion_for(case, office))
            if filled is not None:
                found.setdefault(form.id, filled)
    return found, office.fitter


def told(papers, form, changes):
    """Return (code, box as it is called) of what a household's paper has no room for with these values."""
    filled, fitter = papers[0][form], papers[1]
    paper = replace(filled, values={**filled.values, **changes})
    findings = (one for one in fitter.findings(paper, {}) if one.code != "FIT-103")  # further sheets are room
    return [(one.code, dict(one.fields)) for one in findings]


def test_a_sound_paper_has_room_for_everything(papers):
    assert [told(papers, form, {}) for form in (APPLICATION, REGISTER)] == [[], []]


def test_more_characters_than_boxes_are_told(papers):
    (box,) = [one for one in boxes_of(papers[0][APPLICATION].form).values() if one.kind == "digits"][:1]
    ((code, fields),) = told(papers, APPLICATION, {box.name: "1" * 19})
    assert (code, fields["written"], fields["room"], fields["box"]) == ("FIT-105", "19", "18", box.label)


@pytest.mark.parametrize("form", [APPLICATION, REGISTER])
def test_a_character_that_no_font_has_is_told_by_its_number(papers, form):
    name = next(name for name, value in papers[0][form].values.items() if isinstance(value, str) and value)
    found = told(papers, form, {name: f"张{chr(0xE555)}"})
    assert [(code, fields["characters"]) for code, fields in found if code == "FIT-106"] == [
        ("FIT-106", f"{chr(0xE555)}（U+E555）")
    ]


def test_a_text_too_long_for_its_cell_is_told(papers):
    found = told(papers, REGISTER, {"attachment": "附件" * 40})
    assert [(code, fields["written"]) for code, fields in found] == [("FIT-101", "80")]


def book(change=lambda sheet: None, text="{{ x }}"):
    made = Workbook()
    sheet = made.active
    sheet.title = "表"
    sheet["B2"] = text
    sheet["C2"] = "旁边"
    sheet.column_dimensions["B"].width = 10
    sheet.row_dimensions[2].height = 30
    change(sheet)
    stream = BytesIO()
    made.save(stream)
    return stream.getvalue()


def room(content):
    slot = Slot("x", "text", Place("", sheet="表", ref="B2"))
    return rooms_of(content, {"x": slot}).get("x")


def wrapped(sheet):
    sheet["B2"].alignment = Alignment(wrap_text=True)


def merged(sheet):
    wrapped(sheet)
    sheet.merge_cells("B2:C3")
    sheet.row_dimensions[3].height = 30


def unsized(sheet):
    wrapped(sheet)
    sheet.row_dimensions[2].height = None


def test_a_cell_of_one_line_shows_what_its_width_takes():
    assert room(book()) == CellRoom(53.25, 1, 11.0, wraps=False)
    assert (room(book()).holds("四个汉字"), room(book()).holds("五个汉字吗")) == (True, False)
    assert (room(book()).holds("123456789"), room(book()).holds("1234567890")) == (True, False)


def test_a_cell_that_wraps_shows_as_many_lines_as_its_row_is_high():
    assert room(book(wrapped)).holds("汉" * 8)
    assert not room(book(wrapped)).holds("汉" * 9)
    assert not room(book(wrapped)).holds("一\n二\n三")
    assert room(book(unsized)).holds("汉" * 80)


def test_merged_cells_count_together():
    assert room(book(merged)).holds("汉" * 30)
    assert room(book(merged)).lines == 4


@pytest.mark.parametrize(
    "content",
    [
        book(lambda sheet: sheet.__setitem__("C2", None)),
        book(lambda sheet: setattr(sheet["B2"], "alignment", Alignment(shrink_to_fit=True))),
        book(text="电话：{{ x }}"),
    ],
    ids=["nothing beside", "shrinks", "words before"],
)
def test_a_cell_that_shows_everything_has_no_measure(content):
    assert room(content) is None

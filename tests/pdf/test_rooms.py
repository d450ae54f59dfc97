"""How much room a form's boxes have: measured on its own layout, held against the pages that are drawn."""

import pytest

from docgen import load_forms, pack_folder
from docgen.ooxml import Ticks
from docgen.pdf import layout, page
from docgen.pdf.rooms import Rooms, em
from docgen.plugins.word import ready

APPROVAL = "cn/identification_approval.toml"


@pytest.fixture(scope="module")
def approval():
    (form,) = load_forms(pack_folder(), [APPROVAL])
    content = form.template.read_bytes()
    template = ready(form, content).template
    sheet = page.open_docx(content)
    return sheet, template, Rooms(sheet, template)


def with_text(template, slot, text):
    return layout.sample(template.slots, full=False) | {slot: text}


def pages(approval, values):
    sheet, template, _ = approval
    return page.draw(sheet.html(template.fill_parts(values))).pages


def test_a_text_is_told_from_where_it_takes_another_page(approval):
    _, template, rooms = approval
    empty = pages(approval, layout.sample(template.slots, full=False))
    for length in (20, 100, 200, 700):
        values = with_text(template, "check_opinion", "核" * length)
        told = [one.kind for one in rooms.misfits(values)]
        assert told == ["page"] * (pages(approval, values) > empty), length


def test_a_misfit_names_its_box_what_is_written_and_what_there_is_room_for(approval):
    _, template, rooms = approval
    (found,) = rooms.misfits(with_text(template, "check_opinion", "核" * 900))
    assert (found.slot, found.row, found.written, found.kind) == ("check_opinion", 0, 900, "page")
    assert 20 < found.room < 400


def test_lines_in_a_text_count(approval):
    _, template, rooms = approval
    assert rooms.misfits(with_text(template, "check_opinion", "核实\n" * 2)) == ()
    assert rooms.misfits(with_text(template, "check_opinion", "核实\n" * 60))


def test_a_records_cell_is_measured_too(approval):
    _, template, rooms = approval
    values = layout.sample(template.slots, full=False)
    blank = {"no": "", "name": "", "sex": "", "relation": "", "id_no": "", "labour": "", "health": ""}
    values["members"] = [blank, blank | {"health": "长期慢性病、" * 60}]
    (found,) = rooms.misfits(values)
    assert (found.slot, found.row) == ("members.health", 2)


def test_ticks_and_short_texts_have_room(approval):
    _, template, rooms = approval
    assert rooms.misfits(with_text(template, "risks", Ticks.of("因病", other="长" * 20))) == ()
    assert rooms.misfits(layout.sample(template.slots, full=True)) == ()


def test_more_records_than_rows_take_sheets(approval):
    *_, rooms = approval
    assert rooms.sheets("members", 6) == 0
    assert rooms.sheets("members", 9) == 1
    assert rooms.sheets("members", 100) > 2


def test_latin_letters_are_half_as_wide():
    assert em("户主AB12") == 4.0

"""Boxes come from the case model, headings from one table."""

from decimal import Decimal

import pytest

from docgen.columns import (
    any_place,
    bare_heading,
    boxes,
    corrections,
    expected,
    export_headings,
    lists,
    plain_heading,
    sheets,
)
from docgen.worklist import COLUMNS


def test_a_box_knows_what_the_model_says_of_it():
    box = boxes()["household.members[].works[].monthly_income"]
    assert (box.label, box.kind, box.unit, box.lowest) == ("务工月收入", "money", "元", Decimal(0))
    assert boxes()["household.members[].id_no"].is_secret
    assert boxes()["contacts[].role"].coded
    assert boxes()["household.members[].health"].kind == "options"
    assert boxes()["incomes[].net_stated"].lowest is None


def test_a_list_knows_what_its_records_cannot_do_without():
    assert lists()["contacts"] == ("联系人", ("role", "name"))


@pytest.mark.parametrize("sheet", sheets().values(), ids=lambda sheet: sheet.name)
def test_the_headings_of_a_sheet_are_different_and_lead_to_their_columns(sheet):
    headings = [plain_heading(column.heading) for column in sheet.columns]
    assert len(set(headings)) == len(headings)
    assert all(
        sheet.headings()[heading] is column for heading, column in zip(headings, sheet.columns, strict=True)
    )
    assert sheet.columns[0].path == "number"


def test_what_is_expected_has_a_column():
    paths = {column.path for sheet in sheets().values() for column in sheet.columns} | {""}
    assert {*expected(), *expected().values()} <= paths


def test_a_name_in_an_export_is_the_members_name():
    known = export_headings()
    assert known["姓名"].path == "household.members[].name"
    assert known["联系电话"].path == "household.members[].phone"
    assert known["户联系电话"].path == "household.phone"
    assert known[bare_heading("务工时间（月）")].path == "household.members[].works[].months"
    assert known[plain_heading("县(市、区、旗)")].path == "area.county"


def test_headings_are_compared_without_blanks_stars_and_the_width_of_marks():
    assert plain_heading(" *乡 (镇)：\n") == "乡（镇）"


def test_indexes_are_forgotten_where_a_box_is_meant():
    assert any_place("procedures.1.notices.0.start") == "procedures[].notices[].start"


def test_the_worklist_has_the_columns_that_come_back():
    back = corrections()
    assert {back.number, back.box, back.value} <= set(COLUMNS)

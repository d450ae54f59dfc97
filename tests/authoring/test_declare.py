"""The places of a blank become slots with bindings: boxes, gaps, digit boxes, lists, and what stays empty."""

import io

import docx
import pytest

from docgen.authoring import declaration, draft, settle


def blank_of(rows, columns):
    document = docx.Document()
    table = document.add_table(rows=len(rows), cols=columns, style="Table Grid")
    for row, line in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, line, strict=True):
            cell.text = text
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def spots_of(content):
    return settle(content, draft(content))


def test_boxes_of_one_character_each_take_digits():
    made = spots_of(blank_of([["身份证号码", *[""] * 18]], 19))
    (spot,) = made.spots
    assert (spot.kind, spot.source, spot.at) == ("digits", "head.id_no", ("0/0/1",))


def test_a_run_too_short_for_a_number_takes_it_as_text():
    made = spots_of(blank_of([["身份证号码", *[""] * 10]], 11))
    assert [spot.kind for spot in made.spots] == ["text"]


def test_a_date_takes_a_slot_for_each_of_its_parts():
    made = spots_of(blank_of([["姓名", "", "申请日期", "    年    月    日"]], 4))
    assert [spot.source for spot in made.spots[1:]] == [
        "application.signed_on | part_of('year')",
        "application.signed_on | part_of('month')",
        "application.signed_on | part_of('day')",
    ]
    assert [spot.gap for spot in made.spots[1:]] == [0, 1, 2]


def test_options_are_those_of_the_list_spelt_as_the_paper_does():
    made = spots_of(blank_of([["姓名", "", "政治面貌", "□党员 □团员 □群众 □其他"]], 4))
    spot = made.spots[1]
    assert spot.source == "head.politics"
    assert [pair[0] for pair in spot.options] == ["01", "03", "13", "其他"]
    assert spot.options[0][-1] == "党员"


def test_a_list_of_members_and_a_list_of_nothing_known_are_both_kept():
    rows = [
        ["姓名", "与户主关系", "身份证号", "宗教信仰"],
        *[[""] * 4] * 3,
        ["车牌号", "车型", "购置价格", "购置渠道"],
        *[[""] * 4] * 3,
    ]
    made = spots_of(blank_of(rows, 4))
    members, cars = made.tables
    assert (members.each, members.rows) == ("members", 3)
    columns = {spot.label: spot.source for spot in made.spots}
    assert columns["姓名"] == "row.name"
    assert columns["宗教信仰"] == "facts | fact('家庭成员', index, '宗教信仰')"
    assert columns["车牌号"] == f"facts | fact('{cars.label}', row, '车牌号')"


@pytest.mark.parametrize("text", ["（盖章）\n年  月  日", "签字："])
def test_places_to_sign_stay_empty(text):
    made = spots_of(blank_of([["姓名", ""], ["村委会意见", text]], 2))
    assert [spot.label for spot in made.spots] == ["姓名"]
    assert [sign.role for sign in made.signs] == ["opinion"]
    assert 'role = "opinion"' in declaration({"id": "x.y"}, made)

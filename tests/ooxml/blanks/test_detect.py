"""What is found in tables: labels, sections, lists, matrices, places to sign."""

import json
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.ooxml.blanks import BlankError, detect, format_of
from docgen.ooxml.blanks.values import squeezed
from docgen.ooxml.blanks.word import read_tables
from docgen.ooxml.package import W, read_package
from docgen.ooxml.slots import Limits


def named(blanks):
    return [(one.label, one.section, one.kind) for one in blanks.fields]


def cells(blanks):
    return {(one.at.row, one.at.col): one for one in blanks.fields}


def test_the_label_stands_to_the_left(find):
    blanks = find([["姓　名", "", "性别：", ""], ["家庭住址", "", "", ""]], [(1, 1, 1, 3)])
    assert named(blanks) == [("姓名", "", "text"), ("性别", "", "text"), ("家庭住址", "", "text")]


def test_the_label_stands_above(find):
    blanks = find([["姓名", "性别", "民族"], ["", "", ""], ["学历", "专业", "单位"], ["", "", ""]])
    assert [one.label for one in blanks.fields] == ["姓名", "性别", "民族", "学历", "专业", "单位"]
    assert blanks.repeat_blocks == ()


def test_a_heading_beside_several_rows_is_the_section(find):
    rows = [
        ["监\n护\n人", "姓名", "", "电话", ""],
        ["", "住址", "", "职业", ""],
        ["代\n理\n人", "姓名", "", "电话", ""],
        ["", "住址", "", "职业", ""],
    ]
    blanks = find(rows, [(0, 0, 1, 0), (2, 0, 3, 0)])
    assert [one.section for one in blanks.fields] == ["监护人"] * 4 + ["代理人"] * 4


def test_a_band_is_the_section_and_the_title_is_not(find):
    rows = [
        ["残疾人登记表", "", "", ""],
        ["姓名", "", "电话", ""],
        ["二、监护人", "", "", ""],
        ["姓名", "", "电话", ""],
    ]
    blanks = find(rows, [(0, 0, 0, 3), (2, 0, 2, 3)])
    assert [one.section for one in blanks.fields] == ["", "", "二、监护人", "二、监护人"]


def test_a_rows_own_label_is_the_section(find):
    blanks = find([["父亲", "姓名", "", "年龄", ""], ["母亲", "姓名", "", "年龄", ""]])
    assert named(blanks)[::2] == [("姓名", "父亲", "text"), ("姓名", "母亲", "text")]


def test_plain_order_tells_equal_labels_apart(find):
    blanks = find([["申请人", "", "身份证号", ""], ["代理人", "", "身份证号", ""]])
    assert [one.section for one in blanks.fields if one.label == "身份证号"] == ["申请人", "代理人"]


def test_blank_rows_under_a_header_are_a_list(find):
    rows = [
        ["家庭成员", "", "", ""],
        ["序号", "姓名", "关系", "电话"],
        ["1", "", "", ""],
        ["2", "", "", ""],
        ["3", "", "", ""],
    ]
    blanks = find(rows, [(0, 0, 0, 3)])
    assert blanks.fields == ()
    assert [one.to_json() for one in blanks.repeat_blocks] == [
        {
            "table": 0,
            "header_rows": [1],
            "first_row": 2,
            "last_row": 4,
            "columns": [
                {"col": 1, "label": "姓名"},
                {"col": 2, "label": "关系"},
                {"col": 3, "label": "电话"},
            ],
        }
    ]


def test_two_header_rows_and_a_total(find):
    rows = [
        ["姓名", "收入", "", "备注"],
        ["", "工资", "经营", ""],
        ["", "", "", ""],
        ["", "", "", ""],
        ["合计", "", "", ""],
    ]
    blanks = find(rows, [(0, 1, 0, 2), (0, 0, 1, 0), (0, 3, 1, 3)])
    (block,) = blanks.repeat_blocks
    assert (block.header_rows, block.first_row, block.last_row) == ((0, 1), 2, 3)
    assert [column.label for column in block.columns] == ["姓名", "工资", "经营", "备注"]
    assert [(one.label, one.section) for one in blanks.fields] == [("合计", "工资"), ("合计", "经营")]


def test_a_row_of_column_numbers_belongs_to_the_header(find):
    blanks = find([["姓名", "面积", "金额"], ["甲", "1", "2"], ["", "", ""], ["", "", ""]])
    assert [(one.header_rows, one.first_row) for one in blanks.repeat_blocks] == [((0, 1), 2)]


def test_one_blank_row_is_a_list_when_its_heading_says_so(find):
    rows = [["家庭成员", "姓名", "称谓", "职业"], ["", "", "", ""]]
    assert len(find(rows, [(0, 0, 1, 0)]).repeat_blocks) == 1
    assert len(find([["姓名", "年龄", "职业"], ["", "", ""]]).repeat_blocks) == 0


@pytest.mark.parametrize(
    ("head", "first", "label", "section"),
    [
        (["项目", "识别时", "消除时"], "工资性收入", "工资性收入", "识别时"),
        (["关系", "姓名", "电话"], "父亲", "姓名", "父亲"),
        (["", "甲方", "乙方"], "联系电话", "联系电话", "甲方"),
        (["检查内容", "是", "否"], "住房是否安全", "住房是否安全", "是"),
    ],
)
def test_which_axis_names_the_cells_of_a_matrix(find, head, first, label, section):
    blanks = find(
        [
            head,
            [first, "", ""],
            ["母亲" if first == "父亲" else "证件号码" if label == "联系电话" else "其他收入", "", ""],
        ]
    )
    one = blanks.fields[0]
    assert (one.label, one.section) == (label, section)
    assert one.kind == ("tick" if section == "是" else "text")


def test_places_to_sign_stay_empty_and_say_what_for(find):
    rows = [
        ["村委会意见", ""],
        ["户主签字", ""],
        ["户主手印", ""],
        ["单位公章", ""],
        ["签字：\n\n　　年　月　日", ""],
    ]
    roles = [one.role for one in find(rows, [(4, 0, 4, 1)]).fields]
    assert roles == ["opinion", "sign", "fingerprint", "seal", "sign"]


def test_a_photo_beside_rows_and_a_printed_one(find):
    rows = [["姓名", "", "照\n片"], ["性别", "", ""], ["民族", "", ""]]
    assert [one.kind for one in find(rows, [(0, 2, 2, 2)]).fields] == ["text", "photo", "text", "text"]


def test_boxes_for_single_digits_are_one_field(find):
    blanks = find([["身份证号", *[""] * 18]])
    assert [(one.at.tc, one.label) for one in blanks.fields] == [(1, "身份证号")]


def test_fillers_and_notes_are_no_field(find):
    blanks = find(
        [["姓名", "", "—", "/"], ["", "", "", ""], ["注：一式三份，村、乡、县各存一份。", "", "", ""]],
        [(1, 0, 1, 3), (2, 0, 2, 3)],
    )
    assert [one.label for one in blanks.fields] == ["姓名"]


def test_blanks_in_running_text_but_not_where_it_is_signed(find):
    blanks = find([["姓名", ""]], before=["本人________，住________村。", "申请人签字：________"])
    assert [one.label for one in blanks.paragraph_blanks] == ["本人", "住"]


def test_the_json_has_exactly_this_shape(find):
    out = find([["姓名", "", "村委会意见", ""], ["是否低保", "□是 □否", "备注", ""]]).to_json()
    assert list(out) == ["fields", "repeat_blocks", "paragraph_blanks"]
    plain = {"table", "row", "col", "tc", "label", "section", "kind", "confidence", "why"}
    assert [set(one) for one in out["fields"]] == [plain, plain | {"role"}, plain | {"options"}, plain]
    assert out["fields"][0] | {"why": ""} == {
        "table": 0, "row": 0, "col": 1, "tc": 1, "label": "姓名", "section": "", "kind": "text", "confidence": 0.97, "why": "",
    }  # fmt: skip
    assert json.loads(json.dumps(out, ensure_ascii=False)) == out


def test_a_sheet_counts_rows_from_one_and_names_columns():
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["登记表"],
        ["姓名：", None, "电话：", None],
        [],
        ["序号", "品名", "数量"],
        [1, "", ""],
        [2, "", ""],
    ):
        sheet.append(row)
    thin = openpyxl.styles.Side(style="thin")
    for row in sheet["A2:D2"] + sheet["A4:C6"]:
        for cell in row:
            cell.border = openpyxl.styles.Border(thin, thin, thin, thin)
    holder = BytesIO()
    book.save(holder)
    out = detect(holder.getvalue()).to_json()
    assert [(one["cell"], one["label"]) for one in out["fields"]] == [
        ("Sheet!B2", "姓名"),
        ("Sheet!D2", "电话"),
    ]
    assert out["repeat_blocks"] == [
        {
            "sheet": "Sheet",
            "header_rows": [4],
            "first_row": 5,
            "last_row": 6,
            "columns": [{"col": "B", "label": "品名"}, {"col": "C", "label": "数量"}],
        }
    ]


def test_a_sheet_without_lines_and_empty_cells():
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["附件3"], ["填报单位：", None, "日期："], ["序号", "姓名", "工资"], [1], [2]):
        sheet.append(row)
    holder = BytesIO()
    book.save(holder)
    blanks = detect(holder.getvalue())
    assert [(str(one.at), one.label) for one in blanks.fields][:1] == [("Sheet!B2", "填报单位")]
    assert [(one.first_row, one.last_row) for one in blanks.repeat_blocks] == [(4, 5)]


def test_colons_that_leave_no_other_cell_are_filled_in_their_own(find):
    rows = [["户主姓名：", "性别："], ["家庭住址：", ""], ["填表人：", "填表日期：    年  月  日"]]
    blanks = find(rows, [(1, 0, 1, 1)])
    assert named(blanks) == [
        (x, "", "inline") for x in ("户主姓名", "性别", "家庭住址", "填表人", "填表日期")
    ]


def test_printed_units_beside_the_items_are_no_blanks(find):
    blanks = find(
        [["指标", "单位", "2022年", "2023年"], ["总收入", "元", "", ""], ["住房面积", "平方米", "", ""]]
    )
    assert [(one.label, one.section) for one in blanks.fields] == [
        (item, year) for item in ("总收入", "住房面积") for year in ("2022年", "2023年")
    ]


def test_a_box_in_a_cell_of_its_own_takes_the_option_beside_it(find):
    blanks = find([["类型", "□", "低保户", "□", "一般户"]])
    assert [(one.label, one.section, one.kind) for one in blanks.fields] == [
        ("低保户", "类型", "checkbox"),
        ("一般户", "类型", "checkbox"),
    ]


def test_the_day_beside_and_under_a_signature_belongs_to_it(find):
    rows = [["户主签字", "", "日期", "年 月 日"], ["经办人签字：________", "", "年　月　日", ""]]
    blanks = find(rows, [(1, 0, 1, 1), (1, 2, 1, 3)])
    assert [one.role for one in blanks.fields] == ["sign", "date", "sign", "date"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (bytes.fromhex("d0cf11e0a1b11ae1") + "WordDocument".encode("utf-16-le"), "ole"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"%PDF-1.7", "kind"),
        (b"PK\x03\x04 torn", "damaged"),
    ],
)
def test_other_files_are_refused_with_their_reason(content, reason):
    with pytest.raises(BlankError) as raised:
        detect(content)
    assert raised.value.reason == reason


def test_what_a_file_is_whatever_its_name(draw):
    assert format_of(draw([["姓名", ""]])) == "docx"
    assert format_of(bytes.fromhex("d0cf11e0a1b11ae1") + "WordDocument".encode("utf-16-le")) == "doc"


TEXTS = st.sampled_from(
    ["", "", "", " ", "姓名", "姓　名", "性别：", "□是 □否", "年 月 日", "____", "合计", "1", "2", "意见", "签字：", "照片", "（元）", "如：无",
     "注：见背面", "父亲", "金额", "是", "否", "第一季度", "县　　乡　　村", "家庭住址", "盖章\n年 月 日", "——", "是否低保", "至"]
)  # fmt: skip


@st.composite
def tables(draw):
    rows, columns = draw(st.integers(1, 6)), draw(st.integers(1, 5))
    texts = draw(st.lists(st.lists(TEXTS, min_size=columns, max_size=columns), min_size=rows, max_size=rows))
    top, left = draw(st.integers(0, rows - 1)), draw(st.integers(0, columns - 1))
    bottom, right = draw(st.integers(top, rows - 1)), draw(st.integers(left, columns - 1))
    return texts, [(top, left, bottom, right)]


@given(tables())
@settings(max_examples=60, deadline=None)
def test_no_table_breaks_the_search_and_no_printed_cell_is_empty(draw, table):
    content = draw(*table)
    package = read_package(content, Limits())
    (grid,) = read_tables(package.trees[package.main].find(W + "body"))
    printed = {cell.at: squeezed(cell.text) for cell in grid.cells}
    blanks = detect(content)
    assert detect(content) == blanks
    assert all(
        printed[one.at] in ("", "（元）", "如：无") for one in blanks.fields if one.kind in ("text", "tick")
    )
    assert all(block.first_row <= block.last_row and block.columns for block in blanks.repeat_blocks)
    repeated = {row for block in blanks.repeat_blocks for row in range(block.first_row, block.last_row + 1)}
    columns = {column.col for block in blanks.repeat_blocks for column in block.columns}
    assert not [one for one in blanks.fields if one.at.row in repeated and one.at.col in columns]

"""Lists in lists with subtotals, records of several rows, and sheets that stand once for every record."""

import zipfile
from io import BytesIO

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.table import Table

from docgen.ooxml import FillError, RowsSpec, compile_xlsx, lint_xlsx


def saved(book):
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def both(content):
    return openpyxl.load_workbook(BytesIO(content)), openpyxl.load_workbook(BytesIO(content), data_only=True)


def column(sheet, letter):
    return [cell.value for cell in sheet[letter]]


TABLES = {"groups": RowsSpec(), "groups.members": RowsSpec()}
GROUPS = [
    {"name": "一组", "members": [{"name": "张三", "people": 4}, {"name": "李四", "people": 1}]},
    {"name": "二组", "members": [{"name": "王五", "people": 2}]},
    {"name": "三组", "members": []},
]


def grouped():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "名单"
    for row in (
        ["{{ village }}名单"],
        ["{{ groups.name }}"],
        ["{{ groups.members.name }}", "{{ groups.members.people }}", "=B3*2"],
        ["{{ groups.name }}小计", "=SUM(B3)", "=SUM($C$3:C3)"],
        ["合计", "=SUM(B4)", "=SUM(C2:C4)/2"],
        ["另计", "=B5+名单!B5"],
    ):
        sheet.append(row)
    sheet.merge_cells("A2:C2")
    sheet.merge_cells("D5:D6")
    sheet.row_dimensions[4].height = 33
    sheet.print_area = "A1:C6"
    sheet.conditional_formatting.add(
        "B3", FormulaRule(formula=["B3>3"], fill=PatternFill("solid", bgColor="FF0000"))
    )
    choice = DataValidation(type="whole", formula1="1")
    choice.add("B3")
    sheet.add_data_validation(choice)
    sheet["B6"].comment = Comment("批注", "镇")
    other = book.create_sheet("汇总")
    other["A1"] = "=SUM(名单!B4)"
    other["A2"] = "=名单!B5"
    return book


def test_groups_have_their_rows_and_subtotals_and_the_total_adds_them():
    template = compile_xlsx(saved(grouped()), tables=TABLES)
    filled, values = both(template.fill({"village": "石桥村", "groups": GROUPS}))
    sheet, computed = filled["名单"], values["名单"]
    assert column(computed, "A") == [
        *("石桥村名单", "一组", "张三", "李四", "一组小计", "二组", "王五", "二组小计"),
        *("三组", None, "三组小计", "合计", "另计"),
    ]
    assert column(computed, "B") == [None, None, 4, 1, 5, None, 2, 2, None, None, 0, 7, 14]
    assert [sheet[name].value for name in ("B5", "B8", "B12", "B13")] == [
        *("=SUM(B3:B4)", "=SUM(B7)", "=SUM(B5,B8,B11)", "=B12+名单!B12"),
    ]
    assert [computed[name].value for name in ("C5", "C8", "C12")] == [10, 4, 14]
    assert [values["汇总"][name].value for name in ("A1", "A2")] == [7, 7]
    assert filled["汇总"]["A1"].value == "=SUM(名单!B5,名单!B8,名单!B11)"


def test_what_stands_around_groups_follows_them():
    template = compile_xlsx(saved(grouped()), tables=TABLES)
    sheet = both(template.fill({"village": "石桥村", "groups": GROUPS}))[0]["名单"]
    assert sorted(map(str, sheet.merged_cells.ranges)) == ["A2:C2", "A6:C6", "A9:C9", "D12:D13"]
    assert [row for row in range(1, 14) if sheet.row_dimensions[row].height == 33] == [5, 8, 11]
    assert sheet.print_area == "'名单'!$A$1:$C$13"
    assert [str(area.sqref) for area in sheet.conditional_formatting] == ["B3:B4 B7 B10"]
    assert [str(each.sqref) for each in sheet.data_validations.dataValidation] == ["B3:B4 B7 B10"]
    assert sheet["B13"].comment.text == "批注"


def test_a_list_of_groups_without_any_leaves_one_blank_group():
    template = compile_xlsx(saved(grouped()), tables=TABLES)
    computed = both(template.fill({"village": "石桥村", "groups": []}))[1]["名单"]
    assert column(computed, "A") == ["石桥村名单", None, None, "小计", "合计", "另计"]
    assert column(computed, "B") == [None, None, None, 0, 0, 0]


def test_slots_of_groups_stand_under_their_lists():
    template = compile_xlsx(saved(grouped()), tables=TABLES)
    assert [(slot.name, slot.kind, [column.name for column in slot.columns]) for slot in template.slots] == [
        ("village", "text", []),
        ("groups", "rows", ["groups.name"]),
        ("groups.members", "rows", ["groups.members.name", "groups.members.people"]),
    ]


def test_a_missing_value_of_a_group_is_named_as_in_the_template():
    template = compile_xlsx(saved(grouped()), tables=TABLES)
    with pytest.raises(FillError) as caught:
        template.fill({"village": "x", "groups": [{"name": "一组", "members": [{"name": "张三"}]}]})
    assert (caught.value.code, caught.value.slot) == ("OOXML-080", "groups.members.people")
    with pytest.raises(FillError, match="OOXML-082"):
        template.fill({"village": "x", "groups": {"name": "一组"}})


def test_a_record_can_take_several_rows():
    book = openpyxl.Workbook()
    for row in (["户主", "{{ h.head }}"], ["人口", "{{ h.people }}"], ["合计", "=SUM(B2)"]):
        book.active.append(row)
    book.active.merge_cells("A1:A2")
    template = compile_xlsx(saved(book), tables={"h": RowsSpec()})
    filled, values = both(template.fill({"h": [{"head": "甲", "people": 3}, {"head": "乙", "people": 4}]}))
    assert column(values.active, "B") == ["甲", 3, "乙", 4, 7]
    assert filled.active["B5"].value == "=SUM(B2,B4)"
    assert sorted(map(str, filled.active.merged_cells.ranges)) == ["A1:A2", "A3:A4"]
    assert compile_xlsx(saved(book), tables={"h": RowsSpec(rows=1, overflow="error")}).fill(
        {"h": [{"head": "甲", "people": 3}]}
    )
    with pytest.raises(FillError, match="OOXML-086"):
        compile_xlsx(saved(book), tables={"h": RowsSpec(rows=1, overflow="error")}).fill({"h": [{}, {}]})


def villages():
    book = openpyxl.Workbook()
    cover = book.active
    cover.title = "汇总"
    cover["A1"] = "=SUM('{{ v.name }}'!B3)"
    cover["A2"] = "{{ v.name }}"
    cover["B2"] = "{{ v.people }}"
    sheet = book.create_sheet("{{ v.name }}")
    for row in (
        ["{{ v.name }}名单（{{ county }}）"],
        ["{{ v.households.head }}", "{{ v.households.people }}"],
        ["合计", "=SUM('{{ v.name }}'!B2)"],
    ):
        sheet.append(row)
    sheet.print_area = "A1:B3"
    sheet.oddHeader.center.text = "{{ v.name }}"
    sheet["A3"].comment = Comment("{{ v.name }}合计", "镇")
    last = book.create_sheet("末页")
    last["A1"] = "完"
    last.print_area = "A1:A1"
    return book


VILLAGES = [
    {
        "name": "石桥村",
        "people": 7,
        "households": [{"head": "张三", "people": 4}, {"head": "李四", "people": 3}],
    },
    {"name": "石桥村", "people": 2, "households": [{"head": "王五", "people": 2}]},
    {"name": "柳/湾", "people": 0, "households": []},
]


def test_a_sheet_stands_once_for_every_record():
    template = compile_xlsx(saved(villages()), tables={"v": RowsSpec(), "v.households": RowsSpec()})
    content = template.fill({"county": "甲县", "v": VILLAGES})
    filled, values = both(content)
    assert filled.sheetnames == ["汇总", "石桥村", "石桥村(2)", "柳_湾", "末页"]
    assert column(values["石桥村"], "A") == ["石桥村名单（甲县）", "张三", "李四", "合计"]
    assert [
        values[name]["B" + str(row)].value for name, row in (("石桥村", 4), ("石桥村(2)", 3), ("柳_湾", 3))
    ] == [
        *(7, 2, 0),
    ]
    assert filled["石桥村(2)"]["B3"].value == "=SUM('石桥村(2)'!B2)"
    assert values["汇总"]["A1"].value == 9
    assert [row[0].value for row in values["汇总"].iter_rows(min_row=2)] == ["石桥村", "石桥村", "柳/湾"]
    assert [filled[name].print_area for name in filled.sheetnames[1:]] == [
        *("'石桥村'!$A$1:$B$4", "'石桥村(2)'!$A$1:$B$3", "'柳_湾'!$A$1:$B$3", "'末页'!$A$1"),
    ]
    assert [filled[name].oddHeader.center.text for name in filled.sheetnames[1:4]] == [
        "石桥村",
        "石桥村",
        "柳/湾",
    ]
    assert filled["石桥村(2)"]["A3"].comment.text == "石桥村合计"
    assert template.fill({"county": "甲县", "v": VILLAGES}) == content


def test_groups_stand_on_sheets_of_their_own_record():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "{{ v.name }}"
    for row in (["{{ v.groups.name }}"], ["{{ v.groups.members.name }}"], ["{{ v.groups.name }}完"]):
        sheet.append(row)
    template = compile_xlsx(
        saved(book), tables={"v": RowsSpec(), "v.groups": RowsSpec(), "v.groups.members": RowsSpec()}
    )
    values = {"v": [{"name": "甲村", "groups": GROUPS[:2]}, {"name": "乙村", "groups": GROUPS[1:2]}]}
    filled = both(template.fill(values))[0]
    assert column(filled["甲村"], "A") == ["一组", "张三", "李四", "一组完", "二组", "王五", "二组完"]
    assert column(filled["乙村"], "A") == ["二组", "王五", "二组完"]


def test_a_list_that_the_template_does_not_have_is_a_problem_even_beside_groups():
    problems = lint_xlsx(saved(grouped()), tables={**TABLES, "missing": RowsSpec()})
    assert [problem.code for problem in problems] == ["OOXML-046"]


def test_the_table_of_a_repeated_sheet_has_numbers_and_names_of_its_own():
    book = villages()
    sheet = book["{{ v.name }}"]
    sheet["D1"], sheet["E1"] = "一", "二"
    sheet.add_table(Table(displayName="表1", ref="D1:E2"))
    book["汇总"]["D1"] = "一"
    book["汇总"].add_table(Table(displayName="表1_2", ref="D1:D2"))
    template = compile_xlsx(saved(book), tables={"v": RowsSpec(), "v.households": RowsSpec()})
    content = template.fill({"county": "甲县", "v": VILLAGES})
    filled = both(content)[0]
    tables = [table for sheet in filled for table in sheet.tables.values()]
    assert len(tables) == len(VILLAGES) + 1
    for attribute in ("id", "name", "displayName"):
        assert len({getattr(table, attribute) for table in tables}) == len(tables)
    assert {table.ref.partition(":")[0] for table in tables} == {"D1"}


def test_links_lead_to_the_copies_of_their_sheet():
    book = villages()
    title = "{{ v.name }}"
    book[title]["F1"] = book["汇总"]["F1"] = "去"
    for sheet in (book[title], book["汇总"]):
        sheet["F1"].hyperlink = Hyperlink(ref="F1", location=f"'{title}'!A1")
    template = compile_xlsx(saved(book), tables={"v": RowsSpec(), "v.households": RowsSpec()})
    filled = both(template.fill({"county": "甲县", "v": VILLAGES}))[0]
    own = [name for name in filled.sheetnames if name not in ("汇总", "末页")]
    assert [filled[name]["F1"].hyperlink.location for name in own] == [f"'{name}'!A1" for name in own]
    assert filled["汇总"]["F1"].hyperlink.location == f"'{own[0]}'!A1"


def with_pivot(content, part):
    """The workbook, with a pivot table on the sheet of this part."""
    stream, rels = BytesIO(), part.replace("worksheets/", "worksheets/_rels/") + ".rels"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/pivotTable"
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        names = old.namelist()
        for name in {*names, rels}:
            text = (
                old.read(name).decode()
                if name in names
                else f'<Relationships xmlns="{RELS}"></Relationships>'
            )
            if name == rels:
                own = f'<Relationship Id="p1" Type="{kind}" Target="/xl/pivotTables/pivotTable1.xml"/></Relationships>'
                text = text.replace("</Relationships>", own)
            new.writestr(name, text)
        new.writestr("xl/pivotTables/pivotTable1.xml", f'<pivotTableDefinition xmlns="{MAIN}"/>')
    return stream.getvalue()


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"


def test_a_sheet_with_a_pivot_table_is_not_repeated_and_that_is_found_before_any_fill():
    book = villages()
    number = book.sheetnames.index("{{ v.name }}") + 1
    content = with_pivot(saved(book), f"xl/worksheets/sheet{number}.xml")
    problems = lint_xlsx(content, tables={"v": RowsSpec(), "v.households": RowsSpec()})
    assert [(problem.code, problem.place.sheet) for problem in problems] == [("OOXML-063", "{{ v.name }}")]

"""The worklist: a workbook a clerk fills in, the same bytes every time, and read back by its columns."""

from io import BytesIO

import openpyxl
import pytest

from docgen import Finding, Severity, fields
from docgen.check import Acceptance, accepted
from docgen.columns import corrections
from docgen.demo import township
from docgen.worklist import COLUMNS, shown, worklist

CASES = township(2026, 2, 40, 5).cases
FIRST, LAST = CASES[0], CASES[-1]


def finding(case, code, box, severity=Severity.ERROR, **named):
    return Finding(case.area.code, case.number, "某处", code, fields(**named), severity, (box,))


FOUND = (
    finding(LAST, "SUM-101", "household.population_stated", stated=9, computed=8),
    finding(FIRST, "ID-101", "household.members.0.id_no", Severity.WARNING, member="张三"),
    finding(FIRST, "ID-103", "household.members.0.id_no", member="张三", id_no="529926****"),
)


def rows(content, sheet="核查清单", header=2):
    table = openpyxl.load_workbook(BytesIO(content))[sheet]
    heads = [cell.value for cell in table[header]]
    return [
        dict(zip(heads, (cell.value for cell in row), strict=True))
        for row in table.iter_rows(min_row=header + 1)
    ]


def test_rows_come_by_village_and_household_errors_first():
    made = rows(worklist(FOUND, CASES))
    assert [(row["户号"], row["规则"]) for row in made] == [
        (FIRST.number, "ID-103"),
        (FIRST.number, "ID-101"),
        (LAST.number, "SUM-101"),
    ]
    assert made[0]["村"] == FIRST.area.village
    assert made[0]["户主"] == FIRST.household.members[0].name
    assert made[0]["位置"] == "家庭成员第1行 证件号码"


def test_a_number_is_masked_and_never_whole_in_the_file():
    content = worklist(FOUND, CASES)
    number = FIRST.household.members[0].id_no
    assert rows(content)[0]["现值"] == number.masked
    table = openpyxl.load_workbook(BytesIO(content))
    assert not any(number in str(cell.value) for sheet in table for row in sheet.iter_rows() for cell in row)


def test_the_column_for_corrections_is_empty_text():
    back = corrections()
    sheet = openpyxl.load_workbook(BytesIO(worklist(FOUND, CASES)))[back.name]
    column = list(COLUMNS).index(back.value) + 1
    assert {sheet.cell(row, column).value for row in (3, 4, 5)} == {None}
    assert {sheet.cell(row, column).number_format for row in (3, 4, 5)} == {"@"}


def test_the_path_that_the_import_needs_is_there_but_hidden():
    back = corrections()
    content = worklist(FOUND, CASES)
    assert rows(content)[0][back.box] == "household.members.0.id_no"
    sheet = openpyxl.load_workbook(BytesIO(content))[back.name]
    letter = openpyxl.utils.get_column_letter(list(COLUMNS).index(back.box) + 1)
    assert sheet.column_dimensions[letter].hidden


def test_every_box_in_doubt_has_a_row_but_the_problem_is_told_once():
    two = Finding(
        FIRST.area.code,
        FIRST.number,
        "",
        "ID-108",
        fields(member="张三", sex_stated="男", id_no="5"),
        Severity.ERROR,
        ("household.members.0.sex_stated", "household.members.0.id_no"),
    )
    made = rows(worklist([two], CASES))
    assert [row["栏目路径"] for row in made] == list(two.boxes)
    assert made[1]["问题"] == "（同上）"
    assert rows(worklist([two], CASES), "按规则汇总")[0]["条数"] == 1


def test_a_finding_about_a_whole_list_has_a_row_without_a_path():
    whole = Finding(
        FIRST.area.code, FIRST.number, "帮扶措施", "RISK-208", (), Severity.WARNING, ("measures",)
    )
    (row,) = rows(worklist([whole], CASES))
    assert (row["位置"], row["栏目路径"]) == ("帮扶措施", None)


def test_what_was_accepted_tells_why():
    softened = accepted(FOUND, [Acceptance("SUM-101", LAST.number, "待销户")])
    row = next(row for row in rows(worklist(softened, CASES)) if row["规则"] == "SUM-101")
    assert (row["级别"], row["依据"]) == ("提醒", "已认可：待销户")


def test_findings_about_nobody_come_last():
    lost = Finding("", "", "花名册.xlsx 第5行", "ID-101", fields(member="某人"))
    made = rows(worklist((lost, *FOUND), CASES, {"ID-103": "GB 11643-1999"}))
    assert made[-1]["位置"] == "花名册.xlsx 第5行"
    assert made[0]["依据"] == "GB 11643-1999"


def test_the_summary_counts_rules_and_households():
    first, *_ = rows(
        worklist((*FOUND, finding(LAST, "ID-103", "household.members.0.id_no")), CASES), "按规则汇总"
    )
    assert (first["规则"], first["户数"], first["条数"]) == ("ID-103", 2, 2)


def test_the_same_findings_give_the_same_bytes():
    assert worklist(FOUND, CASES) == worklist(FOUND, CASES)


def test_it_prints_on_a4_landscape_with_its_header_on_every_page():
    sheet = openpyxl.load_workbook(BytesIO(worklist(FOUND, CASES)))["核查清单"]
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert sheet.print_title_rows == "$2:$2"
    assert sheet.freeze_panes == "A3"
    assert sheet.auto_filter.ref == "A2:O5"


def test_a_name_that_looks_like_a_formula_stays_text():
    head = FIRST.household.members[0].model_copy(update={"name": "=1+1\x07"})
    household = FIRST.household.model_copy(update={"members": (head, *FIRST.household.members[1:])})
    case = FIRST.model_copy(update={"household": household})
    sheet = openpyxl.load_workbook(BytesIO(worklist(FOUND[1:], [case])))["核查清单"]
    cell = sheet.cell(3, list(COLUMNS).index("户主") + 1)
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_a_worklist_without_findings_still_opens():
    assert rows(worklist((), CASES)) == []


@pytest.mark.parametrize(
    ("value", "box", "text"),
    [
        (True, "", "是"),
        (None, "", ""),
        (("健康", "残疾"), "", "健康、残疾"),
        ("identification", "procedures.0.kind", "识别"),
    ],
)
def test_values_are_shown_as_the_paper_writes_them(value, box, text):
    assert shown(value, box) == text

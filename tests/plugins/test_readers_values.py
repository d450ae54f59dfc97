"""One cell becomes one value of its box, or a sentence that says what to write instead."""

from datetime import date, datetime

import pytest

from docgen import Severity, say
from docgen.columns import boxes
from docgen.errors import catalogue
from docgen.plugins.intake.values import LONGEST, Problem, convert_all, converter

MONEY, DAY, MONTH = "incomes[].wage", "visits[].on", "household.identified_on"
NAME, ID_NO, PHONE = "household.members[].name", "household.members[].id_no", "household.members[].phone"


def read(path, cell):
    return converter(boxes()[path])(cell)


@pytest.mark.parametrize(
    ("path", "cell", "value"),
    [
        (MONEY, "1,234", "1234.00"),
        (MONEY, "１２３", "123.00"),
        (MONEY, "12,345.6", "12345.60"),
        (MONEY, "￥300元", "300.00"),
        (MONEY, 0.1 + 0.2, "0.30"),
        (MONEY, 0.0, "0.00"),
        (MONEY, "/", None),
        (MONEY, "", None),
        ("incomes[].net_stated", "-200", "-200.00"),
        (DAY, "2026-07-05", "2026-07-05"),
        (DAY, "2026/7/5", "2026-07-05"),
        (DAY, "2026.7.5", "2026-07-05"),
        (DAY, "2026年7月5日", "2026-07-05"),
        (DAY, "２０２６年７月５日", "2026-07-05"),
        (DAY, "20260705", "2026-07-05"),
        (DAY, 20260705.0, "2026-07-05"),
        (DAY, date(2026, 7, 5), "2026-07-05"),
        (DAY, datetime(2026, 7, 5, 10, 30), "2026-07-05"),  # noqa: DTZ001 - a cell has no zone
        (DAY, "2026-07-05 00:00:00", "2026-07-05"),
        (MONTH, "202607", "2026-07"),
        (MONTH, 202607.0, "2026-07"),
        (MONTH, "2026年07月", "2026-07"),
        (MONTH, "2026-7", "2026-07"),
        (MONTH, date(2026, 7, 1), "2026-07"),
        (ID_NO, "11010519491231002x", "11010519491231002X"),
        (ID_NO, "１１０１０５１９４９１２３１００２ｘ", "11010519491231002X"),
        (ID_NO, '="11010519491231002X"', "11010519491231002X"),
        (ID_NO, "'11010519491231002X", "11010519491231002X"),
        (ID_NO, "110105 19491231 0021", "110105194912310021"),
        (PHONE, 13800138000.0, "13800138000"),
        (NAME, "  张&<>\"'三  ", "张&<>\"'三"),
        (NAME, "{{7*7}}", "{{7*7}}"),
        (NAME, "买买提·阿卜杜拉", "买买提·阿卜杜拉"),
        (NAME, "𠮷䶮", "𠮷䶮"),
        (NAME, "欧" * 25, "欧" * 25),
        (NAME, 12.0, "12"),
        ("household.members[].sex_stated", 1.0, "男"),
        ("household.members[].sex_stated", "2", "女"),
        ("household.members[].health", "残疾、大病", ["残疾", "患有大病"]),
        ("household.members[].student", "非在校生", None),
        ("household.members[].dibao", "√", True),
        ("household.members[].dibao", 0.0, False),
        ("household.members[].works[].months", "3个月", 3),
        ("check.people", "王五，赵六;孙七 周八", ["王五", "赵六", "孙七", "周八"]),
        ("contacts[].role", "监测联系人", "monitor"),
        ("area.code", 520199001201.0, "520199001201"),
    ],
)
def test_a_cell_is_read_as_its_box_means_it(path, cell, value):
    path = path if path in boxes() else f"procedures[].{path}"
    assert read(path, cell) == value


@pytest.mark.parametrize(
    ("path", "cell", "code"),
    [
        (MONEY, "-5", "INTAKE-118"),
        (MONEY, -5.0, "INTAKE-118"),
        (MONEY, 1e16, "INTAKE-117"),
        (MONEY, "1e16", "INTAKE-117"),
        (MONEY, "1e999", "INTAKE-117"),
        (MONEY, "NaN", "INTAKE-126"),
        (MONEY, float("nan"), "INTAKE-126"),
        (MONEY, "inf", "INTAKE-126"),
        (MONEY, "壹佰", "INTAKE-127"),
        (MONEY, "3万", "INTAKE-127"),
        (MONEY, "1,23", "INTAKE-116"),
        (MONEY, "约300", "INTAKE-116"),
        (MONEY, date(2026, 1, 1), "INTAKE-116"),
        (MONEY, "1234.567", "INTAKE-119"),
        (DAY, "2026-02-30", "INTAKE-113"),
        (DAY, "1900-02-29", "INTAKE-113"),
        (DAY, "2月30日", "INTAKE-112"),
        (DAY, "农历七月初五", "INTAKE-112"),
        (DAY, "26-7-5", "INTAKE-114"),
        (DAY, "26年7月5日", "INTAKE-114"),
        (DAY, "2026年7月", "INTAKE-115"),
        (DAY, 46208.0, "INTAKE-128"),
        (DAY, "0026-07-05", "INTAKE-130"),
        (MONTH, "2026", "INTAKE-129"),
        (MONTH, "202613", "INTAKE-113"),
        (MONTH, "26年7月", "INTAKE-114"),
        (ID_NO, 5.20199198001010e17, "INTAKE-101"),
        (ID_NO, "5.20199E+17", "INTAKE-101"),
        (ID_NO, "5.20199e+17", "INTAKE-101"),
        (ID_NO, date(2026, 1, 1), "INTAKE-122"),
        (PHONE, date(2026, 1, 1), "INTAKE-123"),
        (NAME, "张\x0b三", "INTAKE-102"),
        (NAME, "张\ud800", "INTAKE-102"),
        (NAME, "张\uffff", "INTAKE-102"),
        (NAME, "#N/A", "INTAKE-107"),
        (NAME, "长" * (LONGEST + 1), "INTAKE-109"),
        ("household.members[].sex_stated", "0", "INTAKE-110"),
        ("household.members[].dibao", "也许", "INTAKE-111"),
        ("household.members[].works[].months", 13.0, "INTAKE-120"),
        ("household.members[].works[].months", 2.5, "INTAKE-121"),
        ("area.code", "5201", "INTAKE-124"),
        ("number", "一号", "INTAKE-125"),
        ("household.hh_id", 5.2019900000000012e17, "INTAKE-101"),
    ],
)
def test_a_cell_that_cannot_be_right_is_refused_with_a_sentence(path, cell, code):
    problem = read(path, cell)
    assert (problem.code, problem.severity, problem.value) == (code, Severity.ERROR, None)
    named = (*problem.named, ("title", "栏目"))
    assert say(code, named)
    assert "—" not in say(code, named)
    assert say(code, named, "do")


@pytest.mark.parametrize(
    ("cell", "code", "value"),
    [
        ("张\u202e三", "INTAKE-103", "张三"),
        ("张\u200b\ufeff三", "INTAKE-103", "张三"),
        ("张\ue863", "INTAKE-104", "张\ue863"),
        ("⼤明", "INTAKE-105", "大明"),
        ("e\u0301", "INTAKE-105", "é"),
        ("张\n三", "INTAKE-106", "张 三"),
    ],
)
def test_odd_characters_are_put_right_and_told(cell, code, value):
    problem = read(NAME, cell)
    assert (problem.code, problem.severity, problem.value) == (code, Severity.WARNING, value)


def test_lines_stay_where_a_box_takes_several():
    assert read("visits[].findings", "一切正常\r\n收入稳定") == "一切正常\n收入稳定"


def test_invisible_characters_in_an_identity_do_not_hide():
    problem = read(ID_NO, "11010519491231002\u200bX")
    assert (problem.code, problem.value) == ("INTAKE-103", "11010519491231002X")


def test_a_sentence_never_shows_a_whole_identity():
    problem = read(MONEY, "11010519491231002X")
    assert "11010519491231002X" not in say(problem.code, problem.named)


def test_a_column_tells_every_place_of_a_problem():
    values, problems = convert_all(["是", "也许", True, "", "也许"], boxes()["household.members[].dibao"])
    assert values == [True, None, True, None, None]
    assert [(place, problem.code) for place, problem in problems] == [(1, "INTAKE-111"), (4, "INTAKE-111")]


def test_every_code_of_the_readers_has_its_sentences():
    codes = [code for code in catalogue() if code.startswith("INTAKE-")]
    assert all(catalogue()[code][part] for code in codes for part in ("zh", "zh_do", "en", "en_do"))
    assert Problem("INTAKE-101").code in codes

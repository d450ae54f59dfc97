"""Before a paper is made: a value is the same on all forms, and every finding has its cause."""

from dataclasses import replace
from pathlib import Path

import pytest

from docgen import Field, FilledForm, Finding, Form, Severity, Table
from docgen.preflight import Cause, agreeing, cause_of, normal

FIRST = Form(
    "cn.first",
    "甲表",
    "2026",
    Path("x.docx"),
    (
        Field("head", "户主", "head.name"),
        Field("signed", "申请日期", "application.signed_on | cn_date"),
        Field("net", "纯收入", "identified.net | money"),
        Field("year", "年", "application.signed_on | year_of"),
    ),
    (Table("people", "成员", "members", (Field("name", "姓名", "row.name"),), 6),),
)
SECOND = replace(
    FIRST,
    id="cn.second",
    title="乙表",
    fields=(
        Field("name", "姓名", "head.name"),
        Field("on", "申请时间", "application.signed_on"),
        Field("amount", "收入", "identified.net | plain"),
        Field("year", "年份", "application.signed_on | year_of"),
    ),
)
PRINTS = {
    form.key: {"head": frozenset({"@head.name"}), "name": frozenset({"@head.name"})}
    for form in (FIRST, SECOND)
}
PEOPLE = [{"name": "张三"}, {"name": "李四"}]
ONE = {"head": "张三", "signed": "2026年3月5日", "net": "8,700.00", "year": "2026", "people": PEOPLE}
OTHER = {"name": "张三", "on": "2026-03-05", "amount": "8700", "year": "26", "people": PEOPLE}


def found(one, other, procedures=("P1", "P1")):
    filled = (
        FilledForm(FIRST, "520199001201", "H1", one, procedure=procedures[0]),
        FilledForm(SECOND, "520199001201", "H1", other, procedure=procedures[1]),
    )
    return list(agreeing(filled, PRINTS))


def test_a_value_may_be_written_in_several_ways():
    assert found(ONE, OTHER) == []


@pytest.mark.parametrize(
    "change", [{"name": "张山"}, {"on": "2026-03-06"}, {"amount": "8700.50"}, {"people": PEOPLE[::-1]}]
)
def test_a_value_that_is_not_the_same_on_two_forms_is_told(change):
    told = found(ONE, OTHER | change)
    assert {one.code for one in told} == {"SAME-101"}
    assert all("《甲表》" in one.sentence and "《乙表》" in one.sentence for one in told)
    assert len(told) == (2 if "people" in change else 1)


def test_a_whole_number_is_not_told():
    forms = [
        replace(form, fields=(Field("id", "证件号码", "head.id_no"),), tables=()) for form in (FIRST, SECOND)
    ]
    numbers = ("520199198001010119", "520199198001010127")
    filled = [FilledForm(form, "5", "H1", {"id": text}) for form, text in zip(forms, numbers, strict=True)]
    (told,) = agreeing(filled, {})
    assert not any(number in told.sentence for number in numbers)


def test_what_is_empty_or_about_another_procedure_says_nothing():
    assert found(ONE, OTHER | {"name": "", "on": "/"}) == []
    assert found(ONE, OTHER | {"on": "2027-01-01"}, ("P1", "P2")) == []


@pytest.mark.parametrize(
    ("code", "severity", "boxes", "cause"),
    [
        ("FILL-101", Severity.ERROR, (), Cause.MISSING),
        ("FILL-104", Severity.ERROR, (), Cause.CONTRADICTORY),
        ("FIT-102", Severity.WARNING, (), Cause.ROOM),
        ("DATE-101", Severity.ERROR, (), Cause.ORDER),
        ("X-1", Severity.ERROR, ("household.members.0.phone",), Cause.MISSING),
        ("X-1", Severity.ERROR, ("household.members.0.id_no",), Cause.INVALID),
        ("X-1", Severity.ERROR, ("household.members.0.id_no", "household.phone"), Cause.CONTRADICTORY),
        ("X-1", Severity.WARNING, ("household.members.0.id_no",), Cause.REMINDER),
    ],
)
def test_every_finding_has_its_cause(case, code, severity, boxes, cause):
    assert cause_of(Finding("v", "H1", "w", code, (), severity, boxes), case) is cause


def test_text_of_digits_stays_text():
    assert normal("012345678901234567X") == "012345678901234567X"
    assert normal(" 张 三 ") == normal("张三")
    assert normal("１２．５０") == "12.5"

"""What was filled is read again from the file: every built-in form, also after another program saved it."""

import io
import zipfile

import docx
import openpyxl
import pytest
from lxml import etree

from docgen import Roster
from docgen.bind import Binder
from docgen.demo import township
from docgen.naming import shared_numbers
from docgen.ooxml import Ticks, compile_docx, compile_xlsx
from docgen.plugins import BUILTINS
from docgen.plugins.templates import open_template
from docgen.policy import policy_for
from docgen.registry import load
from docgen.view import Occasion

REGISTRY = load(BUILTINS, installed=False)
FORMS = sorted(form.key for form in REGISTRY.forms.values() if form.about not in ("packet", "volume"))
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def town():
    return township(2026, 1, 24, 7)


@pytest.fixture(scope="module")
def filled(town):
    """Values and document of a form, for the first household (and the one with most members) it is about."""
    binder = Binder((), REGISTRY.filters, shared_numbers(REGISTRY.forms.values()))
    policy = policy_for(town.cases[0], town.as_of, REGISTRY.policies.values())
    occasion = Occasion(town.as_of, policy)
    large = sorted(town.cases, key=lambda case: -len(case.household.members))

    def fill(key):
        form = REGISTRY.forms[key]
        binder.add([form])
        opened = open_template(
            form, form.template.read_bytes(), compile_docx if form.format == "docx" else compile_xlsx
        )
        if form.about == "household":
            found = (binder.bind(form, case, occasion) for case in large)
            about = [one for one in found if one is not None][:2]
        else:
            found = binder.bind_village(form, Roster(town.cases[0].area, town.cases), occasion)
            about = [found] if found is not None else []
        return [
            (opened.template, opened.values(one), opened.template.fill(opened.values(one))) for one in about
        ]

    return fill


#: Papers that concern nobody in this township: nothing of theirs can be read back here.
IDLE = {
    "ankang.lowincome.exit_notice@2021",
    "ankang.lowincome.notice@2021",
    "jingxi.exit.notice_second@2014",
    "lingshou.identification.notice_township@2020",
}


def plain(value):
    """A value as it stands on paper, without the room around it; records without empty ones at the end."""
    if isinstance(value, Ticks):
        return (tuple(sorted(value.chosen)), value.other)
    if isinstance(value, list):
        rows = [{name: plain(one) for name, one in row.items()} for row in value]
        while rows and not any(one not in ("", ((), "")) for one in rows[-1].values()):
            rows.pop()
        return rows
    if isinstance(value, int | float) or hasattr(value, "normalize"):
        return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"
    return str(value).strip(" \n_　")


def agrees(template, values, document):
    reading = template.read(document)
    assert not reading.unread
    for name, value in values.items():
        assert plain(reading.values[name]) == plain(value), name


@pytest.mark.parametrize("key", FORMS)
def test_what_was_filled_is_read(filled, key):
    assert bool(filled(key)) == (key not in IDLE)
    for template, values, document in filled(key):
        agrees(template, values, document)


WORD = [
    "cn.identification.approval@2021",
    "cn.identification.survey@2021",
    "cn.handbook@2021",
    "cn.elimination.assessment@2021",
]


def resaved(document):
    """The file as Word saves it again: runs cut anew, revision numbers, marks of page breaks and of spelling."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/document.xml":
                root = etree.fromstring(content)
                for number, text in enumerate(list(root.iter(W + "t"))):
                    cut_in_two(text, number)
                content = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
            new.writestr(name, content)
    return out.getvalue()


def cut_in_two(text, number):
    run = text.getparent()
    if len(run.findall(W + "t")) != 1 or len(text.text or "") < 2:
        return
    half = len(text.text) // 2
    fresh = etree.fromstring(etree.tostring(run))
    for own, part in ((text, text.text[:half]), (fresh.find(W + "t"), text.text[half:])):
        own.text = part
        own.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    fresh.set(W + "rsidR", f"00{number:06X}")
    fresh.insert(
        1 if fresh.find(W + "rPr") is not None else 0, fresh.makeelement(W + "lastRenderedPageBreak")
    )
    run.addnext(fresh)
    run.addnext(run.makeelement(W + "proofErr", {W + "type": "spellStart"}))


@pytest.mark.parametrize("key", [key for key in FORMS if key in WORD])
def test_a_file_saved_again_by_another_program_reads_the_same(filled, key):
    for template, values, document in filled(key):
        agrees(template, values, resaved(document))


@pytest.mark.parametrize("key", ["cn.identification.list_village@2021", "suining.monitoring.ledger@2021"])
def test_a_workbook_saved_again_by_another_program_reads_the_same(filled, key):
    for template, values, document in filled(key):
        book = openpyxl.load_workbook(io.BytesIO(document))
        out = io.BytesIO()
        book.save(out)
        agrees(template, values, out.getvalue())


def written(template, values, change):
    """The blank filled, changed by hand with python-docx, and read."""
    document = docx.Document(io.BytesIO(template.fill(values)))
    change(document)
    out = io.BytesIO()
    document.save(out)
    return template.read(out.getvalue())


def small(*lines, rows=(), **tables):
    document = docx.Document()
    for text in lines:
        document.add_paragraph(text)
    if rows:
        table = document.add_table(len(rows), len(rows[0]))
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    out = io.BytesIO()
    document.save(out)
    return compile_docx(out.getvalue(), tables=tables, undefined="blank")


@pytest.mark.parametrize(
    ("by_hand", "chosen"),
    [
        ("☑因病　□因学", {"因病"}),
        ("√因病　□因学", {"因病"}),
        ("■因病　□因学", {"因病"}),
        ("□因病　□√因学", {"因学"}),
        ("□因病　√□因学", {"因学"}),
        ("✔ 因病　☒ 因学", {"因病", "因学"}),
        ("□ 因病　　　□ 因学", set()),
    ],
)
def test_a_tick_by_hand_is_read_however_it_is_made(by_hand, chosen):
    template = small("原因：{{ risks | ticks }}□因病　□因学")

    def tick(document):
        document.paragraphs[0].text = f"原因：{by_hand}"

    assert written(template, {}, tick).values["risks"] == Ticks(frozenset(chosen))


def test_an_option_that_was_rewritten_is_said_to_be_missing():
    template = small("原因：{{ risks | ticks }}□因病　□因学", "电话：{{ phone }}______")

    def change(document):
        document.paragraphs[0].text = "原因：生病"
        document.paragraphs[1].text = "电话：13800000001"

    reading = written(template, {}, change)
    assert reading.unread == {"risks": "missing"}
    assert reading.values == {"phone": "13800000001"}


def test_words_on_rules_and_between_年_月_日_are_read():
    template = small("申请人：{{ name }}________　{{ y }}　年 {{ m }} 月　{{ d }}日　审核人：______")

    def change(document):
        document.paragraphs[0].text = "申请人：__张三__　2026年7 月 5日　审核人：李四"

    assert written(template, {}, change).values == {"name": "张三", "y": "2026", "m": "7", "d": "5"}


def test_rows_that_were_added_by_hand_are_read_up_to_the_print_below():
    from docgen.ooxml import RowsSpec

    rows = [("姓名", "关系"), ("{{ m.name }}", "{{ m.tie }}"), ("", ""), ("备注", "{{ note }}")]
    template = small(rows=rows, m=RowsSpec(rows=2))

    def change(document):
        table = document.tables[0]
        fresh = table.add_row()
        table.rows[2]._tr.addnext(fresh._tr)
        for row, (name, tie) in zip(
            table.rows[1:4], [("甲", "户主"), ("乙", "配偶"), ("丙", "之子")], strict=True
        ):
            row.cells[0].text, row.cells[1].text = name, tie
        table.rows[4].cells[1].text = "已核实"

    reading = written(template, {}, change)
    assert [row["name"] for row in reading.values["m"]] == ["甲", "乙", "丙"]
    assert reading.values["note"] == "已核实"


def test_digits_one_to_a_box_are_joined():
    template = small(rows=[("编号", "{{ code | digits }}", "", "")])
    assert template.read(template.fill({"code": "12X"})).values == {"code": "12X"}


def test_two_slots_with_nothing_between_them_cannot_be_told_apart():
    template = small("{{ a }}{{ b }}")
    assert template.read(template.fill({"a": "甲", "b": "乙"})).unread == {"a": "together", "b": "together"}

"""Tables: rows, columns, merges, colours, grids: the same as docxtpl makes."""

import docx
import pytest
from docx.shared import Cm


def table(*rows, columns=None):
    document = docx.Document()
    made = document.add_table(0, columns or len(rows[0]))
    for row in rows:
        for cell, text in zip(made.add_row().cells, row, strict=False):
            cell.text = text
    return document


MEMBERS = [
    {"name": "甲", "age": 1, "group": "一组"},
    {"name": "乙", "age": 2, "group": "一组"},
    {"name": "丙", "age": 3, "group": "二组"},
]
VALUES = {
    "members": MEMBERS,
    "heads": ["一", "二", "三"],
    "rows": [{"name": "甲", "cells": [1, 2, 3]}, {"name": "乙", "cells": [4, 5, 6]}],
}

SAME = {
    "row loop with rows of its own": (
        [
            ("姓名", "年龄"),
            ("{%tr for m in members %}", ""),
            ("{{ m.name }}", "{{ m.age }}"),
            ("{%tr endfor %}", ""),
        ],
        VALUES,
    ),
    "conditions on rows": (
        [
            ("{%tr for m in members %}", ""),
            ("{%tr if m.age > 1 %}", ""),
            ("{{ m.name }}", "大"),
            ("{%tr else %}", ""),
            ("{{ m.name }}", "小"),
            ("{%tr endif %}", ""),
            ("{%tr endfor %}", ""),
        ],
        VALUES,
    ),
    "a condition inside a cell": ([("{% if members %}有{% endif %}", "{{ members|length }}")], VALUES),
    "comments on rows and cells": (
        [("{#tr 说明 #}", ""), ("甲", "乙")],
        {},
    ),
    "rows by columns": (
        [
            ("户", "{%tc for h in heads %}", "{{ h }}", "{%tc endfor %}"),
            ("{%tr for r in rows %}", "", "", ""),
            ("{{ r.name }}", "{%tc for c in r.cells %}", "{{ c }}", "{%tc endfor %}"),
            ("{%tr endfor %}", "", "", ""),
        ],
        VALUES,
    ),
    "fewer columns than the grid": (
        [("户", "{%tc for h in heads %}", "{{ h }}", "{%tc endfor %}")],
        {"heads": ["一"]},
    ),
    "many more columns than the grid": (
        [("户", "{%tc for h in heads %}", "{{ h }}", "{%tc endfor %}")],
        {"heads": list("一二三四五六七八九")},
    ),
    "a spanning heading over a column loop": (
        [
            ("{% colspan heads|length %}标题",),
            ("{%tc for h in heads %}", "{{ h }}", "{%tc endfor %}"),
        ],
        VALUES,
    ),
    "cell colours in a row loop": (
        [
            ("{%tr for m in members %}", ""),
            (
                "{% cellbg '00FF00' if m.age > 1 else 'FF0000' %}{{ m.name }}",
                "{% cellbg m.colour %}{{ m.age }}",
            ),
            ("{%tr endfor %}", ""),
        ],
        {
            "members": [
                {"name": "甲", "age": 1, "colour": "EEEEEE"},
                {"name": "乙", "age": 2, "colour": "123456"},
            ]
        },
    ),
    "vertical merge in a row loop": (
        [("{%tr for m in members %}", ""), ("{% vm %}共同", "{{ m.name }}"), ("{%tr endfor %}", "")],
        VALUES,
    ),
    "vertical merge in a column and row loop": (
        [
            ("{%tr for r in rows %}", "", "", ""),
            ("{% vm %}合", "{%tc for c in r.cells %}", "{{ c }}", "{%tc endfor %}"),
            ("{%tr endfor %}", "", "", ""),
        ],
        VALUES,
    ),
    "vertical merges of a loop in a loop": (
        [
            ("{%tr for r in rows %}", ""),
            ("{%tr for c in r.cells %}", ""),
            ("{% vm %}{{ r.name }}", "{{ c }}"),
            ("{%tr endfor %}", ""),
            ("{%tr endfor %}", ""),
        ],
        VALUES,
    ),
    "horizontal merge": (
        [("户", "{%tc for h in heads %}", "{% hm %}通栏", "{%tc endfor %}"), ("一", "二", "三", "四")],
        VALUES,
    ),
}


@pytest.mark.parametrize("feature", SAME)
def test_a_table_is_the_same_as_docxtpls(both, feature):
    rows, values = SAME[feature]
    one, two = both(
        table(*rows, columns=max(map(len, rows))) if feature[0] != "a" else spanning(rows), values
    )
    assert one == two


def spanning(rows):
    document = table(*rows, columns=max(map(len, rows)))
    first = document.tables[0].rows[0]
    for cell in first._tr.tc_lst[len(rows[0]) :]:
        first._tr.remove(cell)
    return document


def test_a_printed_span_is_multiplied_by_a_horizontal_merge(both):
    document = docx.Document()
    made = document.add_table(2, 6)
    for cell, text in zip(made.rows[1].cells, "一二三四五六", strict=True):
        cell.text = text
    top = made.rows[0]
    top.cells[0].merge(top.cells[1]).text = "{%tc for h in heads %}"
    top.cells[2].merge(top.cells[3]).text = "{% hm %}通栏"
    top.cells[4].merge(top.cells[5]).text = "{%tc endfor %}"
    one, two = both(document, VALUES)
    assert one == two


def test_a_tables_width_is_kept_when_columns_are_added(both):
    document = table(("户", "{%tc for h in heads %}", "{{ h }}", "{%tc endfor %}"))
    for column in document.tables[0].columns:
        column.width = Cm(4)
    one, two = both(document, {"heads": list("一二三四五六")})
    assert one == two


def test_a_table_in_a_cell_of_a_row_loop(both):
    document = table(("{%tr for m in members %}", ""), ("{{ m.name }}", ""), ("{%tr endfor %}", ""))
    inner = document.tables[0].cell(1, 1).add_table(2, 2)
    inner.cell(0, 0).text, inner.cell(1, 1).text = "{{ m.group }}", "{% if m.age > 1 %}{{ m.age }}{% endif %}"
    one, two = both(document, VALUES)
    assert one == two
    assert repr(one).count("'table'") == 1 + len(MEMBERS)

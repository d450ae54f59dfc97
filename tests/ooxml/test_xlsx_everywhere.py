"""Every kind of place in a workbook that takes text gives it back, and gives it to nobody else."""

import re
import zipfile
from io import BytesIO

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment

from docgen.ooxml import Properties, RowsSpec, Ticks, compile_xlsx

KEYS = (
    "alone",
    "among",
    "shared",
    "head",
    "note",
    "other",
    "chart",
    "group",
    "member",
    "second",
    "list",
    "sum",
)
TABLES = {"g": RowsSpec(), "g.m": RowsSpec(), "l": RowsSpec(rows=3), "v": RowsSpec()}
PRINTABLE = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), min_size=1, max_size=12
)


def everywhere():
    """A workbook with every kind of place that takes text."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "名单"
    for row in (
        ["{{ alone }}", "（{{ among }}）", "{{ shared }}", "{{ shared }}"],
        ["{{ g.name }}"],
        ["{{ g.m.name }}", "{{ g.m.tick | ticks }}□是 □其他____"],
        ["{{ g.name }}完"],
        ["{{ l.name }}", "=A5"],
        [],
        [],
        ["{{ second }}", '=A1&"，"&A8'],
    ):
        sheet.append(row)
    sheet.oddHeader.center.text = "{{ head }}"
    sheet["A8"].comment = Comment("{{ note }}", "镇")
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=3, min_row=5, max_row=7))
    chart.title = "{{ chart }}"
    sheet.add_chart(chart, "F1")
    own = book.create_sheet("{{ v.name }}")
    own["A1"] = "{{ v.text }}"
    stream = BytesIO()
    book.save(stream)
    return compile_xlsx(stream.getvalue(), tables=TABLES)


EVERYWHERE = everywhere()


def spread(texts):
    own = dict(zip(KEYS, texts, strict=True))
    return own | {
        "g": [
            {
                "name": own["group"],
                "m": [{"name": own["member"], "tick": Ticks(other=own["other"])}],
            }
        ],
        "l": [{"name": own["list"]}, {"name": own["member"]}],
        "v": [{"name": "甲", "text": own["sum"]}, {"name": "乙", "text": own["alone"]}],
    }


def escaped(text):
    """A text as openpyxl reads it: what looks like a character's code is written apart, and stays so."""
    return re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text)


@settings(max_examples=40, deadline=None)
@given(st.lists(PRINTABLE, min_size=len(KEYS), max_size=len(KEYS)))
def test_any_printable_text_comes_back_from_every_kind_of_place(texts):
    own = dict(zip(KEYS, texts, strict=True))
    content = EVERYWHERE.fill(spread(texts))
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name.endswith(".xml")}
    told = {name: etree.fromstring(text) for name, text in parts.items()}
    sheet = next(root for name, root in told.items() if name == "xl/worksheets/sheet1.xml")
    main = f"{{{sheet.nsmap[None]}}}"
    found = {
        cell.get("r"): "".join(t.text or "" for t in cell.iter(main + "t")) for cell in sheet.iter(main + "c")
    }
    expected = {
        "A1": own["alone"], "B1": f"（{own['among']}）", "C1": own["shared"], "D1": own["shared"],
        "A2": own["group"], "A3": own["member"], "A4": f"{own['group']}完", "A5": own["list"], "A6": own["member"],
        "A8": own["second"],
    }  # fmt: skip
    assert {ref: found[ref] for ref in expected} == {ref: escaped(text) for ref, text in expected.items()}
    assert escaped(own["other"]).rstrip() in found["B3"]
    formulas = {
        cell.get("r"): cell.findtext(main + "v") for cell in sheet.iter(main + "c") if cell.get("t") == "str"
    }
    assert formulas["B8"] == f"{own['alone']}，{own['second']}"
    assert sheet.findtext(f".//{main}oddHeader") == "&C" + own["head"].replace("&", "&&")
    beside = {
        name: "".join(root.itertext()) for name, root in told.items() if "comment" in name or "chart" in name
    }
    assert any(own["note"] in text for text in beside.values())
    assert any(own["chart"] in text for text in beside.values())


def test_one_households_marks_never_stand_in_anothers_file():
    one, other = ([f"标记{who}{number}" for number in range(len(KEYS))] for who in "甲乙")
    first, second, again = (
        EVERYWHERE.fill(spread(texts), Properties(title=texts[0], creator=texts[1]))
        for texts in (one, other, one)
    )
    assert first == again
    for content, own, foreign in ((first, "甲", "乙"), (second, "乙", "甲")):
        with zipfile.ZipFile(BytesIO(content)) as archive:
            text = b"".join(map(archive.read, archive.namelist())).decode("utf-8", "replace")
            text += str(archive.comment)
        assert all(f"标记{own}{number}" in text for number in range(len(KEYS)))
        assert f"标记{foreign}" not in text

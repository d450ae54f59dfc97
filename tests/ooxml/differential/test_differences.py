"""Where docxtpl is wrong: each difference by the name that docs/template_language.md gives it."""

import re
from io import BytesIO
from pathlib import Path

import docx
import pytest

from docgen.ooxml import OoxmlError, TemplateError, compile_docx

PAGE = Path(__file__).parents[3] / "docs" / "template_language.md"


def paragraphs(*texts):
    document = docx.Document()
    for text in texts:
        document.add_paragraph(text)
    return document


def saved(document):
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def rows(*texts):
    document = docx.Document()
    table = document.add_table(0, len(texts[0]))
    for row in texts:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    return document


def read(content):
    document = docx.Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [paragraph.text for paragraph in document.paragraphs] + cells


#: name → template, values, what is printed here (an error code when it is refused)
DIFFERENCES = {
    "text beside {%p": (paragraphs("甲{%p if a %}", "乙", "{%p endif %}丙"), {"a": 1}, ["甲", "乙", "丙"]),
    "two tags in one row": (
        rows(("{%tr for m in members %}{{ m }}", "格{%tr endfor %}")),
        {"members": ["甲", "乙"]},
        ["甲", "格", "乙", "格"],
    ),
    "% in a tag": (
        rows(
            ("{%tr for m in members %}", ""),
            ("{%tr if m % 2 %}", ""),
            ("{{ m }}", "奇"),
            ("{%tr endif %}", ""),
            ("{%tr endfor %}", ""),
        ),
        {"members": [1, 2]},
        ["1", "奇"],
    ),
    "None": (paragraphs("{{ a }}"), {"a": None}, "OOXML-081"),
    "booleans and lists": (paragraphs("{{ a }}"), {"a": True}, "OOXML-082"),
    "missing values": (paragraphs("{{ a }}"), {}, "OOXML-080"),
    "floats": (paragraphs("{{ a }}"), {"a": 0.1 + 0.2}, ["0.3"]),
    "control characters": (paragraphs("{{ a }}"), {"a": "甲\x0b乙"}, "OOXML-083"),
    "tabs and pages in plain text": (paragraphs("{{ a }}"), {"a": "甲\f乙"}, "OOXML-083"),
    "text that looks like a tag": (paragraphs("{{ a }}"), {"a": "{_{ x }_}"}, ["{_{ x }_}"]),
    "calls": (paragraphs("{{ a.encode() }}"), {"a": "x"}, "OOXML-089"),
    "filter blocks": (
        paragraphs("{% filter upper %}a&b{{ a }}{% endfilter %}"),
        {"a": "x&y"},
        ["A&BX&Y"],
    ),
    "random, attr, urlize, xmlattr": (paragraphs("{{ a|urlize }}"), {"a": "x"}, "OOXML-042"),
    "include, import, extends": (paragraphs("{% include a %}"), {"a": "x"}, "OOXML-049"),
}


@pytest.mark.parametrize("name", DIFFERENCES)
def test_a_difference_is_what_the_page_says(name, oracle):
    document, values, expected = DIFFERENCES[name]
    template = saved(document)
    if isinstance(expected, str):
        with pytest.raises(OoxmlError, match=expected):
            compile_docx(template).fill(values)
    else:
        filled = compile_docx(template).fill(values)
        assert read(filled) == expected
    try:
        theirs = read(oracle(template, values))
    except Exception:
        theirs = None
    assert theirs != expected


def test_without_escaping_docxtpl_loses_text():
    from docxtpl import DocxTemplate

    template = saved(paragraphs("姓名{{ a }}", "后"))
    made = DocxTemplate(BytesIO(template))
    made.render({"a": "张三&李四"})
    stream = BytesIO()
    made.save(stream)
    assert "李四" not in "".join(read(stream.getvalue()))
    assert read(compile_docx(template).fill({"a": "张三&李四"})) == ["姓名张三&李四", "后"]


def test_every_difference_has_its_line_on_the_page():
    listed = re.findall(
        r"^\| ([^|]+) \|", PAGE.read_text(encoding="utf-8").partition("## Differences from docxtpl")[2], re.M
    )
    names = {each.strip().replace("`", "") for each in listed}
    elsewhere = {
        "& and <",
        "properties",
        "size of a picture",
        "rich text",
    }  # shown with rich text and pictures
    assert set(DIFFERENCES) | elsewhere == names - {"difference"}


def test_a_wrong_tag_is_told_with_more_than_docxtpl_tells(oracle):
    from jinja2 import TemplateSyntaxError

    template = saved(rows(("甲", "乙"), ("丙", "{{ a | nosuch }}{{ b + }}")))
    with pytest.raises(TemplateSyntaxError) as theirs:
        oracle(template, {"a": 1, "b": 2})
    assert list(theirs.value.docx_context)  # some lines around the first error
    with pytest.raises(TemplateError) as ours:
        compile_docx(template)
    assert [
        (each.code, each.place.table, each.place.row, each.place.cell) for each in ours.value.problems
    ] == [
        ("OOXML-042", 1, 2, 2),
        ("OOXML-041", 1, 2, 2),
    ]

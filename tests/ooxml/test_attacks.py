"""Hostile templates and hostile values, in every story of a document: refused with a code, or printed as they are."""

import re
import time
import zipfile
from io import BytesIO

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from docgen.ooxml import FillError, OoxmlError, compile_docx

STORIES = ("body", "cell", "header", "footer", "text box", "comment", "property")


def with_text(story, text):
    document = docx.Document()
    paragraph = document.add_paragraph()
    if story == "body":
        paragraph.add_run(text)
    elif story == "cell":
        document.add_table(1, 1).cell(0, 0).text = text
    elif story in ("header", "footer"):
        getattr(document.sections[0], story).paragraphs[0].text = text
    elif story == "comment":
        document.add_comment([paragraph.add_run("文")], text=text, author="县")
    elif story == "property":
        document.core_properties.title = text
    else:
        box = parse_xml(
            f'<w:r {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape><v:textbox><w:txbxContent>'
            "<w:p><w:r><w:t/></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
        )
        next(box.iter(qn("w:t"))).text = text
        paragraph._p.append(box)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def printed(content):
    with zipfile.ZipFile(BytesIO(content)) as archive:
        names = [
            name
            for name in archive.namelist()
            if re.match(r"word/(document|header|footer|comments)|docProps/core", name)
        ]
        roots = [parse_xml(archive.read(name)) for name in sorted(names)]
    kinds = (qn("w:t"), "{http://purl.org/dc/elements/1.1/}title")
    return "".join(node.text or "" for root in roots for node in root.iter(*kinds))


class Household:
    """An object of ours, which no template may call."""

    deleted = False

    def delete(self):
        Household.deleted = True


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize(
    "expression",
    [
        "cycler.__init__.__globals__.os.popen('id').read()",
        "lipsum.__globals__",
        "''.__class__.__mro__[1].__subclasses__()",
        "x|attr('__class__')",
        "'{0.__class__}'.format(x)",
        "'{0.__class__}'|format(x)",
        "x.format_map({})",
        "['a']|map('attr', '__class__')|list",
        "['{0.__class__}']|map('format', x)|list",
        "household.delete()",
        "household.deleted",
        "names.append('x')",
    ],
)
def test_no_story_reaches_beyond_plain_data(story, expression):
    values = {"x": "值", "household": Household(), "names": ["甲"]}
    with pytest.raises(OoxmlError):
        compile_docx(with_text(story, "{{ " + expression + " }}")).fill(values)
    assert not Household.deleted
    assert values["names"] == ["甲"]


@pytest.mark.parametrize("story", STORIES[:-1])
@pytest.mark.parametrize(
    "tag", ["{% include '/etc/passwd' %}", "{% import '../../x' as x %}", "{% extends 'x' %}", "{% do x %}"]
)
def test_no_story_includes_another_file(story, tag):
    with pytest.raises(OoxmlError, match="OOXML-049"):
        compile_docx(with_text(story, tag))


HOSTILE = [
    "张<三>&四",
    "\"引号'",
    "</w:t></w:r></w:p>",
    "]]>",
    "<script>alert(1)</script>",
    "<#0#>",
    "{{7*7}}",
    "{% if x %}",
    "{# 注 #}",
    "{_{ x }_}",
    "${x}",
    "%s%n",
    "{0}",
    "=HYPERLINK(1)",
    "\u202e反\u2066向",
    "零\u200b宽\ufeff度",
    "全\u3000角\u00a0空格",
    "葛\U000e0100",
    "e\u0301é",
    "１２３ｘ",
    "䶮𠮷𤆵㛃𬭚𫖯𰻝〇",
    "买买提·阿卜杜拉•穆・萨",
    "\ue863\uf8f0h1\uf8f1",
    "⼤大",
    "长" * 50_000,
]


@pytest.mark.parametrize("story", STORIES)
def test_hostile_values_are_printed_as_they_are(story):
    template = compile_docx(with_text(story, "{{ x }}"))
    for text in HOSTILE:
        assert text in printed(template.fill({"x": text}))


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x0c", "\x1f", "\ufffe", "\uffff", "\ud800"])
def test_what_no_document_can_hold_is_refused_by_its_number(story, character):
    with pytest.raises(FillError, match=rf"OOXML-083.*U\+{ord(character):04X}") as caught:
        compile_docx(with_text(story, "{{ x }}")).fill({"x": f"张三{character}"})
    assert "张三" not in str(caught.value)


def test_nested_loops_are_stopped_soon():
    loops = 10
    text = "".join(f"{{% for a{n} in range(100000) %}}" for n in range(loops)) + "{% endfor %}" * loops
    began = time.process_time()
    with pytest.raises(FillError, match="OOXML-092"):
        compile_docx(with_text("body", text)).fill({})
    assert time.process_time() - began < 10


def test_a_missing_name_is_told_with_a_near_one():
    content = with_text("body", "{% for m in members %}{{ m.nmae }}{% endfor %}{% esle %}")
    with pytest.raises(OoxmlError, match="did you mean “else”"):
        compile_docx(content)
    content = with_text("body", "{% for m in members %}{{ m.nmae }}{% endfor %}")
    with pytest.raises(FillError, match=r"Did you mean “m\.name”"):
        compile_docx(content).fill({"members": [{"name": "甲"}]})

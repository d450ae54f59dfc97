"""Comments on a copy of a template, and the comparison with what a form declares."""

from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn

from docgen.ooxml import TemplateError, annotate, compare, compile_docx, lint_docx


def saved(document):
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def opened(content):
    return docx.Document(BytesIO(content))


def commented(document):
    """Each comment's code and the text it spans."""
    found = {}
    for comment in document.comments:
        start = next(
            node
            for node in document.element.iter(qn("w:commentRangeStart"))
            if node.get(qn("w:id")) == str(comment.comment_id)
        )
        paragraph = start.getparent()
        found[comment.text[:9]] = "".join(node.text or "" for node in paragraph.iter(qn("w:t")))
    return found


def test_each_problem_has_its_comment_at_its_place():
    document = docx.Document()
    document.add_paragraph("{{ a | nothing }}")
    document.add_paragraph("{{ a | nothing }}第二")
    table = document.add_table(2, 2)
    table.cell(1, 1).text = "格{{ b }"
    table.cell(1, 0).text = "{{ c | ticks }}没有方框"
    document.sections[0].header.paragraphs[0].text = "{{ d | digits }}页眉"
    template = saved(document)
    problems = lint_docx(template)
    assert [each.code for each in problems] == [
        "OOXML-040",
        "OOXML-042",
        "OOXML-042",
        "OOXML-043",
        "OOXML-051",
    ]
    made = opened(annotate(template, problems))
    assert len(made.comments) == 5
    assert commented(made) == {
        "OOXML-040": "格{{ b }",
        "OOXML-042": "{{ a | nothing }}第二",
        "OOXML-043": "{{ c | ticks }}没有方框",
        "OOXML-051": "{{ a | nothing }}",
    }


def test_comments_that_are_there_stay_and_the_words_are_the_callers():
    document = docx.Document()
    run = document.add_paragraph("{{ a").runs[0]
    document.add_comment([run], text="原有", author="县里", initials="县")
    made = opened(annotate(saved(document), lint_docx(saved(document)), lambda each: f"问题 {each.code}"))
    assert [comment.text for comment in made.comments] == ["原有", "问题 OOXML-040"]
    assert len({comment.comment_id for comment in made.comments}) == 2


def test_the_same_problems_give_the_same_bytes():
    document = docx.Document()
    document.add_paragraph("{{ a")
    template = saved(document)
    assert annotate(template, lint_docx(template)) == annotate(template, lint_docx(template))


def test_what_is_no_package_cannot_be_annotated():
    with pytest.raises(TemplateError, match="OOXML-001"):
        annotate(b"no zip", ())


def test_slots_are_compared_with_declared_names():
    document = docx.Document()
    document.add_paragraph("{{ name }}{{ adress }}{% for m in people %}{{ m.age }}{% endfor %}")
    slots = compile_docx(saved(document)).slots
    assert compare(slots, ["name", "adress", "people.age"]) == ()
    told = {each.code: each.hint for each in compare(slots, ["name", "address", "people.age"])}
    assert told == {"OOXML-056": "“adress”; did you mean “address”?", "OOXML-057": "“address”"}

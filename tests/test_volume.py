"""The room that binds volumes: numbers outside on both sides, backs that are not counted, seal, codes, labels."""

from io import BytesIO

import pikepdf
import pypdfium2

from docgen.document import Leaves
from docgen.volume import Part, bind

SEAL = ("0001", "2026", "3", "H00001", "D30", "2")


def leaves(pages):
    pdf = pikepdf.new()
    for _ in range(pages):
        pdf.add_blank_page(page_size=(595, 842))
    out = BytesIO()
    pdf.save(out)
    return Leaves(out.getvalue(), pages)


def texts(content):
    with pypdfium2.PdfDocument(content) as pdf:
        return [page.get_textpage().get_text_range().split() for page in pdf]


def test_every_part_begins_on_a_front_and_empty_backs_carry_nothing():
    made = bind([Part((leaves(1),)), Part((leaves(3),), first=1), Part((leaves(2),), first=4)], title="卷")
    assert made.sides == 8
    assert texts(made.content) == [[], [], ["1"], ["2"], ["3"], [], ["4"], ["5"]]


def test_pages_laid_out_apart_run_on_in_one_part():
    made = bind([Part((leaves(1), leaves(1), leaves(1)), first=7)], title="卷")
    assert texts(made.content) == [["7"], ["8"], ["9"], []]


def test_labels_are_the_numbers_on_the_paper():
    parts = [Part((leaves(1),), label="封面"), Part((leaves(3),), first=1), Part((leaves(1),), first=4)]
    with pikepdf.open(BytesIO(bind(parts, title="卷").content)) as pdf:
        assert [page.label for page in pdf.pages] == [
            "封面-1",
            "空白-1",
            "1",
            "2",
            "3",
            "空白-1",
            "4",
            "空白-1",
        ]


def test_the_seal_stands_on_the_first_page_and_codes_on_each():
    made = bind([Part((leaves(2),), first=1, seal=SEAL, codes=("码甲", "码乙"))], title="卷")
    first, second = texts(made.content)
    assert {"全宗号", "0001", "D30", "码甲"} <= set(first)
    assert "码乙" in second
    assert "0001" not in second


def test_the_foot_tells_the_side_in_the_file():
    made = bind([Part((leaves(1),)), Part((leaves(1),), first=1)], title="卷", foot=True)
    assert texts(made.content)[2] == ["1", "册内第", "3", "页"]


def test_the_same_parts_give_the_same_bytes():
    parts = [Part((leaves(1),), ("封面",), seal=SEAL, first=1)]
    assert bind(parts, title="卷").content == bind(parts, title="卷").content

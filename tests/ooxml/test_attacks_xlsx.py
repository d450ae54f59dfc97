"""Hostile templates and hostile values in every place of a workbook: refused with a code, or kept as they are."""

from io import BytesIO

import openpyxl
import pytest
from openpyxl.chart import BarChart
from openpyxl.comments import Comment

from docgen.ooxml import FillError, OoxmlError, RowsSpec, compile_xlsx

PLACES = ("cell", "among text", "row", "page header", "sheet name", "comment", "chart title")


def with_tag(place, tag):
    """A template with a tag in one place."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"], sheet["B1"] = "文", "文"
    if place == "cell":
        sheet["A1"] = tag
    elif place == "among text":
        sheet["A1"] = f"前{tag}后"
    elif place == "row":
        sheet["A1"], sheet["B1"] = "{{ h.name }}", tag
    elif place == "page header":
        sheet.oddHeader.center.text = tag
    elif place == "sheet name":
        sheet.title = "名"
    elif place == "comment":
        sheet["A1"].comment = Comment(tag, "镇")
    else:
        chart = BarChart()
        chart.title = tag
        sheet.add_chart(chart)
    if place == "sheet name":
        sheet._WorkbookChild__title = tag  # openpyxl refuses the characters that an attack needs
    stream = BytesIO()
    book.save(stream)
    return compile_xlsx(stream.getvalue(), tables={"h": RowsSpec()} if place == "row" else {})


def fill(place, tag, **values):
    return with_tag(place, tag).fill({**values, "h": [{"name": "甲"}]})


class Household:
    """An object of ours, which no template may call."""

    deleted = False

    def delete(self):
        Household.deleted = True


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    "expression",
    [
        "cycler.__init__.__globals__.os.popen('id').read()",
        "lipsum.__globals__",
        "''.__class__.__mro__[1].__subclasses__()",
        "x|attr('__class__')",
        "'{0.__class__}'.format(x)",
        "x.format_map({})",
        "['a']|map('attr', '__class__')|list",
        "household.delete()",
        "names.append('x')",
        "'x' * 10**10",
        "9 ** 9 ** 9",
        "'%999999999d' % 1",
    ],
)
def test_no_place_reaches_beyond_plain_data_or_makes_something_huge(place, expression):
    values = {"x": "值", "household": Household(), "names": ["甲"]}
    with pytest.raises(OoxmlError):
        fill(place, "{{ " + expression + " }}", **values)
    assert not Household.deleted
    assert values["names"] == ["甲"]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    "text", ["{{ 7*7 }}", "]]>", "张<三>&四", "=cmd|'/c calc'!A1", "${x}", "%s", "\u202e反", "䶮𠮷"]
)
def test_hostile_values_are_kept_as_they_are(place, text):
    content = fill(place, "{{ x }}", x=text)
    book = openpyxl.load_workbook(BytesIO(content))
    sheet = book.worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert all(cell.data_type != "f" for cell in cells)
    if place in ("cell", "among text", "row"):
        assert any(text in cell.value for cell in cells)
    elif place == "comment":
        assert sheet["A1"].comment.text == text
    elif place == "page header":
        assert text in (sheet.oddHeader.center.text or "").replace("&&", "&")
    elif place == "sheet name":
        assert sheet.title == "".join("_" if character in "[]:*?/\\" else character for character in text)
    assert "49" not in [cell.value for cell in cells]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x1f", "\ufffe", "\ud800"])
def test_what_no_workbook_can_hold_is_refused_by_its_number(place, character):
    with pytest.raises(FillError, match=rf"OOXML-083.*U\+{ord(character):04X}") as caught:
        fill(place, "{{ x }}", x=f"张三{character}")
    assert "张三" not in str(caught.value)

"""HTML of a sheet may be read as XML: nothing of the page is another for it."""

from pathlib import Path

import pytest

from docgen.pdf import page
from docgen.pdf.page.draw import Written, headed

TEMPLATES = Path(__file__).parents[3] / "templates"
PAGES = sorted(TEMPLATES.rglob("*.docx"))[::12] + sorted(TEMPLATES.rglob("*.xlsx"))[::6]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_read_as_xml_has_the_elements_that_a_browser_would_find(path: Path) -> None:
    import tinyhtml5

    from docgen.pdf.page.draw import _tree

    opened = page.open_docx if path.suffix == ".docx" else page.open_xlsx
    written = headed(opened(path.read_bytes()).html(), "标题", "某镇 & 某村", draft=True, lang="zh-CN")
    assert isinstance(written, Written)
    assert _shape(_tree(written)) == _shape(tinyhtml5.parse(written, namespace_html_elements=False))


def test_a_page_of_a_sheet_has_the_same_bytes_as_the_same_page_from_anywhere() -> None:
    written = page.open_docx(PAGES[0].read_bytes()).html()
    assert page.draw(written).pdf == page.draw(str(written)).pdf


def test_a_page_that_is_no_xml_is_drawn_all_the_same() -> None:
    broken = Written('<!DOCTYPE html><html lang="zh-CN"><body><p>一<p>二</body></html>')
    assert page.draw(broken).pages == 1


def _shape(element: object) -> object:
    inner = [_shape(child) for child in element]  # type: ignore[attr-defined]
    return (element.tag, dict(element.attrib), element.text or "", element.tail or "", inner)  # type: ignore[attr-defined]

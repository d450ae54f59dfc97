"""Tables: widths, merged cells, heights, borders, page breaks."""

import itertools

import pytest

from docgen.pdf import page

LEFT = 90.0 - 5.4 + 5.4  # compatibility mode 15 aligns the border with the text edge


@pytest.fixture
def drawn(word, look_at):
    def draw(body, mode="word", **more):
        compat = '<w:compat><w:compatSetting w:name="compatibilityMode" w:val="15"/></w:compat>'
        settings = f'<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{compat}</w:settings>'
        file = word.file(body, more={("settings", "settings.xml"): settings}, **more)
        return look_at(page.draw(page.open_docx(file, mode=mode).html()).pdf)

    return draw


def test_columns_and_rows_stand_where_the_grid_says(word, drawn):
    rows = [word.row(word.cell("甲", 2000), word.cell("乙", 3000), height=600) for _ in range(2)]
    (sheet,) = drawn(word.table([2000, 3000], *rows))
    assert sheet.down == pytest.approx((90, 190, 340), abs=0.1)
    assert [b - a for a, b in zip(sheet.across, sheet.across[1:], strict=False)] == pytest.approx(
        [30, 30], abs=0.1
    )


def test_a_cell_s_own_width_beats_a_grid_that_disagrees(word, drawn):
    (sheet,) = drawn(word.table([1000, 1000], word.row(word.cell("甲", 2000), word.cell("乙", 3000))))
    assert sheet.down == pytest.approx((90, 190, 340), abs=0.1)


def test_a_row_grows_with_its_text_unless_it_is_exact(word, drawn):
    text = "一二三四五六七八九十一二三四五六七八九十"
    (grown,) = drawn(word.table([2000], word.row(word.cell(text, 2000), height=400)))
    (exact,) = drawn(word.table([2000], word.row(word.cell(text, 2000), height=400, rule="exact")))
    assert grown.across[1] - grown.across[0] > 40
    assert exact.across[1] - exact.across[0] == pytest.approx(20, abs=0.1)


def test_a_vertically_merged_cell_leaves_the_rows_their_heights(word, drawn):
    tall = "".join(word.paragraph("行") for _ in range(2))
    first = word.row(
        word.cell(tall, properties='<w:vMerge w:val="restart"/><w:vAlign w:val="center"/>'),
        word.cell("一"),
        height=500,
    )
    more = [word.row(word.cell(properties="<w:vMerge/>"), word.cell("二"), height=500) for _ in range(2)]
    (sheet,) = drawn(word.table([1000, 1000], first, *more))
    assert [b - a for a, b in zip(sheet.across, sheet.across[1:], strict=False)] == pytest.approx(
        [25] * 3, abs=0.1
    )


def test_a_row_whose_cells_all_span_keeps_its_height(word, drawn):
    start = '<w:vMerge w:val="restart"/>'
    rows = (
        word.row(word.cell("甲", properties=start), word.cell("乙"), height=500),
        word.row(word.cell(properties="<w:vMerge/>"), word.cell("丙", properties=start), height=500),
        word.row(word.cell("丁", properties=start), word.cell(properties="<w:vMerge/>"), height=500),
        word.row(word.cell(properties="<w:vMerge/>"), word.cell("戊"), height=500),
    )
    (sheet,) = drawn(word.table([1000, 1000], *rows))
    assert [b - a for a, b in zip(sheet.across, sheet.across[1:], strict=False)] == pytest.approx(
        [25] * 4, abs=0.1
    )


def test_a_cell_without_a_border_takes_it_from_its_neighbour_only_when_that_one_says_so(word, drawn):
    nil = '<w:tcBorders><w:right w:val="nil"/></w:tcBorders>'
    thick = '<w:tcBorders><w:left w:val="single" w:sz="12"/></w:tcBorders>'
    (open_,) = drawn(word.table([1000, 1000], word.row(word.cell("甲", properties=nil), word.cell("乙"))))
    (closed,) = drawn(
        word.table([1000, 1000], word.row(word.cell("甲", properties=nil), word.cell("乙", properties=thick)))
    )
    assert len(open_.down) == 2
    assert len(closed.down) == 3


def test_a_centred_table_stands_in_the_middle(word, drawn):
    (sheet,) = drawn(word.table([2000], word.row(word.cell("甲", 2000)), properties='<w:jc w:val="center"/>'))
    assert sheet.down == pytest.approx((247.65, 347.65), abs=0.1)


def test_text_stands_at_the_top_middle_or_bottom(word, drawn):
    def height(align):
        (sheet,) = drawn(
            word.table(
                [1000], word.row(word.cell("甲", properties=f'<w:vAlign w:val="{align}"/>'), height=2000)
            )
        )
        return sheet.at("甲")[1]

    top, middle, bottom = (height(align) for align in ("top", "center", "bottom"))
    assert middle - top == pytest.approx(bottom - middle, abs=0.1)
    assert bottom - top > 80


def test_header_rows_are_repeated_and_the_table_is_closed_on_every_page(word, drawn):
    head = word.row(word.cell("表头"), height=500, properties="<w:tblHeader/>")
    rows = [word.row(word.cell(f"第{at}行"), height=800) for at in range(30)]
    pages = drawn(word.table([3000], head, *rows))
    assert len(pages) == 2
    assert all("表头" in sheet.text for sheet in pages)
    assert all(sheet.across[-1] - sheet.across[-2] == pytest.approx(40, abs=0.2) for sheet in pages)


def test_a_row_split_between_pages_is_closed_at_the_break(word, drawn):
    tall = "".join(word.paragraph("行") for _ in range(60))
    first, second = drawn(word.table([3000], word.row(word.cell(tall, 3000))))
    assert len(first.across) == len(second.across) == 2


def test_a_row_that_must_not_be_split_moves_to_the_next_page(word, drawn):
    tall = "".join(word.paragraph("行") for _ in range(30))
    body = word.table(
        [3000], word.row(word.cell(tall, 3000)), word.row(word.cell(tall, 3000), properties="<w:cantSplit/>")
    )
    first, second = drawn(body)
    assert (first.text.count("行"), second.text.count("行")) == (30, 30)


def test_rows_that_keep_with_the_next_take_their_heading_along(word, drawn):
    above = "".join(word.paragraph("上") for _ in range(43))
    rows = [word.row(word.cell(word.paragraph("格", "<w:keepNext/>"), 3000), height=400) for _ in range(3)]
    pages = drawn(
        above + word.paragraph("标题", "<w:keepNext/>") + word.table([3000], *rows) + word.paragraph("末")
    )
    assert "标题" in pages[1].text
    assert pages[1].text.count("格") == 3


def test_vertical_text_runs_down_the_cell(word, drawn):
    rows = [
        word.row(
            word.cell("家庭成员", 600, '<w:vMerge w:val="restart"/><w:textDirection w:val="tbRlV"/>'),
            word.cell("甲"),
            height=900,
        ),
        word.row(word.cell("", 600, "<w:vMerge/>"), word.cell("乙"), height=900),
    ]
    (sheet,) = drawn(word.table([600, 1000], *rows))
    places = [sheet.at(c) for c in "家庭成员"]
    assert len({x for x, _ in places}) == 1
    assert [b[1] - a[1] for a, b in itertools.pairwise(places)] == pytest.approx([12] * 3, abs=0.1)


def test_a_table_in_a_cell_is_drawn(word, drawn):
    inner = word.table([1000], word.row(word.cell("内")))
    (sheet,) = drawn(word.table([3000], word.row(word.cell(inner + word.paragraph("外"), 3000))))
    assert len(sheet.down) == 4


def test_a_diagonal_crosses_the_cell(word):
    cell = word.cell("甲", properties='<w:tcBorders><w:tl2br w:val="single" w:sz="4"/></w:tcBorders>')
    html = page.open_docx(word.file(word.table([1000], word.row(cell, height=800)))).html()
    assert "x1='0' y1='0' x2='100' y2='100'" in html.replace("%3C", "<")
    assert page.draw(html).pages == 1


def test_text_that_an_exact_row_cuts_does_not_push_the_row_to_the_next_page(word, drawn):
    lines = "".join(word.paragraph("行") for _ in range(36))
    long = "一二三四五六七八九十" * 6
    row = word.row(word.cell(long, 1000), height=400, rule="exact")
    assert [len(sheet.across) for sheet in drawn(lines + word.table([1000], row, row, row))] == [4]


def test_a_split_row_ends_with_its_text_on_the_next_page(word, drawn):
    lines = "".join(word.paragraph("行") for _ in range(36))
    tall = "".join(word.paragraph("内容") for _ in range(10))
    one, other = drawn(lines + word.table([2000], word.row(word.cell(tall, 2000), height=1500)))
    assert one.text.count("内容") + other.text.count("内容") == 10
    bottom, last = other.across[-1], max(y for _, _, y in other.characters)
    assert bottom - last < 10


def test_libreoffice_hangs_nothing_out_of_a_cell(word, drawn):
    text = "一二三四五六七八九十，一二三"
    width = round((10.8 + 10 * 12) * 20)
    rows = {
        mode: drawn(word.table([width], word.row(word.cell(text, width))), mode=mode)
        for mode in ("word", "libreoffice")
    }
    ends = {mode: max(x for c, x, _ in sheets[0].characters if c == "，") for mode, sheets in rows.items()}
    assert ends["word"] > ends["libreoffice"]


@pytest.mark.parametrize(("align", "left"), [("top", 0.0), ("bottom", 1.0)])
def test_text_that_runs_upwards_begins_at_the_foot_of_its_cell(word, drawn, align, left):
    turned = f'<w:textDirection w:val="btLr"/><w:vAlign w:val="{align}"/>'
    (sheet,) = drawn(word.table([1000], word.row(word.cell("甲乙", properties=turned), height=2000)))
    (x1, y1), (x2, y2) = sheet.at("甲"), sheet.at("乙")
    assert x1 == pytest.approx(x2, abs=0.1)
    assert y1 - y2 == pytest.approx(12, abs=0.1)
    assert y1 == pytest.approx(sheet.across[-1], abs=1.0)
    inner = sheet.down[-1] - sheet.down[0] - 10.8 - 1.3 * 12
    assert x1 == pytest.approx(sheet.down[0] + 5.4 + 13.0 + inner * left, abs=3.0)

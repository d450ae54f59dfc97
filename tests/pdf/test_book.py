"""Many documents in one print file: in order, findable, small, fit for the archive."""

import tracemalloc
from io import BytesIO

import pikepdf
import pypdfium2
import pytest

from docgen.ooxml import compile_docx
from docgen.pdf import check, fonts, layout, page
from docgen.pdf.book import BadPdf, Book, Box, Empty, Line, Modules, Words, objects, width_of


@pytest.fixture(scope="module")
def form(word_module):
    """Give how values become stamped pages of a form of two pages."""
    word = word_module

    def row(label, slot):
        return word.row(
            word.cell(label, 3000), word.cell(word.paragraph(f"{{{{ {slot} }}}}"), 5000), height=600
        )

    rows = [row("姓名", "name"), row("住址", "address"), *(row(f"第{n}项", f"v{n}") for n in range(24))]
    body = word.paragraph("困难家庭申请书") + word.table([3000, 5000], *rows)
    stream = BytesIO(word.file(body))
    template = compile_docx(stream.getvalue())
    laid_out = layout.lay_out(page.open_docx(stream.getvalue()), template)

    def filled(name, address="清水村一组", **more):
        values = {f"v{n}": "" for n in range(24)} | {"name": name, "address": address} | more
        return laid_out.stamped_pages(template.fill_parts(values))

    return filled


@pytest.fixture(scope="module")
def full():
    """Give a document of one page that was laid out in full."""
    return page.draw('<html lang="zh-CN"><head></head><body>会议记录</body></html>', title="记录")


def bound(*documents, **options):
    stream = BytesIO()
    with Book(stream, title="清水村合订本", author="某镇人民政府") as book:
        entries = [book.add(document, **(options | more)) for document, more in documents]
    return stream.getvalue(), entries


def words(pdf):
    document = pypdfium2.PdfDocument(pdf)
    try:
        return ["".join(sheet.get_textpage().get_text_range().split()) for sheet in document]
    finally:
        document.close()


def test_pages_read_as_they_do_alone_and_in_order(form, full):
    one, other = form("张三"), form("欧阳海", v3="长" * 80)
    pdf, _ = bound((one, {}), (full, {}), (other, {}))
    assert words(pdf) == words(one.file("", "")) + words(full.pdf) + words(other.file("", ""))


def test_the_picture_is_that_of_the_document_alone(form):
    one = form("张三")
    book, alone = (
        pypdfium2.PdfDocument(pdf) for pdf in (bound((form("李四"), {}), (one, {}))[0], one.file("", ""))
    )
    pictures = [file[at].render(scale=1.5).to_pil() for file, at in ((book, 2), (alone, 0))]
    book.close()
    alone.close()
    assert pictures[0].tobytes() == pictures[1].tobytes()


def test_a_book_is_fit_for_the_archive_and_tells_title_office_and_language(form, full):
    over = {"overlay": lambda leaf: [Words(f"第{leaf.number}页", 20, 20)]}
    pdf, _ = bound((form("张三"), over), (full, over), (Empty(), {}))
    assert check.faults(pdf) == ()
    assert check.about(pdf) == check.rules.About("清水村合订本", "某镇人民政府", "zh-CN", "2", "B")


def test_an_empty_book_is_a_pdf_a_of_one_empty_page():
    pdf, _ = bound()
    assert check.faults(pdf) == ()
    assert words(pdf) == [""]


def test_the_same_documents_give_the_same_bytes_whatever_was_bound_before(form, full):
    first, _ = bound((form("张三"), {"at": ("村", "户")}), (full, {}))
    bound((form("王五", v1="长" * 300), {}), (form("张三"), {}))
    assert bound((form("张三"), {"at": ("村", "户")}), (full, {}))[0] == first


def test_the_outline_is_the_tree_of_the_titles(form):
    pdf, _ = bound(
        (form("张三"), {"at": ("清水村", "H1 张三", "申请书")}),
        (form("张三"), {"at": ("清水村", "H1 张三", "审批表")}),
        (form("李四"), {"at": ("清水村", "H2 李四", "申请书")}),
        (form("王五"), {"at": ("青岩村", "H3 王五", "申请书")}),
        (form("王五"), {"at": ("青岩村",)}),
        (form("赵六"), {"at": ("青岩村", "H4 赵六")}),
    )
    with pikepdf.open(BytesIO(pdf)) as file, file.open_outline() as outline:
        tree = {
            village.title: {
                house.title: [paper.title for paper in house.children] for house in village.children
            }
            for village in outline.root
        }
        place = outline.root[1].children[1].destination[0]
        assert pikepdf.Page(place).index == 10
    assert tree == {
        "清水村": {"H1 张三": ["申请书", "审批表"], "H2 李四": ["申请书"]},
        "青岩村": {"H3 王五": ["申请书"], "H4 赵六": []},
    }


def test_it_is_said_which_pages_belong_to_whom(form, full):
    _, entries = bound((form("张三"), {"at": ("甲",)}), (full, {"duplex": True}), (form("李四"), {}))
    assert [(entry.at, entry.first, entry.pages, entry.last) for entry in entries] == [
        (("甲",), 1, 2, 2),
        ((), 3, 2, 4),
        ((), 5, 2, 6),
    ]


def test_pages_are_called_by_their_label_or_by_their_number(form, full):
    pdf, _ = bound((full, {}), (form("张三"), {"label": "H1"}), (full, {}), (full, {}))
    with pikepdf.open(BytesIO(pdf)) as file:
        assert [sheet.label for sheet in file.pages] == ["1", "H1-1", "H1-2", "4", "5"]


def test_more_entries_than_a_node_of_a_tree_holds_are_all_found(full):
    pdf, _ = bound(*((full, {"label": f"H{n}", "at": ("村", f"H{n}")}) for n in range(150)))
    with pikepdf.open(BytesIO(pdf)) as file, file.open_outline() as outline:
        assert not file.check_pdf_syntax()
        assert [sheet.label for sheet in file.pages] == [f"H{n}-1" for n in range(150)]
        assert [item.title for item in outline.root[0].children] == [f"H{n}" for n in range(150)]


def test_an_empty_back_follows_where_the_next_document_is_to_begin_on_its_own_paper(form, full):
    backs = []
    over = {
        "overlay": lambda leaf: backs.append((leaf.number, leaf.at, leaf.of, leaf.back)) or (),
        "duplex": True,
    }
    pdf, _ = bound((full, over), (form("张三"), over))
    assert [bool(text) for text in words(pdf)] == [True, False, True, True]
    assert backs == [(1, 1, 2, False), (2, 2, 2, True), (3, 1, 2, False), (4, 2, 2, False)]


def test_every_household_costs_little_and_the_fonts_are_there_once(form):
    households = [(form(name), {}) for name in ("张三", "李四", "欧阳海", "王五", "赵六") * 8]
    few, many = (len(bound(*part)[0]) for part in (households[:10], households))
    assert (many - few) / 30 < 1500
    with pikepdf.open(BytesIO(bound(*households)[0])) as file:
        faces = [
            each for each in file.objects if isinstance(each, pikepdf.Dictionary) and "/FontFile2" in each
        ]
        names = sorted(str(each.FontName)[8:] for each in faces)
        assert names.count("Docgen-Song") <= 2  # ours, and that of WeasyPrint for the heading


def test_the_same_document_for_two_holders_is_there_once(form):
    def label(text):
        return {"overlay": lambda leaf: [Words(text, leaf.width - 20, 20, align="right")]}

    one = form("张三", v4="备注" * 30)
    single, double = (
        bound(*((one, label(text)) for text in texts)) for texts in (["村委会"], ["村委会", "乡镇"])
    )
    assert len(double[0]) - len(single[0]) < 1600
    assert "乡镇" in words(double[0])[2]


def test_an_overlay_stands_where_it_is_put(form, full, look_at):
    def over(leaf):
        yield Box(30, 30, 100, 20, fill="#ffffff", rule=0.5)
        yield Line(30, 60, 130, 60)
        yield Words("留存", 100, 45, size=10)

    for document in (form("张三"), full):
        pdf, _ = bound((document, {"overlay": over}))
        seen = look_at(pdf)[0]
        assert seen.at("留") == pytest.approx((100, 45), abs=0.1)
        assert 60.0 in seen.across


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_on_a_turned_page_an_overlay_stands_as_it_is_looked_at(turn):
    mark = {"overlay": lambda leaf: [Box(10, 20, 30, 5, fill="#000000")], "turn": turn}
    pdf, _ = bound((Empty(200, 100), mark))
    with pypdfium2.PdfDocument(pdf) as file:
        picture = file[0].render(scale=1).to_pil().convert("L")
    assert picture.size == ((200, 100) if turn % 180 == 0 else (100, 200))
    dark = picture.point(lambda value: 255 if value < 128 else 0).getbbox()
    assert dark == (10, 20, 40, 25)


def test_a_page_code_is_drawn_in_squares():
    rows = [[1, 0, 1], [0, 1, 0], [1, 1, 1]]
    pdf, _ = bound((Empty(50, 50), {"overlay": lambda leaf: [Modules(10, 10, 30, rows)]}))
    with pypdfium2.PdfDocument(pdf) as file:
        picture = file[0].render(scale=1).to_pil().convert("L")
    assert [
        [int(picture.getpixel((15 + 10 * x, 15 + 10 * y)) < 128) for x in range(3)] for y in range(3)
    ] == rows


def test_words_are_as_wide_as_they_say_and_fall_back_on_other_faces():
    assert width_of(Words("第1页", 0, 0, size=10)) == pytest.approx(25)
    pdf, _ = bound((Empty(), {"overlay": lambda leaf: [Words("仿宋\U00030edd", 9, 9, family=fonts.FANG)]}))
    assert words(pdf) == ["仿宋\U00030edd"]
    assert check.faults(pdf) == ()


def test_words_without_a_glyph_are_named():
    with pytest.raises(fonts.GlyphMissing):
        bound((Empty(), {"overlay": lambda leaf: [Words("\u0e33", 9, 9)]}))


def foreign(build, **saving):
    stream = BytesIO()
    with pikepdf.new() as file:
        build(file)
        file.save(stream, **saving)
    return stream.getvalue()


def plain(file, text="(a) Tj", **entries):
    face = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    sheet = file.add_blank_page(page_size=(300, 200))
    sheet.obj.Contents = file.make_stream(f"2 0 0 2 0 0 cm BT /F 10 Tf 9 9 Td {text} ET".encode())
    sheet.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=file.make_indirect(face)))
    for key, value in entries.items():
        sheet.obj[f"/{key}"] = value
    return sheet


def test_a_foreign_page_is_taken_as_it_looks_and_an_overlay_is_not_moved_by_it(look_at):
    pdf, _ = bound(
        (
            foreign(lambda file: plain(file, CropBox=[50, 0, 300, 200])),
            {"overlay": lambda leaf: [Words("一", 30, 40)]},
        )
    )
    assert words(pdf) == ["a一"]
    assert look_at(pdf)[0].at("一") == pytest.approx((80, 40), abs=0.1)
    assert {fault.rule for fault in check.faults(pdf)} == {"font"}


def test_a_page_from_a_book_can_be_bound_again_with_another_overlay(form):
    once, _ = bound((form("张三"), {"overlay": lambda leaf: [Words("甲联", 30, 30)]}))
    twice, _ = bound((once, {"overlay": lambda leaf: [Words("乙联", 30, 60)]}))
    assert {"甲联", "乙联", "张三"} <= {text for text in ("甲联", "乙联", "张三") if text in words(twice)[0]}
    assert check.faults(twice) == ()


def test_what_is_filled_into_a_foreign_form_is_printed_and_nothing_of_the_form_is_left():
    def build(file):
        sheet = plain(file)
        drawn = file.make_stream(
            b"BT /F 10 Tf 1 1 Td (b) Tj ET", BBox=[0, 0, 50, 20], Resources=sheet.Resources
        )
        drawn.Type, drawn.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        field = file.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Tx, T="x", V="b", F=4,
                Rect=[100, 100, 150, 120], AP=pikepdf.Dictionary(N=drawn),
            )
        )  # fmt: skip
        sheet.obj.Annots = [field]
        file.Root.AcroForm = pikepdf.Dictionary(Fields=[field])

    pdf, _ = bound((foreign(build), {}))
    assert words(pdf) == ["ab"]
    assert {fault.rule for fault in check.faults(pdf)} == {"font"}


def test_an_object_that_refers_to_itself_is_taken_once(full):
    def build(file):
        sheet = plain(file)
        form = file.make_stream(b"", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 1, 1])
        form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=form))
        sheet.obj.Resources.XObject = pikepdf.Dictionary(X=form)

    pdf, _ = bound((foreign(build), {}))
    with pikepdf.open(BytesIO(pdf)) as file:
        inner = file.pages[0].Resources.XObject.X
        assert inner.Resources.XObject.X.objgen == inner.objgen


def test_a_file_open_to_all_but_encrypted_is_taken_in_the_clear():
    pdf, _ = bound((foreign(plain, encryption=pikepdf.Encryption(owner="a", user="")), {}))
    assert words(pdf) == ["a"]
    assert "encrypted" not in {fault.rule for fault in check.faults(pdf)}


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"%PDF-1.7\nnothing"])
def test_what_is_no_pdf_is_said_to_be_none(content):
    with pytest.raises(BadPdf, match="damaged"):
        bound((content, {}))


def test_a_locked_pdf_is_said_to_be_locked():
    with pytest.raises(BadPdf, match="password"):
        bound((foreign(plain, encryption=pikepdf.Encryption(owner="a", user="b")), {}))


def _bind(target, *documents):
    with Book(target) as book:
        for document in documents:
            book.add(document)


def test_a_file_is_written_whole_or_not_at_all(tmp_path, full):
    target = tmp_path / "村.pdf"
    with pytest.raises(BadPdf):
        _bind(target, full, b"nothing")
    assert list(tmp_path.iterdir()) == []
    _bind(target, full)
    assert [each.name for each in tmp_path.iterdir()] == ["村.pdf"]
    assert words(target.read_bytes()) == words(full.pdf)


class Nowhere:
    def write(self, content):
        return len(content)


def test_memory_does_not_grow_with_the_households(form, monkeypatch):
    monkeypatch.setattr(objects, "MOST_KNOWN", 500)
    households = [form(name) for name in ("张三", "李四", "欧阳海")]
    sizes = []
    tracemalloc.start()
    with Book(Nowhere()) as book:
        for number in range(1700):
            at = ("清水村", f"H{number}")
            book.add(households[number % 3], at=at, overlay=lambda leaf: [Words(f"{leaf.number}", 9, 9)])
            if number in (700, 1699):
                sizes.append(tracemalloc.get_traced_memory()[0])
    tracemalloc.stop()
    assert sizes[1] - sizes[0] < 200_000

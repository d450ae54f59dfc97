"""``docgen dossier`` on a real workspace: the pages of the volumes are what their contents lists say."""

import io
import re
from itertools import pairwise

import openpyxl
import pikepdf
import pypdfium2
import pytest
from PIL import Image
from typer.testing import CliRunner

from docgen.cli import desk_for
from docgen.pdf.check import faults
from docgen.store import CaseStore

MM = 72 / 25.4


def run(*words):
    return CliRunner().invoke(desk_for(words[:1]), [str(word) for word in words])


#: A few of the forms: every form has to be laid out once.
FORMS = ("cn.identification.application", "cn.identification.approval", "cn.identification.list_village")


def dossier(data, out, *more):
    asked = [word for form in FORMS for word in ("--form", form)]
    return run("dossier", data, "--year", 2026, "-o", out, "--today", "2026-11-30", *asked, *more)


def picture(size, colour, kind, **more):
    out = io.BytesIO()
    Image.new("CMYK" if more.pop("cmyk", False) else "RGB", size, colour).save(out, kind, **more)
    return out.getvalue()


def scanned_pdf(pages, **more):
    pdf, out = pikepdf.new(), io.BytesIO()
    for _ in range(pages):
        pdf.add_blank_page(page_size=(300, 400))
    pdf.save(out, **more)
    return out.getvalue()


def located():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x8825] = {1: "N", 2: (26.0, 30.0, 0.0)}
    return exif


#: Attachments of the first household: what they are called, and what they are.
ATTACHMENTS = {
    "F01.pdf": scanned_pdf(3),
    "身份证.jpg": picture((400, 300), "red", "JPEG", exif=located()),
    "户口簿.jpg": picture((300, 400), (0, 200, 200, 0), "JPEG", cmyk=True),
    "房屋.png": picture((200, 200), "green", "PNG"),
    "2025/去年的照片.png": picture((200, 200), "blue", "PNG"),
    "手机照片.jpg": b"\x00\x00\x00\x18ftypheic" + bytes(40),
    "加密.pdf": scanned_pdf(1, encryption=pikepdf.Encryption(user="1", owner="2")),
    "空.png": b"",
    "说明.docx": b"PK\x03\x04",
    "矢量.svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>',
}


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """A workspace of a village with attachments; its volumes, made once."""
    root = tmp_path_factory.mktemp("dossier")
    run("demo", root / "工作区", "--households", 6, "--villages", 1)
    with CaseStore(root / "工作区" / "docgen.sqlite") as store:
        number = next(case.number for case in store.load() if case.procedures)
    folder = root / "工作区" / "attachments" / number
    for name, content in ATTACHMENTS.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    said = dossier(root / "工作区", root / "案卷")
    assert said.exit_code == 1, said.output  # attachments were refused
    (village,) = (root / "案卷" / "2026").iterdir()
    return root, village, number, said.output


def pages(path):
    with pypdfium2.PdfDocument(path) as pdf:
        for page in pdf:
            text = page.get_textpage()
            width, height = page.get_size()
            corners = [
                text.get_text_bounded(left, height - 12 * MM, right, height - 4 * MM).strip()
                for left, right in ((4 * MM, 22 * MM), (width - 22 * MM, width - 4 * MM))
            ]
            yield text.get_text_range(), corners


def test_page_numbers_stand_outside_on_both_sides_and_blank_sides_have_none(town):
    _, village, _, _ = town
    for path in sorted((village / "户卷").iterdir()):
        numbers = []
        for side, (text, (left, right)) in enumerate(pages(path)):
            mine, other = (right, left) if side % 2 == 0 else (left, right)
            assert other == "" or not other.isdecimal()
            if mine.isdecimal():
                numbers.append(int(mine))
                assert text.strip()
        assert numbers == list(range(1, len(numbers) + 1))


def test_the_contents_list_says_where_each_paper_begins_and_ends(town):
    _, village, _, _ = town
    for path in sorted((village / "户卷").iterdir()):
        with pikepdf.open(path) as pdf, pdf.open_outline() as outline:
            titles = [item.title for item in outline.root]
            starts = [pikepdf.Page(item.destination[0]).index for item in outline.root]
        assert [titles[0], titles[1], titles[-1]] == ["案卷封面", "卷内文件目录", "卷内备考表"]
        sides = list(pages(path))
        contents = next(text for text, _ in sides if text.startswith("卷内文件目录"))
        assert all(start % 2 == 0 for start in starts)  # each begins on a front
        last = 0
        for start, after in pairwise(starts[2:]):
            numbers = [one for _, corners in sides[start:after] for one in corners if one.isdecimal()]
            first, before = int(numbers[0]), last
            last = int(numbers[-1])
            assert first == before + 1
            told = f"{first}-{last}" if last > first else f"{first}"
            assert re.search(rf"(?<![\d-]){told}(?![\d-])", contents)


def test_page_labels_are_the_numbers_on_the_paper(town):
    _, village, number, _ = town
    path = village / "户卷" / f"{number}.pdf"
    with pikepdf.open(path) as pdf:
        labels = [page.label for page in pdf.pages]
    for label, (_, (left, right)) in zip(labels, pages(path), strict=True):
        stamped = next((one for one in (left, right) if one.isdecimal()), None)
        if stamped:
            assert label == stamped
    assert labels[0] == "封面-1"


def test_a_signed_scan_takes_the_place_of_its_form(town):
    _, village, number, _ = town
    path = village / "户卷" / f"{number}.pdf"
    contents = next(text for text, _ in pages(path) if text.startswith("卷内文件目录"))
    assert "签字扫描件" in contents
    assert not any(
        "防止返贫监测对象个人申请及承诺授权书" in text and "承诺" in text and "目录" not in text
        for text, _ in pages(path)
    )


def test_photographs_are_upright_and_say_nothing_of_where_they_were_made(town):
    _, village, number, _ = town
    with pikepdf.open(village / "户卷" / f"{number}.pdf") as pdf:
        found = [bytes(image.read_raw_bytes()) for page in pdf.pages for image in page.get_images().values()]
        kinds = {str(image.ColorSpace) for page in pdf.pages for image in page.get_images().values()}
    shapes = [Image.open(io.BytesIO(one)).size for one in found if one.startswith(b"\xff\xd8")]
    assert (300, 400) in shapes  # the turned one stands
    assert b"Exif" not in b"".join(found)
    assert kinds <= {"/DeviceRGB", "/DeviceGray"}


def test_what_cannot_go_in_is_told_with_what_to_do(town):
    _, village, number, output = town
    for name in ("手机照片.jpg", "加密.pdf", "空.png", "说明.docx", "矢量.svg"):
        assert f"“{name}”" in output.replace("\n", "")
    assert "另存为 JPG" in output
    remarks = list(pages(village / "户卷" / f"{number}.pdf"))[-2][0]
    assert "手机照片.jpg" in remarks
    assert "去年的照片" not in output


def test_a_volume_is_fit_for_an_archive(town):
    _, village, number, _ = town
    for path in (village / "户卷" / f"{number}.pdf", village / "村卷.pdf", village / "标签.pdf"):
        assert faults(path) == ()


def test_the_villages_volume_holds_its_households_where_the_index_says(town):
    _, village, _, _ = town
    sides = list(pages(village / "村卷.pdf"))
    sheet = openpyxl.load_workbook(village / "户名册.xlsx").active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    head = next(row for row in rows if "户号" in row)
    numbers, firsts = head.index("户号"), head.index("册内页")
    households = [row for row in rows if re.fullmatch(r"\d{6}", str(row[numbers] or ""))]
    assert len(households) == len(list((village / "户卷").iterdir()))
    for row in households:
        text = sides[int(row[firsts]) - 1][0]
        assert "案卷题名" in text
        assert str(row[numbers]) in text
        assert f"册内第 {row[firsts]} 页" in text
    with pikepdf.open(village / "村卷.pdf") as pdf, pdf.open_outline() as outline:
        (top,) = outline.root
        assert len(top.children) == len(households) + 5
        assert any(item.title.startswith(str(households[0][numbers])) for item in top.children)


def test_the_same_workspace_gives_the_same_bytes_and_leaves_what_is_there(town):
    root, village, number, _ = town
    before = {one.name: one.read_bytes() for one in village.rglob("*") if one.is_file()}
    said = dossier(root / "工作区", root / "案卷", "--household", number, "--json")
    assert '"unchanged": 1' in said.output
    assert {one.name: one.read_bytes() for one in village.rglob("*") if one.is_file()} == before


def test_a_year_to_come_is_refused(town):
    root, *_ = town
    said = run("dossier", root / "工作区", "--year", 2030, "-o", root / "x", "--today", "2026-11-30")
    assert said.exception.code == "VOLUME-109"
    assert not (root / "x").exists()

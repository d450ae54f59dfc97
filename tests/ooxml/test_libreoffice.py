"""LibreOffice opens what is filled, prints it, and computes the same values; skipped where it is not installed."""

import re
import shutil
import subprocess
import zipfile
from io import BytesIO

import openpyxl
import pytest
from openpyxl.drawing.image import Image
from PIL import Image as Picture

from docgen.ooxml import RowsSpec, compile_xlsx

OFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(OFFICE is None, reason="LibreOffice (soffice) is not installed")


def saved(book):
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def roster():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "{{ village }}"
    for row in (
        ["{{ village }}名单"],
        ["序号", "户主", "人口", "收入", "人均", "低保"],
        [
            1,
            "{{ h.head }}",
            "{{ h.people }}",
            "{{ h.income }}",
            "=ROUND(D3/C3,2)",
            "{{ h.low | ticks }}□是 □否",
        ],
        ["合计", None, "=SUM(C3)", "=SUM(D3)", "=IF(C4=0,0,D4/C4)", '=COUNTIF(C3:C3,">=3")&"户"'],
        ["最高", None, "=MAX(C3:C3)", '=SUMIF(B3:B3,"户1*",D3:D3)', "=AVERAGE(E3:E3)", "=1/3+0.1"],
    ):
        sheet.append(row)
    sheet.print_area = "A1:F5"
    picture = BytesIO()
    Picture.new("RGB", (20, 20), "red").save(picture, "PNG")
    sheet.add_image(Image(picture), "H6")
    return compile_xlsx(saved(book), tables={"h": RowsSpec()})


def groups():
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["{{ g.name }}"],
        ["{{ g.h.head }}", "{{ g.h.people }}", "=B2/SUM(B$2:B$2)"],
        ["小计", "=SUM(B2)", "=SUM(C2)"],
        ["合计", "=SUM(B3)", "=SUMPRODUCT(B1:B3,B1:B3)"],
    ):
        sheet.append(row)
    return compile_xlsx(saved(book), tables={"g": RowsSpec(), "g.h": RowsSpec()})


def households(count):
    return [
        {"head": f"户{number}", "people": number % 5 + 1, "income": number * 1234.5, "low": "是"}
        for number in range(1, count + 1)
    ]


def uncomputed(content):
    """The file without the computed values of its formulas, so that they must be computed anew."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name.startswith("xl/worksheets/"):
                text = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", text)
            new.writestr(name, text)
    return stream.getvalue()


@pytest.fixture(scope="module")
def converted(tmp_path_factory):
    """Both workbooks as LibreOffice prints and recomputes them."""
    folder = tmp_path_factory.mktemp("office")
    made = {
        "roster": roster().fill({"village": "石桥村", "h": households(60)}),
        "groups": groups().fill(
            {"g": [{"name": "一组", "h": households(7)}, {"name": "二组", "h": households(3)}]}
        ),
    }
    for name, content in made.items():
        (folder / f"{name}.xlsx").write_bytes(uncomputed(content))
    for kind in ("pdf", "xlsx:Calc MS Excel 2007 XML"):
        subprocess.run(
            [
                *(OFFICE, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"),
                *("--convert-to", kind, "--outdir", folder / kind[:3]),
                *(folder / f"{name}.xlsx" for name in made),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )
    return folder, made


@pytest.mark.parametrize("name", ["roster", "groups"])
def test_it_prints(converted, name):
    assert (converted[0] / "pdf" / f"{name}.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize("name", ["roster", "groups"])
def test_its_values_are_ours(converted, name):
    folder, made = converted
    ours = openpyxl.load_workbook(BytesIO(made[name]), data_only=True)
    theirs = openpyxl.load_workbook(folder / "xls" / f"{name}.xlsx", data_only=True)
    formulas = openpyxl.load_workbook(BytesIO(made[name]))
    checked = 0
    assert theirs.sheetnames == ours.sheetnames
    for sheet in formulas:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"):
            mine, other = (book[sheet.title][cell.coordinate].value for book in (ours, theirs))
            assert other == (pytest.approx(mine, rel=1e-13) if isinstance(mine, int | float) else mine)
            checked += 1
    assert checked > 10

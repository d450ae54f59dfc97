"""Every workbook is filled both ways, and every output opens: at once in Python, at the end in LibreOffice."""

import hashlib
import re
import shutil
import subprocess
import zipfile
from io import BytesIO

import docx
import openpyxl
import pytest

from docgen.ooxml import DocxTemplate, XlsxTemplate
from docgen.ooxml.flat import plain_rows

FILL_PARTS = XlsxTemplate.fill_parts
FILLS = {"docx": DocxTemplate.fill, "xlsx": XlsxTemplate.fill}
OPEN = {"docx": docx.Document, "xlsx": openpyxl.load_workbook}
LARGEST = 300_000  # bytes of the outputs that LibreOffice opens, too: larger ones are of tests of limits


@pytest.fixture(autouse=True)
def both_ways(monkeypatch):
    """Fill every workbook the short way and cell by cell."""

    def fill_parts(template, values):
        parts = FILL_PARTS(template, values)
        for _, rows in () if template.unfolding else template.rows:
            short, long = template.filling(values), template.filling(values)
            assert rows.text(short) == plain_rows(long, rows.sheet)
        return parts

    monkeypatch.setattr(XlsxTemplate, "fill_parts", fill_parts)


@pytest.fixture(autouse=True)
def outputs_open(monkeypatch, office):
    """Open every output with python-docx or openpyxl, and keep one of each shape for LibreOffice."""

    def opened(kind):
        def fill(*given, **named):
            content = FILLS[kind](*given, **named)
            OPEN[kind](BytesIO(content))
            office(kind, content)
            return content

        return fill

    monkeypatch.setattr(DocxTemplate, "fill", opened("docx"))
    monkeypatch.setattr(XlsxTemplate, "fill", opened("xlsx"))


@pytest.fixture(scope="session")
def office(tmp_path_factory):
    """Take outputs; at the end LibreOffice, where it is installed, makes a PDF of each, all in one call."""
    made = {}
    yield lambda kind, content: made.setdefault(f"{shape_of(content)}.{kind}", content)
    wanted = {name: content for name, content in made.items() if len(content) < LARGEST}
    if not shutil.which("soffice") or not wanted:
        return  # test_libreoffice.py says so by name
    folder = tmp_path_factory.mktemp("office")
    for name, content in wanted.items():
        (folder / name).write_bytes(content)
    subprocess.run(
        [
            *("soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"),
            *("--convert-to", "pdf", "--outdir", folder / "pdf", *(folder / name for name in wanted)),
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )
    missing = [name for name in wanted if not (folder / "pdf" / f"{name[:-5]}.pdf").exists()]
    assert not missing, f"LibreOffice cannot open {missing} in {folder}"


def shape_of(content):
    """What tells outputs apart but for their texts: the parts and the elements in them, each stretch once."""
    seen = hashlib.sha256()
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for name in sorted(archive.namelist()):
            seen.update(name.encode())
            if name.endswith((".xml", ".vml")) and not name.startswith(("docProps/", "word/theme")):
                tags = sorted(set(re.findall(rb"<([\w:]+)", archive.read(name))))
                seen.update(b" ".join(tags))
    return seen.hexdigest()[:16]

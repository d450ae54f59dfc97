"""The forms docgen itself brings: their hidden slots say what each cell is for; without them they are blanks."""

import io
import re
import zipfile
from pathlib import Path

from lxml import etree

ROOT = Path(__file__).resolve().parents[2]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TAG = re.compile(r"\{\{.*?\}\}")


def _children(node, tag):
    return [child for child in node if child.tag == W + tag]


def _tags(tc):
    return _TAG.findall("".join(t.text or "" for p in _children(tc, "p") for t in p.iter(W + "t")))


def _cells(body, lists):
    """Yield (table, row, col, tc, tags) for every cell with a slot, and the rows that repeat."""
    for number, table in enumerate(_children(body, "tbl")):
        for row, tr in enumerate(_children(table, "tr")):
            before = tr.find(f"{W}trPr/{W}gridBefore")
            col = int(before.get(W + "val")) if before is not None else 0
            for tc, cell in enumerate(_children(tr, "tc")):
                tags = _tags(cell)
                if tags:
                    yield (
                        number,
                        row,
                        col,
                        tc,
                        tags,
                        any(
                            f"{{{{ {name}." in tag or f"{{{{{name}." in tag for name in lists for tag in tags
                        ),
                    )
                span = cell.find(f"{W}tcPr/{W}gridSpan")
                col += int(span.get(W + "val")) if span is not None else 1


def _stripped(content, part="word/document.xml"):
    """The file without its hidden slots."""
    holder = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(holder, "w") as out:
        for info in source.infolist():
            data = source.read(info)
            if info.filename == part:
                root = etree.fromstring(data)
                for text in list(root.iter(W + "t")):
                    if text.text and "{{" in text.text:
                        text.text = _TAG.sub("", text.text)
                data = etree.tostring(root)
            out.writestr(info, data)
    return holder.getvalue()


def forms():
    """Yield (name, blank, truth); only places and columns are known, so labels are None."""
    for path in sorted((ROOT / "templates" / "docx").rglob("*.docx")):
        content = path.read_bytes()
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            root = etree.fromstring(archive.read("word/document.xml"))
        if "{%" in "".join(t.text or "" for t in root.iter(W + "t")):
            continue
        lists = {
            found.group(1)
            for t in root.iter(W + "t")
            for found in re.finditer(r"\{\{\s*(\w+)\.", t.text or "")
        }
        body = root.find(W + "body")
        fields, blocks = [], {}
        for table, row, col, tc, _tags, repeated in _cells(body, lists):
            if repeated:
                blocks.setdefault((table, row), []).append(col)
            else:
                fields.append(
                    {"table": table, "row": row, "col": col, "tc": tc, "label": None, "section": None}
                )
        truth = {
            "fields": fields,
            "paragraph_blanks": [],
            "repeat_blocks": [
                {"table": table, "first_row": row, "columns": cols} for (table, row), cols in blocks.items()
            ],
        }
        yield path.name, _stripped(content), truth

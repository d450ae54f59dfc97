"""The oracle: docxtpl renders the same template, and both documents are told in plain data."""

import hashlib
import shutil
import subprocess
import warnings
from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn
from jinja2 import Environment

from docgen.ooxml import compile_docx

LINK, IMAGE = qn("w:hyperlink"), qn("a:blip")


def saved(document):
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def ours(template, values, **options):
    return compile_docx(template, **options).fill(values)


def theirs(template, values, before_render=None, filters=None):
    """What docxtpl makes of it, with escaping on; ``values`` may be a function of the template object."""
    from docxtpl import DocxTemplate

    made = DocxTemplate(BytesIO(template))
    environment = Environment(autoescape=True)
    environment.filters.update(filters or {})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if before_render:
            before_render(made)
        made.render(values(made) if callable(values) else values, environment)
        stream = BytesIO()
        made.save(stream)
    return stream.getvalue()


def told(content):
    """A document as plain data: blocks of the body, headers, footers, notes, properties."""
    document = docx.Document(BytesIO(content))
    package = {str(part.partname): part for part in document.part.package.iter_parts()}
    stories = {
        name.rstrip("0123456789.xml"): blocks(part)
        for name, part in sorted(package.items())
        if any(word in name for word in ("/header", "/footer"))
    }
    for name in ("/word/footnotes.xml", "/word/endnotes.xml", "/word/comments.xml"):
        if name in package:
            root = docx.oxml.parse_xml(package[name].blob)
            stories[name] = ["".join(text.text or "" for text in node.iter(qn("w:t"))) for node in root]
    core = document.core_properties
    properties = (core.title, core.author.replace("python-docx", ""), core.subject)
    return {"body": told_blocks(document.element.body, document.part), "stories": stories, "core": properties}


def blocks(part):
    root = docx.oxml.parse_xml(part.blob)
    return told_blocks(root, part)


def told_blocks(parent, part):
    found = []
    for node in parent:
        if node.tag == qn("w:p"):
            found.append(paragraph(node, part))
        elif node.tag == qn("w:tbl"):
            found.append(table(node, part))
        elif node.tag == qn("w:sdt"):
            found += told_blocks(node.find(qn("w:sdtContent")), part)
    return found


def paragraph(node, part):
    style = node.find(qn("w:pPr") + "/" + qn("w:pStyle"))
    number = node.find(qn("w:pPr") + "/" + qn("w:numPr") + "/" + qn("w:numId"))
    runs = []
    for run in node.iter(qn("w:r")):
        text = "".join(piece(each) for each in run)
        look = tuple(sorted(look_of(run, part).items()))
        if text and runs and runs[-1][1] == look:
            runs[-1] = (runs[-1][0] + text, look)
        elif text:
            runs.append((text, look))
        runs += [picture(blip, part) for blip in run.iter(IMAGE)]
    name = None if style is None else style_name(style.get(qn("w:val")), part)
    listed = None if number is None else list_format(number.get(qn("w:val")), part)
    return ("p", name, listed, runs)


def style_name(key, part):
    styles = part.package.main_document_part.styles.element
    found = [each for each in styles if each.get(qn("w:styleId")) == key]
    return found[0].find(qn("w:name")).get(qn("w:val")) if found else key


def list_format(key, part):
    root = part.package.main_document_part.numbering_part.element
    for num in root.iter(qn("w:num")):
        if num.get(qn("w:numId")) == key:
            abstract = num.find(qn("w:abstractNumId")).get(qn("w:val"))
            for each in root.iter(qn("w:abstractNum")):
                if each.get(qn("w:abstractNumId")) == abstract:
                    return each.find(".//" + qn("w:numFmt")).get(qn("w:val"))
    return "none"


def piece(node):
    if node.tag == qn("w:t"):
        return node.text or ""
    if node.tag == qn("w:br"):
        return "\f" if node.get(qn("w:type")) == "page" else "\n"
    return "\t" if node.tag == qn("w:tab") else ""


def look_of(run, part):
    properties = run.find(qn("w:rPr"))
    look = {}
    for node in properties if properties is not None else ():
        name = node.tag.partition("}")[2]
        if name == "rFonts":
            look |= {key.partition("}")[2]: value for key, value in node.attrib.items()}
        elif name == "shd":
            look["fill"] = node.get(qn("w:fill"))
        elif name != "szCs":
            look[name] = node.get(qn("w:val"), "on")
    link = next(run.iterancestors(LINK), None)
    if link is not None:
        look["link"] = part.rels[link.get(qn("r:id"))].target_ref
    return look


def picture(blip, part):
    image = part.rels[blip.get(qn("r:embed"))].target_part
    size = next(node for up in blip.iterancestors() for node in up if node.tag == qn("wp:extent"))
    return ("picture", hashlib.sha256(image.blob).hexdigest()[:8], size.get("cx"), size.get("cy"))


def table(node, part):
    grid = len(node.find(qn("w:tblGrid")))
    rows = [
        [cell(each, part) for each in row if each.tag == qn("w:tc")] for row in node if row.tag == qn("w:tr")
    ]
    return ("table", grid, rows)


def cell(node, part):
    properties = node.find(qn("w:tcPr"))

    def said(name, attribute="w:val", default=None):
        found = None if properties is None else properties.find(qn(name))
        return default if found is None else found.get(qn(attribute), "continue")

    merged, fill = said("w:vMerge"), said("w:shd", "w:fill")
    content = [] if merged == "continue" else told_blocks(node, part)
    return (said("w:gridSpan", default="1"), merged, fill, content)


@pytest.fixture(scope="session")
def opens(tmp_path_factory):
    """Take documents; at the end LibreOffice, where it is installed, must make a PDF of each."""
    folder = tmp_path_factory.mktemp("office")
    documents = {}
    yield lambda content: documents.setdefault(hashlib.sha256(content).hexdigest()[:12], content)
    if not shutil.which("soffice") or not documents:
        return
    for name, content in documents.items():
        (folder / f"{name}.docx").write_bytes(content)
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(folder),
            *[str(folder / f"{name}.docx") for name in documents],
        ],
        check=True,
        capture_output=True,
        timeout=240,
    )
    missing = [name for name in documents if not (folder / f"{name}.pdf").exists()]
    assert not missing, f"LibreOffice cannot open {missing}"


@pytest.fixture(scope="session")
def both(opens):
    """Render with both and give what they made, in plain data."""

    def render(document, values, other=None, *, filters=None, **options):
        template = saved(document)
        one = ours(template, values, **({"filters": filters} if filters else {}), **options)
        opens(one)
        two = theirs(template, values if other is None else other, filters=filters)
        return told(one), told(two)

    return render


def texts(story):
    """The paragraphs' texts of told blocks."""
    return ["".join(run[0] for run in block[3]) for block in story if block[0] == "p"]


@pytest.fixture(scope="session")
def lines():
    return texts


@pytest.fixture(scope="session")
def oracle():
    """Render with docxtpl alone."""
    return theirs

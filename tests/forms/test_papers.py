"""Every declared paper: its template fits, its blank prints clean, a township binds to it, and it is drawn."""

import io
import re
import zipfile
from itertools import groupby

import docx
import openpyxl
import pikepdf
import pypdfium2
import pytest
from lxml import etree
from openpyxl.cell.rich_text import CellRichText

from docgen import Audience, Roster
from docgen.bind import Binder
from docgen.delivery import Sheet, SigningRow, SlipRow
from docgen.demo import township
from docgen.dossier import Entry, Row, Volume, YearChange, boxed
from docgen.plugins import BUILTINS
from docgen.registry import load
from docgen.view import Occasion

REGISTRY = load(BUILTINS, installed=False)
FORMS = sorted(REGISTRY.forms.values(), key=lambda form: form.key)
PUBLIC = [form for form in FORMS if form.audience is Audience.PUBLIC]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

#: What tells of somebody's health or disability.
HEALTH = ("因病", "因残", "慢性病", "大病", "残疾", "医疗", "健康帮扶", "患病", "肢体", "综合保障")


def key(form):
    return form.key


@pytest.fixture(scope="module")
def town():
    return township(2026, 2, 70, 3)


@pytest.fixture(scope="module")
def filled(town):
    """Return all that a form gives in the township."""
    policy = next(one for one in REGISTRY.policies.values() if one.id == "cn")
    occasion = Occasion(town.as_of, policy)

    def fill(form):
        binder = Binder([form], REGISTRY.filters)
        if form.about == "household":
            bound = [binder.bind(form, case, occasion) for case in town.cases]
        elif form.about == "packet":
            bound = [binder.bind_sheet(form, sheet(town), occasion)]
        elif form.about == "volume":
            bound = [binder.bind_sheet(form, volume(town), occasion)]
        else:
            bound = [binder.bind_village(form, roster, occasion) for roster in rosters(form, town)]
        return [one for one in bound if one is not None]

    return fill


def sheet(town):
    """What goes with a packet: forty copies to sign, a few changes."""
    code = "D1520199001201HP9MZ/000037/0210103O9"
    rows = tuple(
        SigningRow(n, "1组", "000037", "张三", "识别审批表", "村委会", 1, 2, "户主签字（按手印）", "无", code)
        for n in range(1, 13)
    )
    changes = tuple(SlipRow("信息采集表", 1, 2, f"第{n}栏", "原来", "现在") for n in range(1, 6))
    return Sheet(town.cases[0].area, town.as_of, rows, changes, "000037", "张三", "1组")


def volume(town):
    """A volume that is a household's and a village's at once: every list of it has lines."""
    case = max(town.cases, key=lambda one: len(one.measures) + len(one.visits))
    rows = tuple(
        Row(
            n, "1组", f"{n:06d}", "张三", "清水村1组张三户档案", f"0001-JF02-{n:06d}", "30年", 4, "", 6, 20, n
        )
        for n in range(1, 6)
    )
    return Volume(
        case.area,
        2026,
        town.as_of,
        "清水村1组张三户防止返贫监测对象档案",
        number="000001",
        head="张三",
        category="防止返贫监测对象档案",
        archive_number="JF02-000001",
        retention="30年",
        start=town.as_of,
        end=town.as_of,
        entries=tuple(Entry(n, f"第{n}张表", n, n + 1, on=town.as_of, note="附件") for n in range(1, 8)),
        papers=7,
        pages=8,
        note="本卷共 7 件 8 页。",
        rows=rows,
        boxes=boxed(rows, 50),
        members=case.household.members,
        incomes=tuple(case.account(one) for one in case.incomes),
        measures=case.measures,
        visits=case.visits,
        changes=(YearChange("户联系电话", "138****0001", "139****0002"),),
    )


def rosters(form, town):
    """The villages of the township; the whole of it for a paper above the villages."""
    digits, blank = {
        "village": (12, {"group": ""}),
        "township": (9, {"group": "", "village": ""}),
        "county": (6, {"group": "", "village": "", "township": ""}),
    }[form.about]
    for code, cases in groupby(town.cases, key=lambda case: case.area.code[:digits]):
        together = tuple(cases)
        yield Roster(together[0].area.model_copy(update=blank | {"code": code}), together)


def longest(papers):
    return max(papers, key=lambda one: sum(len(one.values[table.name]) for table in one.form.tables))


def draw(filled, output):
    return REGISTRY.renderers[(filled.form.format, output)].prepare(filled.form)(filled)


@pytest.mark.parametrize("form", FORMS, ids=key)
def test_template_and_declaration_agree(form):
    assert REGISTRY.renderers[(form.format, form.format)].prepare(form)


@pytest.mark.parametrize("form", FORMS, ids=key)
def test_the_blank_prints_clean(form):
    shown = _visible_docx if form.format == "docx" else _visible_xlsx
    assert [text for text in shown(form.template) if "{" in text] == []


def _visible_docx(path):
    with zipfile.ZipFile(path) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    for run in root.iter(f"{W}r"):
        if run.find(f"{W}rPr/{W}vanish") is None:
            yield "".join(text.text or "" for text in run.iter(f"{W}t"))


def _visible_xlsx(path):
    for row in openpyxl.load_workbook(path, rich_text=True).active.iter_rows():
        for cell in row:
            pieces = cell.value if isinstance(cell.value, CellRichText) else [str(cell.value or "")]
            for piece in pieces:
                white = not isinstance(piece, str) and piece.font.color and piece.font.color.rgb == "FFFFFFFF"
                if not white:
                    yield str(piece)


@pytest.mark.parametrize("form", FORMS, ids=key)
def test_a_township_binds_without_a_box_that_cannot_be_written(form, filled):
    troubles = {
        finding.where for one in filled(form) for finding in one.findings if finding.code == "FILL-102"
    }
    assert troubles == set()


@pytest.mark.parametrize("form", FORMS, ids=key)
def test_the_longest_paper_opens_and_is_drawn(form, filled):
    papers = filled(form)
    if not papers:
        assert form.id in UNSEEN
        return
    paper = longest(papers)
    content = draw(paper, form.format).content
    if form.format == "docx":
        assert docx.Document(io.BytesIO(content)).paragraphs
        assert not [text for text in _visible_docx(io.BytesIO(content)) if "{{" in text]
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(content), data_only=True).active
        values = [cell.value for row in sheet.iter_rows() for cell in row]
        assert not [
            value for value in values if isinstance(value, str) and ("{{" in value or value[:1] == "#")
        ]
    pdf = draw(paper, "pdf")
    with pikepdf.open(io.BytesIO(pdf.content)) as opened:
        assert len(opened.pages) == pdf.pages > 0


#: Papers of steps that the sample township does not have.
UNSEEN = {
    "lingshou.identification.notice_township",
    "ankang.lowincome.notice",
    "ankang.lowincome.exit_notice",
    "jingxi.exit.notice_second",
}


@pytest.mark.parametrize("form", PUBLIC, ids=key)
def test_what_is_posted_tells_no_secret(form, filled, town):
    numbers = set().union(*map(secrets, town.cases))
    assert len(numbers) > 150
    for paper in filled(form):
        shown = _shown(draw(paper, "pdf").content)
        assert form.title[:4] in shown
        said = _said(draw(paper, form.format).content) + shown
        assert not {number for number in numbers if number in said}
        assert [word for word in HEALTH if word in _without_printed(said)] == []


def secrets(case):
    """Every whole number of a person in a case."""
    members = case.household.members
    found = {str.__str__(number) for one in members for number in (one.id_no, one.phone, one.disability_no)}
    found |= {str.__str__(contact.phone) for contact in case.contacts} | {str.__str__(case.household.phone)}
    return {number for number in found if len(number) >= 7}


def _said(content):
    """Every word of a file, with what stands in its properties."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        texts = [package.read(name).decode("utf-8") for name in package.namelist() if name.endswith(".xml")]
    return re.sub(r"<[^>]*>", "", "".join(texts))


def _shown(pdf):
    """What the pages of a PDF say."""
    document = pypdfium2.PdfDocument(pdf)
    return "".join(page.get_textpage().get_text_range() for page in document)


def _without_printed(said):
    """What is said besides the warnings that are printed on every notice."""
    return said.replace("健康状况", "")


def test_of_a_households_papers_only_the_sheet_of_measures_is_public():
    assert PUBLIC
    assert [form.id for form in PUBLIC if form.about == "household"] == ["cn.elimination.measures_public"]


def test_no_new_paper_is_made_unless_named():
    assert sorted(form.id for form in FORMS if form.default) == DEFAULT


DEFAULT = [
    "cn.elimination.assessment",
    "cn.elimination.measures",
    "cn.handbook",
    "cn.handbook",
    "cn.identification.application",
    "cn.identification.approval",
    "cn.identification.list_village",
    "cn.identification.survey",
]


def test_totals_of_every_list_are_formulas_with_their_values(filled):
    form = next(one for one in FORMS if one.id == "cn.identification.list_township")
    content = draw(longest(filled(form)), "xlsx").content
    formulas = openpyxl.load_workbook(io.BytesIO(content)).active
    values = openpyxl.load_workbook(io.BytesIO(content), data_only=True).active
    totals = {
        cell.coordinate: (cell.value, values[cell.coordinate].value)
        for row in formulas.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and cell.value.startswith("=")
    }
    assert totals["D13"] == ("=COUNT(A5:A12)", len(longest(filled(form)).values["list"]))
    people = sum(row["population"] for row in longest(filled(form)).values["list"])
    assert totals["F13"] == ('=IF(COUNT(F5:F12)=0,"",SUM(F5:F12))', people)

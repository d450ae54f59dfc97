"""A county's plan numbers a form and calls it otherwise: on the paper, in its properties, in its file name."""

import io
import zipfile
from dataclasses import replace
from datetime import date

import docx
import openpyxl
import pypdfium2
import pytest

from docgen import FormError, Policy
from docgen.demo import township
from docgen.naming import attachment_of, called, shared_numbers, title_of
from docgen.ooxml import renamed
from docgen.pipeline import Job, open_office, run
from docgen.plugins import BUILTINS
from docgen.registry import load

REGISTRY = load(BUILTINS, installed=False)
SHARED = shared_numbers(REGISTRY.forms.values())
APPROVAL = REGISTRY.form("cn.identification.approval")
LIST = REGISTRY.form("cn.identification.list_township")
OWN = "县防返贫监测识别审批表"


def made(policy, form, output):
    """Return the first document that a township of the demo gets under a policy with these figures."""
    known = REGISTRY.policies | ({policy.key: policy} if policy else {})
    job = Job(
        date(2026, 6, 30),
        forms=(form.id,),
        formats=(output,),
        policy=policy.id if policy else "hunan",
        draft=True,
    )
    office = open_office(replace(REGISTRY, policies=known), job)
    outcomes = run(township(2026, 30, 1, 1).cases, office, {})
    return next(one for outcome in outcomes for one in outcome.documents)


def plan(**figures):
    return Policy("xian", "某县", "", 2026, figures=figures, named=True, extends="cn@0")


def words(content):
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.testzip() is None
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs]


def test_a_form_is_called_by_its_id_before_its_number():
    names = {"form_names": {"F03": "按目录号", APPROVAL.id: "按编号"}}
    assert title_of(APPROVAL, names, "xian", SHARED) == "按编号"


def test_a_number_that_several_forms_carry_gives_no_title():
    names = {"form_names": {"F08": "正式名单"}}
    county = REGISTRY.form("cn.identification.list_county")
    assert title_of(county, names, "xian", SHARED) == county.title


def test_a_countys_own_form_is_called_as_it_declares_itself():
    register = REGISTRY.form("lingshou.monitoring.monthly_report")
    names = {"form_names": {"F47": "月报"}}
    assert title_of(register, names, "lingshou", SHARED) == register.title
    assert title_of(register, names, "xian", SHARED) == "月报"


def test_a_number_in_the_plan_is_by_id_or_by_catalogue_number():
    assert attachment_of(APPROVAL, {"attachments": {"F03": "附件3"}}) == "附件3"
    assert attachment_of(APPROVAL, {"attachments": {"F03": "附件3", APPROVAL.id: "附表8"}}) == "附表8"
    assert attachment_of(APPROVAL, {}) == ""


def test_the_plan_of_hunan_numbers_the_national_form():
    drawn = made(None, APPROVAL, "docx")
    assert words(drawn.content)[:2] == ["附件3", APPROVAL.title]


def test_where_no_plan_numbers_it_the_place_stays_empty():
    assert words(made(plan(), APPROVAL, "docx").content)[:2] == ["", APPROVAL.title]


def test_a_form_with_another_name_says_so_on_paper_and_in_its_file_name():
    drawn = made(plan(form_names={"F03": OWN}, attachments={"F03": "附件6"}), APPROVAL, "docx")
    assert words(drawn.content)[:2] == ["附件6", OWN]
    assert (drawn.title, OWN in drawn.filename) == (OWN, True)
    assert docx.Document(io.BytesIO(drawn.content)).core_properties.title == OWN


def test_the_pages_of_a_pdf_say_so_too():
    drawn = made(plan(form_names={"F03": OWN}, attachments={"F03": "附件6"}), APPROVAL, "pdf")
    pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(drawn.content)]
    text = "".join("".join(pages).split())
    assert text.startswith("附件6" + OWN)
    assert APPROVAL.title not in text


def test_a_list_is_renamed_in_its_workbook():
    content = renamed(LIST.template.read_bytes(), LIST.title, "拟新增监测对象名单")
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet["A2"].value == "拟新增监测对象名单"


def test_a_template_without_the_title_cannot_be_renamed():
    assert renamed(APPROVAL.template.read_bytes(), "没有这个标题", OWN) is None
    lost = called(replace(APPROVAL, title="没有这个标题"), OWN)
    prepare = REGISTRY.renderers[("docx", "docx")].prepare
    with pytest.raises(FormError) as caught:
        prepare(lost)
    assert caught.value.code == "FORM-111"

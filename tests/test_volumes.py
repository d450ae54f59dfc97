"""The corridor of volumes: what goes where, what the register and last year's archive say, keys that need no layout."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pypdfium2
import pytest

from docgen import Case
from docgen.paper import content_of
from docgen.pipeline import Job, bound_forms
from docgen.plugins import BUILTINS
from docgen.registry import load
from docgen.store import Register, Scans, init_workspace
from docgen.volumes import Beside, Counted, VolumeJob, is_scan_of, open_volumes, village_volumes
from docgen.workspace import Workspace

REGISTRY = load(BUILTINS, installed=False)
FORM = "cn.identification.approval"
AT = datetime(2026, 7, 6, tzinfo=UTC)


def opened(registry=REGISTRY, **more):
    wanted = VolumeJob(Job(as_of=date(2026, 7, 5), forms=(FORM,), draft=True), 2026, **more)
    return open_volumes(registry, wanted), wanted


@pytest.fixture(scope="module")
def desk():
    """The office, opened once: laying out the forms takes a while."""
    return opened()


def volumes(cases, desk, beside=None):
    office, wanted = desk
    return village_volumes(cases, office, wanted, {}, beside or Beside())


def text_of(content):
    with pypdfium2.PdfDocument(content) as pdf:
        return "\n".join(page.get_textpage().get_text_range() for page in pdf)


def with_figures(**figures):
    """The registry with other figures in the national policy."""
    policies = {
        key: replace(one, figures={**one.figures, **figures}) if one.id == "cn" else one
        for key, one in REGISTRY.policies.items()
    }
    return replace(REGISTRY, policies=policies)


def test_a_key_is_known_before_anything_is_laid_out_and_tells_what_changed(case, desk):
    key = volumes([case], desk).households[0].key
    assert volumes([case], desk).households[0].key == key
    moved = case.model_copy(update={"household": case.household.model_copy(update={"address": "别处"})})
    assert volumes([moved], desk).households[0].key != key
    assert volumes([moved, case], desk).village.key != volumes([case], desk).village.key


def test_an_attachment_changes_the_key_of_its_household_alone(case, desk, tmp_path):
    other = case.model_copy(update={"number": "H00002"})
    beside = Beside(None, Scans(tmp_path / "attachments", tmp_path / "kept"))
    before = [one.key for one in volumes([case, other], desk, beside).households]
    (tmp_path / "attachments" / "H00002").mkdir(parents=True)
    (tmp_path / "attachments" / "H00002" / "照片.jpg").write_bytes(b"x")
    after = [one.key for one in volumes([case, other], desk, beside).households]
    assert [old == new for old, new in zip(before, after, strict=True)] == [True, False]


def test_the_version_on_record_stands_in_the_list_and_its_code_at_the_foot(case, desk, tmp_path):
    init_workspace(Workspace(tmp_path))
    with Register(tmp_path / "docgen.sqlite") as register:
        office, _ = desk
        contents = [content_of(filled) for filled, _ in bound_forms(case, office, ())]
        register.number(contents, command="packet", at=AT)
        made = volumes([case], desk, Beside(register)).households[0].make()
        assert [entry.note for entry in made.facts.entries if "审批表" in entry.title] == ["第1版"]
        assert "D1 520199001201" in text_of(made.content)
        other = case.model_copy(update={"risks": ()})
        made = volumes([other], desk, Beside(register)).households[0].make()
    assert [one.code for one in made.findings] == ["VOLUME-107"]
    assert "登记第1版后有改动" in [entry.note for entry in made.facts.entries]


def test_what_changed_since_the_last_archive_stands_in_the_years_sheet(case, desk, raw_case):
    raw_case["household"]["kind"] = "一般农户"
    raw_case["household"]["phone"] = "13900000009"
    last = Case.model_validate(raw_case)
    made = volumes([case], desk, Beside(before=lambda _: last)).households[0].make()
    told = {one.label: (one.old, one.new) for one in made.facts.changes}
    assert ("一般农户", "一般脱贫户") in told.values()
    text = text_of(made.content)
    assert "一般农户" in text
    assert "13900000009" not in text


def test_a_county_may_keep_all_but_the_handbook_in_the_villages_volume(case):
    desk = opened(with_figures(volume_household=["F60"]), together=False)
    made = volumes([case], desk)
    assert made.households[0].make().facts.papers == 0
    village, _ = made.village.make({})
    titles = [entry.title for entry in village.facts.entries]
    assert "H00001 张三 年度情况表" in titles
    assert any(title.startswith("H00001 张三 防止返贫监测对象识别审批表") for title in titles)


def test_counts_that_are_known_are_not_laid_out_again(case):
    desk = opened(together=False)
    village, others = volumes([case], desk).village.make({"H00001": Counted(9, 99)})
    assert [(row.papers, row.pages, row.first) for row in village.facts.rows] == [(9, 99, 0)]
    assert set(others) == {"户名册.xlsx", "标签.pdf"}


def test_a_pattern_with_an_unknown_name_is_a_fault_of_the_policy(case):
    from docgen import DocgenError

    desk = opened(with_figures(volume={"户卷档号": "{县}-{户号}"}))
    with pytest.raises(DocgenError) as caught:
        volumes([case], desk).households[0].make()
    assert caught.value.code == "VOLUME-108"


@pytest.mark.parametrize(
    ("stem", "is_one"),
    [
        ("F03", True),
        ("f03_第2页", True),
        ("2026/F03（签字）", True),
        ("F030", False),
        ("F03b", False),
        ("附F03", False),
        ("防止返贫监测对象识别审批表", True),
        ("cn.identification.approval@2021-1", True),
    ],
)
def test_a_scan_is_called_by_its_form(stem, is_one):
    assert is_scan_of(stem, REGISTRY.form(FORM)) == is_one

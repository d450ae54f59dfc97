"""``docgen case event``: the household is rewritten, and its history kept."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from docgen.cli import desk_for
from docgen.demo import township
from docgen.store import CaseStore


def run(*words):
    return CliRunner().invoke(desk_for(), [str(word) for word in words])


@pytest.fixture
def home(tmp_path, monkeypatch):
    run("demo", tmp_path / "示例", "--households", 40, "--villages", 2)
    monkeypatch.chdir(tmp_path / "示例")
    cases = township(2026, 2, 40, 1).cases
    return next(
        case
        for case in cases
        if [one.relation for one in case.household.members[:3]] == ["户主", "配偶", "之子"]
    )


def stored(number):
    with CaseStore(Path("docgen.sqlite").resolve()) as store:
        return store.get(number), list(store.history(number))


def event(number, kind, *more):
    return run("case", "event", number, "--kind", kind, "--on", "2026-07-01", *more)


def test_a_birth_adds_a_member_and_keeps_the_version_before(home):
    told = event(
        home.number, "出生", "--set", "name=张新", "--set", "relation=之女", "--note", "出生证明已核"
    )
    assert told.exit_code == 0
    now, history = stored(home.number)
    assert now.household.members[-1].name == "张新"
    assert now.household.population_stated in (None, home.household.population + 1)
    assert history[-1].reason == "出生 2026-07-01 出生证明已核"
    assert history[-2].case.household.members == home.household.members


def test_when_the_head_dies_his_wife_follows(home):
    head, wife = home.household.members[:2]
    refused = event(home.number, "死亡", "--member", head.name)
    assert getattr(refused.exception, "code", "") == "EVENT-105"
    assert event(home.number, "死亡", "--member", head.name, "--head", wife.name).exit_code == 0
    now, _ = stored(home.number)
    assert now.household.head.name == wife.name
    assert head.name not in {one.name for one in now.household.members}
    assert now.household.members[1].relation in ("之子", "之女", "其他", "之公公", "之婆婆")


def test_a_son_splits_off_into_a_household_of_its_own(home):
    son = next(one for one in home.household.members if one.relation == "之子")
    told = event(home.number, "分户", "--member", son.name)
    number = told.stdout.split("新户的户号是 ")[1].split("。")[0]
    new, _ = stored(number)
    assert [one.name for one in new.household.members] == [son.name]
    assert new.household.head.name == son.name
    assert son.name not in {one.name for one in stored(home.number)[0].household.members}


def test_a_cancelled_household_leaves_the_status(home):
    assert event(home.number, "整户注销").exit_code == 0
    now, _ = stored(home.number)
    assert now.household.status == "自然减少"
    assert all(one.closed for one in now.procedures)


def test_who_follows_is_told_and_unknown_kinship_is_asked_for(home):
    son = next(row for row, one in enumerate(home.household.members, 1) if one.relation == "之子")
    told = event(home.number, "户主变更", "--member", son)
    assert told.exit_code == 0
    assert stored(home.number)[0].household.head.name == home.household.members[son - 1].name


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("搬家",), "EVENT-101"),
        (("死亡", "--member", "没有这个人"), "EVENT-102"),
        (("死亡",), "EVENT-107"),
        (("出生", "--set", "relation=之女"), "EVENT-107"),
        (("并户",), "EVENT-107"),
        (("并户", "--with", "999999"), "CASE-112"),
    ],
)
def test_a_wrong_call_changes_nothing(home, words, code):
    kind, *more = words
    result = event(home.number, kind, *more)
    assert getattr(result.exception, "code", "") == code
    assert stored(home.number)[0] == home

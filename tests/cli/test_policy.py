"""``docgen policy``: lists, shows and compares the packs, with their marks."""

import json
import sys

import pytest

from docgen.cli import main


@pytest.fixture
def desk(capsys, monkeypatch):
    """Run a command at the desk; return its exit code and what it said."""

    def run(*words):
        monkeypatch.setattr(sys, "argv", ["docgen", *words])
        with pytest.raises(SystemExit) as left:
            main()
        told = capsys.readouterr()
        return left.value.code or 0, told.out + told.err

    return run


def test_the_list_marks_inferred_years_and_packs_to_be_named(desk):
    left, told = desk("policy", "list", "--json")
    packs = {one["id"]: one for one in json.loads(told)}
    assert (left, packs["hunan"]["inferred"], packs["hunan"]["named"]) == (0, True, True)
    assert (packs["cn"]["year"], packs["lingshou"]["area"]) == (0, "130126")
    assert "推定" in desk("policy", "list")[1]


def test_show_marks_defaults_and_years_carried_over(desk):
    left, told = desk("policy", "show", "hunan", "--year", "2023")
    assert left == 0
    assert "2021（推定），2023 年沿用" in told
    assert "缺省" in told
    assert "篇九 行13" not in told


def test_show_tells_sources(desk):
    told = json.loads(desk("policy", "show", "hunan", "--json")[1])
    assert told["figures"]["notice_days"]["source"].startswith("篇九 行13")
    assert told["figures"]["identify_days"]["mark"] == "缺省"
    assert "出处" in desk("policy", "show", "hunan", "--sources")[1]


def test_diff_lists_only_what_differs_with_both_sources(desk):
    left, told = desk("policy", "diff", "hunan", "lingshou", "--json")
    found = {one["name"]: one for one in json.loads(told)}
    assert left == 0
    assert found["income_line"]["hunan@2021"]["value"] == 6500
    assert found["income_line"]["lingshou@2020"]["source"].startswith("篇十二 行10")
    assert found["identify_days"]["hunan@2021"]["mark"] == "缺省"
    assert "check_people" not in found
    assert "负面清单" in desk("policy", "diff", "hunan", "lingshou")[1]


@pytest.mark.parametrize(
    ("words", "code"),
    [(("show", "hunna"), "POLICY-104"), (("show", "hunan", "--year", "2014"), "POLICY-105")],
)
def test_a_pack_that_is_not_there_or_not_yet_is_a_fault(desk, words, code):
    left, told = desk("policy", *words)
    assert (left, code in told) == (8, True)


def test_a_household_is_assessed_with_reasons_and_no_decision(desk, tmp_path, monkeypatch):
    assert desk("demo", str(tmp_path / "镇"), "--villages", "1", "--households", "3")[0] == 0
    (book, *_) = sorted((tmp_path / "镇").rglob("*.xlsx"))
    number = json.loads(desk("case", "list", str(book), "--json")[1])[0]["number"]
    left, told = desk("case", "assess", number, str(book), "--policy", "hunan", "--json")
    assert left == 0
    assert {one["topic"] for one in json.loads(told)} >= {"class", "negative"}
    left, told = desk("case", "assess", number, str(book), "--policy", "lingshou")
    assert "只列依据，不作结论" in told
    assert "沿用" in told

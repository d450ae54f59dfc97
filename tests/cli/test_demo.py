"""``docgen demo``: a workspace that is whole, sound but for its seeded faults, and says so."""

import json

import pytest
from typer.testing import CliRunner

from docgen.cli import desk_for
from docgen.demo import township
from docgen.errors import UsageError
from docgen.plugins import BUILTINS
from docgen.read import read_data
from docgen.registry import load
from docgen.store import CaseStore, open_workspace


def run(*words):
    return CliRunner().invoke(
        desk_for(), [str(word) for word in words], catch_exceptions=False, env={"COLUMNS": "200"}
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo") / "示例"
    result = run("demo", folder, "--households", 40, "--villages", 2, "--json")
    assert result.exit_code == 0
    return folder, json.loads(result.stdout)


def test_the_store_holds_the_whole_township(made):
    folder, summary = made
    with CaseStore(open_workspace(folder).store) as store:
        cases = tuple(store.load())
    assert cases == township(2026, 2, 40, 1).cases
    assert summary["households"] == 40


def test_the_rosters_are_read_back_without_trouble(made):
    folder, summary = made
    assert len(summary["rosters"]) == 2
    readings = read_data([folder / "rosters"], load(BUILTINS).readers)
    assert [finding for reading in readings for finding in reading.findings] == []
    numbers = {entry.keys.get("number") for reading in readings for entry in reading.entries}
    assert len(numbers) == 40


def test_the_read_me_lists_every_seeded_fault(made):
    folder, summary = made
    text = (folder / "README.md").read_text(encoding="utf-8")
    assert len(summary["seeded"]) == 2
    for seeded in summary["seeded"]:
        assert f"| {seeded['household']} | {seeded['code']} | {seeded['what']} |" in text


def test_a_second_sample_never_lands_in_the_first(made):
    with pytest.raises(UsageError):
        run("demo", made[0])


def test_the_desk_says_where_to_look(tmp_path):
    result = run("demo", tmp_path / "小", "--households", 2, "--villages", 1)
    assert result.exit_code == 0
    assert "2 户" in result.stdout
    assert "README.md" in result.stdout


def test_every_command_of_the_read_me_exists(made):
    text = (made[0] / "README.md").read_text(encoding="utf-8")
    commands = [line.split("#")[0].split() for line in text.splitlines() if line.startswith("docgen ")]
    assert len(commands) >= 6
    for _, *words in commands:
        named = [word for word in words[:2] if word.isascii() and word.isalpha()]
        options = {word for word in words if word.startswith("--")}
        told = run(*named, "--help")
        assert told.exit_code == 0
        assert all(option in told.stdout for option in options), words

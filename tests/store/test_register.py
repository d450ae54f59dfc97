"""The register: a number for each content, a history that only grows, and what a change slip compares."""

import errno
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from docgen.errors import StoreError
from docgen.paper import Content, Paper
from docgen.store import CaseStore, Disk, Register, sql
from docgen.workspace import Workspace

VILLAGE, FORM = "522328100201", "cn.identification.approval@2021"


def content(household: str = "000001", form: str = FORM, stage: str = "", **boxes: str) -> Content:
    return Content(VILLAGE, household, form, "识别审批表", boxes or {"head": "王某"}, stage)


@pytest.fixture
def register(workspace: Workspace) -> Register:
    return Register(workspace.store)


def number(register: Register, *contents: Content, at: datetime) -> tuple[Paper, ...]:
    return register.number(contents, command="packet", at=at)


def test_the_same_content_keeps_its_number(register: Register, at: datetime) -> None:
    with register:
        first = number(register, content(), at=at)
        again = number(register, content(), at=at + timedelta(days=1))
    assert [paper.version for paper in (*first, *again)] == [1, 1]
    assert again[0].made == first[0].made


def test_other_content_gets_the_next_number(register: Register, at: datetime) -> None:
    with register:
        versions = [
            number(register, content(head=head), at=at)[0].version for head in ("王某", "李某", "王某")
        ]
    assert versions == [1, 2, 3]


def test_the_stage_and_the_edition_belong_to_the_content(register: Register, at: datetime) -> None:
    with register:
        papers = number(
            register, content(stage="village"), content(stage="township"), content(form=f"{FORM}x"), at=at
        )
    assert [paper.version for paper in papers] == [1, 2, 1]


def test_households_and_villages_are_numbered_apart(register: Register, at: datetime) -> None:
    with register:
        papers = number(register, content("000001"), content("000002"), content(""), at=at)
    assert [paper.version for paper in papers] == [1, 1, 1]


def test_what_happened_is_kept_in_order(register: Register, at: datetime) -> None:
    with register:
        (paper,) = number(register, content(), at=at)
        assert register.mark([paper], "printed", command="packet", at=at) == 1
        assert (
            register.mark([paper], "signed", command="register mark", at=at, copy="村委会", note="补签") == 1
        )
        (found,) = register.papers()
        happened = register.history(paper)
    assert found.state == "signed"
    assert [(one.state, one.copy, one.note) for one in happened] == [
        ("printed", "", ""),
        ("signed", "村委会", "补签"),
    ]


def test_what_is_so_already_is_not_noted_again(register: Register, at: datetime) -> None:
    with register:
        (paper,) = number(register, content(), at=at)
        assert register.mark([paper], "printed", command="packet", at=at) == 1
        assert register.mark([paper], "printed", command="packet", at=at) == 0
        assert len(register.history(paper)) == 1


def test_a_change_slip_compares_with_the_last_printed_version(register: Register, at: datetime) -> None:
    with register:
        (first,) = number(register, content(head="甲"), at=at)
        register.mark([first], "printed", command="packet", at=at)
        number(register, content(head="乙"), at=at)
        (third,) = number(register, content(head="丙"), at=at)
        before = register.printed_before(third)
        assert register.printed_before(first) is None
    assert before is not None
    assert (before.version, before.content.boxes) == (1, {"head": "甲"})


def test_the_latest_version_of_each_paper_is_found(register: Register, at: datetime) -> None:
    with register:
        number(register, content(head="甲"), content("000002"), at=at)
        number(register, content(head="乙"), at=at)
        latest = register.latest(VILLAGE)
    assert {key[1]: paper.version for key, paper in latest.items()} == {"000001": 2, "000002": 1}


def test_many_papers_are_read_in_chunks(register: Register, at: datetime) -> None:
    with register:
        number(register, *(content(f"{n:06d}") for n in range(450)), at=at)
        assert len(list(register.papers())) == 450
        assert len(list(register.papers(household="000007"))) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE papers SET boxes = '{}'",
        "DELETE FROM papers",
        "UPDATE happenings SET note = 'x'",
        "DELETE FROM happenings",
    ],
)
def test_what_is_registered_stays(
    register: Register, workspace: Workspace, at: datetime, statement: str
) -> None:
    with register:
        register.mark(number(register, content(), at=at), "printed", command="packet", at=at)
    with (
        closing(sqlite3.connect(workspace.store)) as connection,
        pytest.raises(sqlite3.IntegrityError, match="登记"),
    ):
        connection.execute(statement)


def test_a_store_of_the_first_layout_gets_its_register(workspace: Workspace, at: datetime) -> None:
    with closing(sqlite3.connect(workspace.store, isolation_level=None)) as connection:
        for statement in ("DROP TABLE happenings", "DROP TABLE papers", "PRAGMA user_version = 1"):
            connection.execute(statement)
    with Register(workspace.store) as register:
        assert number(register, content(), at=at)[0].version == 1
    with CaseStore(workspace.store) as store:
        assert store.count() == 0


def test_a_later_layout_is_left_alone(workspace: Workspace) -> None:
    with closing(sqlite3.connect(workspace.store)) as connection:
        connection.execute(f"PRAGMA user_version = {sql.LAYOUT + 1}")
    with pytest.raises(StoreError) as refused:
        Register(workspace.store)
    assert refused.value.code == "STORE-203"


def test_a_paper_of_another_workspace_is_refused(register: Register, at: datetime) -> None:
    stranger = Paper(content("000009"), 3, "2026-07-05T09:30:00+00:00")
    with register, pytest.raises(StoreError) as refused:
        register.mark([stranger], "signed", command="register mark", at=at)
    assert refused.value.code == "STORE-209"


def test_a_full_disk_leaves_no_number(
    workspace: Workspace, at: datetime, failing: Callable[..., Disk], tmp_path: Path
) -> None:
    with (
        Register(workspace.store, disk=failing(2, errno.ENOSPC)) as register,
        pytest.raises(StoreError) as refused,
    ):
        number(register, content(), at=at)
    assert refused.value.code == "STORE-101"
    with Register(workspace.store) as register:
        assert list(register.papers()) == []

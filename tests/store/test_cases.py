"""The case store: what is saved is what is read, and nothing earlier is lost."""

import errno
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from docgen.case import Case, Income
from docgen.errors import StoreError
from docgen.store import CaseStore, Disk
from docgen.store.cases import natural_order
from docgen.workspace import Selection, Workspace

Make = Callable[..., Case]


@pytest.fixture
def store(workspace: Workspace) -> CaseStore:
    return CaseStore(workspace.store)


def numbers(store: CaseStore, **wanted: tuple[str, ...]) -> list[str]:
    return [case.number for case in store.load(Selection(**wanted))]


def test_a_saved_case_is_read_back_equal(store: CaseStore, case: Make, at: datetime) -> None:
    with store:
        assert store.save([case()], command="roster import", at=at) == 1
        assert list(store.load()) == [case()]


def test_cases_come_by_village_code_group_and_number(store: CaseStore, case: Make, at: datetime) -> None:
    saved = [
        case("10", group="二组"),
        case("9", group="十组"),
        case("8", group="2组"),
        case("H10", group="12组"),
        case("H9", group="12组"),
        case("5", group="3组", code="522328100100", village="上村"),
    ]
    with store:
        store.save(saved, command="t", at=at)
        assert numbers(store) == ["5", "8", "10", "9", "H9", "H10"]


def test_reading_in_chunks_loses_and_repeats_nothing(store: CaseStore, case: Make, at: datetime) -> None:
    with store:
        store.save([case(f"{n:06d}", group=f"{n % 7}组") for n in range(500)], command="t", at=at)
        assert sorted(numbers(store)) == [f"{n:06d}" for n in range(500)]


def test_a_village_is_selected_by_code_or_name_and_a_group_with_or_without_its_suffix(
    store: CaseStore, case: Make, at: datetime
) -> None:
    with store:
        store.save(
            [case("1"), case("2", group="2组"), case("3", code="522328100202", village="新村")],
            command="t",
            at=at,
        )
        assert numbers(store, villages=("新村",)) == ["3"]
        assert numbers(store, villages=("522328100201",)) == ["1", "2"]
        assert numbers(store, groups=("2",)) == ["2"]
        assert numbers(store, households=("3", "1")) == ["1", "3"]
        assert store.count(Selection(groups=("2组",))) == 1
        assert store.villages() == {"522328100201": "试验村", "522328100202": "新村"}


def test_a_selection_in_memory_takes_what_the_store_selects(
    store: CaseStore, case: Make, at: datetime
) -> None:
    cases = [case("1"), case("2", group="2组"), case("3", code="522328100202", village="新村")]
    cases[0] = cases[0].model_copy(update={"aliases": ("旧-77",)})
    with store:
        store.save(cases, command="t", at=at)
        for wanted in (
            Selection(),
            Selection(villages=("新村",)),
            Selection(groups=("2",)),
            Selection(households=("旧-77", "2")),
        ):
            assert [one.number for one in store.load(wanted)] == [
                one.number for one in cases if wanted.takes(one)
            ]


def test_only_a_changed_case_gets_a_new_version(
    store: CaseStore, case: Make, phoned: Callable[[Case, str], Case], at: datetime
) -> None:
    later = at + timedelta(days=1)
    changed = phoned(case("1"), "13900000000")
    with store:
        store.save([case("1"), case("2")], command="roster import", at=at)
        assert store.save([changed, case("2")], command="case set", reason="换了帮扶人", at=later) == 1
        assert [(one.version, one.case, one.command, one.reason) for one in store.history("1")] == [
            (1, case("1"), "roster import", ""),
            (2, changed, "case set", "换了帮扶人"),
        ]
        assert [one.changed for one in store.history("1")] == [at.isoformat(), later.isoformat()]
        assert len(list(store.history("2"))) == 1


def test_the_order_of_extra_facts_is_no_change(store: CaseStore, case: Make, at: datetime) -> None:
    one = case().model_copy(update={"facts": {"甲": "1", "乙": "2"}})
    other = case().model_copy(update={"facts": {"乙": "2", "甲": "1"}})
    with store:
        store.save([one], command="t", at=at)
        assert store.save([other], command="t", at=at) == 0


def test_the_same_amount_written_otherwise_is_no_change(store: CaseStore, case: Make, at: datetime) -> None:
    def paid(amount: str) -> Case:
        line = Income(purpose="annual", wage=Decimal(amount))
        return case().model_copy(update={"incomes": (line,)})

    with store:
        store.save([paid("4100")], command="t", at=at)
        assert store.save([paid("4100.00")], command="t", at=at) == 0
        assert store.save([paid("4100.01")], command="t", at=at) == 1


def test_a_case_that_no_longer_fits_can_be_replaced(store: CaseStore, case: Make, at: datetime) -> None:
    with store:
        store.save([case()], command="t", at=at)
        store._database.run("UPDATE cases SET version = 2, content = '{}'")
        assert store.save([case(group="2组")], command="t", at=at) == 1
        assert list(store.load()) == [case(group="2组")]


def test_the_history_cannot_be_changed_by_anybody(
    store: CaseStore, workspace: Workspace, case: Make, phoned: Callable[[Case, str], Case], at: datetime
) -> None:
    with store:
        store.save([case()], command="t", at=at)
        store.save([phoned(case(), "13900000000")], command="t", at=at)
    raw = sqlite3.connect(workspace.store)
    for statement in (
        "UPDATE history SET reason = '改'",
        "DELETE FROM history",
        "DELETE FROM cases",
        "UPDATE cases SET content = '{}'",
    ):
        with pytest.raises(sqlite3.IntegrityError):
            raw.execute(statement)
    raw.close()


def test_a_household_is_found_by_every_name_it_has(store: CaseStore, case: Make, at: datetime) -> None:
    one = case("1")
    known = one.model_copy(
        update={"aliases": ("A-7",), "household": one.household.model_copy(update={"hh_id": "5223280001"})}
    )
    with store:
        store.save([known, case("2").model_copy(update={"aliases": ("A-7",)})], command="t", at=at)
        assert store.find("1") == ("1",)
        assert store.find("5223280001") == ("1",)
        assert store.find("A-7") == ("1", "2")
        assert store.find("没有") == ()
        store.save([one], command="t", at=at)
        assert store.find("5223280001") == ()


def test_a_number_is_given_once_and_never_one_that_is_taken(
    store: CaseStore, workspace: Workspace, case: Make, at: datetime
) -> None:
    with store:
        store.save([case("000002")], command="t", at=at)
        given = [store.next_number(), store.next_number()]
        assert given == ["000001", "000003"]
        store.save([case(number) for number in given], command="t", at=at)
    with CaseStore(workspace.store) as again:
        assert again.next_number() == "000004"


def test_two_households_of_one_number_are_not_saved_over_each_other(
    store: CaseStore, case: Make, at: datetime
) -> None:
    with store:
        with pytest.raises(StoreError) as caught:
            store.save([case("1"), case("2"), case("1", group="2组")], command="t", at=at)
        assert caught.value.code == "STORE-208"
        assert store.count() == 0


def test_a_run_that_read_before_another_saved_saves_nothing(
    workspace: Workspace, case: Make, phoned: Callable[[Case, str], Case], at: datetime
) -> None:
    with CaseStore(workspace.store) as one, CaseStore(workspace.store) as other:
        one.save([case()], command="t", at=at)
        assert list(other.load()) == [case()]
        one.save([phoned(case(), "13900000001")], command="t", at=at)
        with pytest.raises(StoreError) as caught:
            other.save([phoned(case(), "13900000002")], command="t", at=at)
        assert caught.value.code == "STORE-204"
        assert [one.version for one in other.history(case().number)] == [1, 2]


def test_a_failed_commit_saves_nothing(
    workspace: Workspace, case: Make, at: datetime, failing: Callable[..., Disk]
) -> None:
    with CaseStore(workspace.store, disk=failing(2, errno.ENOSPC)) as store:
        with pytest.raises(StoreError) as caught:
            store.save([case("1"), case("2")], command="t", at=at)
        assert caught.value.code == "STORE-101"
        assert list(store.load()) == []
        assert store.save([case("1")], command="t", at=at) == 1


def test_a_full_database_saves_nothing_and_says_so(workspace: Workspace, case: Make, at: datetime) -> None:
    with CaseStore(workspace.store) as store:
        store._database.run("PRAGMA max_page_count = 20")
        with pytest.raises(StoreError) as caught:
            store.save([case(str(n)) for n in range(500)], command="t", at=at)
        assert caught.value.code == "STORE-101"
        assert store.count() == 0


def test_the_store_is_private_strict_and_safe_on_network_shares(workspace: Workspace) -> None:
    assert stat.S_IMODE(workspace.store.stat().st_mode) == 0o600
    with CaseStore(workspace.store) as store:
        pragmas = ("journal_mode", "synchronous", "foreign_keys")
        assert [store._database.rows(f"PRAGMA {one}")[0][0] for one in pragmas] == ["delete", 2, 1]
        tables = [
            row for row in store._database.rows("PRAGMA table_list") if not row[1].startswith("sqlite_")
        ]
        assert len(tables) == 7
        assert all(row[5] for row in tables), "every table is STRICT"


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"not a database, but long enough to be looked at " * 30, "STORE-202"), (b"", "STORE-206")],
)
def test_a_file_that_is_no_case_store_is_refused(workspace: Workspace, content: bytes, code: str) -> None:
    workspace.store.write_bytes(content)
    with pytest.raises(StoreError) as caught:
        CaseStore(workspace.store)
    assert caught.value.code == code
    assert workspace.store.read_bytes() == content


def test_another_programs_database_is_refused_and_not_touched(workspace: Workspace) -> None:
    workspace.store.unlink()
    other = sqlite3.connect(workspace.store)
    other.execute("CREATE TABLE stock (x)")
    other.close()
    with pytest.raises(StoreError) as caught:
        CaseStore(workspace.store)
    assert caught.value.code == "STORE-206"


def test_a_store_of_a_newer_docgen_is_refused(workspace: Workspace) -> None:
    raw = sqlite3.connect(workspace.store)
    raw.execute("PRAGMA user_version = 99")
    raw.close()
    with pytest.raises(StoreError) as caught:
        CaseStore(workspace.store)
    assert caught.value.code == "STORE-203"
    assert "99" in str(caught.value)


def test_a_missing_store_is_not_made_in_silence(workspace: Workspace) -> None:
    workspace.store.unlink()
    with pytest.raises(StoreError) as caught:
        CaseStore(workspace.store)
    assert caught.value.code == "STORE-207"
    assert not workspace.store.exists()


def test_a_damaged_page_is_said_without_a_traceback(workspace: Workspace, case: Make, at: datetime) -> None:
    with CaseStore(workspace.store) as store:
        store.save([case(f"{n:04d}") for n in range(300)], command="t", at=at)
    content = bytearray(workspace.store.read_bytes())
    for start in range(4096 * 8, len(content), 4096):
        content[start : start + 16] = b"\xff" * 16
    workspace.store.write_bytes(content)
    with pytest.raises(StoreError) as caught, CaseStore(workspace.store) as store:
        list(store.load())
    assert caught.value.code == "STORE-202"


def test_a_case_that_no_longer_fits_is_named_without_its_values(
    workspace: Workspace, case: Make, at: datetime
) -> None:
    with CaseStore(workspace.store) as store:
        store.save([case()], command="t", at=at)
        store._database.run(
            "UPDATE cases SET version = 2, content = replace(content, '\"name\"', '\"old_name\"')",
        )
        with pytest.raises(StoreError) as caught:
            list(store.load())
    secret = case().household.members[0]
    assert caught.value.code == "STORE-205"
    assert "household.members.0.name" in str(caught.value)
    assert caught.value.__context__ is None
    assert secret.id_no not in str(caught.value)
    assert secret.name not in str(caught.value)


def test_a_store_that_another_process_writes_is_busy(workspace: Workspace, case: Make, at: datetime) -> None:
    raw = sqlite3.connect(workspace.store, isolation_level=None)
    raw.execute("BEGIN EXCLUSIVE")
    connect = sqlite3.connect
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite3, "connect", lambda path, timeout, **named: connect(path, timeout=0.05, **named))
        with pytest.raises(StoreError) as caught, CaseStore(workspace.store) as store:
            store.save([case()], command="t", at=at)
    raw.close()
    assert caught.value.code == "STORE-201"


def test_a_copy_on_a_read_only_disk_can_be_read(
    guarded: Path,
    workspace: Workspace,
    case: Make,
    at: datetime,
    as_nobody: Callable[[Callable[[], None]], int],
) -> None:
    with CaseStore(workspace.store) as store:
        store.save([case()], command="t", at=at)
    guarded.chmod(0o755)
    copy = shutil.copy(workspace.store, guarded / "docgen.sqlite")
    copy.chmod(0o444)
    guarded.chmod(0o555)

    def act() -> None:
        with CaseStore(copy) as store:
            assert list(store.load()) == [case()]
            with pytest.raises(StoreError) as caught:
                store.save([case("2")], command="t", at=at)
            assert caught.value.code == "STORE-102"

    assert as_nobody(act) == 0


WRITER = """
import sys
from datetime import datetime, UTC
from pathlib import Path
from docgen.case import Area, Case, Household, Member
from docgen.store import CaseStore
def case(number, turn):
    area = Area(code="522328100201", village="试验村")
    return Case(number=number, area=area, household=Household(members=(Member(name=f"第{turn}次"),)))
with CaseStore(Path(sys.argv[1])) as store:
    print("ready", flush=True)
    for turn in range(100_000):
        store.save([case(str(n), turn) for n in range(40)], command=str(turn), at=datetime(2026, 1, 1, tzinfo=UTC))
"""


def test_a_killed_import_is_all_there_or_not_at_all(workspace: Workspace) -> None:
    for turn in range(4):
        child = subprocess.Popen([sys.executable, "-c", WRITER, str(workspace.store)], stdout=subprocess.PIPE)
        assert child.stdout is not None
        child.stdout.readline()
        with pytest.raises(subprocess.TimeoutExpired):
            child.wait(0.03 + 0.017 * turn)
        child.kill()
        child.wait()
        child.stdout.close()
        with CaseStore(workspace.store) as store:
            assert store.count() in (0, 40)
            assert len({one.household.members[0].name for one in store.load()}) <= 1
            assert store._database.rows("PRAGMA integrity_check") == [("ok",)]
            assert store._database.rows("PRAGMA foreign_key_check") == []


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("2组", "10组"),
        ("二组", "十组"),
        ("九组", "十一组"),
        ("十九组", "二十组"),
        ("2组", "三组"),
        ("组2", "组10"),
    ],
)
def test_groups_sort_as_people_count(earlier: str, later: str) -> None:
    assert natural_order(earlier) < natural_order(later)


@pytest.mark.parametrize("odd", ["", "十三一十", "三十三三", "０", "一百二十组"])
def test_an_odd_group_sorts_somewhere(odd: str) -> None:
    assert isinstance(natural_order(odd), str)

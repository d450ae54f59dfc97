"""The output folder: what a run wrote, what it left alone, and what it put aside."""

import errno
import hashlib
import json
import random
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from docgen.document import Document
from docgen.errors import Finding, Severity, StoreError, UsageError
from docgen.store import Delivery, Disk, locked, output
from docgen.store.output import MANIFEST, Output

Make = Callable[..., Document]
FOLDER = "试验村_522328100201"


def run(folder: Path, *documents: Document, **named: object) -> Delivery:
    with output(folder, **named) as out:
        for document in documents:
            out.write(document)
    return out.delivery


def manifest(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / MANIFEST).read_text(encoding="utf-8").splitlines()]


def test_documents_and_their_manifest_are_written(tmp_path: Path, document: Make) -> None:
    finding = Finding(
        "522328100201", "000002", "家庭成员第1行 证件号码", "STORE-504", severity=Severity.WARNING
    )
    documents = [
        document("000002"),
        document("000001"),
        replace(document(""), findings=(finding,), pages=None),
    ]
    done = run(tmp_path / "out", *documents)
    assert (done.listed, done.written, done.findings) == (3, 3, ())
    lines = manifest(tmp_path / "out")
    assert [line["path"] for line in lines] == sorted(line["path"] for line in lines)
    assert [line["household"] for line in lines] == ["000001", "000002", None]
    assert list(lines[0]) == [
        "household",
        "village",
        "form",
        "edition",
        "format",
        "path",
        "sha256",
        "pages",
        "findings",
    ]
    assert lines[2]["findings"] == [
        {"code": "STORE-504", "severity": "提醒", "where": "家庭成员第1行 证件号码"}
    ]
    for line in lines:
        content = (tmp_path / "out" / str(line["path"])).read_bytes()
        assert hashlib.sha256(content).hexdigest() == line["sha256"]


def test_a_draft_is_marked_in_the_manifest(tmp_path: Path, document: Make) -> None:
    run(tmp_path, replace(document(), draft=True))
    assert manifest(tmp_path)[0]["draft"] is True


def test_the_same_run_twice_gives_the_same_folder_and_writes_nothing(
    tmp_path: Path, document: Make, tree: Callable[[Path], dict[str, bytes]]
) -> None:
    run(tmp_path, document("1"), document("2"))
    before = tree(tmp_path)
    done = run(tmp_path, document("2"), document("1"))
    assert (done.written, done.unchanged) == (0, 2)
    assert tree(tmp_path) == before


def test_a_document_no_longer_produced_is_put_aside_and_listed(tmp_path: Path, document: Make) -> None:
    run(tmp_path, document("1"), document("2", b"second"))
    for number in ("", "_2"):
        done = run(tmp_path, document("1"))
        kept = f".旧/{FOLDER}/2/03_识别审批表{number}.docx"
        assert done.retired == (kept,)
        assert (tmp_path / kept).read_bytes() == b"second"
        assert not (tmp_path / FOLDER / "2").exists()
        assert [line["household"] for line in manifest(tmp_path)] == ["1"]
        run(tmp_path, document("1"), document("2", b"second"))


def test_a_run_over_one_household_leaves_the_others(tmp_path: Path, document: Make) -> None:
    run(tmp_path, document("1"), document("2"), document("3"))
    done = run(tmp_path, document("2", b"new"), covers=lambda line: line["household"] == "2")
    assert (done.retired, done.listed, done.written) == ((), 3, 1)
    assert [line["household"] for line in manifest(tmp_path)] == ["1", "2", "3"]


def test_a_file_that_docgen_did_not_make_is_never_touched(tmp_path: Path, document: Make) -> None:
    foreign = tmp_path / FOLDER / "1" / "03_识别审批表.docx"
    foreign.parent.mkdir(parents=True)
    foreign.write_bytes(b"by hand")
    (tmp_path / "说明.txt").write_bytes(b"mine")
    done = run(tmp_path, document("1"), document("2"))
    assert [(one.household, one.code) for one in done.findings] == [("1", "STORE-504")]
    assert foreign.read_bytes() == b"by hand"
    run(tmp_path)
    assert foreign.read_bytes() == b"by hand"
    assert (tmp_path / "说明.txt").read_bytes() == b"mine"
    assert not (tmp_path / FOLDER / "2").exists()


def test_a_link_at_a_documents_place_is_a_foreign_file(tmp_path: Path, document: Make) -> None:
    other = tmp_path / "别处.docx"
    other.write_bytes(b"untouched")
    run(tmp_path / "out", document("1"))
    place = tmp_path / "out" / FOLDER / "1" / "03_识别审批表.docx"
    place.unlink()
    place.symlink_to(other)
    assert [one.code for one in run(tmp_path / "out", document("1", b"new")).findings] == ["STORE-504"]
    assert other.read_bytes() == b"untouched"


def test_a_folder_that_became_a_link_is_not_written_through(tmp_path: Path, document: Make) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / FOLDER).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(StoreError) as caught:
        run(tmp_path / "out", document())
    assert caught.value.code == "STORE-502"
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_document_changed_by_hand_is_kept_aside(tmp_path: Path, document: Make) -> None:
    run(tmp_path, document("1"))
    place = tmp_path / FOLDER / "1" / "03_识别审批表.docx"
    place.write_bytes(b"corrected by hand")
    done = run(tmp_path, document("1", b"new"))
    assert place.read_bytes() == b"new"
    assert done.edited == (f".旧/{FOLDER}/1/03_识别审批表.docx",)
    assert (tmp_path / done.edited[0]).read_bytes() == b"corrected by hand"


@pytest.mark.parametrize("mark", [".~{}", "~${}", ".~lock.{}#"])
def test_a_document_open_in_wps_stays_and_is_listed(tmp_path: Path, document: Make, mark: str) -> None:
    run(tmp_path, document("1"), document("2"))
    place = tmp_path / FOLDER / "1" / "03_识别审批表.docx"
    place.with_name(mark.format(place.name)).write_bytes(b"")
    done = run(tmp_path, document("1", b"new"), document("2", b"new"))
    assert [(one.household, one.code) for one in done.findings] == [("1", "STORE-505")]
    assert done.written == 1
    assert place.read_bytes() == b"filled"
    assert manifest(tmp_path)[0]["sha256"] == hashlib.sha256(b"filled").hexdigest()
    done = run(tmp_path)
    assert [one.code for one in done.findings] == ["STORE-505"]
    assert place.read_bytes() == b"filled"


def test_a_full_folder_for_temporary_files_is_said(tmp_path: Path, document: Make) -> None:
    with output(tmp_path) as out, pytest.raises(StoreError) as caught:
        list(map(out.write, cramped(out, [document(str(number)) for number in range(200)])))
    assert caught.value.code == "STORE-101"


def cramped(out: Output, documents: list[Document]) -> list[Document]:
    out._shelf._sql.execute("PRAGMA max_page_count = 4")
    return documents


class Held(Disk):
    """A system that refuses to rename over an open file."""

    def before(self, effect: str, path: Path) -> None:
        if effect == "rename" and path.name == "03_识别审批表.docx":
            raise PermissionError(errno.EACCES, "held")


def test_a_document_that_the_system_holds_stays_and_the_others_are_written(
    tmp_path: Path, document: Make
) -> None:
    other = replace(document("1"), filename="04_帮扶措施.docx")
    run(tmp_path, document("1"), other)
    done = run(tmp_path, document("1", b"new"), replace(other, content=b"new"), disk=Held())
    assert [one.code for one in done.findings] == ["STORE-505"]
    assert (tmp_path / FOLDER / "1" / other.filename).read_bytes() == b"new"
    assert not [path for path in tmp_path.rglob("*") if path.name.startswith(".docgen")]
    done = run(tmp_path, other, disk=Held())
    assert len(manifest(tmp_path)) == 1 + len(done.findings)


def test_two_documents_of_one_name_are_not_mixed(tmp_path: Path, document: Make) -> None:
    done = run(tmp_path, document("a1", b"lower"), document("A1", b"upper"))
    assert [(one.household, one.code) for one in done.findings] == [("A1", "STORE-506")]
    assert len(manifest(tmp_path)) == 1


def test_a_place_that_leads_outside_is_made_safe(tmp_path: Path, document: Make) -> None:
    run(tmp_path / "out", replace(document(), place="../../村/..", filename="../x.docx"))
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert len(manifest(tmp_path / "out")) == 1


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        '{"path": "../../etc/passwd", "sha256": ""}',
        '{"path": "/etc/passwd"}',
        '{"path": 7}',
        "\udcff",
    ],
)
def test_a_manifest_that_is_not_docgens_stops_the_run(tmp_path: Path, document: Make, line: str) -> None:
    run(tmp_path, document())
    with (tmp_path / MANIFEST).open("ab") as file:
        file.write(line.encode("utf-8", "surrogateescape") + b"\n")
    with pytest.raises(StoreError) as caught:
        run(tmp_path)
    assert (caught.value.code, dict(caught.value.fields)["line"]) == ("STORE-503", "2")
    assert (tmp_path / FOLDER / "000001").exists()


def test_the_output_is_not_the_input_nor_inside_it(tmp_path: Path, workspace: object) -> None:
    (tmp_path / "in").mkdir()
    root = workspace.root
    refused = [
        (tmp_path / "in", tmp_path / "in"),
        (tmp_path / "in" / "out", tmp_path / "in"),
        (root, root),
        (root / "rosters" / "out", root),
        (root / "attachments", root),
    ]
    for folder, source in refused:
        with pytest.raises(UsageError) as caught:
            run(folder, inputs=[source])
        assert caught.value.code == "STORE-501"
    run(root / "out", inputs=[root])
    run(tmp_path / "beside", inputs=[tmp_path / "in"])


def test_an_output_that_is_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UsageError) as caught:
        run(tmp_path / "out")
    assert "elsewhere" in str(caught.value)


def test_an_output_that_is_a_file_or_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for folder, code in ((tmp_path / "file", "STORE-106"), (tmp_path / ("长" * 90), "STORE-103")):
        with pytest.raises(StoreError) as caught:
            run(folder)
        assert caught.value.code == code


def test_a_read_only_output_is_said(
    guarded: Path, document: Make, as_nobody: Callable[[Callable[[], None]], int]
) -> None:
    def act() -> None:
        with pytest.raises(StoreError) as caught:
            run(guarded, document())
        assert caught.value.code == "STORE-102"

    assert as_nobody(act) == 0


def test_two_runs_do_not_write_to_one_folder(tmp_path: Path, document: Make) -> None:
    with locked(tmp_path), pytest.raises(StoreError) as caught:
        run(tmp_path, document())
    assert caught.value.code == "STORE-301"


def interrupted(folder: Path, *documents: Document) -> None:
    with output(folder) as out:
        for document in documents:
            out.write(document)
        raise KeyboardInterrupt


def test_an_interrupted_run_is_owned_by_the_next(tmp_path: Path, document: Make) -> None:
    run(tmp_path, document("1"), document("2"))
    with pytest.raises(KeyboardInterrupt):
        interrupted(tmp_path, document("1", b"newer"), document("3"))
    assert [line["household"] for line in manifest(tmp_path)] == ["1", "2"]
    done = run(tmp_path, document("1", b"newest"), document("2"))
    assert (done.edited, done.findings) == ((), ())
    assert done.retired == (f".旧/{FOLDER}/3/03_识别审批表.docx",)


def whole(folder: Path, contents: set[bytes]) -> None:
    """Assert that no file under a final name is torn."""
    for path in folder.rglob("*.docx"):
        assert path.read_bytes() in contents, path


@pytest.mark.parametrize("for_ever", [False, True])
def test_whichever_effect_fails_nothing_is_torn_and_the_next_run_ends_alike(
    tmp_path: Path, document: Make, failing: Callable[..., Disk], tree: Callable, for_ever: bool
) -> None:
    first = [document("1", b"one"), document("2", b"two"), document("9", b"nine")]
    second = [document("1", b"ONE"), document("2", b"two"), document("3", b"THREE")]
    contents = {one.content for one in (*first, *second)}
    run(tmp_path / "whole", *first)
    counting = failing(0, 0)
    run(tmp_path / "whole", *second, disk=counting)
    assert {"open", "write", "fsync", "rename", "mkdir", "unlink", "rmdir"} == set(counting.effects)
    errors = (errno.ENOSPC, errno.EIO, errno.EACCES, errno.EMFILE)
    for step in range(1, counting.seen + 1):
        folder = tmp_path / str(step)
        run(folder, *first)
        disk = failing(step, errors[step % 4], for_ever=for_ever)
        with suppress(
            StoreError
        ):  # where a program may hold the file, or only tidying failed, the run goes on
            run(folder, *second, disk=disk)
        assert disk.seen >= step
        whole(folder, contents)
        run(folder, *second)
        assert tree(folder) == tree(tmp_path / "whole"), f"step {step}: {counting.effects[step - 1]}"


WRITER = """
import sys
from pathlib import Path
from docgen.document import Document
from docgen.store import output
turn = int(sys.argv[2])
with output(Path(sys.argv[1])) as out:
    print("ready", flush=True)
    for number in range(turn, turn + 60):
        content = b"%d/%d " % (number, turn) * 20_000
        out.write(Document("522328100201", str(number), "f", "1", "t", "docx", f"v/{number}", "a.docx", content))
"""


def test_a_killed_run_leaves_no_torn_file_and_the_next_one_ends_alike(tmp_path: Path, tree: Callable) -> None:
    chance = random.Random(7)
    command = [sys.executable, "-c", WRITER]
    for turn in range(6):
        with subprocess.Popen([*command, str(tmp_path / "out"), str(turn)], stdout=subprocess.PIPE) as child:
            assert child.stdout is not None
            child.stdout.readline()
            try:
                child.wait(chance.uniform(0.0, 0.12))
            except subprocess.TimeoutExpired:
                child.kill()
        for path in tmp_path.rglob("*.docx"):
            assert len(set(path.read_bytes().split())) == 1, "torn"
            assert len(path.read_bytes()) % 20_000 == 0, "torn"
    for folder in ("out", "undisturbed"):
        subprocess.run([*command, str(tmp_path / folder), "99"], check=True, stdout=subprocess.DEVNULL)
    out = {path: content for path, content in tree(tmp_path / "out").items() if not path.startswith(".旧/")}
    assert out == tree(tmp_path / "undisturbed")


def test_memory_and_open_files_stay_flat_over_many_documents(tmp_path: Path, document: Make) -> None:
    def opened() -> int:
        return len(list(Path("/proc/self/fd").iterdir()))

    before = opened()
    with output(tmp_path) as out:
        for number in range(300):
            out.write(document(str(number)))
        assert len(out._touched) < 200
        assert opened() < before + 8
    assert opened() == before

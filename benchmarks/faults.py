"""What docgen survives: runs killed, disks that fail, bits that flip; the table of docs/reliability.md.

python benchmarks/faults.py [--kills N] [--households N] [--damages N] [--stride N] [--write]
"""

import argparse
import errno
import io
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

from typer.exceptions import TyperException

from docgen.cli import desk, desk_for
from docgen.errors import DocgenError
from docgen.store import Disk
from docgen.verify import verify

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs/reliability.md"
BEGIN, END = "<!-- table -->\n", "<!-- end of table -->\n"

#: The jobs that are disturbed: what is said to docgen behind the workspace and the output folder.
JOBS = {
    "fill": ("--today", "2026-11-30", "--jobs", "1"),
    "packet": ("--form", "cn.identification.application", "--today", "2026-11-30"),
    "dossier": ("--form", "cn.identification.application", "--year", "2026", "--today", "2026-11-30"),
    "archive": ("--form", "cn.identification.application", "--year", "2026", "--today", "2026-11-30"),
}
ERRORS = (errno.ENOSPC, errno.EIO, errno.EACCES, errno.EMFILE)
DAMAGES = ("flip", "delete", "add", "rename", "truncate", "swap")


@dataclass
class Row:
    """A line of the table: what was done how often, and what was lost, torn or not the same afterwards."""

    fault: str
    tries: int = 0
    lost: int = 0
    torn: int = 0
    other: int = 0
    note: str = ""
    told: list[str] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        return not (self.lost or self.torn or self.other)

    def cells(self) -> str:
        same = "yes" if not self.other else f"no: {self.other}"
        if not self.tries:
            return f"| {self.fault} | - | - | - | - | {self.note} |"
        return f"| {self.fault} | {self.tries} | {self.lost} | {self.torn} | {same} | {self.note} |"


class Bench:
    """A demo workspace, and what each undisturbed job makes of it."""

    def __init__(self, place: Path, households: int, jobs: tuple[str, ...]) -> None:
        self.place = place
        self.workspace = place / "工作区"
        said(["demo", self.workspace, "--households", households, "--villages", 2])
        self.jobs = tuple(job for job in jobs if job in JOBS and known(job))
        self.whole = {job: self._whole(job) for job in self.jobs}

    def words(self, job: str, workspace: Path, out: Path) -> list[str]:
        return [job, str(workspace), "-o", str(out), *JOBS[job]]

    def _whole(self, job: str) -> dict[str, bytes]:
        with self.fresh() as (workspace, out):
            said(self.words(job, workspace, out))  # here, so that the children begin with all rooms loaded
            return tree(out)

    @contextmanager
    def fresh(self) -> Iterator[tuple[Path, Path]]:
        place = Path(tempfile.mkdtemp(dir=self.place))
        shutil.copytree(self.workspace, place / "工作区")
        try:
            yield place / "工作区", place / "输出"
        finally:
            shutil.rmtree(place, ignore_errors=True)

    def after(self, job: str, workspace: Path, out: Path, row: Row) -> None:
        """Look at what a disturbed run left, clean it, run again, compare."""
        row.tries += 1
        whole = self.whole[job]
        torn = [name for name, content in tree(out).items() if whole.get(name) not in (None, content)]
        torn = [name for name in torn if not name.endswith(_LISTS)]
        row.torn += bool(torn)
        if out.is_dir():
            child(lambda: said(["clean", out]))
            row.lost += bool(leftovers(out))
        child(lambda: said(self.words(job, workspace, out)))
        found = tree(out)
        row.lost += bool(set(whole) - set(found))
        row.other += found != whole
        row.told += [*torn, *(name for name in {*whole, *found} if whole.get(name) != found.get(name))][:3]


#: Lists that say what stands beside them: while a run is under way they say less than in the end.
_LISTS = ("manifest.jsonl", "总目录.csv", "总目录.sha256")


def known(job: str) -> bool:
    """Whether this docgen has the command."""
    with suppress(ImportError):
        __import__(f"docgen.cli.{job}")
        return True
    return False


def said(words: list[object]) -> tuple[int, str]:
    """Run a command in this process; return its exit code and all it said."""
    text = io.StringIO()
    with redirect_stdout(text), redirect_stderr(text):
        try:
            code = desk_for([str(words[0])])([str(word) for word in words], standalone_mode=False)
        except DocgenError as error:
            text.write(str(error))
            code = error.exit_code
        except SystemExit as stop:
            code = stop.code
        except TyperException as error:
            text.write(str(error))
            code = error.exit_code
    return int(code or 0), text.getvalue()


def child(act: Callable[[], object], *, after: float | None = None) -> int:
    """Do something in a process of its own, killed after so many seconds; return its exit code."""
    sys.stdout.flush()
    number = os.fork()
    if not number:
        code = 98
        try:
            os.setsid()
            result = act()
            code = result[0] if isinstance(result, tuple) else 0
        finally:
            os._exit(code)
    if after is not None:
        time.sleep(after)
        with suppress(ProcessLookupError):
            os.killpg(number, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])


def tree(root: Path) -> dict[str, bytes]:
    """Return every file that has a final name."""
    found = (one for one in sorted(root.rglob("*")) if one.is_file())
    names = ((one.relative_to(root).as_posix(), one) for one in found)
    return {name: one.read_bytes() for name, one in names if ".docgen-" not in name}


def leftovers(root: Path) -> list[str]:
    return [str(one) for one in root.rglob(".docgen-*")]


def kills(bench: Bench, tries: int, seed: int) -> Iterator[Row]:
    """Kill each job at random moments of its run."""
    chance = random.Random(seed)
    for job in bench.jobs:
        with bench.fresh() as (workspace, out):
            begun = time.perf_counter()
            child(lambda w=workspace, o=out, j=job: said(bench.words(j, w, o)))
            seconds = time.perf_counter() - begun
        row = Row(f"kill -9 during {job}")
        for _ in range(tries):
            with bench.fresh() as (workspace, out):
                child(
                    lambda w=workspace, o=out, j=job: said(bench.words(j, w, o)),
                    after=chance.uniform(0, seconds),
                )
                bench.after(job, workspace, out, row)
        yield row


def failing(at: int, error: int, *, for_ever: bool) -> Callable[..., None]:
    """Return what makes the n-th effect on the disk fail; it counts in ``seen``."""

    def before(_disk: Disk, _effect: str, path: Path) -> None:
        before.seen += 1  # type: ignore[attr-defined]
        if before.seen == at or (for_ever and before.seen > at):  # type: ignore[attr-defined]
            raise OSError(error, os.strerror(error), str(path))

    before.seen = 0  # type: ignore[attr-defined]
    return before


def effects(bench: Bench, job: str) -> int:
    """Return how many effects on the disk an undisturbed run has."""
    counting = failing(0, 0, for_ever=False)
    with bench.fresh() as (workspace, out):
        note = workspace.parent / "effects"

        def act() -> None:
            Disk.before = counting  # type: ignore[method-assign]
            said(bench.words(job, workspace, out))
            note.write_text(str(counting.seen), encoding="ascii")  # type: ignore[attr-defined]

        child(act)
        return int(note.read_text(encoding="ascii"))


def disks(bench: Bench, stride: int) -> Iterator[Row]:
    """Let the n-th write, fsync, rename, open … fail, once and for ever."""
    for job in bench.jobs:
        count = effects(bench, job)
        row = Row(
            f"n-th effect fails during {job}",
            note=f"{count} effects × ENOSPC, EIO, EACCES, EMFILE × once, for ever",
        )
        for number, at in enumerate(range(1, count + 1, stride)):
            error, for_ever = ERRORS[number % 4], bool(number // 4 % 2)
            with bench.fresh() as (workspace, out):
                words = bench.words(job, workspace, out)
                code = child(partial(_failing_run, words, failing(at, error, for_ever=for_ever)))
                if code in (98, 99):
                    row.other += 1
                    row.told.append(f"effect {at}: no sentence")
                bench.after(job, workspace, out, row)
        yield row


def _failing_run(words: list[str], before: Callable[..., None]) -> object:
    Disk.before = before  # type: ignore[method-assign]
    return said(words)


def full(bench: Bench) -> Row:
    """Write to a real disk of 5 MB, where mounts are allowed."""
    row = Row("a real disk of 5 MB is full")
    place = Path(tempfile.mkdtemp(dir=bench.place))
    mount = ["mount", "-t", "tmpfs", "-o", "size=5m", "tmpfs", str(place)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True, check=False).returncode:
        row.note = "mounts are not allowed here"
        return row
    try:
        for job in bench.jobs:
            out = place / job
            ballast = place / "ballast"
            whole = bench.whole[job]
            ballast.write_bytes(b"x" * max(0, (5 << 20) - sum(map(len, whole.values())) // 2))
            with bench.fresh() as (workspace, _):
                code, text = said(bench.words(job, workspace, out))
                row.tries += 1
                row.other += not (code == 9 and re.search(r"需要约 .+剩余 .+", text))
                made = tree(out)
                row.torn += any(
                    whole.get(name) != content for name, content in made.items() if not name.endswith(_LISTS)
                )
                ballast.unlink()
                shutil.rmtree(out)
    finally:
        subprocess.run(["umount", str(place)], check=False)
    row.note = "needed and free space are said, exit 9"
    return row


def at_once(bench: Bench) -> Row:
    """Start every job twice at the same moment."""
    row = Row("two runs at once", note="the other one says who holds the folder")
    for job in bench.jobs:
        with bench.fresh() as (workspace, out):
            words = [sys.executable, "-m", "docgen", *bench.words(job, workspace, out)]
            both = [subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(2)]
            texts = [one.communicate()[1].decode() for one in both]
            codes = sorted(one.returncode for one in both)
            refused = [text for text in texts if "STORE-301" in text or "STORE-201" in text]
            row.other += not (codes[0] in (0, 1) and (codes[1] in (0, 1) or refused))
            bench.after(job, workspace, out, row)
    return row


def damages(bench: Bench, tries: int, seed: int) -> Row:
    """Damage an archive in every way; each is to be found and named."""
    row = Row(f"archive damaged: {', '.join(DAMAGES)}", note="all found and named by verify")
    if "archive" not in bench.jobs:
        return row
    chance = random.Random(seed)
    with bench.fresh() as (workspace, out):
        said(bench.words("archive", workspace, out))
        whole = tree(out)
        for _ in range(tries):
            way = chance.choice(DAMAGES)
            names = _damage(out, whole, way, chance)
            found = verify(out)
            named = {one.path for one in found.damages}
            row.tries += 1
            if not (names <= named and found.exit_code):
                row.lost += 1
                row.told.append(f"{way} {sorted(names)}")
            _mend(out, whole)
        row.other += verify(out).exit_code != 0
    return row


def _damage(out: Path, whole: dict[str, bytes], way: str, chance: random.Random) -> set[str]:
    """Do one damage; return which files are to be named."""
    name = chance.choice(sorted(whole))
    place, content = out / name, whole[name]
    if way == "flip":
        bit = chance.randrange(len(content) * 8)
        changed = bytearray(content)
        changed[bit // 8] ^= 1 << bit % 8
        place.write_bytes(changed)
        return {name}
    if way == "delete":
        place.unlink()
        return {name}
    if way == "truncate":
        place.write_bytes(content[: chance.randrange(len(content))])
        return {name}
    if way in ("add", "rename"):
        fresh = place.with_name(f"另{chance.randrange(99)}")
        fresh.write_bytes(content)
        added = fresh.relative_to(out).as_posix()
        if way == "add":
            return {added}
        place.unlink()
        return {name, added}
    other = chance.choice([one for one in sorted(whole) if whole[one] != content])
    place.write_bytes(whole[other])
    (out / other).write_bytes(content)
    return {name, other}


def _mend(out: Path, whole: dict[str, bytes]) -> None:
    for one in out.rglob("*"):
        if one.is_file() and one.relative_to(out).as_posix() not in whole:
            one.unlink()
    for name, content in whole.items():
        if not (out / name).is_file() or (out / name).read_bytes() != content:
            (out / name).write_bytes(content)


def alike(bench: Bench) -> Iterator[Row]:
    """Run every job under other circumstances and compare all bytes."""
    ways: dict[str, dict[str, str]] = {
        "again": {},
        "another hash seed": {"PYTHONHASHSEED": "7"},
        "another time zone": {"TZ": "Pacific/Kiritimati"},
        "another language": {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "1"},
        "another user's name": {"USER": "somebody", "LOGNAME": "somebody", "HOME": str(bench.place)},
    }
    for way, more in ways.items():
        row = Row(f"same bytes: {way}")
        for job in bench.jobs:
            with bench.fresh() as (workspace, out):
                words = [sys.executable, "-m", "docgen", *bench.words(job, workspace, out)]
                subprocess.run(words, env=os.environ | more, capture_output=True, check=False)
                _compare(bench, job, out, row)
        yield row
    yield _in_child(bench, "another umask", lambda: os.umask(0o077))
    yield _in_child(bench, "another day", _a_year_later)
    yield _two_workers(bench)
    yield _another_user(bench)
    yield _resumed(bench)


def _compare(bench: Bench, job: str, out: Path, row: Row) -> None:
    found, whole = tree(out), bench.whole[job]
    row.tries += 1
    row.lost += bool(set(whole) - set(found))
    row.other += found != whole
    row.told += [f"{job}: {name}" for name in {*whole, *found} if whole.get(name) != found.get(name)][:3]


def _in_child(bench: Bench, way: str, first: Callable[[], object]) -> Row:
    row = Row(f"same bytes: {way}")
    for job in bench.jobs:
        with bench.fresh() as (workspace, out):

            def act(job=job, workspace=workspace, out=out) -> object:
                first()
                return said(bench.words(job, workspace, out))

            child(act)
            _compare(bench, job, out, row)
    return row


def _a_year_later() -> None:
    desk.today = lambda: date(2027, 12, 1)
    real = time.time
    time.time = lambda: real() + 370 * 86400


def _two_workers(bench: Bench) -> Row:
    row = Row("same bytes: two workers")
    with bench.fresh() as (workspace, out):
        words = [sys.executable, "-m", "docgen", *bench.words("fill", workspace, out)[:-1], "2"]
        subprocess.run(words, capture_output=True, check=False)
        _compare(bench, "fill", out, row)
    return row


def _another_user(bench: Bench) -> Row:
    row = Row("same bytes: another user")
    if os.getuid() != 0:
        row.note = "needs root"
        return row
    for job in bench.jobs:
        with bench.fresh() as (workspace, out):
            for one in (workspace.parent, *workspace.parent.rglob("*")):
                os.chown(one, 65534, 65534)
            bench.place.chmod(0o755)

            def act(job=job, workspace=workspace, out=out) -> object:
                os.setgid(65534)
                os.setuid(65534)
                return said(bench.words(job, workspace, out))

            child(act)
            _compare(bench, job, out, row)
    return row


def _resumed(bench: Bench) -> Row:
    row = Row("same bytes: run again over its own output")
    for job in bench.jobs:
        with bench.fresh() as (workspace, out):
            for _ in range(2):
                child(lambda j=job, w=workspace, o=out: said(bench.words(j, w, o)))
            _compare(bench, job, out, row)
    return row


def table(rows: list[Row]) -> str:
    """Return the table of all that was tried."""
    head = "| fault | tries | lost | torn | same bytes afterwards | |\n|---|---|---|---|---|---|\n"
    return head + "".join(f"{row.cells()}\n" for row in rows)


def rows_of(bench: Bench, asked: argparse.Namespace) -> Iterator[Row]:
    """Yield every row of the table."""
    yield from kills(bench, max(1, -(-asked.kills // len(bench.jobs))), asked.seed)
    yield from disks(bench, asked.stride)
    yield full(bench)
    yield at_once(bench)
    yield damages(bench, asked.damages, asked.seed)
    yield from alike(bench)


def main(words: list[str] | None = None) -> int:
    """Try everything, say the table, and write it into the manual where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200, help="kills over all jobs")
    parser.add_argument("--households", type=int, default=8)
    parser.add_argument("--damages", type=int, default=1000)
    parser.add_argument("--stride", type=int, default=7, help="of the effects on the disk, every n-th fails")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", default=",".join(JOBS), help="which jobs")
    parser.add_argument("--write", action="store_true", help="write docs/reliability.md")
    asked = parser.parse_args(words)
    rows = []
    with tempfile.TemporaryDirectory() as place:
        bench = Bench(Path(place), asked.households, tuple(asked.jobs.split(",")))
        for row in rows_of(bench, asked):
            print(row.cells(), *row.told[:5], sep="\n  ", flush=True)
            rows.append(row)
    if asked.write:
        text = PAGE.read_text(encoding="utf-8")
        before, after = text.split(BEGIN)[0], text.split(END)[1]
        PAGE.write_text(f"{before}{BEGIN}\n{table(rows)}\n{END}{after}", encoding="utf-8")
    return 0 if all(row.sound for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())

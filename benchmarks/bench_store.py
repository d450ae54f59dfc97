"""The case store and the output folder: 5,000 cases saved, read and read again; 6,000 documents written.

Run ``python benchmarks/bench_store.py``; seconds of processor time, and of the clock in brackets.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from docgen.demo import township
from docgen.document import Document
from docgen.store import CaseStore, init_workspace, output
from docgen.workspace import Workspace

AT = datetime(2026, 7, 5, tzinfo=UTC)


def timed(label: str, act: Callable[[], object]) -> None:
    clock, processor = time.perf_counter(), time.process_time()
    result = act()
    processor, clock = time.process_time() - processor, time.perf_counter() - clock
    print(f"{label}: {processor:.2f} s ({clock:.2f} s) {result}")


def documents(households: int) -> Iterator[Document]:
    content = bytes(range(256)) * 160
    for number in range(households):
        for form in range(6):
            place = f"清水村_520199001201/{number:06d}"
            yield Document(
                village="520199001201",
                household=f"{number:06d}",
                form=f"form{form}",
                edition="2021",
                title="表",
                format="docx",
                place=place,
                filename=f"{form:02d}_表.docx",
                content=content + f"{number}/{form}".encode(),
            )


def fill(folder: Path, households: int) -> str:
    with output(folder) as out:
        for document in documents(households):
            out.write(document)
    return f"written {out.delivery.written}, unchanged {out.delivery.unchanged}"


def save(path: Path, households: int) -> None:
    cases = township(2026, 10, households, 1).cases
    with CaseStore(path) as store:
        for label in ("save all", "save unchanged"):
            timed(label, lambda: store.save(cases, command="bench", at=AT))
    print(f"size: {path.stat().st_size / 1e6:.1f} MB")


def main(households: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        workspace = init_workspace(Workspace(Path(folder) / "w"))
        save(workspace.store, households)
        with CaseStore(workspace.store) as store:
            timed("read all", lambda: sum(1 for _ in store.load()))
            timed("read and keep all", lambda: len(list(store.load())))
        for label in ("write documents", "write them again"):
            timed(label, lambda: fill(Path(folder) / "out", households // 5))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000)

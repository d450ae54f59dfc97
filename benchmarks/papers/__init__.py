"""Blank and part-filled Chinese forms in the manner of many authors, written from a seed, to try the layout on.

Nothing here is copied from a real form: offices, people and wording are invented.  The same seed gives the same
bytes.  ``python -m papers FOLDER [--set seen|unseen]`` in ``benchmarks/`` writes them.
"""

from collections.abc import Iterator
from pathlib import Path
from random import Random

from papers import authors, kinds, sheets

SETS = {"seen": (20_26, authors.SEEN, 60, 28), "unseen": (70_61, authors.UNSEEN, 31, 15)}


def papers(which: str) -> Iterator[tuple[str, bytes]]:
    """Give the name and the bytes of every paper of a set."""
    seed, circle, documents, workbooks = SETS[which]
    for number in range(documents):
        rng = Random(seed * 1000 + number)
        author = circle[number % len(circle)](rng)
        kind = kinds.KINDS[number % len(kinds.KINDS)]
        yield f"{which}-{number:03d}-{kind.__name__}-{author.name}.docx", kinds.written(kind, author, rng)
    for number in range(workbooks):
        rng = Random(seed * 1000 + 500 + number)
        kind = sheets.KINDS[number % len(sheets.KINDS)]
        yield f"{which}-{500 + number}-{kind.__name__}.xlsx", sheets.written(kind, rng)


def write(folder: Path, which: str) -> list[Path]:
    """Write a set into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    for name, content in papers(which):
        (folder / name).write_bytes(content)
        found.append(folder / name)
    return found

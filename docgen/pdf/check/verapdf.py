"""veraPDF, the reference checker of PDF/A, asked where it is installed."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

_LINE = re.compile(r"^(PASS|FAIL) (.*?)(?: \w+)?$", re.MULTILINE)
_BATCH = 200


@dataclass(frozen=True, slots=True)
class Verdict:
    """What veraPDF says of a file; `passed` is None where it said nothing."""

    path: Path
    passed: bool | None


def verdicts(
    paths: Iterable[Path], *, flavour: str = "2b", seconds: float = 600.0
) -> Iterator[Verdict] | None:
    """Ask veraPDF about files; None when there is no `verapdf` on PATH.

    `seconds` is the most that a batch of files may take; the files of one that takes longer have no verdict.
    """
    program = shutil.which("verapdf")
    return None if program is None else _asked(program, paths, flavour, seconds)


def _asked(program: str, paths: Iterable[Path], flavour: str, seconds: float) -> Iterator[Verdict]:
    waiting = iter(paths)
    while batch := tuple(islice(waiting, _BATCH)):
        told = _told(program, batch, flavour, seconds)
        for path in batch:
            yield Verdict(path, told.get(str(path.resolve())))


def _told(program: str, batch: Sequence[Path], flavour: str, seconds: float) -> dict[str, bool]:
    names = [str(path.resolve()) for path in batch]
    command = [program, "--flavour", flavour, "--format", "text", *names]
    try:
        done = subprocess.run(command, capture_output=True, timeout=seconds, check=False)  # noqa: S603  no shell
    except (subprocess.TimeoutExpired, OSError):
        return {}
    text = done.stdout.decode(errors="replace")
    return {found[2]: found[1] == "PASS" for found in _LINE.finditer(text)}

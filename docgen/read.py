"""The room that finds the files a command is given and lets the readers read them."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from .errors import DataFileError, UsageError
from .hookspecs import Reader
from .intake import Reading

#: What a run leaves in its output folder: such a folder is never read as input.
MANIFEST = "manifest.jsonl"

#: Places of a workspace that hold no rosters, and files that other programs keep beside theirs.
_PASSED_OVER = ("~$", ".~", ".")


def read_data(data: Iterable[Path], readers: Mapping[str, Reader]) -> list[Reading]:
    """Return what every file of ``data`` says: files, folders (read through), or patterns like ``*.xlsx``."""
    return [readers[path.suffix.lower()](path) for path in find_files(data, readers)]


def find_files(data: Iterable[Path], readers: Mapping[str, Reader]) -> tuple[Path, ...]:
    """Return the files to read, each once, folders in the order of their names."""
    given = list(data)
    files = list(dict.fromkeys(file for path in given for file in _files(path, readers)))
    if not files:
        raise UsageError("INTAKE-014", where="、".join(map(str, given)), known=_known(readers))
    return tuple(files)


def _files(path: Path, readers: Mapping[str, Reader]) -> Iterator[Path]:
    if path.is_dir():
        yield from _below(path, readers)
    elif path.is_file():
        if path.suffix.lower() not in readers:
            raise DataFileError(
                "INTAKE-013", where=str(path), suffix=path.suffix or "（无）", known=_known(readers)
            )
        yield path
    else:
        found = sorted(_matching(path))
        if not found:
            raise UsageError("INTAKE-015", where=str(path))
        for one in found:
            yield from _files(one, readers)


def _below(folder: Path, readers: Mapping[str, Reader]) -> Iterator[Path]:
    """Yield the readable files of a folder and the folders in it, but of no folder that docgen made."""
    try:
        inside = sorted(folder.iterdir())
    except OSError as error:
        raise DataFileError("INTAKE-012", where=str(folder), trouble=error.strerror or "") from error
    if any(path.name == MANIFEST for path in inside):
        return
    for path in inside:
        if path.name.startswith(_PASSED_OVER) or path.is_symlink():
            continue
        if path.is_dir():
            yield from _below(path, readers)
        elif path.suffix.lower() in readers:
            yield path


def _matching(pattern: Path) -> Iterator[Path]:
    """Yield what a pattern in the last part of a path fits; shells of Windows leave that to the program."""
    if any(mark in pattern.name for mark in "*?[") and pattern.parent.is_dir():
        for path in pattern.parent.glob(pattern.name):
            if not path.name.startswith(_PASSED_OVER):
                yield path


def _known(readers: Mapping[str, Reader]) -> str:
    return " ".join(sorted(readers))

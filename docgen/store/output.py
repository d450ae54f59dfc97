"""The output folder: documents written whole, a manifest of them, and what earlier runs left."""

import hashlib
import json
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import chain, count
from pathlib import Path, PurePosixPath
from typing import Any

from docgen.document import Document
from docgen.errors import Finding, StoreError, UsageError
from docgen.nouns import dataclass
from docgen.workspace import SETTINGS, Workspace

from .effects import DISK, Disk, fault, is_refusal, shown
from .files import (
    TEMPORARY,
    WORKING,
    discard,
    flush_folders,
    make_folders,
    write_stream,
    write_whole,
    written_beside,
)
from .journal import Journal
from .lock import locked
from .names import folded, safe_name
from .shelf import Shelf

#: The list of what is in an output folder, a line per document.
MANIFEST = "manifest.jsonl"

#: Where documents go that are no longer produced.
OLD = ".旧"

#: Documents written between two flushes of their folders.
_BATCH = 64

Covers = Callable[[Mapping[str, Any]], bool]


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a run left in its output folder (产出): counts, and paths below the folder.

    ``retired`` are documents no longer produced and ``edited`` those changed by hand since the last
    run, where they are now, below ``.旧``. ``findings`` are documents that could not take their place.
    """

    listed: int = 0
    written: int = 0
    unchanged: int = 0
    retired: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


@contextmanager
def output(
    folder: Path,
    *,
    inputs: Iterable[Path] = (),
    covers: Covers = lambda _: True,
    disk: Disk = DISK,
) -> Iterator["Output"]:
    """Open ``folder`` for the documents of one run, alone; `Output.delivery` says what became of them.

    ``inputs`` are the files and folders that were read: the output must not lie in one. ``covers`` tells
    by its manifest line whether an earlier document is this run's to renew: a run over one village
    leaves the others where they are. After an error the manifest is as it was; the next run goes on.
    """
    check_place(folder, inputs)
    make_folders(folder, disk=disk)
    with locked(folder, disk=disk), Shelf() as shelf, Journal(folder, disk) as journal:
        out = Output(folder, shelf, journal, disk)
        out.recall()
        yield out
        out.finish(covers)


def check_place(folder: Path, inputs: Iterable[Path]) -> None:
    """Refuse an output folder that is a link, or lies where the inputs are."""
    if os.path.islink(folder):  # noqa: PTH114 - Path.is_symlink raises where the name is too long
        raise UsageError("STORE-502", where=shown(folder), target=shown(folder.resolve()))
    place = folder.resolve()
    for source in inputs:
        read = _read_folders(source.resolve())
        if place == source.resolve() or any(one in (place, *place.parents) for one in read):
            raise UsageError("STORE-501", where=shown(folder), source=shown(source))
        if source.is_file() and place == source.resolve().parent:  # it would pass for an output ever after
            raise UsageError("STORE-507", where=shown(folder), source=shown(source))


def _read_folders(source: Path) -> tuple[Path, ...]:
    """Return the folders that are read: of a workspace, not all that lies in it."""
    if (source / SETTINGS).is_file():
        return Workspace(source).rosters, Workspace(source).attachments
    return (source,)


class Output:
    """An output folder while a run writes to it; get one from `output`."""

    def __init__(self, root: Path, shelf: Shelf, journal: Journal, disk: Disk) -> None:
        self._root = root
        self._shelf = shelf
        self._journal = journal
        self._disk = disk
        self._ready: set[Path] = set()
        self._touched: set[Path] = set()
        self._listed = 0
        self._written = 0
        self._unchanged = 0
        self._retired: list[str] = []
        self._edited: list[str] = []
        self._findings: list[Finding] = []

    @property
    def delivery(self) -> Delivery:
        """What has become of the documents so far."""
        return Delivery(
            listed=self._listed,
            written=self._written,
            unchanged=self._unchanged,
            retired=tuple(self._retired),
            edited=tuple(self._edited),
            findings=tuple(self._findings),
        )

    def recall(self) -> None:
        """Learn what earlier runs own here, and remove the working files that one left when it died."""
        for place, line in enumerate(self._manifest(), 1):
            try:
                self._own(line)
            except ValueError as error:
                raise StoreError("STORE-503", where=shown(self._root / MANIFEST), line=place) from error
        folders = {self._root}
        for line in self._journal.leftovers():
            with suppress(ValueError):  # half a line, from a run that was killed
                folders.add((self._root / self._own(line)).parent)
        for folder in sorted(folders):
            for working in folder.glob(f"{WORKING}*{TEMPORARY}"):
                discard(working, self._disk)

    def write(self, document: Document) -> Finding | None:
        """Write one document whole; return why it could not take its place, where that is so."""
        path = _path(document)
        code = self._place(path, manifest_line(document, path), document.content)
        return self._object(code, document.village, document.household, path) if code else None

    def finish(self, covers: Covers) -> None:
        """Retire what is no longer produced, and write the manifest."""
        for path in self._shelf.stale():
            self._retire(path, covers)
        self._listed = self._shelf.count()
        self._flush()
        lines = (line.encode() for line in self._shelf.lines())
        write_stream(self._root / MANIFEST, lines, disk=self._disk)
        flush_folders([self._root], disk=self._disk)
        self._journal.clear()

    def _manifest(self) -> Iterator[bytes]:
        path = self._root / MANIFEST
        try:
            with path.open("rb") as lines:
                yield from lines
        except FileNotFoundError:
            return
        except OSError as error:
            raise fault(error, path) from error

    def _own(self, line: bytes) -> str:
        """Remember the document of a manifest line; a line that is none is a `ValueError`."""
        text = line.decode("utf-8")
        entry = json.loads(text)
        path = entry.get("path") if isinstance(entry, dict) else None
        if not isinstance(path, str) or path != _clean(path) or not text.endswith("\n"):
            raise ValueError(path)
        self._shelf.own(path, str(entry.get("sha256")), text)
        return path

    def _object(self, code: str, village: str, household: str, path: str) -> Finding:
        finding = Finding(village, household, path, code)
        self._findings.append(finding)
        return finding

    def _place(self, path: str, line: str, content: bytes) -> str | None:
        """Put ``content`` at ``path``; return the code of what stands against it."""
        if not self._shelf.make(path, folded(path), line):
            return "STORE-506"
        target = self._root / path
        present = _digest(target)
        owned = self._shelf.owned(path)
        if present == hashlib.sha256(content).hexdigest():
            self._unchanged += 1
        elif present is None:
            self._write(target, line, content)
        elif not present or not owned:
            self._shelf.unmake(path)
            return "STORE-504"
        elif _is_open(target) or not self._replace(path, line, content, edited=present not in owned):
            self._shelf.remake(path, next(iter(owned.values())))
            return "STORE-505"
        return None

    def _write(self, target: Path, line: str, content: bytes) -> None:
        self._make_ready(target.parent)
        self._journal.add(line)
        write_whole(target, content, disk=self._disk)
        self._count(target.parent)

    def _replace(self, path: str, line: str, content: bytes, *, edited: bool) -> bool:
        """Put ``content`` in the place of an earlier document; False where a program holds that one."""
        target = self._root / path
        self._make_ready(target.parent)
        self._journal.add(line)
        with written_beside(target, (content,), self._disk) as working:
            try:
                if edited:
                    self._edited.append(self._set_aside(path))
                self._disk.rename(working, target)
            except OSError as error:
                if not is_refusal(error):
                    raise fault(error, target, size=len(content)) from error
                discard(working, self._disk)
                return False
        self._count(target.parent)
        return True

    def _make_ready(self, folder: Path) -> None:
        """Make the folder of a document; a link on the way would lead out of the output folder."""
        if folder in self._ready:
            return
        way = [folder, *folder.parents]
        for one in way[: way.index(self._root)]:
            if one.is_symlink():
                raise StoreError("STORE-502", where=shown(one), target=shown(one.resolve()))
        make_folders(folder, disk=self._disk)
        self._ready.add(folder)

    def _count(self, folder: Path) -> None:
        self._written += 1
        self._touched |= {folder, folder.parent}
        if self._written % _BATCH == 0:
            self._flush()

    def _flush(self) -> None:
        self._journal.flush()
        flush_folders((one for one in self._touched if one.is_dir()), disk=self._disk)
        self._touched.clear()

    def _retire(self, path: str, covers: Covers) -> None:
        """Move a document that is no longer produced below ``.旧``, unless this run is not about it."""
        target = self._root / path
        present = _digest(target)
        if not present:
            return
        owned = self._shelf.owned(path)
        line = owned.get(present) or next(iter(owned.values()))
        entry = json.loads(line)
        if not covers(entry):
            self._shelf.make(path, folded(path), line)
        elif _is_open(target) or not self._moved(path):
            self._shelf.make(path, folded(path), line)
            self._object("STORE-505", str(entry.get("village")), str(entry.get("household") or ""), path)

    def _moved(self, path: str) -> bool:
        """Move a document below ``.旧`` and its folders, where empty, away; False where it is held."""
        try:
            self._retired.append(self._set_aside(path))
        except OSError as error:
            if is_refusal(error):
                return False
            raise fault(error, self._root / path) from error
        with suppress(OSError):
            for folder in (self._root / path).parents[: path.count("/")]:
                self._disk.remove_folder(folder)
        return True

    def _set_aside(self, path: str) -> str:
        """Move a document below ``.旧``, where nothing is overwritten, and return where it is now."""
        wanted = PurePosixPath(OLD, path)
        numbered = (wanted.with_stem(f"{wanted.stem}_{number}") for number in count(2))
        place = next(one for one in chain((wanted,), numbered) if not (self._root / one).exists())
        target = self._root / place
        self._make_ready(target.parent)
        self._disk.rename(self._root / path, target)
        self._touched |= {target.parent, (self._root / path).parent}
        return place.as_posix()


def manifest_line(document: Document, path: str) -> str:
    """Return the manifest's line for a document at ``path``."""
    entry: dict[str, Any] = {
        "household": document.household or None,
        "village": document.village,
        "form": document.form,
        "edition": document.edition,
        "format": document.format,
        "path": path,
        "sha256": hashlib.sha256(document.content).hexdigest(),
        "pages": document.pages,
        "findings": [_short(finding) for finding in sorted(document.findings)],
    }
    if document.draft:
        entry["draft"] = True
    return json.dumps(entry, ensure_ascii=False) + "\n"


def _short(finding: Finding) -> dict[str, str]:
    named = dict(finding.fields)
    accepted = {"accepted": named["accepted"]} if "accepted" in named else {}
    return {"code": finding.code, "severity": finding.severity.value, "where": finding.where} | accepted


def _path(document: Document) -> str:
    return _clean("/".join(filter(None, (document.place, document.filename))))


def _clean(path: str) -> str:
    """Return ``path`` with every part a safe name; the suffix survives where a name is cut."""
    *folders, filename = path.split("/")
    name = PurePosixPath(filename)
    suffix = f".{safe_name(name.suffix[1:], limit=20)}" if name.suffix else ""
    stem = safe_name(filename.removesuffix(name.suffix), limit=200 - len(suffix.encode()))
    return "/".join([*(safe_name(folder) for folder in folders), stem + suffix])


def _digest(path: Path) -> str | None:
    """Return the hash of the file at ``path``: None where nothing is, empty where it is no plain file."""
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            return ""
        with path.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise fault(error, path) from error


def _is_open(path: Path) -> bool:
    """Whether WPS, Word or LibreOffice has left its mark of an open file beside ``path``."""
    name = path.name
    marks = (f".~{name}", f"~${name}", f"~${name[2:]}", f".~lock.{name}#")
    return any(path.with_name(mark).exists() for mark in marks)

"""Attachments on the disk: which there are of a household, and their pages, made once and kept by their hash."""

import hashlib
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from .cases import natural_order
from .effects import DISK, Disk, fault
from .files import make_folders, write_whole
from .names import safe_name

#: What a file of pages is called: the hash of what it was made from, and how many they are.
_KEPT = re.compile(r"([0-9a-f]{64})_([0-9]+)\.pdf")

#: Bytes of an attachment at the most; nothing larger is read.
LARGEST = 300_000_000


@dataclass(frozen=True, slots=True)
class Scan:
    """A file in an attachments folder (附件): its name there, and what tells that it was changed."""

    path: Path
    name: str
    size: int
    changed: int

    @property
    def stem(self) -> str:
        """Its name without the suffix, in the form in which names are compared."""
        return unicodedata.normalize("NFC", Path(self.name).stem)


class Scans:
    """The attachments under ``root``, a folder per household; their pages are kept under ``kept``.

    What is kept is personal data, as the attachments are.
    """

    def __init__(self, root: Path, kept: Path, *, disk: Disk = DISK) -> None:
        self._root = root
        self._kept = kept
        self._disk = disk

    def of(self, number: str) -> tuple[Scan, ...]:
        """Return the attachments of a household, or of a village by its code, in the order of their names.

        Links are left out: they would lead out of the folder. So are hidden files and those of an office program.
        """
        folder = self._root / safe_name(number)
        if folder.is_symlink() or not folder.is_dir():
            return ()
        found = []
        try:
            for path in folder.rglob("*"):
                parts = path.relative_to(folder).parts
                if any(part.startswith((".", "~$")) for part in parts) or path.is_symlink():
                    continue
                if path.is_file() and path.name not in ("Thumbs.db", "desktop.ini"):
                    state = path.stat()
                    found.append(Scan(path, "/".join(parts), state.st_size, state.st_mtime_ns))
        except OSError as error:
            raise fault(error, folder) from error
        return tuple(sorted(found, key=lambda one: (natural_order(one.name), one.name)))

    def pages(self, scan: Scan, made: Callable[[bytes], tuple[bytes, int]]) -> tuple[Path | bytes, int]:
        """Return an attachment's pages and their number, as ``made`` makes them from its bytes."""
        try:
            content = scan.path.read_bytes()
        except OSError as error:
            raise fault(error, scan.path) from error
        digest = hashlib.sha256(content).hexdigest()
        known = self._find(digest)
        if known is not None:
            return known
        pdf, pages = made(content)
        return self._keep(digest, pdf, pages), pages

    def _find(self, digest: str) -> tuple[Path, int] | None:
        folder = self._kept / digest[:2]
        if not folder.is_dir():
            return None
        for path in folder.iterdir():
            found = _KEPT.fullmatch(path.name)
            if found and found[1] == digest:
                return path, int(found[2])
        return None

    def _keep(self, digest: str, pdf: bytes, pages: int) -> Path:
        path = self._kept / digest[:2] / f"{digest}_{pages}.pdf"
        make_folders(path.parent, disk=self._disk)
        write_whole(path, pdf, disk=self._disk)
        return path

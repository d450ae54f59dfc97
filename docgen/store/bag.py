"""Bags (BagIt 1.0, RFC 8493): an archive's folder that anybody can prove whole, built from streams.

A bag is built whole beside its place and then takes it; what the earlier bag has under the same key is taken
over and not made again. Nothing in it depends on the clock.
"""

import csv
import hashlib
import io
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from docgen.errors import StoreError

from .effects import DISK, Disk, fault, shown
from .files import WORKING, flush_folders, make_folders, written_beside

PAYLOAD: Final = "data"
MANIFEST: Final = "manifest-sha256.txt"
TAG_MANIFEST: Final = "tagmanifest-sha256.txt"
DECLARATION: Final = "bagit.txt"
INFO: Final = "bag-info.txt"
#: What each file was made from, so that the next run knows what it need not make again.
KEYS: Final = "docgen-keys.csv"

BAGIT: Final = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"

#: The tag files in the order in which the tag manifest lists them.
TAG_FILES: Final = (INFO, DECLARATION, KEYS, MANIFEST)

_NEW: Final = f"{WORKING}new-"
_OLD: Final = f"{WORKING}old-"

_BLOCK: Final = 1 << 20


class Withheld(Exception):  # noqa: N818 - nothing went wrong with the bag
    """Raised by a piece that cannot be made after all: it is left out, and its maker tells why."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A file of a bag's payload: its path below ``data``, what it is made from, and its bytes when they are wanted.

    Two pieces of one ``key`` (a digest) have the same bytes; an empty key means that the piece is always made.
    ``make`` may raise `Withheld`.
    """

    path: str
    key: str
    make: Callable[[], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class Bagged:
    """What became of a bag: its files, how many of them were made and not taken over, whether it is another now."""

    files: int
    made: int
    changed: bool


def write_bag(folder: Path, pieces: Iterable[Piece], info: Mapping[str, str], *, disk: Disk = DISK) -> Bagged:
    """Write the bag ``folder`` and return what became of it; the caller holds the lock of the folder above.

    ``info`` are the lines of bag-info.txt, in their order, without Payload-Oxum. Memory holds a line per file.
    Errors: STORE-601 a file in the earlier bag that docgen did not put there; STORE-602 a path no bag can have.
    """
    recover(folder.parent, disk=disk)
    earlier = _Earlier(folder)
    earlier.refuse_strangers()
    staged = folder.with_name(_NEW + folder.name)
    bag = _Bag(staged, earlier, disk)
    try:
        for piece in pieces:
            with suppress(Withheld):
                bag.add(piece)
        bag.close(info)
        if earlier.is_same_as(staged, bag.made):
            remove_tree(staged, disk=disk)
            return Bagged(len(bag.lines), len(bag.made), changed=False)
        _take_place(staged, folder, disk)
    except BaseException:
        with suppress(OSError, StoreError):
            remove_tree(staged, disk=disk)
        raise
    return Bagged(len(bag.lines), len(bag.made), changed=True)


def kept(folder: Path, path: str) -> bytes:
    """Return an intact payload file of the bag ``folder``; nothing where there is none."""
    name = f"{PAYLOAD}/{path}"
    with suppress(OSError):
        content = (folder / name).read_bytes()
        if _manifest(folder / MANIFEST).get(name) == hashlib.sha256(content).hexdigest():
            return content
    return b""


def recover(above: Path, *, disk: Disk = DISK) -> tuple[str, ...]:
    """Put back what a killed run had moved aside in ``above``, remove what it left; return the names of both."""
    found: list[str] = []
    for left in sorted(above.glob(f"{WORKING}*-*")) if above.is_dir() else ():
        if left.name.startswith(_OLD):
            place = left.with_name(left.name.removeprefix(_OLD))
            if place.exists():
                remove_tree(left, disk=disk)
            else:
                _rename(left, place, disk)
            found.append(left.name)
        elif left.name.startswith(_NEW):
            remove_tree(left, disk=disk)
            found.append(left.name)
    return tuple(found)


class _Bag:
    """A bag while it is built."""

    def __init__(self, root: Path, earlier: "_Earlier", disk: Disk) -> None:
        self.lines: dict[str, str] = {}
        self.made: dict[str, str] = {}
        self._root = root
        self._earlier = earlier
        self._disk = disk
        self._keys: dict[str, str] = {}
        self._octets = 0
        self._folders: set[Path] = set()
        make_folders(root / PAYLOAD, disk=disk)

    def add(self, piece: Piece) -> None:
        name = f"{PAYLOAD}/{piece.path}"
        if not is_fit(piece.path) or name in self.lines:
            raise StoreError("STORE-602", where=name)
        place = self._root / name
        taken = self._earlier.offered(name, piece.key)
        chunks = piece.make() if taken is None else ()
        self._enter(place.parent)
        if taken is not None and self._link(self._earlier.root / name, place):
            digest = taken
        else:
            digest = self._write(place, chunks if taken is None else piece.make())
            self.made[name] = digest
        self.lines[name] = digest
        self._keys[name] = piece.key
        self._octets += place.stat().st_size

    def close(self, info: Mapping[str, str]) -> None:
        """Write the tag files, and wait until all names are on the disk."""
        oxum = {"Payload-Oxum": f"{self._octets}.{len(self.lines)}"}
        tags = {
            DECLARATION: BAGIT,
            INFO: "".join(_field(name, text) for name, text in {**info, **oxum}.items()).encode(),
            KEYS: _table(self._keys),
            MANIFEST: manifest_of(self.lines),
        }
        digests = {name: self._write(self._root / name, (tags[name],)) for name in TAG_FILES}
        self._write(self._root / TAG_MANIFEST, (manifest_of(digests),))
        flush_folders({self._root, *self._folders}, disk=self._disk)

    def _enter(self, folder: Path) -> None:
        if folder not in self._folders:
            make_folders(folder, disk=self._disk)
            while folder != self._root:
                self._folders.add(folder)
                folder = folder.parent

    def _write(self, place: Path, chunks: Iterable[bytes]) -> str:
        digest = hashlib.sha256()

        def passing() -> Iterator[bytes]:
            for chunk in chunks:
                digest.update(chunk)
                yield chunk

        with written_beside(place, passing(), self._disk) as working:
            _rename(working, place, self._disk)
        return digest.hexdigest()

    def _link(self, source: Path, place: Path) -> bool:
        """Give the earlier file its place in the new bag; say no where the disk knows no links."""
        try:
            self._disk.link(source, place)
        except OSError:
            return False
        return True


class _Earlier:
    """The bag that stands in the place of the new one, if there is one."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._digests = _manifest(root / MANIFEST)
        self._keys = _keys(root / KEYS)

    def offered(self, name: str, key: str) -> str | None:
        """Return the digest of an intact file made from ``key``, to be taken over."""
        digest = self._digests.get(name)
        if not key or digest is None or self._keys.get(name) != key:
            return None
        with suppress(OSError):
            if digest_of(self.root / name) == digest:
                return digest
        return None

    def refuse_strangers(self) -> None:
        """Refuse a folder with files that no docgen put there: building the bag anew would lose them."""
        known = {*self._digests, *TAG_FILES, TAG_MANIFEST}
        for path in files_of(self.root):
            if path not in known:
                raise StoreError("STORE-601", where=shown(self.root / path))

    def is_same_as(self, staged: Path, made: Mapping[str, str]) -> bool:
        """Whether the staged bag says the same, and the files that were made anew are as good here."""
        try:
            return all(
                (self.root / tag).read_bytes() == (staged / tag).read_bytes()
                for tag in (*TAG_FILES, TAG_MANIFEST)
            ) and all(digest_of(self.root / name) == digest for name, digest in made.items())
        except OSError:
            return False


def manifest_of(digests: Mapping[str, str]) -> bytes:
    """Return the lines of a manifest, by path: what ``sha256sum -c`` reads."""
    return "".join(f"{digest}  {path}\n" for path, digest in sorted(digests.items())).encode()


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file, read block by block."""
    digest = hashlib.sha256()
    with path.open("rb", buffering=0) as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def files_of(root: Path) -> Iterator[str]:
    """Yield the path of every file below ``root``, links and devices included, by name."""
    for folder, folders, names in os.walk(root):
        folders.sort()
        below = Path(folder).relative_to(root)
        linked = [name for name in folders if (Path(folder) / name).is_symlink()]
        for name in sorted([*names, *linked]):
            yield (below / name).as_posix()


def remove_tree(root: Path, *, disk: Disk = DISK) -> None:
    """Remove a folder with all that is in it, effect by effect."""
    try:
        for folder, folders, names in os.walk(root, topdown=False):
            for name in names:
                disk.remove(Path(folder) / name)
            for name in folders:
                inner = Path(folder) / name
                (disk.remove if inner.is_symlink() else disk.remove_folder)(inner)
        if root.is_dir():
            disk.remove_folder(root)
    except OSError as error:
        raise fault(error, root) from error


def _take_place(staged: Path, folder: Path, disk: Disk) -> None:
    aside = folder.with_name(_OLD + folder.name)
    if folder.exists():
        _rename(folder, aside, disk)
    try:
        _rename(staged, folder, disk)
    except BaseException:
        if aside.exists():
            with suppress(OSError):
                aside.rename(folder)
        raise
    flush_folders([folder.parent], disk=disk)
    if aside.exists():
        remove_tree(aside, disk=disk)


def _rename(source: Path, target: Path, disk: Disk) -> None:
    try:
        disk.rename(source, target)
    except OSError as error:
        raise fault(error, target) from error


def is_fit(path: str) -> bool:
    """Whether ``path`` stays below ``data`` and stands in a manifest as it is, for ``sha256sum`` too."""
    parts = path.split("/")
    return all(part not in {"", ".", ".."} for part in parts) and not set(path) & set("%\\\r\n\0")


def _field(name: str, text: str) -> str:
    return f"{name}: {' '.join(text.split())}\n"


def _table(keys: Mapping[str, str]) -> bytes:
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(("path", "key"))
    writer.writerows(sorted(keys.items()))
    return lines.getvalue().encode()


def _manifest(path: Path) -> dict[str, str]:
    """Return the digest of each path; nothing where there is no manifest, or what is none."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return {}
    pairs = (line.split("  ", 1) for line in lines)
    return {pair[1]: pair[0] for pair in pairs if len(pair) == 2}


def _keys(path: Path) -> dict[str, str]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return {row[0]: row[1] for row in csv.reader(file) if len(row) == 2}
    except (OSError, UnicodeDecodeError, csv.Error):
        return {}

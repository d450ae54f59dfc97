"""A workspace in one file and back: cases, register, attachments, rosters, forms and settings (备份、恢复).

Without a passphrase it is a plain ZIP file, the same bytes for the same workspace. With one, every member and the list
of names is sealed for a key of its own (age, X25519), and that key for the passphrase; nothing unsealed is written but
in the workspace itself.
"""

import hashlib
import io
import os
import re
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from docgen.errors import DataFileError, SetupError, StoreError, UsageError
from docgen.workspace import SETTINGS, Workspace

from .bag import digest_of, is_fit, manifest_of, remove_tree
from .cases import CaseStore
from .effects import DISK, Disk, fault, shown, sql_fault
from .files import TEMPORARY, WORKING, discard, flush_folders, make_folders, write_stream
from .register import Register
from .settings import open_workspace

_MANIFEST: Final = "manifest-sha256.txt"
_SEALED_MANIFEST: Final = "manifest.age"
_KEY: Final = "key.age"

#: A moment that says nothing, for every member: the first that ZIP knows.
_MOMENT: Final = (1980, 1, 1, 0, 0, 0)

_LINE = re.compile(r"([0-9a-f]{64})  (.+)")
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds: its files and their bytes, the households, and whether a passphrase seals it."""

    files: int
    octets: int
    households: int
    sealed: bool


class _Seal(Protocol):
    """Seals what is read into what is written, or opens it."""

    def __call__(self, source: Any, target: Any) -> None: ...


def back_up(workspace: Workspace, file: Path, passphrase: str = "", *, disk: Disk = DISK) -> Backup:
    """Write ``workspace`` into ``file``, whole or not at all, and read it back.

    Errors: BACKUP-101 the file lies where attachments or rosters are; BACKUP-104 pyrage is missing.
    """
    if any(folder.resolve() in file.resolve().parents for folder in _folders(workspace)):
        raise UsageError("BACKUP-101", where=shown(file))
    key, seal = _sealing(passphrase) if passphrase else (b"", None)
    with _copied(workspace.store, disk) as copy:
        members = dict(_members(workspace, copy))
        make_folders(file.absolute().parent, disk=disk)
        write_stream(file, _written(members, key, seal), disk=disk)
    flush_folders([file.absolute().parent], disk=disk)
    return _proven(file, passphrase)


def restore(file: Path, folder: Path, passphrase: str = "", *, disk: Disk = DISK) -> Backup:
    """Make the workspace ``folder`` of a backup, verified file by file; it stands whole or not at all.

    Errors: BACKUP-102 something is in the folder; BACKUP-103 the passphrase is not the one; BACKUP-105 the file is no
    backup, or damaged.
    """
    folder = folder.absolute()
    if folder.is_symlink() or (folder.exists() and (not folder.is_dir() or any(folder.iterdir()))):
        raise UsageError("BACKUP-102", where=shown(folder))
    staged = folder.with_name(f"{WORKING}new-{folder.name}")
    try:
        remove_tree(staged, disk=disk)
        make_folders(staged, disk=disk)
        with _opened(file, passphrase) as (digests, content):
            for name in digests:
                make_folders((staged / name).parent, disk=disk)
                write_stream(staged / name, content(name), disk=disk)
        made = _verified(file, staged, digests, sealed=bool(passphrase))
        flush_folders({staged, *(one for one in staged.rglob("*") if one.is_dir())}, disk=disk)
        if folder.exists():
            disk.remove_folder(folder)
        disk.rename(staged, folder)
    except OSError as error:
        remove_tree(staged)
        raise fault(error, folder) from error
    except BaseException:
        remove_tree(staged)
        raise
    flush_folders([folder.parent], disk=disk)
    return made


def is_sealed(file: Path) -> bool:
    """Whether a backup wants a passphrase. Raises `DataFileError` where the file is no backup."""
    with _zip(file) as archive:
        return _KEY in archive.namelist()


def _folders(workspace: Workspace) -> tuple[Path, ...]:
    own = workspace.root.resolve()
    forms = tuple(one for one in workspace.forms if own in one.resolve().parents)
    return workspace.attachments, workspace.rosters, *forms


def _members(workspace: Workspace, copy: Path) -> Iterator[tuple[str, Path]]:
    """Yield what is backed up, by its name in the workspace, in order."""
    root = workspace.root
    found = {workspace.store.name: copy}
    found |= {one.name: one for one in root.glob("*.toml") if one.is_file()}
    for folder in _folders(workspace):
        for one in folder.rglob("*"):
            if one.is_file() and not one.is_symlink() and not one.name.startswith(WORKING):
                found[one.resolve().relative_to(root.resolve()).as_posix()] = one
    strange = next((name for name in found if not is_fit(name)), None)
    if strange is not None:
        raise UsageError("BACKUP-106", where=shown(root / strange))
    yield from sorted(found.items())


@contextmanager
def _copied(store: Path, disk: Disk) -> Iterator[Path]:
    """Give a copy of the database as it is at one moment, in the workspace itself, and remove it."""
    copy = store.with_name(f"{WORKING}{os.getpid()}{TEMPORARY}")
    try:
        CaseStore(store, disk=disk).close()
        os.close(disk.create(copy))
        with closing(sqlite3.connect(store)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
        yield copy
    except sqlite3.Error as error:
        raise sql_fault(error, store) from error
    except OSError as error:
        raise fault(error, copy) from error
    finally:
        discard(copy, disk)


def _written(members: dict[str, Path], key: bytes, seal: _Seal | None) -> Iterator[bytes]:
    """Yield the bytes of the backup, a block at a time; sealed, a member at a time."""
    sink = _Sink()
    digests = {}
    with zipfile.ZipFile(sink, "w") as archive:
        if key:
            archive.writestr(_member(_KEY, sealed=True), key)
        for number, (name, path) in enumerate(members.items()):
            with path.open("rb") as file:
                source = _Counted(file)
                with archive.open(
                    _member(_name(number, name, seal), sealed=bool(seal)), "w", force_zip64=True
                ) as out:
                    if seal:
                        seal(source, out)
                    while block := source.read(_BLOCK):
                        out.write(block)
                        yield from sink.taken()
            digests[name] = source.digest.hexdigest()
            yield from sink.taken()
        listed = _Sink()
        if seal:
            seal(io.BytesIO(manifest_of(digests)), listed)
            archive.writestr(_member(_SEALED_MANIFEST, sealed=True), b"".join(listed.taken()))
        else:
            archive.writestr(_member(_MANIFEST, sealed=False), manifest_of(digests))
    yield from sink.taken()


def _name(number: int, name: str, seal: _Seal | None) -> str:
    return f"{number:06d}.age" if seal else name


def _member(name: str, *, sealed: bool) -> zipfile.ZipInfo:
    told = zipfile.ZipInfo(name, _MOMENT)
    told.compress_type = zipfile.ZIP_STORED if sealed else zipfile.ZIP_DEFLATED
    told.external_attr = 0o600 << 16
    told.create_system = 3
    return told


def _proven(file: Path, passphrase: str) -> Backup:
    """Read a backup that was just written, and compare every digest."""
    octets = 0
    with _opened(file, passphrase) as (digests, content):
        for name, digest in digests.items():
            found = hashlib.sha256()
            for block in content(name):
                octets += len(block)
                found.update(block)
            if found.hexdigest() != digest:
                raise StoreError("BACKUP-107", where=shown(file), name=name)
        return Backup(len(digests), octets, -1, bool(passphrase))


def _verified(file: Path, staged: Path, digests: dict[str, str], *, sealed: bool) -> Backup:
    """Read back what was restored, and open it as a workspace."""
    for name, digest in digests.items():
        if digest_of(staged / name) != digest:
            raise DataFileError("BACKUP-105", where=shown(file))
    workspace = open_workspace(staged)
    with CaseStore(workspace.store) as cases, Register(workspace.store):
        households = cases.count()
    octets = sum((staged / name).stat().st_size for name in digests)
    return Backup(len(digests), octets, households, sealed)


class _Opened(Protocol):
    def __call__(self, name: str) -> Iterable[bytes]: ...


@contextmanager
def _opened(file: Path, passphrase: str) -> Iterator[tuple[dict[str, str], _Opened]]:
    """Give the digests of a backup's files by name, and what gives the bytes of one."""
    with _zip(file) as archive:
        sealed = _KEY in archive.namelist()
        opening = _unsealing(file, archive.read(_KEY), passphrase) if sealed else None
        digests = _listed(file, b"".join(_read(archive, _SEALED_MANIFEST if sealed else _MANIFEST, opening)))
        numbers = {name: number for number, name in enumerate(digests)}

        def content(name: str) -> Iterator[bytes]:
            member = f"{numbers[name]:06d}.age" if opening else name
            try:
                yield from _read(archive, member, opening)
            except (KeyError, zipfile.BadZipFile, OSError, EOFError, ValueError) as error:
                raise DataFileError("BACKUP-105", where=shown(file)) from error

        try:
            yield digests, content
        except (KeyError, zipfile.BadZipFile) as error:
            raise DataFileError("BACKUP-105", where=shown(file)) from error


@contextmanager
def _zip(file: Path) -> Iterator[zipfile.ZipFile]:
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise DataFileError("BACKUP-105", where=shown(file)) from error
    with archive:
        if not {_MANIFEST, _SEALED_MANIFEST} & set(archive.namelist()):
            raise DataFileError("BACKUP-105", where=shown(file))
        yield archive


def _listed(file: Path, content: bytes) -> dict[str, str]:
    """Return the names and digests of a manifest; a name that leads elsewhere is not docgen's."""
    found = [_LINE.fullmatch(line) for line in content.decode("utf-8", "replace").splitlines()]
    listed = {one[2]: one[1] for one in found if one and is_fit(one[2])}
    if len(listed) != len(found) or SETTINGS not in listed:
        raise DataFileError("BACKUP-105", where=shown(file))
    return listed


def _read(archive: zipfile.ZipFile, name: str, opening: _Seal | None) -> Iterator[bytes]:
    with archive.open(name) as member:
        if opening is None:
            while block := member.read(_BLOCK):
                yield block
        else:
            sink = _Sink()
            opening(member, sink)
            yield from sink.taken()


def _sealing(passphrase: str) -> tuple[bytes, _Seal]:
    """Return a new key, sealed for the passphrase, and what seals for that key."""
    age = _age()
    identity = age.x25519.Identity.generate()
    key: bytes = age.passphrase.encrypt(str(identity).encode(), passphrase)

    def seal(source: Any, target: Any) -> None:
        age.encrypt_io(source, target, [identity.to_public()])

    return key, seal


def _unsealing(file: Path, key: bytes, passphrase: str) -> _Seal:
    age = _age()
    try:
        identity = age.x25519.Identity.from_str(age.passphrase.decrypt(key, passphrase).decode())
    except (age.DecryptError, age.IdentityError, UnicodeDecodeError) as error:
        raise UsageError("BACKUP-103", where=shown(file)) from error

    def unseal(source: Any, target: Any) -> None:
        try:
            age.decrypt_io(source, target, [identity])
        except age.DecryptError as error:
            raise DataFileError("BACKUP-105", where=shown(file)) from error

    return unseal


def _age() -> Any:
    try:
        import pyrage  # type: ignore[import-untyped]  # it has none; an extra that only sealed backups need
    except ImportError as error:
        raise SetupError("BACKUP-104", where="pyrage") from error
    return pyrage


class _Sink:
    """Takes what is written, to be handed on."""

    def __init__(self) -> None:
        self._blocks: list[bytes] = []

    def write(self, block: bytes) -> int:
        self._blocks.append(bytes(block))
        return len(block)

    def flush(self) -> None:
        """Have nothing to do."""

    def close(self) -> None:
        """Have nothing to do."""

    def taken(self) -> list[bytes]:
        """Return what has been written since the last time."""
        blocks, self._blocks = self._blocks, []
        return blocks


class _Counted:
    """A file that is digested as it is read."""

    def __init__(self, file: Any) -> None:
        self.digest = hashlib.sha256()
        self._file = file

    def read(self, size: int = -1) -> bytes:
        block: bytes = self._file.read(size)
        self.digest.update(block)
        return block

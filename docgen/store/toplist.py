"""The top list (总目录) of a folder of bags: which bags there are, and the seal of each.

总目录.csv is for people; 总目录.sha256 seals it and the tag manifest of every bag, so that ``sha256sum -c``
and the manifests below it prove every file. Each of the two can be made anew from the other and the bags.
"""

import csv
import hashlib
import io
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Final

from .bag import DECLARATION, INFO, MANIFEST, TAG_MANIFEST, digest_of, manifest_of, recover
from .effects import DISK, Disk
from .files import WORKING, flush_folders, make_folders, write_whole
from .fixity import Damage
from .lock import locked
from .output import check_place

#: The list for people, and its seals.
TOP: Final = "总目录.csv"
SEALS: Final = "总目录.sha256"

_HEAD: Final = ("文件夹", "年度", "行政村", "行政区划代码", "户数", "标签清单SHA-256")
_LABELS: Final = ("年度", "行政村", "行政区划代码", "户数")


@dataclass(frozen=True, slots=True, order=True)
class Shelved:
    """A bag as the top list has it; ``seal`` is the digest of its tag manifest."""

    folder: str
    year: str
    village: str
    code: str
    households: str
    seal: str


@dataclass(frozen=True, slots=True)
class TopList:
    """What a folder's top list says and what is wrong with it; ``seals`` by folder."""

    seals: Mapping[str, str]
    damages: tuple[Damage, ...]


@contextmanager
def archive_place(above: Path, inputs: Iterable[Path], *, disk: Disk = DISK) -> Iterator[None]:
    """Hold the folder of an archive alone; it may be no link, nor lie in what is read."""
    check_place(above, inputs)
    make_folders(above, disk=disk)
    with locked(above, disk=disk):
        recover(above, disk=disk)
        yield


def close_top(above: Path, renewed: Collection[str], *, disk: Disk = DISK) -> bool:
    """Write the top list of ``above`` after a run that wrote the bags ``renewed``; return whether it is another.

    Bags of other runs keep the seals they had: what happened to them since must not be sealed anew.
    """
    kept = {one.folder: one for one in _read(above / TOP)}
    rows = []
    for folder in sorted({*bags_of(above), *(set(kept) - set(renewed))}):
        taken = kept.get(folder) if folder not in renewed else None
        rows.append(taken or _shelved(above, folder))
    table = _table(rows)
    seals = _seals(table, {one.folder: one.seal for one in rows})
    changed = False
    for name, content in ((TOP, table), (SEALS, seals)):
        if _bytes(above / name) != content:
            write_whole(above / name, content, disk=disk)
            changed = True
    if changed:
        flush_folders([above], disk=disk)
    return changed


def has_top(above: Path) -> bool:
    """Whether ``above`` is a folder of bags with a top list, or what is left of one."""
    return (above / TOP).is_file() or (above / SEALS).is_file()


def bags_of(above: Path) -> Iterator[str]:
    """Yield the folders of ``above`` that are bags, working folders left out."""
    for one in sorted(above.iterdir()):
        if one.is_dir() and not one.name.startswith(WORKING) and is_bag(one):
            yield one.name


def is_bag(folder: Path) -> bool:
    """Whether a folder is a bag, or what is left of one."""
    return any((folder / name).is_file() for name in (DECLARATION, MANIFEST, TAG_MANIFEST))


def verify_top(above: Path) -> TopList:
    """Compare the top list with its seals and with the bags; the bags themselves are not verified here."""
    table, sealed = _bytes(above / TOP), _sealed(above / SEALS)
    seals = {path.partition("/")[0]: digest for path, digest in sealed.items() if path.endswith(TAG_MANIFEST)}
    stated = {one.folder: one.seal for one in _read(above / TOP)}
    damages = [Damage(name, "missing") for name in (TOP, SEALS) if not (above / name).is_file()]
    if not damages:
        trusted = _trusted(above, table, sealed, stated)
        if trusted == TOP:
            if _seals(table, stated) != _bytes(above / SEALS):
                damages.append(Damage(SEALS, "changed"))
            seals = stated
        else:
            damages.append(Damage(TOP, "changed"))
    elif not seals:
        seals = stated
    return TopList(seals, (*damages, *_besides(above, seals)))


def _trusted(above: Path, table: bytes, sealed: Mapping[str, str], stated: Mapping[str, str]) -> str:
    """Return which of the two lists is to be believed where they differ."""
    if sealed.get(TOP) == hashlib.sha256(table).hexdigest():
        return TOP
    anew = _table(_shelved(above, folder) for folder in bags_of(above))
    if anew == table and sealed.get(TOP) != hashlib.sha256(anew).hexdigest():
        return TOP
    return SEALS if sealed else TOP if stated else SEALS


def _besides(above: Path, seals: Mapping[str, str]) -> Iterator[Damage]:
    """Yield the bags that are gone, and whatever else lies in the folder."""
    there = {one.name for one in above.iterdir()}
    yield from (Damage(f"{folder}/", "missing") for folder in sorted(set(seals) - there))
    for name in sorted(there - set(seals) - {TOP, SEALS}):
        yield Damage(f"{name}/" if (above / name).is_dir() else name, "extra")


def _shelved(above: Path, folder: str) -> Shelved:
    told = stated_of(above / folder)
    year, village, code, households = (told.get(label, "") for label in _LABELS)
    seal = ""
    with suppress(OSError):
        seal = digest_of(above / folder / TAG_MANIFEST)
    return Shelved(folder, year, village, code, households, seal)


def stated_of(bag: Path) -> dict[str, str]:
    """Return the lines of a bag's bag-info.txt by their labels."""
    lines = _bytes(bag / INFO).decode("utf-8", "replace").splitlines()
    return dict(line.split(": ", 1) for line in lines if ": " in line)


def _table(rows: Iterable[Shelved]) -> bytes:
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow(_HEAD)
    writer.writerows(astuple(one) for one in sorted(rows))
    return b"\xef\xbb\xbf" + lines.getvalue().encode()


def _seals(table: bytes, seals: Mapping[str, str]) -> bytes:
    return manifest_of(
        {TOP: hashlib.sha256(table).hexdigest()}
        | {f"{folder}/{TAG_MANIFEST}": seal for folder, seal in seals.items()}
    )


def _read(path: Path) -> list[Shelved]:
    text = _bytes(path).decode("utf-8-sig", "replace")
    with suppress(csv.Error):
        rows = list(csv.reader(io.StringIO(text, newline="")))
        return [Shelved(*row) for row in rows[1:] if len(row) == len(_HEAD)]
    return []


def _sealed(path: Path) -> dict[str, str]:
    pairs = (line.split("  ", 1) for line in _bytes(path).decode("utf-8", "replace").splitlines())
    return {pair[1]: pair[0] for pair in pairs if len(pair) == 2}


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""

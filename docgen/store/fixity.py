"""Whether an archive is as it was made: every file read or counted, every manifest written anew and compared.

Nothing is ever written here, so an archive on a read-only disk can be verified.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from docgen.errors import UsageError

from .bag import BAGIT, DECLARATION, INFO, MANIFEST, TAG_FILES, TAG_MANIFEST, digest_of, files_of, manifest_of

#: What can be wrong with a file: 被改, 缺失, 多出.
Kind = Literal["changed", "missing", "extra"]

KINDS: Mapping[Kind, str] = {"changed": "被改", "missing": "缺失", "extra": "多出"}

#: Which payload files are read, by their place in the manifest and their path; the others are only counted.
Reading = Callable[[int, str], bool]

_LINE = re.compile(r"([0-9a-f]{64})  (.+)")


@dataclass(frozen=True, slots=True, order=True)
class Damage:
    """A file that is not as it was: its path below the folder that was verified."""

    path: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Fixity:
    """What was found: how many files there should be, how many were read, what is wrong, by path."""

    files: int
    read: int
    damages: tuple[Damage, ...]


def everything(_place: int, _path: str) -> bool:
    """Read every file."""
    return True


def share(percent: float, seed: str) -> Reading:
    """Read so many of a hundred files, others with another ``seed``."""
    limit = int(percent / 100 * 2**32)

    def takes(_place: int, path: str) -> bool:
        return int.from_bytes(hashlib.sha256(f"{seed}\n{path}".encode()).digest()[:4]) < limit

    return takes


def part(number: int, of: int) -> Reading:
    """Read one part of the files: after all parts ``1/of`` … ``of/of`` every file has been read once."""
    return lambda place, _path: place % of == number - 1


def parse_sample(text: str, seed: str) -> Reading:
    """Return what ``--sample 5%`` asks for. Raises `UsageError`."""
    found = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)%?", text.strip())
    if found is None or not 0 < float(found[1]) <= 100:
        raise UsageError("STORE-603", where=f"--sample {text}")
    return share(float(found[1]), seed)


def parse_part(text: str) -> Reading:
    """Return what ``--part 3/12`` asks for. Raises `UsageError`."""
    found = re.fullmatch(r"([0-9]+)/([0-9]+)", text.strip())
    if found is None or not 1 <= int(found[1]) <= int(found[2]):
        raise UsageError("STORE-603", where=f"--part {text}")
    return part(int(found[1]), int(found[2]))


def verify_bag(root: Path, reading: Reading = everything, *, seal: str = "") -> Fixity:
    """Verify one bag; ``seal`` is the digest of its tag manifest where a list above the bag states it.

    With a seal, what differs is named for certain; without one, a tag manifest that disagrees with a tag file
    is named together with it, for either may be the damaged one.
    """
    present = frozenset(files_of(root))
    sealed = _listed(root / TAG_MANIFEST)
    listed = _listed(root / MANIFEST)
    damages = set(_tags(root, present, sealed, seal))
    read = 0
    octets = 0
    for place, path in enumerate(sorted(listed)):
        if path not in present:
            damages.add(Damage(path, "missing"))
            continue
        octets += (root / path).lstat().st_size
        if reading(place, path):
            read += 1
            if _digest(root / path) != listed[path]:
                damages.add(Damage(path, "changed"))
    if _stated(root / INFO, "Payload-Oxum") != f"{octets}.{len(listed)}" and not damages:
        damages |= set(_resized(root, listed, reading))
    if manifest_of(listed) != _bytes(root / MANIFEST):
        damages.add(Damage(MANIFEST, "changed" if MANIFEST in present else "missing"))
    known = {*listed, *TAG_FILES, TAG_MANIFEST}
    damages |= {Damage(path, "extra") for path in present - known}
    return Fixity(len(known), read, tuple(sorted(damages)))


def _tags(root: Path, present: Iterable[str], sealed: Mapping[str, str], seal: str) -> Iterator[Damage]:
    """Yield what is wrong with the tag files; the tag manifest is to blame where the seal says so."""
    for name in (*TAG_FILES, TAG_MANIFEST):
        if name not in present:
            yield Damage(name, "missing")
    if TAG_MANIFEST not in present:
        return
    found = {name: _digest(root / name) for name in TAG_FILES if name in present}
    intact = bool(seal) and _digest(root / TAG_MANIFEST) == seal
    differing = [name for name, digest in found.items() if sealed.get(name) != digest]
    regenerated = hashlib.sha256(manifest_of(found)).hexdigest()
    if seal and not intact:
        yield Damage(TAG_MANIFEST, "changed")
        if regenerated == seal:  # the tag files themselves are as they were
            return
    elif not intact and (differing or manifest_of(sealed) != _bytes(root / TAG_MANIFEST)):
        yield Damage(TAG_MANIFEST, "changed")
    yield from (Damage(name, "changed") for name in differing)
    if DECLARATION in found and _bytes(root / DECLARATION) != BAGIT:
        yield Damage(DECLARATION, "changed")


def _resized(root: Path, listed: Mapping[str, str], reading: Reading) -> Iterator[Damage]:
    """Yield the files that were not read and are not as they were, now that the sum of their sizes is wrong."""
    for place, path in enumerate(sorted(listed)):
        if not reading(place, path) and _digest(root / path) != listed[path]:
            yield Damage(path, "changed")


def _listed(path: Path) -> dict[str, str]:
    lines = (_LINE.fullmatch(line) for line in _bytes(path).decode("utf-8", "replace").split("\n"))
    return {found[2]: found[1] for found in lines if found}


def _stated(path: Path, name: str) -> str:
    for line in _bytes(path).decode("utf-8", "replace").splitlines():
        if line.startswith(f"{name}: "):
            return line.removeprefix(f"{name}: ")
    return ""


def _digest(path: Path) -> str:
    """Return a file's digest; none for a link, a folder or what cannot be read: it is not the file that was made."""
    if path.is_symlink():
        return ""
    try:
        return digest_of(path)
    except OSError:
        return ""


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""

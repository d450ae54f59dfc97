"""Zip packages: read with suspicion, written with the static members already packed (APPNOTE.TXT 6.3.10)."""

import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from io import BytesIO

from docgen.nouns import dataclass
from docgen.ooxml.errors import Problem, TemplateError, problem
from docgen.ooxml.slots import Limits

Compress = Callable[[bytes], bytes]

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_DATE = 0x0021  # 1 January 1980, the first day a zip can name
_VERSION = 20
_STORED, _DEFLATED = 0, 8


def deflate(content: bytes) -> bytes:
    """The raw deflate stream of some bytes, zlib level 6."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a package, unpacked and as it was packed (``packed`` is a raw deflate stream)."""

    name: str
    content: bytes
    packed: bytes


def read_members(package: bytes, limits: Limits) -> tuple[Member, ...]:
    """The members of a package in its order; a TemplateError lists all that is suspicious."""
    infos = _directory(package, limits)
    problems = [*_too_large(infos, limits), *_bad_names(infos), *_overlaps(package, infos)]
    if problems:
        raise TemplateError(problems)
    members, broken = [], []
    for info in infos:
        if info.is_dir():
            continue
        member = _unpack(package, info)
        if isinstance(member, Problem):
            broken.append(member)
        else:
            members.append(member)
    if broken:
        raise TemplateError(broken)
    return tuple(members)


def _directory(package: bytes, limits: Limits) -> list[zipfile.ZipInfo]:
    if len(package) > limits.file_bytes:
        raise TemplateError([problem("OOXML-002", hint=f"The file has {len(package)} bytes.")])
    if package[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise TemplateError([problem("OOXML-001", hint="It is an old binary or an encrypted Office file.")])
    try:
        with zipfile.ZipFile(BytesIO(package)) as archive:
            return archive.infolist()
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        ValueError,
        UnicodeDecodeError,
        struct.error,
        OSError,
    ) as error:
        raise TemplateError([problem("OOXML-001")]) from error


def _too_large(infos: list[zipfile.ZipInfo], limits: Limits) -> Iterable[Problem]:
    if len(infos) > limits.members:
        yield problem("OOXML-002", hint=f"It has {len(infos)} members.")
    if sum(info.file_size for info in infos) > limits.total_bytes:
        yield problem("OOXML-002", hint="Unpacked it is too large.")
    for info in infos:
        if info.file_size > limits.member_bytes:
            yield problem("OOXML-002", info.filename)
        elif info.file_size > 2**20 and info.file_size > limits.ratio * max(1, info.compress_size):
            yield problem("OOXML-002", info.filename, "It is packed suspiciously tight.")


def _bad_names(infos: list[zipfile.ZipInfo]) -> Iterable[Problem]:
    seen: set[str] = set()
    for info in infos:
        name = info.orig_filename
        parts = name.rstrip("/").split("/")
        if (
            name.startswith("/")
            or "\\" in name
            or ":" in name
            or "\0" in name
            or ".." in parts
            or "" in parts
        ):
            yield problem("OOXML-003", name.replace("\0", ""))
        if name.lower() in seen:
            yield problem("OOXML-003", name)
        seen.add(name.lower())


def _overlaps(package: bytes, infos: list[zipfile.ZipInfo]) -> Iterable[Problem]:
    end = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        start, stop = _span(package, info)
        if start < end or stop > len(package):
            yield problem("OOXML-003", info.filename, "Its bytes overlap another member's.")
        end = max(end, stop)


def _span(package: bytes, info: zipfile.ZipInfo) -> tuple[int, int]:
    start = info.header_offset
    header = package[start : start + _LOCAL.size]
    if len(header) < _LOCAL.size or header[:4] != b"PK\x03\x04":
        return start, len(package) + 1
    name, extra = struct.unpack_from("<2H", header, 26)
    return start, start + _LOCAL.size + name + extra + info.compress_size


def _unpack(package: bytes, info: zipfile.ZipInfo) -> Member | Problem:
    if info.flag_bits & 0x1 or info.compress_type not in (_STORED, _DEFLATED):
        return problem("OOXML-005", info.filename)
    stop = _span(package, info)[1]
    packed = package[stop - info.compress_size : stop]
    content = packed
    if info.compress_type == _DEFLATED:
        unpacker = zlib.decompressobj(-15)
        try:
            content = unpacker.decompress(packed, info.file_size + 1)
        except zlib.error:
            return problem("OOXML-004", info.filename)
        if unpacker.unused_data or not unpacker.eof:
            return problem("OOXML-004", info.filename)
    if len(content) != info.file_size or zlib.crc32(content) != info.CRC:
        return problem("OOXML-004", info.filename)
    return Member(info.filename, content, packed if info.compress_type == _DEFLATED else deflate(content))


class Packer:
    """Writes packages whose static members never change: they are laid down once, only the rest is packed.

    Static members come first, so that their bytes and their directory entries are constants.
    """

    def __init__(self, static: Iterable[Member], compress: Compress = deflate) -> None:
        self._compress = compress
        head, directory, count = [], [], 0
        offset = 0
        for member in static:
            local, central = _entry(member.name, member.content, member.packed, offset)
            head.append(local)
            directory.append(central)
            offset += len(local)
            count += 1
        self._head, self._directory, self._count = b"".join(head), b"".join(directory), count

    def pack(self, changed: Mapping[str, bytes]) -> bytes:
        """The package with these members after the static ones."""
        chunks, directory, offset = [self._head], [self._directory], len(self._head)
        for name, content in changed.items():
            local, central = _entry(name, content, self._compress(content), offset)
            chunks.append(local)
            directory.append(central)
            offset += len(local)
        count, size = self._count + len(changed), sum(map(len, directory))
        chunks.extend(directory)
        chunks.append(_END.pack(b"PK\x05\x06", 0, 0, count, count, size, offset, 0))
        return b"".join(chunks)


def _entry(name: str, content: bytes, packed: bytes, offset: int) -> tuple[bytes, bytes]:
    encoded = name.encode()
    flags = 0 if name.isascii() else 0x800
    crc = zlib.crc32(content)
    common = (_VERSION, flags, _DEFLATED, 0, _DATE, crc, len(packed), len(content), len(encoded), 0)
    local = _LOCAL.pack(b"PK\x03\x04", *common) + encoded + packed
    central = _CENTRAL.pack(b"PK\x01\x02", _VERSION, *common, 0, 0, 0, 0, offset) + encoded
    return local, central

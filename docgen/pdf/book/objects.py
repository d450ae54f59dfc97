"""Objects of a PDF written one after the other to a stream; what has the same content is written once."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Iterator
from hashlib import blake2b, sha256
from typing import Protocol

from docgen.pdf.glyphs import QUICK
from docgen.pdf.glyphs import stream as compressed

MOST_KNOWN = 10_000  # objects that are remembered, so that memory stays flat

_HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


class Sink(Protocol):
    """Where bytes go."""

    def write(self, content: bytes, /) -> object:
        """Take some bytes."""


class Objects:
    """Writes numbered objects; a number may be given out before its object is written."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._digest = sha256()
        self._at = 0
        self._offsets = array("Q", (0,))
        self._known: OrderedDict[bytes, int] = OrderedDict()
        self._write(_HEAD)

    def number(self) -> int:
        """Give a number to an object that is to come."""
        return self.numbers(1)

    def numbers(self, count: int) -> int:
        """Give numbers to objects that are to come, the first of so many on end."""
        first = len(self._offsets)
        self._offsets.extend([0] * count)
        return first

    def put(self, number: int, content: bytes) -> None:
        """Write the object of a number."""
        self._offsets[number] = self._at
        self._write(b"%d 0 obj\n%b\nendobj\n" % (number, content))

    def add(self, content: bytes) -> int:
        """Write an object; gives its number."""
        number = self.number()
        self.put(number, content)
        return number

    def shared(self, content: bytes) -> int:
        """Write an object unless there is one like it; gives its number."""
        return self._once(b"o", content, content)

    def shared_stream(self, content: bytes) -> int:
        """Write a stream unless there is one like it; gives its number."""
        return self._once(b"s", content, None)  # compressed only when it is new

    def _once(self, kind: bytes, content: bytes, written: bytes | None) -> int:
        key = blake2b(content, digest_size=16, person=kind).digest()
        number = self._known.get(key)
        if number is None:
            number = self._known[key] = self.add(compressed(content, QUICK) if written is None else written)
            if len(self._known) > MOST_KNOWN:
                self._known.popitem(last=False)
        else:
            self._known.move_to_end(key)
        return number

    def finish(self, root: int, info: int) -> None:
        """Write where everything is; the identifier of the file follows from its bytes."""
        start = self._at
        self._write(b"xref\n0 %d\n" % len(self._offsets))
        for lines in self._entries():
            self._write(lines)
        identifier = self._digest.hexdigest()[:32].encode()
        self._write(
            b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID[<%b><%b>]>>\nstartxref\n%d\n%%%%EOF\n"
            % (len(self._offsets), root, info, identifier, identifier, start)
        )

    def _entries(self) -> Iterator[bytes]:
        yield b"0000000000 65535 f \n"
        for first in range(1, len(self._offsets), 1000):
            yield b"".join(
                b"%010d 00000 n \n" % offset if offset else b"0000000000 65535 f \n"
                for offset in self._offsets[first : first + 1000]
            )

    def _write(self, content: bytes) -> None:
        self._sink.write(content)
        self._digest.update(content)
        self._at += len(content)

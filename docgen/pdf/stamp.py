"""Writes the file of a stamped form: the blank's shared objects, page contents with values in them, fonts of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from html import escape

from docgen.pdf.glyphs import FONT_OBJECTS, font_objects
from docgen.pdf.glyphs import stream as compressed
from docgen.pdf.ink import LABELS, VALUES
from docgen.pdf.page.blank import Blank, Sheet

LARGE = 1000  # bytes of fixed operators that are worth an object of their own
_MOST_KEPT = 128
_HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_PACKET = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
    '<rdf:RDF xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"'
    ' xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="" pdfaid:part="2" pdfaid:conformance="B" />'
    '<rdf:Description rdf:about="" pdf:Producer="{producer}" />{told}</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end="r"?>'
)


class Printer:
    """Writes files on one blank; what they share is written once."""

    def __init__(self, blank: Blank, labels: Mapping[int, set[int]]) -> None:
        self.blank = blank
        self.labels = labels
        self._offsets: dict[int, int] = {}
        self._kept: dict[bytes, bytes] = {}
        shared = dict(blank.objects)
        faces = []
        for face, used in sorted(labels.items()):
            first = max(shared, default=0) + 1
            shared.update(enumerate(font_objects(face, used, first, lasting=True), first))
            faces.append(b"/%b%d %d 0 R" % (LABELS.encode(), face, first))
        self._faces = blank.fonts + b"".join(faces)
        chunks, at = [_HEAD], len(_HEAD)
        for number, content in sorted(shared.items()):
            self._offsets[number] = at
            chunks.append(b"%d 0 obj\n%b\nendobj\n" % (number, content))
            at += len(chunks[-1])
        self._shared = b"".join(chunks)
        self._digest = sha256(self._shared)
        self._resources = b"".join(
            key.encode() + b" " + value for key, value in sorted(blank.resources.items())
        )

    def file(
        self,
        contents: Sequence[Sequence[tuple[bytes, bool]]],
        glyphs: Mapping[int, set[int]],
        title: str,
        author: str,
    ) -> bytes:
        """Write the file of these page contents; what is fixed in them is compressed once for many files."""
        numbers = self._numbers()
        catalog, pages, info, metadata, resources = (next(numbers) for _ in range(5))
        own: dict[int, bytes] = {}
        kids = []
        for sheet, content in zip(self.blank.sheets, contents, strict=True):
            page, *streams = (next(numbers) for _ in range(len(content) + 1))
            box = b"[0 0 %b %b]" % tuple(f"{length:g}".encode() for length in sheet.box)
            own[page] = (
                b"<</Type/Page/Parent %d 0 R/MediaBox%b/TrimBox%b/BleedBox%b/Contents[%b]/Resources %d 0 R>>"
                % (pages, box, box, box, b" ".join(b"%d 0 R" % each for each in streams), resources)
            )
            for number, (text, fixed) in zip(streams, content, strict=True):
                own[number] = self._packed(text) if fixed else compressed(text)
            kids.append(page)
        faces = []
        first = max([*self._offsets, *own, resources]) + 1
        for face, used in sorted(glyphs.items()):
            for number, written in enumerate(font_objects(face, used, first), first):
                own[number] = written
            faces.append(b"/%b%d %d 0 R" % (VALUES.encode(), face, first))
            first += FONT_OBJECTS
        own[resources] = b"<<%b/Font<<%b%b>>>>" % (self._resources, self._faces, b"".join(faces))
        own[pages] = b"<</Type/Pages/Count %d/Kids[%b]>>" % (
            len(kids),
            b" ".join(b"%d 0 R" % kid for kid in kids),
        )
        own[catalog] = b"<</Type/Catalog/Pages %d 0 R/Metadata %d 0 R%b>>" % (
            pages,
            metadata,
            self.blank.catalog,
        )
        own[info], own[metadata] = told(self.blank.producer, title, author)
        return self._written(own, catalog, info)

    def _packed(self, text: bytes) -> bytes:
        found = self._kept.get(text)
        if found is None:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            found = self._kept[text] = compressed(text)
        return found

    def _numbers(self) -> Iterator[int]:
        taken = self._offsets.keys()
        last = max(taken, default=0)
        yield from (number for number in range(1, last) if number not in taken)
        while True:
            last += 1
            yield last

    def _written(self, own: Mapping[int, bytes], catalog: int, info: int) -> bytes:
        chunks, offsets, at = [self._shared], dict(self._offsets), len(self._shared)
        for number, content in sorted(own.items()):
            offsets[number] = at
            chunks.append(b"%d 0 obj\n%b\nendobj\n" % (number, content))
            at += len(chunks[-1])
        size = max(offsets) + 1
        lines = [b"xref\n0 %d\n0000000000 65535 f \n" % size]
        lines += [
            b"%010d 00000 n \n" % offsets[number] if number in offsets else b"0000000000 65535 f \n"
            for number in range(1, size)
        ]
        digest = self._digest.copy()
        for chunk in chunks[1:]:
            digest.update(chunk)
        identifier = digest.hexdigest()[:32].encode()
        trailer = b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID[<%b><%b>]>>\nstartxref\n%d\n%%%%EOF\n" % (
            size,
            catalog,
            info,
            identifier,
            identifier,
            at,
        )
        return b"".join((*chunks, *lines, trailer))


@dataclass(frozen=True, slots=True)
class Stamped:
    """A form with values on its pages, not yet a file: for each page what stands at each of its spots."""

    printer: Printer
    sheets: tuple[Sheet, ...]
    values: tuple[tuple[bytes, ...], ...]
    glyphs: Mapping[int, set[int]]

    def file(self, title: str, author: str) -> bytes:
        """Make a file of these pages alone."""
        contents = [
            list(gathered(sheet, values)) for sheet, values in zip(self.sheets, self.values, strict=True)
        ]
        return self.printer.file(contents, self.glyphs, title, author)


def gathered(sheet: Sheet, values: Sequence[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Give the contents of a page in streams: what is fixed and large (true), and the page's own between (false)."""
    waiting = iter(values)
    whole = [piece if isinstance(piece, bytes) else next(waiting) for piece in sheet.pieces]
    large = [at for at, piece in enumerate(sheet.pieces) if isinstance(piece, bytes) and len(piece) >= LARGE]
    start = 0
    for at in (*large, len(whole)):
        text = b"".join(whole[start:at])
        if text:
            yield text, False
        if at < len(whole):
            yield whole[at], True
        start = at + 1


def told(producer: str, title: str, author: str) -> tuple[bytes, bytes]:
    """Write what a file tells about itself: its information dictionary, and the same as XMP."""
    info = b"/Producer %b" % text_string(producer)
    more = ""
    if title:
        info += b"/Title %b" % text_string(title)
        more += (
            '<rdf:Description rdf:about=""><dc:title><rdf:Alt><rdf:li xml:lang="x-default">'
            f"{escape(title)}</rdf:li></rdf:Alt></dc:title></rdf:Description>"
        )
    if author:
        info += b"/Author %b" % text_string(author)
        more += (
            '<rdf:Description rdf:about=""><dc:creator><rdf:Seq>'
            f"<rdf:li>{escape(author)}</rdf:li></rdf:Seq></dc:creator></rdf:Description>"
        )
    packet = _PACKET.format(producer=escape(producer), told=more).encode()
    return b"<<%b>>" % info, b"<</Type/Metadata/Subtype/XML/Length %d>>\nstream\n%b\nendstream" % (
        len(packet),
        packet,
    )


def text_string(value: str) -> bytes:
    """Write a text string of a file's own information."""
    return b"<feff%b>" % value.encode("utf-16-be").hex().encode()

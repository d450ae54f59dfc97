"""Filling one Word document: docgen against docxtpl, docxtemplater, carbone and the floor."""

import base64
import json
import os
import shutil
import struct
import subprocess
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path
from typing import Any

import bench_form as form
from timing import Row, Variant, here, interleaved, milliseconds, ratio, spread

from docgen.ooxml import Properties, RowsSpec, compile_docx
from docgen.ooxml.slots import Limits
from docgen.ooxml.zipped import read_members

HERE = Path(__file__).parent
NODE_MODULES = HERE / ".env" / "node" / "node_modules"
TABLES = {"members": RowsSpec(form.MEMBER_ROWS)}


def isal_deflate(content: bytes) -> bytes:
    """The raw deflate stream of some bytes by Intel's ISA-L, level 2."""
    from isal import isal_zlib

    packer = isal_zlib.compressobj(2, isal_zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()


def docxtpl_job(template: bytes, contexts: list[dict[str, Any]]) -> Callable[[int], bytes]:
    """Return how docxtpl makes the k-th document, as its manual says: a DocxTemplate for each."""
    from docxtpl import DocxTemplate

    def job(number: int) -> bytes:
        document = DocxTemplate(BytesIO(template))
        document.render(contexts[number % len(contexts)], autoescape=True)
        stream = BytesIO()
        document.save(stream)
        return stream.getvalue()

    return job


def floor_job(
    made: bytes, changed: frozenset[str], compress: Callable[[bytes], bytes]
) -> Callable[[int], bytes]:
    """Return the least that must be done: pack parts that are already rendered beside parts already packed."""
    head, directory, late = [], [], []
    at = 0
    for member in read_members(made, Limits()):
        if member.name in changed:
            late.append(member)
            continue
        local, central = _entry(member.name.encode(), member.content, member.packed, at)
        head.append(local)
        directory.append(central)
        at += len(local)
    ready, listed = b"".join(head), b"".join(directory)

    def job(_: int) -> bytes:
        chunks, entries, offset = [ready], [listed], len(ready)
        for member in late:
            local, central = _entry(member.name.encode(), member.content, compress(member.content), offset)
            chunks.append(local)
            entries.append(central)
            offset += len(local)
        count = len(head) + len(late)
        end = b"".join(entries)
        chunks += [end, struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(end), offset, 0)]
        return b"".join(chunks)

    return job


def _entry(name: bytes, content: bytes, packed: bytes, at: int) -> tuple[bytes, bytes]:
    middle = (20, 0, 8, 0, 33, zlib.crc32(content), len(packed), len(content), len(name), 0)
    local = struct.pack("<4s5H3L2H", b"PK\3\4", *middle) + name + packed
    return local, struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, *middle, 0, 0, 0, 0, at) + name


@contextmanager
def node_peers(contexts: list[dict[str, Any]], folder: Path) -> Iterator[dict[str, "NodePeer"]]:
    """Start Node once with both libraries; nothing where Node or they are missing."""
    if shutil.which("node") is None or not (NODE_MODULES / "carbone").is_dir():
        yield {}
        return
    (folder / "docxtemplater.docx").write_bytes(form.docx_template(form.DOCXTEMPLATER))
    (folder / "carbone.docx").write_bytes(form.docx_template(form.CARBONE))
    (folder / "contexts.json").write_text(
        json.dumps(contexts, ensure_ascii=False, default=str), encoding="utf-8"
    )
    environment = {**os.environ, "NODE_PATH": str(NODE_MODULES)}
    with subprocess.Popen(
        ["node", str(HERE / "peers.js"), str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=environment,
    ) as process:
        try:
            yield {name: NodePeer(name, process) for name in ("docxtemplater", "carbone")}
        finally:
            with suppress(BrokenPipeError):
                process.stdin.close()  # type: ignore[union-attr]
            process.wait(20)


class NodePeer:
    """A library in the Node process: it is told how many documents to make and answers with CPU seconds."""

    def __init__(self, name: str, process: Any) -> None:
        self.name, self._process = name, process

    def _ask(self, **question: object) -> dict[str, Any]:
        self._process.stdin.write(json.dumps({"peer": self.name, **question}) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        if "error" in answer:
            raise RuntimeError(f"{self.name}: {answer['error']}")
        return dict(answer)

    def run(self, count: int) -> float:
        """Make documents; the CPU seconds of the whole Node process."""
        return float(self._ask(count=count)["seconds"])

    def document(self, number: int) -> bytes:
        """Make the n-th document."""
        return base64.b64decode(self._ask(show=number)["document"])


def rows(rounds: int) -> list[Row]:
    """Measure the rows about Word documents."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        values = form.values_of(form.declare(folder / "pack"), form.cases(40))
        contexts = [form.plain(each) for each in values]
        with node_peers(contexts, folder) as peers:
            return _rows(values, contexts, peers, rounds)


def _rows(
    values: list[dict[str, Any]], contexts: list[dict[str, Any]], peers: dict[str, NodePeer], rounds: int
) -> list[Row]:
    source, foreign = form.docx_template(form.DOCGEN), form.docx_template(form.DOCXTPL)
    template = compile_docx(source, tables=TABLES)
    fast = compile_docx(source, tables=TABLES, compress=isal_deflate)
    same = compile_docx(foreign)
    same_fast = compile_docx(foreign, compress=isal_deflate)
    properties = Properties(title=form.TITLE, creator="青石镇")
    docxtpl = docxtpl_job(foreign, contexts)
    made = template.fill(values[0])
    changed = frozenset(template.fill_parts(values[0]))
    many = len(values)
    _assert_same_text(contexts, {
        "docgen": lambda number: template.fill(values[number]),
        "docgen isal": lambda number: fast.fill(values[number]),
        "docgen docxtpl template": lambda number: same.fill(contexts[number]),
        "docxtpl": docxtpl,
        **{name: peer.document for name, peer in peers.items()},
    })  # fmt: skip
    variants = [
        here("docgen", lambda k: template.fill(values[k % many]), 60),
        here("docxtpl", docxtpl, 2),
        here("docgen isal", lambda k: fast.fill(values[k % many]), 150),
        here("floor", floor_job(made, changed, form_deflate), 100),
        here("floor isal", floor_job(made, changed, isal_deflate), 300),
        here("docgen, docxtpl's template", lambda k: same.fill(contexts[k % many]), 40),
        here("docgen isal, docxtpl's template", lambda k: same_fast.fill(contexts[k % many]), 60),
        here("docgen with properties", lambda k: template.fill(values[k % many], properties), 60),
        here("docgen render only", lambda k: template.fill_parts(values[k % many]), 200),
        *(Variant(name, peer.run, 4) for name, peer in peers.items()),
    ]
    for peer in peers.values():
        peer.run(60)  # V8 compiles what is hot after some dozen documents
    times = interleaved(variants, rounds)
    detail = {"ms": milliseconds(times), "bytes": len(made), "rounds": rounds}

    def row(key: str, title: str, over: str, under: str, **more: Any) -> Row:
        if over not in times:
            return Row(key, title, None, note="Node or its packages are missing", **more)
        span = {"spread": spread(times, over, under)}
        return Row(key, title, ratio(times, over, under), detail={**detail, **span}, **more)

    same_name, same_isal = "docgen, docxtpl's template", "docgen isal, docxtpl's template"
    return [
        row("docx_docxtpl", "docx vs docxtpl, zlib 6", "docxtpl", "docgen", must=50, stretch=80),
        row("docx_docxtpl_isal", "docx vs docxtpl, isal", "docxtpl", "docgen isal", must=150, stretch=300),
        row("docx_same_template", "docxtpl's own template unchanged, zlib 6", "docxtpl", same_name, must=50, stretch=80),
        row("docx_same_template_isal", "docxtpl's own template unchanged, isal", "docxtpl", same_isal, must=150, stretch=300),
        row("docx_docxtemplater", "docx vs docxtemplater", "docxtemplater", "docgen", must=12, stretch=20),
        row("docx_carbone", "docx vs carbone", "carbone", "docgen", must=12, stretch=20),
        row("docx_floor", "docx vs the floor, zlib 6", "docgen", "floor", must=2, stretch=1.3, at_most=True),
        row("docx_floor_isal", "docx vs the floor, isal", "docgen isal", "floor isal", at_most=True),
    ]  # fmt: skip


def form_deflate(content: bytes) -> bytes:
    """The raw deflate stream of some bytes, zlib level 6."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()


def _assert_same_text(contexts: list[dict[str, Any]], makers: dict[str, Callable[[int], bytes]]) -> None:
    """Every tool's document must have the same paragraphs, or its time says nothing."""
    for number in range(3):
        expected = form.expected_text(contexts[number])
        for name, make in makers.items():
            got = form.text_of(make(number))
            if got != expected:
                wrong = next(
                    (pair for pair in zip(got, expected, strict=False) if pair[0] != pair[1]),
                    (len(got), len(expected)),
                )
                raise AssertionError(f"{name}: the text differs: {wrong}")

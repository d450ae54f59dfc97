"""The bench form printed: a village's print file, LibreOffice, typst, WeasyPrint with the system's Noto CJK."""

import gc
import json
import multiprocessing
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from statistics import median
from typing import Any

import bench_form as form
from bench_line import FORMS, docgen, ran
from bench_scale import against_one
from timing import Row, Variant, every_core, here, idle_share, interleaved, milliseconds, ratio, spread

from docgen.ooxml import RowsSpec, compile_docx
from docgen.pdf import fonts, layout, page
from docgen.pdf.book import Book

HERE = Path(__file__).parent
NOTO = HERE / ".env" / "noto"  # where scripts/bench --full unpacks Debian's fonts-noto-cjk
TABLES = {"members": RowsSpec(form.MEMBER_ROWS)}
VILLAGE = 120  # households of a print file
BATCH = 20  # households that WeasyPrint lays out in one document
FOLDER = 40  # documents that LibreOffice converts in one process
JOB = 3000
STAMPED = 600  # files that two processes share
_TASK = 50
_IDLE_ENOUGH = 0.88


class Press:
    """The bench form, ready to be stamped."""

    def __init__(self, households: int) -> None:
        with tempfile.TemporaryDirectory() as name:
            self.values = form.values_of(form.declare(Path(name) / "pack"), form.cases(households))
        source = form.docx_template(form.DOCGEN)
        self.template, self.sheet = compile_docx(source, tables=TABLES), page.open_docx(source)
        laid_out = layout.lay_out(self.sheet, self.template)
        assert laid_out is not None
        self.layout = laid_out

    def stamp(self, number: int) -> bytes:
        """Make the file of one household."""
        return self.layout.draw(self.parts(number), title=form.TITLE).pdf

    def parts(self, number: int) -> dict[str, bytes]:
        """Fill the form for a household."""
        return self.template.fill_parts(self.values[number % len(self.values)])

    def full(self, number: int) -> bytes:
        """Lay the file of one household out in full."""
        return page.draw(self.sheet.html(self.parts(number)), title=form.TITLE).pdf

    def village(self, first: int, path: Path) -> None:
        """Make the print file of a village."""
        with Book(path, title="清水村") as book:
            for number in range(first, first + VILLAGE):
                pages = self.layout.stamped_pages(self.parts(number))
                assert pages is not None
                book.add(pages, at=("清水村", f"H{number:05d}", form.TITLE), label=f"H{number:05d}")


def _as_the_desk(job: Callable[[], object]) -> None:
    """Do a job with the garbage collector set as docgen's command sets it."""
    before = gc.get_threshold()
    gc.set_threshold(100_000, 50, 50)
    try:
        job()
    finally:
        gc.set_threshold(*before)


def village(rounds: int) -> list[Row]:
    """Measure a village's print file against WeasyPrint laying out a batch of households in one document."""
    press = Press(VILLAGE * (rounds + 2))
    whole = "".join(_joined([press.sheet.html(press.parts(number)) for number in range(BATCH)]))
    with tempfile.TemporaryDirectory() as name:
        target = Path(name) / "village.pdf"
        ours = here("village", lambda k: _as_the_desk(lambda: press.village(VILLAGE * k, target)), 1)
        stock = here("stock", lambda _: _html(whole).write_pdf(), 1)
        times = interleaved([ours, stock], rounds)
        size = target.stat().st_size / VILLAGE / 1000
    each = {"village": [t / VILLAGE for t in times["village"]], "stock": [t / BATCH for t in times["stock"]]}
    detail: dict[str, Any] = {"ms": milliseconds(each), "spread": spread(each, "stock", "village")}
    return [
        Row("pdf_village", f"village print file of {VILLAGE} households, per household, vs WeasyPrint's batch of {BATCH}",
            ratio(each, "stock", "village"), must=150, stretch=350, detail=detail),
        Row("pdf_village_size", "its size per household", size, "KB", must=10, at_most=True, detail=detail),
    ]  # fmt: skip


def _joined(pages: list[str]) -> list[str]:
    """Make one HTML document of many, each beginning a page."""
    styles = dict.fromkeys(style for each in pages for style in re.findall(r"<style>.*?</style>", each, re.S))
    bodies = [re.sub(r".*<body>|</body>.*", "", each, flags=re.S) for each in pages]
    starts = '<div style="break-before:page">'
    return ['<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8">', *styles, "</head><body>",
            *(f"{starts if number else '<div>'}{body}</div>" for number, body in enumerate(bodies)),
            "</body></html>"]  # fmt: skip


def _html(text: str) -> Any:
    from weasyprint import HTML  # after the faces are the only ones

    return HTML(string=text)


def libreoffice(rounds: int) -> list[Row]:
    """Measure one PDF per household against LibreOffice converting a folder in one process."""
    key, title = "pdf_libreoffice", "one PDF per household, vs LibreOffice converting a folder in one process"
    program = shutil.which("soffice")
    if program is None:
        return [Row(key, title, None, must=30, stretch=50, note="LibreOffice is not installed")]
    press = Press(40 * (rounds + 1))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        names = []
        for number in range(FOLDER):
            names.append(folder / f"{number:03d}.docx")
            names[-1].write_bytes(press.template.fill(press.values[number % len(press.values)]))
        command = [program, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf",
                   "--outdir", str(folder / "out"), *map(str, names)]  # fmt: skip
        times = interleaved(
            [here("stamp", press.stamp, 40), Variant("folder", lambda _: ran(command).cpu / FOLDER, 1)],
            rounds,
        )
        if len(list((folder / "out").glob("*.pdf"))) != FOLDER:
            raise AssertionError("LibreOffice did not convert the folder")
    detail: dict[str, Any] = {
        "ms": milliseconds(times),
        "spread": spread(times, "folder", "stamp"),
        "documents": FOLDER,
    }
    return [Row(key, title, ratio(times, "folder", "stamp"), must=30, stretch=50, detail=detail)]


def typst(rounds: int) -> list[Row]:
    """Measure one PDF per household against typst setting the same tables."""
    key, title = "pdf_typst", "one PDF per household, vs typst"
    try:
        import typst as peer
    except ImportError:
        return [Row(key, title, None, must=5, stretch=9, note="typst is not installed")]
    press = Press(40 * (rounds + 1))
    with tempfile.TemporaryDirectory() as name:
        compiler = peer.Compiler(root=name, font_paths=[str(fonts.fonts_folder())], ignore_system_fonts=True)
        sources = []
        for number in range(len(press.values)):
            sources.append(Path(name) / f"{number:04d}.typ")
            sources[-1].write_text(_typst(form.plain(press.values[number])), encoding="utf-8")
        _assert_same_text(press.stamp(0), bytes(compiler.compile(str(sources[0]))))
        times = interleaved(
            [
                here("stamp", lambda k: _as_the_desk(lambda: press.stamp(k)), 40),
                here("typst", lambda k: compiler.compile(str(sources[k % len(sources)])), 10),
            ],
            rounds,
        )
    detail: dict[str, Any] = {"ms": milliseconds(times), "spread": spread(times, "typst", "stamp")}
    return [Row(key, title, ratio(times, "typst", "stamp"), must=5, stretch=9, detail=detail)]


def _typst(values: dict[str, Any]) -> str:
    """Write the form in typst's language, with a household's values in it."""
    lines = [
        "#set page(paper: \"a4\", margin: (x: 14mm, y: 12mm))",
        '#set text(font: "Docgen Fang", size: 8pt, lang: "zh")',
        f"#text(size: 16pt)[{_escaped(form.TITLE)}]",
        _grid([text for name, label, _ in form.TEXTS for text in (label, values[name])], 6),
        "收支情况（元）",
        _grid([text for name, label, _ in form.AMOUNTS for text in (label, values[name])], 4),
        "勾选栏目",
        _grid([("☑" if values[name] else "□") + label for name, label, _ in form.TICKS], 6),
        "家庭成员",
        _grid([label for _, label, _ in form.COLUMNS]
              + [row[name] for row in values["members"] for name, _, _ in form.COLUMNS], len(form.COLUMNS)),
        "户主签字（手印）：　　　　　　村委会（公章）：　　　　　　年　月　日",
    ]  # fmt: skip
    return "\n\n".join(lines)


def _grid(cells: list[object], columns: int) -> str:
    cells = [*cells, *[""] * (-len(cells) % columns)]
    body = ", ".join(f"[{_escaped(str(cell))}]" for cell in cells)
    return f"#table(columns: (1fr,) * {columns}, rows: 9mm, {body})"


def _escaped(text: str) -> str:
    return re.sub(r"([\\#*_`$<>@\[\]~'\"/=+-])", r"\\\1", text)


def _assert_same_text(ours: bytes, theirs: bytes) -> None:
    """Compare the characters of two files, whatever their order."""
    import pypdfium2

    found = []
    for content in (ours, theirs):
        with pypdfium2.PdfDocument(content) as document:
            text = "".join(sheet.get_textpage().get_text_range() for sheet in document)
            found.append(sorted("".join(text.replace("\ufffe", "").split())))
    if found[0] != found[1]:
        raise AssertionError("typst printed another text")


def stock(rounds: int) -> list[Row]:
    """Measure the way of full layout against WeasyPrint as it comes, with Debian's Noto CJK."""
    titles = {
        "pdf_stock": "full layout vs stock WeasyPrint with the system's Noto CJK",
        "pdf_stock_size": "its file, against stock WeasyPrint's",
    }
    if not NOTO.is_dir():
        note = "fonts-noto-cjk is not unpacked: scripts/bench --full"
        return [Row("pdf_stock", titles["pdf_stock"], None, must=1.25, note=note),
                Row("pdf_stock_size", titles["pdf_stock_size"], None, must=0.45, at_most=True, note=note)]  # fmt: skip
    press = Press(2 * (rounds + 2))
    ours = page.draw(press.sheet.html(press.parts(0)), title=form.TITLE).pdf
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number in range(8):
            html = press.sheet.html(press.parts(number))
            html = re.sub(r"'Docgen (?:Song|Fang|Kai|Fallback)'", "'Noto Serif CJK SC'", html)
            (folder / f"{number}.html").write_text(
                html.replace("'Docgen Hei'", "'Noto Sans CJK SC'"), encoding="utf-8"
            )
        peer = _Stock(folder)
        times = interleaved(
            [
                here("full", lambda k: _as_the_desk(lambda: press.full(k)), 2),
                Variant("stock", peer.draw, 2),
            ],
            rounds,
        )
        peer.end()
    detail: dict[str, Any] = {
        "ms": milliseconds(times),
        "spread": spread(times, "stock", "full"),
        "bytes": {"full": len(ours), "stock": peer.size},
    }
    return [
        Row("pdf_stock", titles["pdf_stock"], ratio(times, "stock", "full"), must=1.25, detail=detail),
        Row("pdf_stock_size", titles["pdf_stock_size"], len(ours) / peer.size, must=0.45, at_most=True, detail=detail),
    ]  # fmt: skip


class _Stock:
    """WeasyPrint in a process of its own, which sees the system's fonts and Noto CJK."""

    def __init__(self, folder: Path) -> None:
        config = folder / "fonts.conf"
        config.write_text(
            '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>'
            f'<include ignore_missing="yes">/etc/fonts/fonts.conf</include><dir>{NOTO}</dir></fontconfig>',
            encoding="utf-8",
        )
        environment = os.environ | {"FONTCONFIG_FILE": str(config)}
        command = [sys.executable, str(HERE / "stock_weasyprint.py"), str(folder)]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
        )
        self.size = 0

    def draw(self, count: int) -> float:
        """Draw so many documents; gives the CPU seconds that took."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(count, file=self._process.stdin, flush=True)
        told = json.loads(self._process.stdout.readline())
        self.size = told["bytes"]
        return float(told["cpu"])

    def end(self) -> None:
        """Let the process go."""
        self._process.communicate()


def scaling(rounds: int, count: int = 5000) -> list[Row]:
    """Measure the cost of stamping and the memory at many documents against few, each round in a fresh process."""
    found = []
    for _ in range(rounds):
        done = subprocess.run(
            [sys.executable, __file__, str(count)], capture_output=True, text=True, check=True
        )
        found.append(json.loads(done.stdout))
    cost = median(each["many"] / each["few"] for each in found)
    growth = median(each["many_mb"] - each["few_mb"] for each in found)
    detail: dict[str, Any] = {
        "rounds": rounds,
        "ms_at_100": round(median(each["few"] for each in found), 4),
        f"ms_at_{count}": round(median(each["many"] for each in found), 4),
        "mb_at_100": round(median(each["few_mb"] for each in found), 1),
    }
    return [
        Row("pdf_scale", f"cost per PDF at {count:,} vs at 100", cost, must=1.15, at_most=True, detail=detail),
        Row("pdf_memory", f"memory growth from 100 to {count:,} PDFs", growth, "MB", must=10, at_most=True, detail=detail),
    ]  # fmt: skip


def child(count: int) -> dict[str, float]:
    """Stamp 100 documents, then `count`, of 600 households in turn; CPU ms per document, and resident memory in MB."""
    press = Press(600)
    for number in range(100):
        press.stamp(number)
    figures, at = {}, 100
    for name, documents in (("few", 100), ("many", count)):
        start = time.process_time()
        for number in range(at, at + documents):
            press.stamp(number)
        figures[name] = (time.process_time() - start) / documents * 1000
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        figures[f"{name}_mb"] = pages * os.sysconf("SC_PAGESIZE") / 1e6
        at += documents
    return figures


def job(households: int = JOB) -> list[Row]:
    """Measure `docgen fill` of a township's six forms to docx and PDF, on every core of an idle machine.

    On a busy one a fifth of the households is done, and its CPU time told; five times that, shared by two cores, is what
    all would take, or less, for a run starts but once.
    """
    title = f"`docgen fill`, {households:,} households, six forms to docx and PDF"
    idle = round(idle_share(3.0), 2)
    count = households if idle >= _IDLE_ENOUGH else households // 5
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ran(docgen("demo", folder / "town", "--households", count, "--villages", count // 200, "--seed", 1))
        names = [part for each in FORMS for part in ("--form", each)]
        with every_core():
            filled = ran(docgen("fill", folder / "town", *names, "--to", "docx,pdf", "-o", folder / "out"))
        documents = sum(1 for _ in (folder / "out").rglob("*.pdf"))
    detail: dict[str, Any] = {
        "households": count, "pdfs": documents, "cpu_s": round(filled.cpu, 1), "wall_s": round(filled.wall, 1),
        "peak_mb": round(filled.peak, 1), "idle_before": idle,
    }  # fmt: skip
    value: float | None = filled.wall / 60
    note = f"{documents:,} forms"
    if count < households:
        value = None
        whole = filled.cpu / count * households / 2 / 60
        note = f"the machine was {idle:.0%} idle; {count} households, {documents:,} forms: {filled.cpu:.0f} s of CPU, "
        note += f"at which rate {households:,} households take two cores {whole:.1f} min"
    return [Row("job", title, value, "min", must=4, stretch=1.5, at_most=True, note=note, detail=detail)]


_press: list[Press] = []


def _open(households: int) -> None:
    _press[:] = [Press(households)]


def _batch(first: int) -> int:
    return sum(len(_press[0].stamp(number)) for number in range(first, first + _TASK))


def _wall(workers: int) -> float:
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, spawn, _open, (STAMPED,)) as pool:
        list(pool.map(_batch, [0] * workers * 2))  # every worker has opened
        start = time.perf_counter()
        list(pool.map(_batch, range(0, STAMPED, _TASK)))
        return time.perf_counter() - start


def two_processes(rounds: int) -> list[Row]:
    """Measure two workers that stamp files against one."""
    return [against_one("pdf_two_processes", f"2 processes, {STAMPED} PDFs", _wall, 1.6, rounds)]


if __name__ == "__main__":
    print(json.dumps(child(int(sys.argv[1]))))

"""Whether an archive is as it was made and agrees with itself; read-only, it never repairs.

The bytes first (`docgen.store`): every manifest made anew, every file read that is asked for. Then what the files
say: PDF/A marks, pages against the index, page codes against the register, every household of the roster.
"""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from .archive import CASES, INDEX, INDEX_HEAD, PAPERS, REGISTER, REGISTER_HEAD, VOLUMES
from .errors import Finding, UsageError, fields
from .pagecode import PageCode, codes_in, read_code
from .pdf.check import faults
from .pdf.reading import page_pictures, page_texts
from .store.bag import PAYLOAD, files_of
from .store.fixity import Damage, Kind, Reading, everything, verify_bag
from .store.toplist import bags_of, has_top, is_bag, stated_of, verify_top

#: What `docgen verify` ends with: the first of these that was found, nought where nothing was.
EXIT_CODES: Mapping[Kind | str, int] = {"changed": 10, "missing": 11, "extra": 12, "contradiction": 13}


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found (查验结果): files that are not as they were, and what does not agree in those that are."""

    bags: int
    files: int
    read: int
    damages: tuple[Damage, ...]
    findings: tuple[Finding, ...]

    @property
    def exit_code(self) -> int:
        """The number that tells a program the gravest of what was found."""
        found = {one.kind for one in self.damages} | ({"contradiction"} if self.findings else set())
        return next((code for kind, code in EXIT_CODES.items() if kind in found), 0)


@dataclass(slots=True)
class _Sum:
    bags: int = 0
    files: int = 0
    read: int = 0
    damages: list[Damage] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def verify(place: Path, reading: Reading = everything, *, codes: bool = False) -> Verified:
    """Verify a bag, or a folder of bags with its top list, and return all that was found.

    ``codes`` also reads the symbols from the pages' pictures. Errors: VERIFY-101 no archive is there.
    """
    found = _Sum()
    for folder, seal, prefix in _bags(place, found):
        fixity = verify_bag(folder, reading, seal=seal)
        found.bags += 1
        found.files += fixity.files
        found.read += fixity.read
        found.damages += [Damage(prefix + one.path, one.kind) for one in fixity.damages]
        bad = {one.path for one in fixity.damages}
        found.findings += _Contents(folder, prefix, bad, reading, codes=codes).findings()
    return Verified(
        found.bags, found.files, found.read, tuple(sorted(found.damages)), tuple(sorted(found.findings))
    )


def _bags(place: Path, found: _Sum) -> Iterator[tuple[Path, str, str]]:
    """Yield each bag with its seal, and what stands before the names of its files; note what is wrong above."""
    if not place.is_dir():
        raise UsageError("VERIFY-101", where=str(place))
    if is_bag(place):
        above = place.resolve().parent
        seals = verify_top(above).seals if has_top(above) else {}
        yield place, seals.get(place.resolve().name, ""), ""
        return
    if not has_top(place) and not any(bags_of(place)):
        raise UsageError("VERIFY-101", where=str(place))
    top = verify_top(place)
    found.damages += top.damages
    found.files += 2
    found.read += 2
    for name in sorted({*bags_of(place), *top.seals}):
        if (place / name).is_dir():
            yield place / name, top.seals.get(name, ""), f"{name}/"


class _Contents:
    """What the intact files of one bag say, held against each other."""

    def __init__(self, bag: Path, prefix: str, bad: set[str], reading: Reading, *, codes: bool) -> None:
        self._bag = bag
        self._prefix = prefix
        self._bad = bad
        self._reading = reading
        self._codes = codes
        self._village = stated_of(bag).get("行政区划代码", "")

    def findings(self) -> Iterator[Finding]:
        """Yield what does not agree; where a list is damaged, what it would say is not asked."""
        rows = self._rows(INDEX, INDEX_HEAD)
        if rows is None:
            return
        yield from self._of_index(rows)
        yield from self._of_households(rows)
        pages = {row["文件"]: row["页数"] for row in rows}
        known = {
            (row["村代码"], row["页面编码表码"], row["页面编码户码"], int(row["版次"]))
            for row in self._rows(REGISTER, REGISTER_HEAD) or ()
        }
        for path in self._documents():
            yield from self._of_document(path, pages.get(path, ""), known)

    def _rows(self, path: str, head: Iterable[str]) -> list[dict[str, str]] | None:
        if f"{PAYLOAD}/{path}" in self._bad:
            return None
        with suppress(OSError, UnicodeDecodeError, csv.Error):
            text = (self._bag / PAYLOAD / path).read_bytes().decode("utf-8-sig")
            rows = list(csv.DictReader(io.StringIO(text, newline="")))
            return [row for row in rows if set(head) <= set(row)]
        return None

    def _of_index(self, rows: Iterable[Mapping[str, str]]) -> Iterator[Finding]:
        listed = {row["文件"] for row in rows if row["文件"]}
        present = set(files_of(self._bag / PAYLOAD))
        damaged = {path.removeprefix(f"{PAYLOAD}/") for path in self._bad}
        papers = {path for path in present if path.startswith(_PLACES) or path.endswith(".pdf")}
        for path in sorted(listed - present - damaged):
            yield self._finding("VERIFY-301", path)
        for path in sorted(papers - listed - damaged):
            yield self._finding("VERIFY-302", path)

    def _of_households(self, rows: Iterable[Mapping[str, str]]) -> Iterator[Finding]:
        """Yield the households that have no data, or no volume where others have one."""
        kept = defaultdict(set)
        for row in rows:
            if row["户号"]:
                kept[row["户号"]].add(row["文件"].partition("/")[0])
        wanted = {CASES, *({VOLUMES} if any(VOLUMES in one for one in kept.values()) else set())}
        for number, folders in sorted(kept.items()):
            for folder in sorted(wanted - folders):
                yield Finding(
                    self._village,
                    number,
                    f"{self._prefix}{PAYLOAD}/{folder}",
                    "VERIFY-303",
                    fields(folder=folder),
                )
        stated = stated_of(self._bag).get("户数", "")
        if stated and stated != str(len(kept)):
            yield self._finding("VERIFY-304", INDEX, stated=stated, found=len(kept))

    def _documents(self) -> Iterator[str]:
        """Yield the PDFs that are intact and were read."""
        every = [path for path in files_of(self._bag) if path.startswith(f"{PAYLOAD}/")]
        for place, path in enumerate(sorted(every)):
            if path.endswith(".pdf") and path not in self._bad and self._reading(place, path):
                yield path.removeprefix(f"{PAYLOAD}/")

    def _of_document(self, path: str, pages: str, known: set[tuple[str, str, str, int]]) -> Iterator[Finding]:
        place = self._bag / PAYLOAD / path
        rules = sorted({one.rule for one in faults(place, glyphs=False)})
        if rules:
            yield self._finding("VERIFY-305", path, rules="、".join(rules))
        try:
            shown = [codes_in(text) for text in page_texts(place)]
        except ValueError:
            return
        if pages and pages != str(len(shown)):
            yield self._finding("VERIFY-306", path, stated=pages, found=len(shown))
        yield from self._of_codes(path, shown, known)
        if self._codes:
            yield from self._of_pictures(path, shown)

    def _of_codes(
        self, path: str, shown: list[tuple[PageCode, ...]], known: set[tuple[str, str, str, int]]
    ) -> Iterator[Finding]:
        """Yield codes of no paper on record, and papers that lack a page."""
        papers: dict[tuple[str, str, str, int, int, int], set[int]] = defaultdict(set)
        for number, codes in enumerate(shown, 1):
            for one in codes:
                if (one.village, one.form, one.household, one.version) not in known:
                    yield self._finding("VERIFY-307", path, page=number, paper=one.readable)
                papers[one.village, one.form, one.household, one.version, one.copy, one.pages].add(one.page)
        for (_, form, household, version, _, pages), there in sorted(papers.items()):
            lost = sorted(set(range(1, pages + 1)) - there)
            if lost:
                code = f"{form}/{household}/{version}"
                yield self._finding("VERIFY-308", path, paper=code, pages="、".join(map(str, lost)))

    def _of_pictures(self, path: str, shown: list[tuple[PageCode, ...]]) -> Iterator[Finding]:
        """Yield pages whose symbol does not say what stands beside it."""
        from .pdf.qr import read  # needs a reader of its own

        for number, (codes, picture) in enumerate(
            zip(shown, page_pictures(self._bag / PAYLOAD / path), strict=True), 1
        ):
            if codes and set(codes) != {read_code(text) for text in read(picture)}:
                yield self._finding("VERIFY-309", path, page=number)

    def _finding(self, code: str, path: str, **named: object) -> Finding:
        return Finding(self._village, "", f"{self._prefix}{PAYLOAD}/{path}", code, fields(**named))


#: Where every file must stand in the index.
_PLACES = (f"{VOLUMES}/", f"{CASES}/", f"{PAPERS}/")

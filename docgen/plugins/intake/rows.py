"""Grids become entries: the header is found by its content, columns are read whole, rows become records."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from docgen import Entry, Finding, Origin, Reading, Severity, fields
from docgen.columns import (
    EXAMPLE,
    OPTIONS,
    SUMMARY,
    Column,
    any_place,
    bare_heading,
    boxes,
    corrections,
    export_headings,
    lists,
    plain_heading,
    sheets,
)
from docgen.plugins.intake.grids import Grid
from docgen.plugins.intake.values import Problem, as_text, convert_all, converter, each_attendee, parts_of

#: Rows from the top in which the header may stand (titles and notes come before it).
HEADER_WITHIN = 12

#: Sheets that docgen itself adds to its workbooks, for people only.
_PASSED_OVER = (OPTIONS, SUMMARY)

_KEYS = ("number", "household.hh_id")
_NEEDED = {
    "家庭成员": "household.members[].name",
    "收支": "incomes[].purpose",
    "走访": "visits[].on",
    "程序": "procedures[].number",
}
_AREA_NAMES = ("county", "township", "village")


@dataclass(frozen=True, slots=True)
class _Header:
    """Where a grid's header stands and which of its columns are known."""

    row: int
    known: tuple[tuple[int, Column], ...]
    unknown: tuple[tuple[int, str], ...]
    twice: tuple[tuple[str, int, int], ...]


@dataclass(slots=True)
class _Node:
    """A part of a record being put together: its columns of values, and the parts below it."""

    leaves: list[tuple[str, list[Any]]] = field(default_factory=list)
    several: list[tuple[str, list[Any]]] = field(default_factory=list)
    below: dict[tuple[str, bool, tuple[tuple[str, str], ...], str], "_Node"] = field(default_factory=dict)
    path: str = ""


def read_grid_file(grids: Iterable[Grid], file: str) -> Reading | None:
    """Return what the grids of a file say; None where no sheet of it could be recognised."""
    readings: dict[str, Reading] = {}
    strangers: list[str] = []
    for grid in grids:
        reading = _read_sheet(grid, file) if grid.name not in _PASSED_OVER else None
        if reading is not None:
            readings[grid.name] = reading
        elif any(any(cell != "" for cell in row) for row in grid.rows[:50]) and grid.name not in _PASSED_OVER:
            strangers.append(f"工作表「{grid.name}」" if grid.name else file)
    if not readings:
        return None
    return Reading(
        entries=tuple(entry for reading in readings.values() for entry in reading.entries),
        findings=(
            *(finding for reading in readings.values() for finding in reading.findings),
            *_missing_sheets(readings, file),
        ),
        unknown=(*(name for reading in readings.values() for name in reading.unknown), *strangers),
    )


def _missing_sheets(readings: Iterable[str], file: str) -> Iterator[Finding]:
    """Yield the sheets an intake workbook cannot well do without: 户 and 家庭成员."""
    have = set(readings)
    for name in ("户", "家庭成员"):
        if have & set(sheets()) and name not in have:
            yield Finding("", "", file, "INTAKE-203", fields(sheet=name), Severity.WARNING)


def _read_sheet(grid: Grid, file: str) -> Reading | None:
    back = corrections()
    native = sheets().get(grid.name)
    if grid.name == back.name or _has(grid, back.box, back.value):
        return _read_corrections(grid, file)
    header = _find_header(grid, native.headings()) if native else None
    if native and header and any(column.path == "number" for _, column in header.known):
        return _Reader(grid, file, header, native.name).read()
    header = _find_header(grid, export_headings())
    return _Reader(grid, file, header, "").read() if header else None


def _has(grid: Grid, *headings: str) -> bool:
    return any(set(headings) <= {as_text(cell).strip() for cell in row} for row in grid.rows[:HEADER_WITHIN])


def _find_header(grid: Grid, known: Mapping[str, Column]) -> _Header | None:
    """Return the row with most known headings: at least two, with a household's number or with others enough."""
    best: _Header | None = None
    for number, row in enumerate(grid.rows[:HEADER_WITHIN]):
        header = _match(number, row, known)
        if best is None or len(header.known) > len(best.known):
            best = header
    if best is None or len(best.known) < 2:
        return None
    keyed = any(column.path in _KEYS for _, column in best.known)
    enough = len(best.known) >= min(5, (len(best.known) + len(best.unknown)) / 2)
    return best if keyed or enough else None


def _match(number: int, row: Sequence[Any], known: Mapping[str, Column]) -> _Header:
    taken: dict[str, int] = {}
    found: list[tuple[int, Column]] = []
    unknown: list[tuple[int, str]] = []
    twice: list[tuple[str, int, int]] = []
    for place, cell in enumerate(row):
        title = as_text(cell).strip()
        if not title:
            continue
        column = known.get(plain_heading(title)) or known.get(bare_heading(title))
        if column is None:
            unknown.append((place, title))
        elif column.path in taken and (
            plain_heading(title) == plain_heading(as_text(row[taken[column.path]]))
        ):
            twice.append((title, taken[column.path], place))
        elif column.path in taken and column.box.kind != "options":
            unknown.append((place, title))
        else:
            taken.setdefault(column.path, place)
            found.append((place, column))
    return _Header(number, tuple(found), tuple(unknown), tuple(twice))


class _Reader:
    """Reads one sheet under its header."""

    def __init__(self, grid: Grid, file: str, header: _Header, native: str) -> None:
        self.grid = grid
        self.file = file
        self.header = header
        self.native = native
        self.findings: list[Finding] = []
        self.titles = {place: as_text(grid.rows[header.row][place]).strip() for place, _ in header.known}
        first = header.row + 1
        key = next((place for place, column in header.known if column.path in _KEYS), None)
        self.lines = [
            (number, row)
            for number, row in enumerate(grid.rows[first:], start=first)
            if any(cell != "" for cell in row) and not _is_example(row, key)
        ]

    def read(self) -> Reading:
        """Return everything the sheet says; nothing of a list of people without a number of their household."""
        if not self._tell_about_columns():
            return Reading(findings=tuple(self.findings))
        cells = self._columns_of_cells()
        values = {place: self._convert(cells[place], place, column) for place, column in self.header.known}
        records = self._records(values)
        keys = self._keys(values)
        entries = [
            Entry(self._origin(number), key, record)
            for (number, _), key, record in zip(self.lines, keys, records, strict=True)
            if self._is_usable(number, key, record)
        ]
        self._tell_about_troubles()
        unknown = tuple(f"{self._sheet()}「{title}」" for _, title in self.header.unknown)
        return Reading(tuple(entries), tuple(self.findings), unknown)

    def _columns_of_cells(self) -> dict[int, list[Any]]:
        wanted = [place for place, _ in self.header.known] + [place for place, _ in self.header.unknown]
        rows = [row for _, row in self.lines]
        width = max(wanted, default=-1) + 1
        if any(len(row) < width for row in rows):
            rows = [[*row, *[""] * (width - len(row))] for row in rows]
        columns = list(zip(*rows, strict=False)) if rows else []
        return {place: list(columns[place]) if columns else [] for place in wanted}

    def _convert(self, cells: list[Any], place: int, column: Column) -> list[Any]:
        values, problems = convert_all(cells, column.box)
        for index, problem in problems:
            self._tell(self.lines[index][0], self.titles[place], problem, column)
        return values

    def _records(self, values: Mapping[int, list[Any]]) -> list[dict[str, Any]]:
        root = _Node()
        for place, column in self.header.known:
            if column.path != "number":
                _place(root, column, values[place])
        records: list[dict[str, Any]] = _build(root, len(self.lines), self._lacks)
        if self.header.unknown and self.native in ("", "户"):
            self._keep_unknown(records)
        return records

    def _keep_unknown(self, records: list[dict[str, Any]]) -> None:
        """Keep unknown columns as facts; the merge takes those that say one thing of each household."""
        for number, (_, row) in enumerate(self.lines):
            facts = {
                title: text
                for place, title in self.header.unknown
                if place < len(row)
                and row[place] != ""
                and (text := " ".join(as_text(row[place]).split())).isprintable()
            }
            if facts:
                records[number]["facts"] = facts

    def _keys(self, values: Mapping[int, list[Any]]) -> list[dict[str, str]]:
        paths = {column.path: values[place] for place, column in self.header.known}
        wanted = {"number": "number", "hh_id": "household.hh_id", "village": "area.code"}
        found = {key: paths[path] for key, path in wanted.items() if path in paths}
        heads = paths.get("household.members[].relation", [])
        ids = paths.get("household.members[].id_no", [])
        keys: list[dict[str, str]] = [
            {key: column[index] for key, column in found.items() if column[index]}
            for index in range(len(self.lines))
        ]
        for index, (relation, number) in enumerate(zip(heads, ids, strict=False)):
            if relation == "户主" and number:
                keys[index]["head_id"] = number
        for name in _AREA_NAMES if "area.village" in paths else ():
            for index, text in enumerate(paths.get(f"area.{name}", [])):
                if text and "village" not in keys[index]:
                    keys[index][f"{name}_name"] = text
        return keys

    def _is_usable(self, number: int, key: Mapping[str, str], record: Mapping[str, Any]) -> bool:
        """Whether a row says something about a household that can be told; a row of a village list is kept too."""
        if "number" in key or "hh_id" in key or "head_id" in key:
            return True
        if record.get("area") and not record.get("household", {}).get("members"):
            return bool(key.get("village")) and set(record) <= {"area", "facts"}
        self._tell(number, "", Problem("INTAKE-204"), None)
        return False

    def _lacks(self, index: int, path: str, missing: tuple[str, ...]) -> None:
        labels = "、".join(boxes()[f"{path}[].{name}"].label for name in missing)
        label, _ = lists()[path]
        self._tell(
            self.lines[index][0], "", Problem("INTAKE-209", fields(list=label, missing=labels)), None, path
        )

    def _tell(self, number: int, title: str, problem: Problem, column: Column | None, box: str = "") -> None:
        origin = self._origin(number)
        named = (*problem.named, ("title", title))
        box = column.at if column else box
        self.findings.append(
            Finding(
                "",
                self._household(number),
                f"{origin} {title}".strip(),
                problem.code,
                named,
                problem.severity,
                (box,) * bool(box),
            )
        )

    def _household(self, number: int) -> str:
        """Return the household a row names, as it stands there; the merge puts the number in its place."""
        row = self.grid.rows[number]
        key = next(
            (place for place, column in self.header.known if column.path in _KEYS and place < len(row)), None
        )
        return "" if key is None else as_text(row[key]).strip()[:40]

    def _tell_about_columns(self) -> bool:
        """Tell of columns that stand twice or are missing; False where the rows cannot be read."""
        where = str(Origin(self.file, self.grid.name, self.header.row + 1))
        for title, first, second in self.header.twice:
            self.findings.append(
                Finding(
                    "",
                    "",
                    where,
                    "INTAKE-201",
                    fields(title=title, first=_letter(first), second=_letter(second)),
                )
            )
        have = {column.path for _, column in self.header.known}
        needed = _NEEDED.get(self.native)
        if needed and needed not in have:
            heading = next(
                column.heading for column in sheets()[self.native].columns if column.path == needed
            )
            self.findings.append(Finding("", "", where, "INTAKE-202", fields(title=heading)))
        if not self.native and not have & set(_KEYS) and any(path.startswith("household") for path in have):
            self.findings.append(Finding("", "", where, "INTAKE-202", fields(title="户编号（或本地户号）")))
            return False
        return not needed or needed in have

    def _tell_about_troubles(self) -> None:
        rows = {number for number, _ in self.lines}
        known = dict(self.header.known)
        for trouble in self.grid.troubles:
            if trouble.row in rows and trouble.column in known:
                code = "INTAKE-107" if trouble.kind == "error" else "INTAKE-108"
                problem = Problem(code, fields(value="#"))
                self._tell(trouble.row, self.titles[trouble.column], problem, known[trouble.column])

    def _origin(self, number: int) -> Origin:
        return Origin(self.file, self.grid.name, number + 1)

    def _sheet(self) -> str:
        return f"工作表「{self.grid.name}」" if self.grid.name else ""


def _is_example(row: Sequence[Any], key: int | None) -> bool:
    return key is not None and key < len(row) and as_text(row[key]).strip().startswith(EXAMPLE)


def _letter(place: int) -> str:
    text = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = chr(65 + rest) + text
    return text


def _place(node: _Node, column: Column, values: list[Any]) -> None:
    """Put a column of values at its place in the tree of records."""
    path = ""
    for step in column.steps:
        path = f"{path}.{step.name}" if path else step.name
        node = node.below.setdefault((step.name, step.is_list, step.marked, step.mark), _Node(path=path))
        path += "[]" * step.is_list
    if column.each:
        node.several.append((column.leaf, values))
    elif column.box.kind == "options" and any(leaf == column.leaf for leaf, _ in node.leaves):
        place = next(index for index, (leaf, _) in enumerate(node.leaves) if leaf == column.leaf)
        joined = [_joined(old, new) for old, new in zip(node.leaves[place][1], values, strict=True)]
        node.leaves[place] = (column.leaf, joined)
    else:
        node.leaves.append((column.leaf, values))


def _joined(old: list[str] | None, new: list[str] | None) -> list[str] | None:
    return list(dict.fromkeys([*(old or []), *(new or [])])) or None


def _build(node: _Node, count: int, lacks: Any) -> list[dict[str, Any]]:
    """Return a record per row: what the node's columns state, and the parts below."""
    names = [name for name, _ in node.leaves]
    rows = zip(*(values for _, values in node.leaves), strict=True) if names else ((),) * count
    records = [
        {name: value for name, value in zip(names, row, strict=True) if value is not None} for row in rows
    ]
    for (name, is_list, marked, _), below in node.below.items():
        parts = _build(below, count, lacks)
        if is_list:
            _add_records(records, name, dict(marked), below, parts, lacks)
        else:
            for record, part in zip(records, parts, strict=True):
                if part:
                    record[name] = part
    return records


def _add_records(
    records: list[dict[str, Any]],
    name: str,
    marked: dict[str, str],
    below: _Node,
    parts: list[dict[str, Any]],
    lacks: Any,
) -> None:
    needed = [
        key
        for key in lists()[below.path][1]
        if key not in marked and all(key != leaf for leaf, _ in below.several)
    ]
    for index, (record, part) in enumerate(zip(records, parts, strict=True)):
        for one in _several(below, index, part):
            missing = [key for key in needed if key not in one]
            if not missing:
                record.setdefault(name, []).append(marked | one)
            elif any(value not in (0, "0.00", False) for value in one.values()):
                lacks(index, below.path, tuple(missing))


def _several(node: _Node, index: int, part: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the records of one row: one, none where nothing is said, or one per item of a cell of items."""
    for name, values in node.several:
        items = parts_of(values[index] or "")
        if name == "name":
            yield from (part | one for one in each_attendee(list(items)))
        else:
            yield from (part | {name: item} for item in items if item not in ("无", "否", "/", "-"))
    if part and not node.several:
        yield part


def _read_corrections(grid: Grid, file: str) -> Reading:
    """Read the corrected values (更正值) of a worklist that came back."""
    back = corrections()
    number = next(
        (n for n, row in enumerate(grid.rows[:HEADER_WITHIN]) if back.value in map(as_text, row)), None
    )
    titles = [as_text(cell).strip() for cell in grid.rows[number]] if number is not None else []
    lacking = [title for title in (back.number, back.box, back.value) if title not in titles]
    if number is None or lacking:
        where = str(Origin(file, grid.name, (number or 0) + 1))
        return Reading(findings=(Finding("", "", where, "INTAKE-202", fields(title="、".join(lacking))),))
    places = [titles.index(title) for title in (back.number, back.box, back.value)]
    entries, findings = [], []
    for line, row in enumerate(grid.rows[number + 1 :], start=number + 2):
        household, box, value = (as_text(row[place]).strip() if place < len(row) else "" for place in places)
        if value == "" or household == "":
            continue
        origin = Origin(file, grid.name, line)
        made = _correction(origin, household, box, row[places[2]])
        entries += [made] if isinstance(made, Entry) else []
        findings += [made] if isinstance(made, Finding) else []
        told = _told(origin, household, box, row[places[2]])
        findings += [told] if told and isinstance(made, Entry) else []
    return Reading(tuple(entries), tuple(findings))


def _correction(origin: Origin, household: str, box: str, cell: Any) -> Entry | Finding:
    known = boxes().get(any_place(box))
    where = f"{origin} {corrections().value}"
    if known is None:
        return Finding("", household, where, "INTAKE-310", fields(box=box or "—"))
    value = converter(known)(cell)
    if isinstance(value, Problem):
        if value.severity is Severity.ERROR:
            named = (*value.named, ("title", known.label))
            return Finding("", household, where, value.code, named, value.severity, (box,))
        value = value.value
    return Entry(origin, {"number": household}, _nested(box.split("."), value))


def _told(origin: Origin, household: str, box: str, cell: Any) -> Finding | None:
    value = converter(boxes()[any_place(box)])(cell) if any_place(box) in boxes() else None
    if not isinstance(value, Problem):
        return None
    where = f"{origin} {corrections().value}"
    return Finding("", household, where, value.code, (*value.named, ("title", "")), value.severity, (box,))


def _nested(parts: list[str], value: Any) -> dict[str, Any]:
    """Return the content of a correction: a mapping with an index as key addresses a place in a list."""
    first, *rest = parts
    return {first: _nested(rest, value) if rest else value}

"""A room: from a case and a form to a filled form."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from .case import RESTS_ON, Case, Proceeding, Roster, SignedSheet, redacted
from .codes import Option, masked_numbers
from .delivery import Sheet
from .dossier import Volume
from .errors import Finding, FormError, Severity, fields
from .expression import Code, ExpressionError, Known, build, compile_expression, row_of
from .form import Audience, Field, FilledForm, Form, Table, labelled, sitting
from .hookspecs import Filter
from .naming import attachment_of, called, title_of
from .nouns import dataclass
from .ooxml import Ticks
from .signed import Change, as_signed, plainly, sheets_of
from .view import (
    HOUSEHOLD_NAMES,
    PACKET_NAMES,
    VILLAGE_NAMES,
    VOLUME_NAMES,
    Occasion,
    anchors,
    household_names,
    packet_names,
    stages_reached,
    village_names,
    volume_names,
)

#: What can go wrong inside an expression because of the data; anything else is a fault of docgen.
TROUBLE = (ValueError, TypeError, ArithmeticError, LookupError)

#: Characters of a box that a sentence shows.
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class _Plan:
    """A form made ready: when it applies, how its values are worked out, and what it prints."""

    applies: Callable[[Mapping[str, Any]], Any]
    fill: Callable[[Mapping[str, Any]], tuple[dict[str, Any], list[tuple[str, str]]]]
    prints: Mapping[str, frozenset[str]]


class Binder:
    """Works out the expressions of forms; all of a form's are compiled once, into one function.

    ``shared`` are the catalogue numbers that several forms carry (`naming.shared_numbers`).
    """

    def __init__(
        self, forms: Iterable[Form], filters: Mapping[str, Filter], shared: frozenset[str] = frozenset()
    ) -> None:
        self._shared = shared
        self._filters = dict(filters)
        self._plans = {form.key: _Drafting(form, self._filters).plan() for form in forms}

    def add(self, forms: Iterable[Form]) -> None:
        """Make further forms ready."""
        self._plans |= {form.key: _Drafting(form, self._filters).plan() for form in forms}

    def prints(self, form: Form) -> Mapping[str, frozenset[str]]:
        """Return the case paths each box of ``form`` prints, by field name."""
        return self._plans[form.key].prints

    def bind(self, form: Form, case: Case, occasion: Occasion) -> FilledForm | None:
        """Return ``form`` filled for ``case``; None where the form does not apply to it.

        The procedure is the latest, open ones first, for which the form's ``when`` holds.
        """
        plan = self._plans[form.key]
        shown = redacted(case) if form.audience is Audience.PUBLIC else case
        for procedure in _procedures(shown):
            names = household_names(shown, procedure, occasion)
            if self._truth(form, plan, names):
                return self._filled(form, plan, names, shown, occasion)
        return None

    def bind_village(self, form: Form, roster: Roster, occasion: Occasion) -> FilledForm | None:
        """Return a village's paper filled for ``roster``; None where it does not apply."""
        plan = self._plans[form.key]
        if form.audience is Audience.PUBLIC:
            roster = replace(roster, cases=tuple(redacted(case) for case in roster.cases))
        names = village_names(roster, occasion)
        return self._filled(form, plan, names, roster, occasion) if self._truth(form, plan, names) else None

    def bind_sheet(self, form: Form, sheet: Sheet | Volume, occasion: Occasion) -> FilledForm:
        """Return a sheet that goes with a packet, or one of a bound volume, filled."""
        plan = self._plans[form.key]
        names = volume_names(sheet, occasion) if isinstance(sheet, Volume) else packet_names(sheet, occasion)
        values, troubles = _worked_out(form, plan, names, None)
        for name, trouble in troubles:
            raise FormError("FORM-107", where=f"{form.declared_in} {name}", form=form.title, trouble=trouble)
        told = {"title": form.title, "author": occasion.author, "layout": occasion.layout}
        return FilledForm(form, sheet.area.code, sheet.number, values, properties=told)

    def _truth(self, form: Form, plan: _Plan, names: Mapping[str, Any]) -> bool:
        try:
            return bool(plan.applies(names))
        except TROUBLE as error:
            raise FormError("FORM-107", where=form.declared_in, form=form.title, trouble=error) from error

    def _filled(
        self, form: Form, plan: _Plan, names: dict[str, Any], subject: Case | Roster, occasion: Occasion
    ) -> FilledForm:
        form = called(form, title_of(form, names["policy"], occasion.policy.id, self._shared))
        values, troubles = _worked_out(form, plan, names, subject)
        procedure = names.get("procedure")
        number = procedure.number if procedure else ""
        doubts = _Doubts(form, subject, plan.prints)
        if isinstance(subject, Case) and (sheets := sheets_of(form, subject, number)):
            values, changes = self._signed(form, plan, values, sheets, subject, procedure, occasion)
            doubts.changed(changes)
        withheld = _withheld(form, occasion)
        doubts.unwritable(trouble for trouble in troubles if trouble[0] not in withheld)
        doubts.missing(values, stages_reached(procedure), withheld)
        return FilledForm(
            form=form,
            village=subject.area.code,
            household=subject.number if isinstance(subject, Case) else "",
            values=_without(form, values, withheld),
            findings=tuple(sorted(doubts.found)),
            draft=occasion.draft,
            properties={"title": form.title, "author": occasion.author, "layout": occasion.layout},
            anchors=anchors(subject, procedure) if isinstance(subject, Case) else {},
            procedure=number,
            withheld=withheld,
        )

    def _signed(
        self,
        form: Form,
        plan: _Plan,
        values: Mapping[str, Any],
        sheets: tuple[SignedSheet, ...],
        case: Case,
        procedure: Proceeding | None,
        occasion: Occasion,
    ) -> tuple[dict[str, Any], tuple[Change, ...]]:
        """Return the values with signed boxes as they were signed, and where the case has changed since.

        What only the day of filling makes different, an age or who is in charge now, is no change of the case.
        """
        merged, changes = as_signed(form, values, sheets)
        for day in sorted({sheet.on for sheet in sheets}) if changes else ():
            names = household_names(case, procedure, replace(occasion, as_of=day))
            then, _ = _worked_out(form, plan, names, case)
            still = {change.name for change in as_signed(form, then, sheets)[1]}
            changes = tuple(change for change in changes if change.name in still)
        return merged, changes


def _procedures(case: Case) -> list[Proceeding | None]:
    ordered = sorted(
        case.procedures, key=lambda one: (not one.closed, one.opened_on or date.min), reverse=True
    )
    return [*ordered] or [None]


#: What the expressions of a form see, by whose paper it is; those about an area see its roster.
_NAMES: Mapping[str, Mapping[str, Known]] = {
    "household": HOUSEHOLD_NAMES,
    "packet": PACKET_NAMES,
    "volume": VOLUME_NAMES,
}


class _Drafting:
    """Turns one form's declaration into a `_Plan`."""

    def __init__(self, form: Form, filters: Mapping[str, Filter]) -> None:
        self._form = form
        self._filters = filters
        self._names = _NAMES.get(form.about, VILLAGE_NAMES)
        self._sight: dict[str, Any] = {"TROUBLE": TROUBLE}
        self._prints: dict[str, frozenset[str]] = {}

    def plan(self) -> _Plan:
        when = self._code("when", self._form.when, self._names)
        applies = build([*_locals(self._names), f"return {when.source}"], self._filters, {})
        lines = [*_locals(self._names), "values, troubles = {}, []"]
        for field in self._form.fields:
            lines += self._field(field)
        for table in self._form.tables:
            lines += self._table(table)
        fill = build([*lines, "return values, troubles"], self._filters, self._sight)
        return _Plan(applies, fill, self._prints)

    def _field(self, field: Field) -> list[str]:
        written = self._written(field, field.name, self._names)
        return [
            f"try: values[{field.name!r}] = {written}",
            "except TROUBLE as trouble:",
            f"    values[{field.name!r}] = {self._nothing(field)}",
            f"    troubles.append(({field.name!r}, str(trouble)))",
        ]

    def _table(self, table: Table) -> list[str]:
        each = self._code(table.name, table.each, self._names)
        names = dict(self._names) | {"row": row_of(each), "index": Known(int)}
        kept = f" if {self._code(table.name, table.where, names).source}" if table.where else ""
        lines = [f"values[{table.name!r}] = rows = []"]
        lines += [f"kept = [n_row for n_row in {each.source} or (){kept}]"]
        lines += ["for n_index, n_row in enumerate(kept, 1):", "    cells = {}"]
        for column in table.columns:
            written = self._written(column, f"{table.name}.{column.name}", names)
            lines += [
                f"    try: cells[{column.name!r}] = {written}",
                "    except TROUBLE as trouble:",
                f"        cells[{column.name!r}] = {self._nothing(column)}",
                f"        troubles.append(({table.name + '.' + column.name!r}, str(trouble)))",
            ]
        reads = {f"{path}.#" for path in each.reads if not path.endswith("#")}
        self._prints[table.name] = frozenset(reads)
        return [*lines, "    rows.append(cells)"]

    def _written(self, field: Field, name: str, known: Mapping[str, Known]) -> str:
        code = self._code(name, field.source, known)
        self._prints[name] = _resting(code.reads)
        if field.kind == "ticks":
            other = self._code(name, field.other or "none", known)
            self._sight[_writer(name)] = _ticker(field.options)
            return f"{_writer(name)}({code.source}, {other.source})"
        if self._form.format == "xlsx":
            return f"cell({code.source}, {self._empty(field)!r})" if self._see("cell", _cell) else ""
        return f"paper({code.source}, {self._empty(field)!r})" if self._see("paper", paper) else ""

    def _see(self, name: str, function: Callable[..., Any]) -> bool:
        self._sight[name] = function
        return True

    def _nothing(self, field: Field) -> str:
        if field.kind == "ticks":
            self._see("Ticks", Ticks)
            return "Ticks(frozenset())"
        return repr(self._empty(field))

    def _empty(self, field: Field) -> str:
        return self._form.empty if field.empty is None else field.empty

    def _code(self, name: str, source: str, names: Mapping[str, Known]) -> Code:
        try:
            return compile_expression(source, names, self._filters)
        except ExpressionError as error:
            raise FormError(
                "FORM-108" if error.near else "FORM-106",
                where=f"{self._form.declared_in} {name}",
                form=self._form.title,
                box=name,
                source=source,
                trouble=error,
                near="、".join(error.near),
            ) from error


def _locals(names: Mapping[str, Known]) -> list[str]:
    return [f"n_{name} = names.get({name!r})" for name in names]


def _writer(name: str) -> str:
    return "ticks_" + "".join(character if character.isalnum() else "_" for character in name)


def _resting(reads: Iterable[str]) -> frozenset[str]:
    """Add to the paths read the fields that computed values rest on."""
    found = set(reads)
    for path in reads:
        parent, _, name = path.rpartition(".")
        found |= {f"{parent}.{beside}" for beside in RESTS_ON.get(name, ())}
    return frozenset(path.replace(".income.", ".") for path in found)


def paper(value: Any, empty: str) -> str:
    """Return ``value`` as it is written on paper: dates 2026年7月5日, yes 是, several joined by 、."""
    if value is None or value == "":
        return empty
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, (list, tuple)):
        return "、".join(paper(one, "") for one in value) or empty
    return str(value)


def _cell(value: Any, empty: str) -> Any:
    """Return ``value`` for a typed cell: numbers and dates as they are, the rest as on paper."""
    if isinstance(value, (int, Decimal, date)) and not isinstance(value, bool):
        return value
    return paper(value, empty)


def _ticker(options: tuple[Option, ...]) -> Callable[[Any, Any], Ticks]:
    """Return how a value (code, label, bool, or several) becomes ticks beside the options' texts."""
    spelt = {text: option for option in options for text in (*option.aliases, option.label, option.code)}

    def tick(value: Any, other: Any) -> Ticks:
        wanted = value if isinstance(value, (list, tuple)) else (value,)
        keys = [
            str(one).lower() if isinstance(one, bool) else str(one) for one in wanted if one not in (None, "")
        ]
        unknown = [key for key in keys if key not in spelt]
        if unknown:
            raise ValueError(f"选项里没有「{'、'.join(unknown)}」")
        return Ticks(frozenset(spelt[key].label for key in keys), "" if other is None else str(other))

    return tick


def _worked_out(
    form: Form, plan: _Plan, names: dict[str, Any], subject: Case | Roster | None
) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    names["form"] = {
        "title": form.title,
        "edition": form.edition,
        "catalogue": form.catalogue,
        "attachment": attachment_of(form, names["policy"]),
    }
    names["computed"] = form.compute(subject, names) if form.compute and subject else {}
    return plan.fill(names)


def _withheld(form: Form, occasion: Occasion) -> frozenset[str]:
    """Return the boxes of sittings that are not printed: later than the one reached, or others than it."""
    if not occasion.stage:
        return frozenset()
    reached = sitting(occasion.stage)
    return frozenset(
        name
        for name, number in form.sittings().items()
        if number > reached or (occasion.only_stage and number != reached)
    )


def _without(form: Form, values: Mapping[str, Any], withheld: frozenset[str]) -> Mapping[str, Any]:
    """Return ``values`` with nothing in the boxes withheld, not even the mark of an empty box: the pen comes there."""
    if not withheld:
        return values
    empty = {one.name: _untouched(one) for one in form.fields if one.name in withheld}
    rows: dict[str, Any] = {}
    for table in form.tables:
        blank = {one.name: _untouched(one) for one in table.columns if f"{table.name}.{one.name}" in withheld}
        rows[table.name] = [] if table.name in withheld else [{**row, **blank} for row in values[table.name]]
    return {**values, **empty, **rows}


def emptied(filled: FilledForm) -> FilledForm:
    """Return the form with nothing in any box: its blank."""
    names = frozenset(filled.form.sittings())
    return replace(filled, values=_without(filled.form, filled.values, names), withheld=names)


def _untouched(field: Field) -> Any:
    return Ticks(frozenset()) if field.kind == "ticks" else ""


class _Doubts:
    """What is wrong with the boxes themselves of one filled form."""

    def __init__(self, form: Form, subject: Case | Roster, prints: Mapping[str, frozenset[str]]) -> None:
        self._form, self._subject, self._prints = form, subject, prints
        self.found: list[Finding] = []

    def unwritable(self, troubles: Iterable[tuple[str, str]]) -> None:
        """Add boxes whose value cannot be worked out."""
        for name, trouble in dict(troubles).items():
            self._add("FILL-102", name, trouble=trouble)

    def missing(self, values: Mapping[str, Any], reached: frozenset[str], withheld: frozenset[str]) -> None:
        """Add boxes that are required by now and have nothing in them."""
        form = self._form
        required = [field.name for field in form.fields if field.required and field.stage in reached]
        required += [table.name for table in form.tables if table.required]
        for name in required:
            if name not in withheld and _is_blank(values.get(name)):
                self._add("FILL-101", name)

    def changed(self, changes: Iterable[Change]) -> None:
        """Add signed boxes that the case contradicts, and those that were empty when they were signed."""
        for change in changes:
            signed, present = _shown(change.signed), _shown(change.present)
            if change.signed:
                self._add("FILL-104", change.name, signed=signed, present=present)
            else:
                self._add("FILL-105", change.name, Severity.WARNING, present=present)

    def _add(self, code: str, name: str, severity: Severity = Severity.ERROR, **named: object) -> None:
        form, subject = self._form, self._subject
        label, box = labelled(form, name)
        self.found.append(
            Finding(
                village=subject.area.code,
                household=subject.number if isinstance(subject, Case) else "",
                where=f"《{form.title}》{label}",
                code=code,
                fields=fields(**named, form=form.title, box=label),
                severity=severity,
                boxes=tuple(sorted(self._prints.get(box, ()))),
            )
        )


def _shown(text: str) -> str:
    """Return what a box says short enough for a sentence, numbers of persons masked."""
    told = masked_numbers(plainly(text)) or "空"
    return told if len(told) <= _LONGEST else f"{told[:_LONGEST]}…"


def _is_blank(value: Any) -> bool:
    if isinstance(value, Ticks):
        return not value.chosen
    return value is None or value in ("", "/", [])

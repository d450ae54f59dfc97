"""A blank form, and the same form filled in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from enum import Enum
from pathlib import Path
from typing import Any, Literal

from .case import Case, Roster
from .codes import LISTS, Option
from .errors import Finding
from .nouns import dataclass

#: Who a form is about: one household's case, or a village's roster.
Subject = Case | Roster

#: Values a form works out in Python, for what its declaration cannot say; seen as ``computed``.
Compute = Callable[[Subject, Mapping[str, Any]], Mapping[str, Any]]

#: What a field leaves in its box: text, ticks in a group of boxes, or one character per box.
Kind = Literal["text", "ticks", "digits"]

#: Whose paper a form is: one household's, the list of a village, a township or a county, a sheet that goes with
#: a packet to sign, or one of a bound volume.
About = Literal["household", "village", "township", "county", "packet", "volume"]

#: What happens when a table has more records than the blank has rows.
Overflow = Literal["continuation", "grow", "error"]


#: The sittings in which a form is filled, in order: at the home, then level by level.
STAGES = tuple(option.code for option in LISTS["stage"].options)


class Audience(Enum):
    """Who reads a form: the office, or the public on the notice board (公示栏)."""

    OFFICE = "office"
    PUBLIC = "public"


def sitting(stage: str) -> int:
    """Return the number of a sitting in their order; nought for none."""
    return STAGES.index(stage) + 1 if stage in STAGES else 0


@dataclass(frozen=True, slots=True)
class Field:
    """One box of a form (栏目): its label and the expression that gives its value.

    ``options`` (for ticks) pair the code or label a value has with the text beside its box;
    ``other`` is an expression for the blank behind 其他. ``stage`` is the sitting from which the box
    is filled. ``empty`` is written where there is no value; None means the form's own setting.
    On an untouched blank ``at`` says where the box is (several places for records side by side), ``anchor`` and
    ``section`` under which printed words, ``gap`` and ``box`` at which blank or box of a printed text.
    """

    name: str
    label: str
    source: str
    required: bool = False
    kind: Kind = "text"
    options: tuple[Option, ...] = ()
    other: str = ""
    stage: str = ""
    empty: str | None = None
    at: tuple[str, ...] = ()
    anchor: str = ""
    section: str = ""
    gap: int = -1
    box: int = -1


@dataclass(frozen=True, slots=True)
class Table:
    """A repeating block of a form (表内清单): records, columns, and the rows printed on the blank.

    ``each`` is an expression for the records, ``where`` keeps those for which it holds; column
    expressions see the record as ``row`` and its number, from 1, as ``index``. ``caption`` heads a continuation sheet (续表).
    """

    name: str
    label: str
    each: str
    columns: tuple[Field, ...]
    rows: int
    overflow: Overflow = "continuation"
    caption: str = ""
    required: bool = False
    where: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """A place that stays empty in print: a signature, a fingerprint or a seal (签字、手印、公章)."""

    name: str
    label: str
    fingerprint: bool = False
    seal: bool = False
    stage: str = ""
    role: str = ""
    at: str = ""
    anchor: str = ""
    section: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A blank official form (表样): its boxes, tables, signature places and when it applies.

    The key is ``id@edition``; a bare id means the edition in force. ``order`` is its place in a packet, ``code_at``
    the corner of its pages where the page code is wanted (top-right, top-left, bottom-right, bottom-left).
    ``printed_title`` is what its template prints, where the county calls it otherwise. A county's list is over the
    households with an open procedure, with ``everyone`` over all. ``issued`` is the SHA-256 of an untouched blank
    to which the boxes are bound by their places; empty for a template that carries its own tags.
    """

    id: str
    title: str
    edition: str
    template: Path
    fields: Sequence[Field]
    tables: Sequence[Table] = ()
    signatures: Sequence[Signature] = ()
    copies: tuple[str, ...] = ()
    catalogue: str = ""
    source: str = ""
    when: str = "true"
    about: About = "household"
    audience: Audience = Audience.OFFICE
    default: bool = True
    order: int = 500
    empty: str = ""
    replaces: str | None = None
    compute: Compute | None = None
    reads: tuple[str, ...] = ()
    declared_in: str = ""
    code_at: str = ""
    printed_title: str = ""
    everyone: bool = False
    issued: str = ""

    @property
    def key(self) -> str:
        """The form's key: ``id@edition``."""
        return f"{self.id}@{self.edition}"

    @property
    def stages(self) -> tuple[str, ...]:
        """The sittings in which this form is filled and signed, in order; none for a form filled at once."""
        named = {field.stage for field in self.fields} | {one.stage for one in self.signatures}
        named |= {column.stage for table in self.tables for column in table.columns}
        return tuple(stage for stage in STAGES if stage in named)

    def sittings(self) -> Mapping[str, int]:
        """Return the number of each box's sitting by its name; nought for a box filled at once, as tables are."""
        boxes = {one.name: one.stage for one in self.fields} | {table.name: "" for table in self.tables}
        boxes |= {f"{table.name}.{one.name}": one.stage for table in self.tables for one in table.columns}
        return {name: sitting(stage) for name, stage in boxes.items()}

    @property
    def format(self) -> str:
        """The form's own format: the suffix of its template, ``docx`` or ``xlsx``."""
        return self.template.suffix.removeprefix(".").lower()


@dataclass(frozen=True, slots=True)
class FilledForm:
    """A form and the value for each of its slots, not yet drawn (已填表).

    ``values`` holds text (or a number or date for a typed xlsx cell), `docgen.ooxml.Ticks`, and for
    each table a list of such mappings. ``household`` is empty for a village's paper. ``anchors`` say where
    the named parts of an expression's paths (``@head``, ``@procedure``) stand in this case. ``withheld`` are
    the boxes left empty on purpose, for a sitting that is not printed.
    """

    form: Form
    village: str
    household: str
    values: Mapping[str, Any]
    findings: tuple[Finding, ...] = ()
    draft: bool = False
    properties: Mapping[str, str] = field(default_factory=dict)
    anchors: Mapping[str, str] = field(default_factory=dict)
    procedure: str = ""
    withheld: frozenset[str] = frozenset()


def labelled(form: Form, name: str) -> tuple[str, str]:
    """Return a box's label and its declared name: ``members.2.id_no`` is the column of a record."""
    first, _, rest = name.partition(".")
    table = next((one for one in form.tables if one.name == first), None)
    if table is None:
        return next(field.label for field in form.fields if field.name == name), name
    row, _, last = rest.rpartition(".")
    column = next((one for one in table.columns if one.name == last), None)
    if column is None:
        return table.label, first
    return f"{table.label}{f'第{row}行' if row else ''} {column.label}", f"{first}.{last}"

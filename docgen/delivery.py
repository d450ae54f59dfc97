"""What goes along with papers when they are handed over: signing lists, change slips."""

from dataclasses import dataclass
from datetime import date

from .case import Area


@dataclass(frozen=True, slots=True)
class SigningRow:
    """One holder's copy of one paper, as line ``place`` of the signing list (签字清单).

    ``signers`` says who signs, prints a finger or seals; ``blank`` names what is left for the pen. ``code`` is the
    page code of the copy's first page, by which the ticked list is read back.
    """

    place: int
    group: str
    number: str
    head: str
    title: str
    holder: str
    version: int
    pages: int
    signers: str
    blank: str
    code: str


@dataclass(frozen=True, slots=True)
class SlipRow:
    """A box that says something else than on the paper printed before (变更单的一行)."""

    title: str
    before: int
    after: int
    box: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet that goes with a village's packet: ``rows`` of the signing list, ``changes`` of one household.

    ``number`` and ``head`` are the household's of a change slip, empty on a signing list.
    """

    area: Area
    made_on: date
    rows: tuple[SigningRow, ...] = ()
    changes: tuple[SlipRow, ...] = ()
    number: str = ""
    head: str = ""
    group: str = ""

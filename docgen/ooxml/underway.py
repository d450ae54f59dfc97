"""One fill under way: its budget, and what it adds to the package (pictures, links, styles)."""

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import field

from docgen.nouns import dataclass
from docgen.ooxml.errors import FillError, Place

STEPS, CHARACTERS = 200_000, 50_000_000


@dataclass(frozen=True, slots=True)
class Related:
    """A part, or an address outside, that a story points to by a relationship (ECMA-376 part 2, 9.3).

    ``kind`` is the last word of the relationship's type, or all of it; ``own`` are the part's own relationships by id.
    """

    kind: str
    content: bytes = b""
    suffix: str = ""
    content_type: str = ""
    link: str = ""
    own: tuple[tuple[str, "Related"], ...] = ()


@dataclass(slots=True)
class Underway:
    """What one fill carries beside its values."""

    styles: Mapping[tuple[str, str], str] = field(default_factory=dict)  # (type, name) → id, of the template
    first_list: int = 1  # the first list number that the template does not use
    pictures: Mapping[str, object] = field(default_factory=dict)
    steps: int = STEPS
    characters: int = CHARACTERS
    related: list[Related] = field(default_factory=list)
    added_styles: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)  # → (id, XML)
    continued: set[int] = field(default_factory=set)  # sections that have a 续表
    added_lists: list[tuple[str, str]] = field(default_factory=list)  # definition and use, XML

    def relate(self, related: Related) -> str:
        """A token for the relationship's id; it holds a bare ``<``, so that no value can forge it."""
        if related not in self.related:
            self.related.append(related)
        return f"<#{self.related.index(related)}#>"

    def new_page(self, section: int) -> str:
        """The page break before a section's first 续表; nothing before the next ones."""
        if section in self.continued:
            return ""
        self.continued.add(section)
        return "<w:pageBreakBefore/>"

    def spend(self, name: str, place: Place, steps: int = 1, characters: int = 0) -> None:
        """Take steps, and characters that were written, from the budget."""
        self.steps -= steps
        self.characters -= characters
        if self.steps < 0 or self.characters < 0:
            raise FillError("OOXML-092", name, place)


CURRENT: ContextVar[Underway] = ContextVar("docgen_underway")


def underway() -> Underway:
    """The fill that is under way in this thread."""
    return CURRENT.get()

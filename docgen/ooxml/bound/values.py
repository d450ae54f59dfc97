"""What binds a slot to a place of a blank: its label, and coordinates that tell apart what is called alike."""

from dataclasses import dataclass
from typing import Literal

#: What is put at a place: a text, ticks in a group of boxes, a tick in an empty cell, a digit per cell.
Shape = Literal["text", "ticks", "tick", "digits"]


@dataclass(frozen=True, slots=True)
class Binding:
    """A slot at a place of an untouched blank (绑定).

    ``at`` is ``"table/row/cell"`` of a Word file (all from 0, the table's number may be the path of a nested one), the
    cell of a sheet (``"Sheet1!C2"``), or ``"p3"``, a paragraph outside tables. ``gap`` is the number of a blank inside
    the printed text, −1 for the place as a whole; ``box`` the number of a group's first box. ``anchor`` and ``section``
    are the printed label and the heading over it.
    """

    name: str
    at: str
    shape: Shape = "text"
    gap: int = -1
    box: int = -1
    anchor: str = ""
    section: str = ""

    @property
    def tag(self) -> str:
        """The tag that stands for the slot."""
        return f"{{{{ {self.name} }}}}" if self.shape == "text" else f"{{{{ {self.name} | {self.shape} }}}}"


class BindingError(Exception):
    """Bindings that lead nowhere on this blank; ``lost`` are their names and places."""

    def __init__(self, lost: tuple[tuple[str, str], ...]) -> None:
        self.lost = lost
        super().__init__("No such place: " + ", ".join(f"{name} ({at})" for name, at in lost))

    def __reduce__(self) -> "tuple[type[BindingError], tuple[tuple[tuple[str, str], ...]]]":
        return BindingError, (self.lost,)

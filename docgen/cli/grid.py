"""Tables on the screen: those that fit the line are drawn here, the others are folded by rich, which is slow to load."""

import shutil
import sys
from collections.abc import Iterable, Sequence
from unicodedata import category, east_asian_width

import typer


def show(heads: Sequence[str], rows: Sequence[Sequence[str]], title: str, whole: Sequence[int]) -> None:
    """Say a table under its title. The columns ``whole`` are never broken when others are folded."""
    widths = [max(map(width, column)) for column in zip(heads, *rows, strict=True)]
    across = sum(widths) + 3 * len(widths) + 1
    fits = width(title) <= across <= shutil.get_terminal_size().columns
    if rows and fits and _simple([title, *heads, *(cell for row in rows for cell in row)]):
        for line in _lines(heads, rows, title, widths):
            typer.echo(line)
    else:
        _folded(heads, rows, title, whole)


def width(text: str) -> int:
    """Return how many columns ``text`` takes; a Chinese character takes two."""
    return sum(2 if east_asian_width(one) in "WF" else 1 for one in text)


def _simple(texts: Iterable[str]) -> bool:
    """Whether every character of ``texts`` takes one column or two, and the stream has the lines of a grid."""
    encoding = (getattr(sys.stdout, "encoding", "") or "").lower()
    return encoding.startswith("utf") and all(category(one)[0] not in "CM" for text in texts for one in text)


def _lines(
    heads: Sequence[str], rows: Sequence[Sequence[str]], title: str, widths: Sequence[int]
) -> Iterable[str]:
    if title:
        yield typer.style(title, italic=True)
    yield _rule("┏━┳┓", widths)
    bold = [typer.style(_padded(head, room), bold=True) for head, room in zip(heads, widths, strict=True)]
    yield f"┃ {' ┃ '.join(bold)} ┃"
    yield _rule("┡━╇┩", widths)
    for row in rows:
        yield f"│ {' │ '.join(map(_padded, row, widths))} │"
    yield _rule("└─┴┘", widths)


def _rule(marks: str, widths: Sequence[int]) -> str:
    left, across, between, right = tuple(marks)
    return left + between.join(across * (room + 2) for room in widths) + right


def _padded(text: str, room: int) -> str:
    return text + " " * (room - width(text))


def _folded(heads: Sequence[str], rows: Sequence[Sequence[str]], title: str, whole: Sequence[int]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(title=title or None, title_justify="left")
    for number, head in enumerate(heads):  # Chinese has no blanks: a long cell would end in dots
        drawn.add_column(head, overflow="fold", no_wrap=number in whole)
    for row in rows:
        drawn.add_row(*map(Text, row))  # as it is: a name may look like markup
    Console(highlight=False, soft_wrap=False).print(drawn)

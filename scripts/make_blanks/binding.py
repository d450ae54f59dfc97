"""What the papers of a bound volume share: a cover, and lists over its whole width."""

from collections.abc import Sequence
from dataclasses import replace

from grid import Cell, Row, label
from paper import Page, Paper

#: A volume's own papers carry no page number of their own.
PLAIN = replace(Page(), footer=False)


def cover(name: str, counted: str, lines: Sequence[tuple[str, str]]) -> bytes:
    """A cover (GB/T 9705): whose archive, which class, the volume's title, and what it is kept by."""
    paper = Paper(name, PLAIN)
    for text, style in (
        ("{{ fonds_name }}", "FormTitle"),
        ("", "CoverLine"),
        ("{{ category }}", "CoverTitle"),
        ("", "CoverLine"),
    ):
        paper.paragraph(text, style, "center")
    paper.table(_line("案卷题名", "{{ title }}", 40))
    paper.gap()
    told = (("时　　间", "{{ period }}"), ("件数页数", counted), *lines)
    paper.table(*(_line(text, slot, 15) for text, slot in told))
    return paper.done()


def _line(text: str, slot: str, height: float) -> Row:
    return Row(Cell(text, 36, style="CoverNote"), Cell(slot, style="CoverNote", align="left"), h=height)


def listed(
    name: str,
    heads: Sequence[str],
    columns: Sequence[tuple[str, float, str]],
    *,
    rows: int,
    height: float,
    aligns: str,
    page: Page = PLAIN,
    style: str = "SmallValue",
) -> bytes:
    """A list over the whole width, as many rows to a page as are told."""
    paper = Paper(name, page)
    paper.paragraph(name, "FormTitle")
    paper.head_line(*heads)
    paper.records(
        [width for _, width, _ in columns],
        [Row(*(label(text, width) for text, width, _ in columns), h=10)],
        "list",
        [slot for _, _, slot in columns],
        rows=rows,
        h=height,
        align=aligns,
        style=style,
    )
    return paper.done()

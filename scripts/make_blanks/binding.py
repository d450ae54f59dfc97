"""What the papers of a bound volume share: a cover, and lists over its whole width."""

from collections.abc import Sequence
from dataclasses import replace

from grid import Row, box, label, value
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
    paper.table(Row(label("案卷题名", 32), value("{{ title }}"), h=36))
    paper.gap()
    paper.table(
        Row(label("时　　间", 32), box("{{ period }}"), h=14),
        Row(label("件数页数", 32), box(counted), h=14),
        *(Row(label(text, 32), box(slot), h=14) for text, slot in lines),
    )
    return paper.done()


def listed(
    name: str,
    heads: Sequence[str],
    columns: Sequence[tuple[str, float, str]],
    *,
    rows: int,
    height: float,
    aligns: str,
    page: Page = PLAIN,
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
    )
    return paper.done()

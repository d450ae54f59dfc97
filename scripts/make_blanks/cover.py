"""The cover of a handbook: its number, title, a place for the photograph, whose it is, and who printed it."""

from collections.abc import Iterable
from dataclasses import replace

from grid import Row, label
from paper import Page, Paper


def cover(paper: Paper, title: str, lines: Iterable[str], office: str, copies: str, page: Page) -> None:
    """A cover page, then ``page`` for what follows."""
    paper.page = replace(page, footer=False)
    paper.paragraph("编号：{{ cover_number }}________________________", "CoverLine", "right")
    _space(paper, 2)
    paper.paragraph(title, "CoverTitle")
    _space(paper, 2)
    paper.table(Row(label("户主照片\n（近期免冠）", 36), h=48), width=36)
    _space(paper, 2)
    for line in lines:
        paper.paragraph(f"　　　{line}", "CoverLine")
    _space(paper, 2)
    paper.paragraph(office, "CoverLine", "center")
    paper.paragraph(copies, "CoverNote")
    paper.turn(page)


def _space(paper: Paper, lines: int) -> None:
    for _ in range(lines):
        paper.paragraph("", "CoverLine")

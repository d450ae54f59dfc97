"""Notices and announcements (公示、公告): 公文 text, a list, who answers, and the seal over the date."""

from collections.abc import Sequence
from dataclasses import dataclass

from grid import Cell, Row, day
from paper import Page, Paper

#: The page of official documents (GB/T 9704), a little higher for the list.
PAGE = Page(top=30, bottom=24, left=28, right=26)

PERIOD = "公示期{{ days }}__天：{{ start }}____________至{{ end }}____________。"
PLACE = "公示地点：{{ place }}______________________"
OBJECTION = (
    "公示期内对公示对象有异议的，请以书面或口头形式向下列单位反映，受理单位将组织调查核实，并为反映人保密。"
)


@dataclass(frozen=True)
class Column:
    """A column of the list: heading, width in mm, and slot."""

    heading: str
    width: float
    slot: str


@dataclass(frozen=True)
class Posted:
    """A notice: what it says, the list, and who puts it up; with ``twice`` two records stand side by side.

    ``answers`` are who takes objections, ``sign`` who seals; ``head`` is a line over the list.
    """

    title: str
    says: Sequence[str]
    columns: Sequence[Column]
    sign: str
    answers: Sequence[str] = ()
    head: str = ""
    rows: int = 8
    twice: bool = False
    note: str = ""

    def make(self) -> bytes:
        """The blank."""
        paper = Paper(self.title, PAGE, posted=True)
        paper.title(self.title)
        for text in self.says:
            paper.paragraph(text, "Posted")
        for answer in self.answers:
            paper.paragraph(f"受理单位：{answer}　电话：______________", "Posted")
        if self.head:
            paper.head_line(*self.head.split("|"))
        else:
            paper.gap()
        self._list(paper)
        paper.paragraph(f"{self.sign}（公章）", "PostedSign", before=20)
        paper.paragraph(day("posted").strip("　"), "PostedSign")
        if self.note:
            paper.notes("说明：", self.note)
        return paper.done()

    def _list(self, paper: Paper) -> None:
        sides = ("1.", "2.") if self.twice else ("",)
        columns = [(column, side) for side in sides for column in self.columns]
        share = PAGE.inner / sum(column.width for column, _ in columns)
        widths = [round(column.width * share, 1) for column, _ in columns]
        widths[-1] = round(PAGE.inner - sum(widths[:-1]), 1)
        heads = [
            Cell(column.heading, width, style="PostedLabel", align="center")
            for (column, _), width in zip(columns, widths, strict=True)
        ]
        slots = [f"{side}{column.slot}" for column, side in columns]
        paper.records(widths, [Row(*heads, h=9)], "list", slots, rows=self.rows, h=9, style="PostedValue")

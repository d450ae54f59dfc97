"""WordprocessingML of paragraphs and tables in an author's manner."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from random import Random

from papers.authors import Author, Role


@dataclass(frozen=True)
class Run:
    """Text with what differs from its role."""

    text: str
    bold: bool = False
    underline: str = ""
    half: int = 0
    font: str = ""
    raw: str = ""  # markup instead of text
    colour: str = ""


@dataclass(frozen=True)
class Cell:
    """A cell of a table."""

    content: Sequence["str | Run | list[Run]"] | str = ""
    span: int = 1
    merge: str = ""  # restart | continue
    role: str = "cell"
    borders: str = ""
    fill: str = ""
    direction: str = ""
    bottom: str = ""  # a paragraph at the end, set right: a signature line
    raw: str = ""  # block markup instead of content
    no_wrap: bool = False


@dataclass(frozen=True)
class Row:
    """A row of a table."""

    cells: Sequence[Cell]
    height: int | None = None  # None: the author's habit
    rule: str | None = None
    header: bool = False
    whole: bool = False
    before: int = 0
    after: int = 0


class Writer:
    """Writes one paper's body."""

    def __init__(self, author: Author, rng: Random) -> None:
        self.author = author
        self.rng = rng
        self.body: list[str] = []
        self.footnotes: list[str] = []
        self.comments: list[str] = []
        self.pictures: list[bytes] = []
        self.ids = 0

    # runs

    def properties(self, role: Role, run: Run) -> str:
        """Write w:rPr."""
        author = self.author
        cjk, latin = run.font or role.cjk, role.latin
        plain = author.styles and not run.font
        fonts = ""
        if not plain:
            named = (
                ""
                if author.theme and cjk == author.east
                else f' w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{cjk}"'
            )
            named += ' w:hint="eastAsia"' if author.hint else ""
            fonts = f"<w:rFonts{named}/>" if named else ""
        bold = "<w:b/>" if run.bold or (role.bold and not plain) else ""
        underline = f'<w:u w:val="{run.underline}"/>' if run.underline else ""
        size = run.half or (0 if plain else role.half)
        sizes = (
            f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' if size and size != author.default_half else ""
        )
        spacing = f'<w:spacing w:val="{role.spacing}"/>' if role.spacing and not plain else ""
        colour = f'<w:color w:val="{run.colour}"/>' if run.colour else ""
        return f"<w:rPr>{fonts}{bold}{colour}{spacing}{sizes}{underline}</w:rPr>"

    def run(self, role: Role, run: Run) -> str:
        """Write a run; some authors' programs cut it in two."""
        properties = self.properties(role, run)
        if run.raw:
            return f"<w:r>{properties}{run.raw}</w:r>"
        texts = [run.text]
        if self.rng.random() < self.author.cut and len(run.text) > 3:
            at = self.rng.randint(1, len(run.text) - 1)
            texts = [run.text[:at], run.text[at:]]
        marks = '<w:proofErr w:type="spellStart"/>' if len(texts) > 1 else ""
        return marks.join(f"<w:r>{properties}{_text(text)}</w:r>" for text in texts if text)

    # paragraphs

    def paragraph(
        self,
        content: "str | Run | Sequence[Run]",
        role: str = "body",
        extra: str = "",
        after: str = "",
        **changes: object,
    ) -> str:
        """Write a paragraph of a role; `extra` are further paragraph properties that open w:pPr, `after` those that end it."""
        set_ = replace(self.author.role(role), **changes)  # type: ignore[arg-type]
        runs = (
            [Run(content)]
            if isinstance(content, str)
            else [content]
            if isinstance(content, Run)
            else list(content)
        )
        if set_.indent == "blanks" and runs and role == "body":
            runs = [replace(runs[0], text="　　" + runs[0].text), *runs[1:]]
        properties = extra + ("" if self.author.styles and not changes else self._format(set_)) + after
        if self.author.styles:
            properties = f'<w:pStyle w:val="{role}"/>' + properties
        mark = self.properties(set_, Run(""))
        inner = "".join(self.run(set_, run) for run in runs)
        return f"<w:p><w:pPr>{properties}{mark}</w:pPr>{inner}</w:p>"

    def _format(self, role: Role) -> str:
        text = '<w:snapToGrid w:val="0"/>' if not self.author.snap else ""
        text += spacing_of(role)
        text += indent_of(role)
        return text + (f'<w:jc w:val="{role.align}"/>' if role.align else "")

    def add(self, *paragraphs: str) -> None:
        """Add blocks to the body."""
        self.body.extend(paragraphs)

    def blank(self, width: int) -> Run:
        """Give a blank to be filled by hand, as the author makes them."""
        match self.author.blanks:
            case "underscores":
                return Run("_" * width)
            case "tabs":
                return Run("", underline="single", raw="<w:tab/>" * max(1, width // 4))
            case _:
                return Run(" " * width, underline="single")

    # tables

    def table(self, widths: Sequence[int], rows: Sequence[Row], extra: str = "", nested: bool = False) -> str:
        """Write a table of these column widths in twips."""
        author = self.author
        total = sum(widths)
        width = {
            "dxa": f'w:w="{total}" w:type="dxa"',
            "auto": 'w:w="0" w:type="auto"',
            "pct": 'w:w="5000" w:type="pct"',
        }[author.table_width]
        own = '<w:tblStyle w:val="TableGrid"/>' if author.borders == "style" else ""
        own += extra + f"<w:tblW {width}/>"
        own += '<w:jc w:val="center"/>' if author.centred and not nested and not extra else ""
        own += (
            f'<w:tblInd w:w="{author.indent}" w:type="dxa"/>'
            if author.indent and not author.centred and not nested
            else ""
        )
        if author.borders == "table":
            sides = ("top", "left", "bottom", "right", "insideH", "insideV")
            own += (
                "<w:tblBorders>"
                + "".join(_side(side, author.border_size) for side in sides)
                + "</w:tblBorders>"
            )
        own += '<w:tblLayout w:type="fixed"/>' if author.layout == "fixed" else ""
        if author.cell_margin is not None:
            own += f'<w:tblCellMar><w:left w:w="{author.cell_margin}" w:type="dxa"/><w:right w:w="{author.cell_margin}" w:type="dxa"/></w:tblCellMar>'
        own += '<w:tblLook w:val="04A0"/>'
        grid = "".join(f'<w:gridCol w:w="{w}"/>' for w in widths)
        body = "".join(self._row(widths, row, total) for row in rows)
        return f"<w:tbl><w:tblPr>{own}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"

    def _row(self, widths: Sequence[int], row: Row, total: int) -> str:
        author = self.author
        low, high = author.row_height
        height = row.height if row.height is not None else low and self.rng.choice([low, low, low, high])
        rule = author.row_rule if row.rule is None else row.rule
        own = f'<w:gridBefore w:val="{row.before}"/>' if row.before else ""
        own += f'<w:gridAfter w:val="{row.after}"/>' if row.after else ""
        own += "<w:cantSplit/>" if row.whole else ""
        if height:
            own += f'<w:trHeight w:val="{height}"' + (f' w:hRule="{rule}"' if rule else "") + "/>"
        own += "<w:tblHeader/>" if row.header else ""
        own += '<w:jc w:val="center"/>' if author.centred and author.name in {"word2007", "wps"} else ""
        cells, at = "", row.before
        for cell in row.cells:
            cells += self._cell(cell, sum(widths[at : at + cell.span]), total)
            at += cell.span
        return f"<w:tr><w:trPr>{own}</w:trPr>{cells}</w:tr>" if own else f"<w:tr>{cells}</w:tr>"

    def _cell(self, cell: Cell, width: int, total: int) -> str:
        author = self.author
        own = ""
        match author.cell_widths:
            case "dxa":
                own += f'<w:tcW w:w="{width}" w:type="dxa"/>'
            case "pct":
                own += f'<w:tcW w:w="{width * 5000 // total}" w:type="pct"/>'
            case "wrong":
                own += f'<w:tcW w:w="{width + self.rng.choice([0, 0, 0, 12, -15, 40])}" w:type="dxa"/>'
        own += f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
        own += {"restart": '<w:vMerge w:val="restart"/>', "continue": "<w:vMerge/>"}.get(cell.merge, "")
        if author.borders == "cells" or cell.borders:
            own += (
                "<w:tcBorders>"
                + (
                    cell.borders
                    or "".join(_side(s, author.border_size) for s in ("top", "left", "bottom", "right"))
                )
                + "</w:tcBorders>"
            )
        own += f'<w:shd w:val="clear" w:color="auto" w:fill="{cell.fill}"/>' if cell.fill else ""
        own += "<w:noWrap/>" if cell.no_wrap else ""
        own += f'<w:textDirection w:val="{cell.direction}"/>' if cell.direction else ""
        own += '<w:vAlign w:val="center"/>' if author.middle and not cell.bottom else ""
        if cell.bottom:
            own += f'<w:vAlign w:val="{self.rng.choice(["bottom", "bottom", "center"])}"/>'
        return f"<w:tc><w:tcPr>{own}</w:tcPr>{self._content(cell)}</w:tc>"

    def _content(self, cell: Cell) -> str:
        if cell.raw:
            return cell.raw
        content = cell.content.split("\n") if isinstance(cell.content, str) else cell.content
        text = "".join(self.paragraph(part, cell.role) for part in content)
        if cell.bottom:
            text += "".join(self.paragraph(line, "sign") for line in cell.bottom.split("\n"))
        return text or self.paragraph("", cell.role)

    def id(self) -> int:
        """Count drawings."""
        self.ids += 1
        return self.ids


def spacing_of(role: Role) -> str:
    """Write w:spacing of a role."""
    unit = "Lines" if role.lines else ""
    spacing = f' w:before{unit}="{role.before}"' if role.before else ""
    spacing += f' w:after{unit}="{role.after}"' if role.after else ""
    if role.line[0]:
        spacing += f' w:line="{role.line[1]}" w:lineRule="{role.line[0]}"'
    return f"<w:spacing{spacing}/>" if spacing else ""


def indent_of(role: Role) -> str:
    """Write w:ind of a role."""
    if role.indent == "chars":
        return f'<w:ind w:firstLineChars="200" w:firstLine="{role.half * 20}"/>'
    return f'<w:ind w:firstLine="{role.half * 20}"/>' if role.indent == "twips" else ""


def _side(side: str, size: int) -> str:
    return f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="auto"/>'


def _text(text: str) -> str:
    return f'<w:t xml:space="preserve">{escape(text, quote=False)}</w:t>'


def edges(**sides: str) -> str:
    """Write cell borders: `top="single 12"`, `left="nil 0"`."""
    order = ("top", "left", "bottom", "right", "tl2br", "tr2bl")
    return "".join(
        f'<w:{s} w:val="{sides[s].split()[0]}" w:sz="{sides[s].split()[1]}" w:space="0" w:color="auto"/>'
        for s in order
        if s in sides
    )

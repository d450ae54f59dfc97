"""Who writes the papers: the habits of programs and people, drawn from how often they are met."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random


@dataclass(frozen=True)
class Role:
    """How one kind of text is set."""

    cjk: str = "宋体"
    latin: str = "Times New Roman"
    half: int = 24  # half-points
    bold: bool = False
    align: str = ""
    line: tuple[str, int] = ("", 0)
    before: int = 0
    after: int = 0
    lines: bool = False  # before and after in hundredths of a line
    indent: str = ""  # chars | twips | blanks
    spacing: int = 0


@dataclass(frozen=True)
class Author:
    """The habits of one author on one paper."""

    name: str
    application: str
    compat: int = 15
    grid: tuple[str, int, int] = ("lines", 312, 0)  # type, line pitch, character space
    page: tuple[int, int] = (11906, 16838)
    margins: tuple[int, int, int, int, int, int] = (1440, 1800, 1440, 1800, 851, 992)
    latin: str = "Times New Roman"
    east: str = "宋体"
    theme: bool = False
    default_half: int = 21
    justified: bool = True  # the default style is justified, as in the Chinese Word
    default_after: int = 0
    default_line: tuple[str, int] = ("", 0)
    snap: bool = True
    grid_in_tables: bool = True
    styles: bool = False  # roles are paragraph styles
    hint: bool = True
    cut: float = 0.0  # how often runs are cut in two
    layout: str = "fixed"  # of tables: fixed | auto
    table_width: str = "dxa"  # dxa | auto | pct
    cell_widths: str = "dxa"  # dxa | pct | none | wrong
    borders: str = "table"  # table | style | cells
    border_size: int = 4
    cell_margin: int | None = None
    centred: bool = True
    indent: int = 0
    row_rule: str = ""  # "" | atLeast | exact
    row_height: tuple[int, int] = (454, 680)
    middle: bool = True
    numbered: bool = False  # real list numbers
    table_first: bool = False  # a title in the table's first row
    page_numbers: str = ""  # "" | simple | complex | of
    blanks: str = "spaces"  # spaces | underscores | tabs
    roles: tuple[tuple[str, Role], ...] = ()

    def role(self, name: str) -> Role:
        """Give how a kind of text is set."""
        return dict(self.roles)[name]


TITLES = [
    "宋体",
    "方正小标宋简体",
    "黑体",
    "华文中宋",
    "方正小标宋_GBK",
    "仿宋_GB2312",
    "微软雅黑",
    "宋体",
    "黑体",
]
BODIES = ["仿宋_GB2312", "宋体", "仿宋", "宋体", "楷体_GB2312", "仿宋_GB2312", "华文仿宋"]
CELLS = ["宋体", "宋体", "仿宋_GB2312", "仿宋", "楷体", "宋体", "华文楷体"]


def _roles(
    rng: Random, latin: str, title: list[str], cell: list[str], body: list[str]
) -> tuple[tuple[str, Role], ...]:
    """Draw how titles, texts and cells are set."""
    pick = rng.choice
    exact = pick(
        [("", 0)] * 5
        + [
            ("exact", 560),
            ("exact", 480),
            ("exact", 400),
            ("auto", 360),
            ("auto", 480),
            ("auto", 300),
            ("atLeast", 400),
        ]
    )
    body_line = pick(
        [
            ("", 0),
            ("exact", 560),
            ("exact", 600),
            ("auto", 360),
            ("exact", 580),
            ("auto", 400),
            ("atLeast", 500),
        ]
    )
    cell_font, body_font = pick(cell), pick(body)
    cell_half = pick([24, 24, 21, 21, 24, 28, 22, 18, 32, 25])
    label_bold = rng.random() < 0.25
    role = Role(cell_font, latin, cell_half)
    roles = {
        "title": Role(pick(title), latin, pick([44, 44, 44, 36, 32, 40, 52, 30]), rng.random() < 0.6, "center",
                      exact if rng.random() < 0.3 else ("", 0), pick([0, 0, 0, 156, 50]), pick([0, 0, 156, 100, 240]),
                      rng.random() < 0.3, spacing=pick([0, 0, 0, 20, 40])),
        "subtitle": Role(pick(body), latin, pick([28, 32, 24, 30]), False, "center"),
        "body": Role(body_font, latin, pick([32, 32, 32, 28, 24, 30]), False, "", body_line, 0, 0, indent=pick(["chars", "chars", "twips", "blanks", "chars"])),
        "heading": Role(pick(["黑体", "黑体", body_font]), latin, 32, rng.random() < 0.3, "", body_line, indent=pick(["chars", "twips", "blanks"])),
        "cell": replace(role, align="center" if rng.random() < 0.8 else "", line=exact if rng.random() < 0.35 else ("", 0)),
        "left": replace(role, line=exact if rng.random() < 0.35 else ("", 0)),
        "label": replace(role, align=pick(["center", "center", "center", "distribute"]), bold=label_bold, line=exact if rng.random() < 0.25 else ("", 0)),
        "note": Role(cell_font, latin, pick([18, 21, 20, 24]), False, "", pick([("", 0), ("exact", 360), ("", 0), ("auto", 300)])),
        "sign": Role(cell_font, latin, cell_half, False, "right", pick([("", 0), ("auto", 360), ("exact", 500)])),
    }  # fmt: skip
    return tuple(roles.items())


def _drawn(
    rng: Random, base: Author, *, title: list[str] = TITLES, cell: list[str] = CELLS, body: list[str] = BODIES
) -> Author:
    """Draw what differs from paper to paper of one author."""
    pick = rng.choice
    margins = pick([(1440, 1800, 1440, 1800, 851, 992)] * 5 + [
        (1440, 1080, 1440, 1080, 851, 992), (2098, 1474, 1985, 1588, 851, 992), (1134, 1134, 1134, 1134, 851, 992),
        (1247, 1304, 1021, 1304, 720, 720), (1985, 1531, 1814, 1531, 851, 1417), (850, 1247, 600, 1247, 500, 400),
    ])  # fmt: skip
    low = pick([0, 340, 397, 454, 510, 567, 624, 680])
    return replace(
        base,
        margins=margins,
        border_size=pick([4, 4, 4, 4, 4, 6, 8, 12]),
        centred=rng.random() < 0.55,
        indent=pick([0, 0, 0, -108, 108, -252]),
        row_height=(low, low + pick([0, 0, 113, 340])),
        row_rule=base.row_rule or pick(["", "", "", "", "atLeast", "exact"] if low else [""]),
        middle=rng.random() < 0.75,
        table_first=rng.random() < 0.12,
        page_numbers=base.page_numbers or pick(["", "", "", "", "simple", "complex", "of"]),
        blanks=pick(["spaces", "spaces", "underscores", "tabs"]),
        numbered=rng.random() < 0.25,
        roles=_roles(rng, base.latin, title, cell, body),
    )


def word_2007(rng: Random) -> Author:
    """Write as Word 2007 does."""
    return _drawn(
        rng,
        Author(
            "word2007",
            "Microsoft Office Word",
            12,
            hint=True,
            cut=0.2,
            cell_margin=None if rng.random() < 0.7 else 108,
        ),
    )


def word_2016(rng: Random) -> Author:
    """Write as Word 2016 does, with theme fonts and styles."""
    return _drawn(
        rng,
        Author(
            "word2016",
            "Microsoft Office Word",
            15,
            theme=True,
            borders="style",
            layout=rng.choice(["fixed", "auto"]),
            table_width=rng.choice(["dxa", "auto"]),
            cut=0.3,
        ),
    )


def wps(rng: Random) -> Author:
    """Write as WPS Office does."""
    return _drawn(
        rng,
        Author(
            "wps",
            "WPS Office",
            14,
            grid=rng.choice(
                [("lines", 312, 0), ("lines", 312, 0), ("linesAndChars", 312, 0), ("lines", 360, 0)]
            ),
            borders=rng.choice(["table", "style"]),
            layout=rng.choice(["fixed", "auto"]),
            cell_margin=108,
            row_rule=rng.choice(["", "atLeast"]),
        ),
    )


def old_doc(rng: Random) -> Author:
    """Write as a .doc that was saved as docx: compatibility of old, everything direct."""
    return _drawn(
        rng,
        Author(
            "olddoc",
            "Microsoft Office Word",
            11,
            latin=rng.choice(["Times New Roman", "宋体"]),
            borders="cells",
            row_rule=rng.choice(["", "exact", "atLeast"]),
            cell_widths=rng.choice(["dxa", "wrong"]),
            snap=rng.random() < 0.8,
        ),
    )


def python_docx(rng: Random) -> Author:
    """Write as a program with python-docx does: no grid, styles, space after, even columns."""
    return _drawn(
        rng,
        Author(
            "pydocx",
            "Microsoft Macintosh Word",
            15,
            grid=("", 360, 0),
            latin="Calibri",
            default_half=22,
            justified=False,
            default_after=200,
            default_line=("auto", 276),
            grid_in_tables=False,
            styles=True,
            hint=False,
            layout=rng.choice(["auto", "fixed"]),
            table_width="auto",
            borders="style",
        ),
    )


def poi(rng: Random) -> Author:
    """Write as a Java program does: hardly any property, cells without widths."""
    return _drawn(
        rng,
        Author(
            "poi",
            "Apache POI",
            12,
            grid=("", 0, 0),
            default_half=20,
            justified=False,
            hint=False,
            grid_in_tables=False,
            layout="auto",
            table_width=rng.choice(["auto", "pct"]),
            cell_widths=rng.choice(["none", "dxa"]),
            borders="table",
        ),
    )


def libre(rng: Random) -> Author:
    """Write as LibreOffice does."""
    return _drawn(
        rng,
        Author(
            "libre",
            "LibreOffice/7.4",
            15,
            grid=rng.choice([("lines", 312, 0), ("", 0, 0), ("default", 312, 0)]),
            justified=False,
            default_half=24,
            styles=True,
            hint=False,
            borders="cells",
            cell_margin=rng.choice([None, 55]),
            layout="fixed",
        ),
    )


def pages(rng: Random) -> Author:
    """Write as Pages and other exports do: no grid, direct everything, sans-serif fonts."""
    return _drawn(
        rng,
        Author(
            "pages",
            "Pages",
            15,
            grid=("", 0, 0),
            latin="Helvetica",
            east="微软雅黑",
            default_half=22,
            justified=False,
            hint=False,
            borders="cells",
            layout="fixed",
            cell_margin=80,
        ),
        title=["微软雅黑", "黑体"],
        cell=["微软雅黑", "等线", "宋体"],
        body=["微软雅黑", "等线", "华文宋体"],
    )


def clerk(rng: Random) -> Author:
    """Write as a clerk who changed the grid and took whatever font there was."""
    return _drawn(
        rng,
        Author(
            "clerk",
            "Microsoft Office Word",
            14,
            grid=rng.choice(
                [
                    ("lines", 360, 0),
                    ("lines", 320, 0),
                    ("lines", 579, 0),
                    ("linesAndChars", 312, 640),
                    ("linesAndChars", 579, -849),
                    ("lines", 326, 0),
                ]
            ),
            latin="仿宋_GB2312",
            cut=0.4,
            cell_widths=rng.choice(["dxa", "wrong"]),
            styles=rng.random() < 0.3,
        ),
    )


# authors of the set that is only looked at in figures


def word_365(rng: Random) -> Author:
    """Write as a current Word with 等线."""
    return _drawn(
        rng,
        Author(
            "word365",
            "Microsoft Office Word",
            15,
            theme=True,
            east="等线",
            latin="等线",
            borders="style",
            layout="auto",
            table_width=rng.choice(["auto", "dxa"]),
            grid=rng.choice([("lines", 312, 0), ("lines", 312, 0), ("lines", 289, 0)]),
            cut=0.5,
        ),
        cell=["等线", "宋体", "仿宋"],
        body=["等线", "仿宋", "宋体"],
    )


def wps_county(rng: Random) -> Author:
    """Write as an office with WPS and its own template."""
    return _drawn(
        rng,
        Author(
            "wpscounty",
            "WPS Office",
            14,
            grid=("lines", rng.choice([312, 312, 326, 589]), 0),
            east="仿宋_GB2312",
            default_half=32,
            default_line=rng.choice([("", 0), ("exact", 560)]),
            cell_margin=rng.choice([None, 57, 108]),
            borders=rng.choice(["table", "cells"]),
            styles=rng.random() < 0.5,
        ),
    )


def bureau(rng: Random) -> Author:
    """Write as a bureau that prints on Letter and keeps styles."""
    return _drawn(
        rng,
        Author(
            "bureau",
            "Microsoft Office Word",
            14,
            page=rng.choice([(11906, 16838), (11906, 16838), (12240, 15840)]),
            latin="Arial",
            styles=True,
            borders="style",
            layout=rng.choice(["fixed", "auto"]),
            table_width=rng.choice(["pct", "dxa"]),
            snap=False,
        ),
    )


def generator(rng: Random) -> Author:
    """Write as a document server does."""
    return _drawn(
        rng,
        Author(
            "server",
            "Aspose.Words",
            14,
            grid=rng.choice([("lines", 312, 0), ("", 0, 0)]),
            justified=False,
            hint=False,
            borders="cells",
            cell_widths=rng.choice(["dxa", "pct"]),
            table_width="pct",
            layout=rng.choice(["fixed", "auto"]),
            cell_margin=rng.choice([0, 108]),
        ),
    )


def old_office(rng: Random) -> Author:
    """Write as a paper handed on since Word 2003."""
    return _drawn(
        rng,
        Author(
            "handed",
            "Microsoft Office Word",
            12,
            grid=rng.choice([("lines", 312, 0), ("linesAndChars", 312, 0)]),
            latin=rng.choice(["宋体", "Times New Roman"]),
            borders="table",
            cell_widths="wrong",
            row_rule=rng.choice(["exact", "atLeast", ""]),
            snap=rng.random() < 0.6,
        ),
    )


def openxml(rng: Random) -> Author:
    """Write as a program with the OpenXML SDK does: no styles part to speak of."""
    return _drawn(
        rng,
        Author(
            "openxml",
            "",
            15,
            grid=("", 0, 0),
            default_half=24,
            justified=False,
            hint=False,
            grid_in_tables=False,
            layout="auto",
            table_width=rng.choice(["pct", "auto"]),
            cell_widths=rng.choice(["dxa", "pct"]),
            borders="table",
        ),
    )


SEEN: tuple[Callable[[Random], Author], ...] = (
    word_2007, wps, word_2016, old_doc, wps, clerk, word_2007, python_docx, wps, libre, old_doc, poi, word_2016, pages, wps, word_2007, clerk,
)  # fmt: skip
UNSEEN: tuple[Callable[[Random], Author], ...] = (
    wps_county, word_365, old_office, bureau, wps_county, generator, word_365, old_office, openxml, bureau, wps_county,
)  # fmt: skip

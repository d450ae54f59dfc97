"""What stands in a cell of a worksheet: lines set, turned, stacked, shrunk or cut off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from docgen.pdf.lines import Break, Item, Line, Rules, Text, break_lines, scripts, stretch
from docgen.pdf.page import css
from docgen.pdf.page.borders import NONE, Edge
from docgen.pdf.page.css import Classes, pt
from docgen.pdf.page.gridpage import Place
from docgen.pdf.page.looks import Look
from docgen.pdf.page.metrics import metrics_of
from docgen.pdf.page.modes import Mode
from docgen.pdf.page.rotated import Turn, angle_of, turned
from docgen.pdf.page.source import Faces, Problem
from docgen.pdf.page.workbook import Format, Sheet, Value

PADDING = 2.25  # points left and right in a cell
NARROW_PADDING = 1.0  # the same in LibreOffice
TOO_WIDE = "###"  # what stands for a number that its cell cannot show


class CellSetter:
    """Sets the values of cells; what it has broken into lines it remembers."""

    def __init__(self, classes: Classes, faces: Faces, problems: dict[Problem, None], mode: Mode) -> None:
        self._classes = classes
        self._faces = faces
        self._problems = problems
        self._mode = mode
        self.padding = NARROW_PADDING if mode.libreoffice else PADDING
        self._rules = Rules(hang=False, gap=0.0, anywhere=mode.libreoffice)
        self._lines: dict[tuple[Value, Look, bool, float], tuple[Line, ...]] = {}

    def broken(self, value: Value, format_: Format, width: float) -> tuple[Line, ...]:
        """Break a value into the lines of a width."""
        wraps = format_.wrap or format_.horizontal in {"justify", "distributed"}
        key = (value, format_.look, wraps, width)
        lines = self._lines.get(key)
        if lines is None:
            if len(self._lines) >= 8192:
                self._lines.clear()
            room = max(width, 1.0) if wraps else 1e6
            lines = self._lines[key] = break_lines(self._items(value, format_), room, rules=self._rules)
        return lines

    def _items(self, value: Value, format_: Format) -> list[Item]:
        items: list[Item] = []
        cjk = False
        for text, own in value.runs:
            look = own or format_.look
            for at, line in enumerate(text.replace("\r\n", "\n").split("\n")):
                if at:
                    items.append(Break())
                for part, cjk_ in scripts(line, look.east_asian, cjk):
                    cjk = cjk_
                    items.extend(self._faced(part, cjk, look))
        return items

    def _faced(self, text: str, cjk: bool, look: Look) -> list[Item]:
        named = self._faces.face(look.cjk, look.bold)
        items: list[Item] = []
        for character in text:
            face = named
            if named.advance(character) is None:
                face = self._faces.fallback(character, look.bold) or named
            last = items[-1] if items else None
            if isinstance(last, Text) and last.face is face:
                items[-1] = replace(last, text=last.text + character)
            else:
                items.append(Text(character, face, look.size, cjk, mark=look, gaps=False))
        return items

    def line_height(self, look: Look) -> float:
        """Give the height of a line of a look."""
        if self._mode.libreoffice:
            face = self._faces.face(look.cjk, look.bold)
            return look.size * (face.ascent + face.descent)
        found = metrics_of(look.cjk, cjk=True)
        return look.size * (1.17 if found.single == 1.3 else max(found.height, 1.2))

    def content(
        self,
        sheet: Sheet,
        place: Place,
        edges: Mapping[str, Edge],
        width: float,
        height: float,
        scale: float,
    ) -> tuple[str, float]:
        """Set the value of a cell; gives its height too."""
        value, format_ = place.value, place.format
        if format_.rotation == 255:
            count = sum(len(text.replace("\n", "")) for text, _ in value.runs)
            return self._stacked(value, format_, scale), count * self.line_height(format_.look) * scale
        clip = height * scale - (edges["top"].width + edges["bottom"].width) / 2
        if format_.rotation:
            return self._turned(place, (width * scale, clip), scale), clip
        room = width - 2 * self.padding - format_.indent * format_.look.size
        lines = self.broken(value, format_, room)
        factor = scale
        widest = max(line.width for line in lines)
        if format_.shrink and widest > room:
            factor *= max(room / widest, 0.1)
        elif value.kind == "number" and widest > room + 1:
            self._problems.setdefault(Problem(sheet.name, "a number is wider than its cell"))
            if self._mode.libreoffice:
                lines = self.broken(Value(((TOO_WIDE, None),), "number"), format_, room)
        set_ = "".join(
            self._line(line, place, width, edges, scale, factor, at == len(lines) - 1)
            for at, line in enumerate(lines)
        )
        tall = len(lines) * self.line_height(format_.look) * factor
        over = max(widest - room, 0.0) * scale if factor == scale and not format_.wrap else 0.0
        free = 0.0 if place.crowded else over  # how far text may be seen beyond its cell on the right
        crowded = over > 0 and (place.crowded or (place.pressed and self._runs_left(place)))
        if tall > clip + 0.01 or crowded:  # out of the flow, or it would push the row to the next page
            seen = min(max(clip, 0.0), tall)
            wide = width * scale
            body = f"position:relative;overflow:hidden;height:{pt(seen)};width:{pt(wide + free)}"
            body += f";margin-right:{pt(-free)}" if free else ""
            top = -self._raised(format_, tall - seen)
            inner = f"position:absolute;left:0;width:{pt(wide)};top:{pt(top)}"
            html = f"<div{self._classes.attribute(inner)}>{set_}</div>"
            return f"<div{self._classes.attribute(body)}>{html}</div>", seen
        return set_, tall

    @staticmethod
    def _runs_left(place: Place) -> bool:
        """Tell whether text that is too wide runs out of its cell on the left."""
        return alignment(place.format, place.value) in {"center", "right"}

    def _raised(self, format_: Format, over: float) -> float:
        """Give how far text moves up that is taller than its cell by `over`; Excel begins at the top."""
        if not self._mode.libreoffice or over <= 0 or format_.vertical == "top":
            return 0.0
        return over * (0.5 if format_.vertical in {"center", "distributed"} else 1.0)

    def _turned(self, place: Place, cell: tuple[float, float], scale: float) -> str:
        """Set the lines of a turned cell; those that run up or down break where the cell ends."""
        format_ = place.format
        angle = angle_of(format_.rotation)
        upright = abs(angle) == 90
        lines = self.broken(place.value, format_, cell[1] / scale - 2 * PADDING if upright else 1e6)
        width, high = max(line.width for line in lines), self.line_height(format_.look)
        turn = Turn(width * scale, len(lines) * high * scale, angle)
        across, vertical = alignment(format_, place.value), format_.vertical
        flat = Place(0, 0, 1, 1, place.value, replace(format_, horizontal="left", indent=0), {}, False)
        none = dict.fromkeys(("top", "right", "bottom", "left"), NONE)
        html = "".join(
            self._line(line, flat, width + 2 * PADDING, none, scale, scale, True, pad=0.0) for line in lines
        )
        return turned(self._classes, html, turn, cell, across, vertical)

    def turned_height(self, value: Value, format_: Format) -> float:
        """Give the height that a turned value needs."""
        lines = self.broken(value, replace(format_, wrap=False), 1e6)
        width = max((line.width for line in lines), default=0.0)
        return Turn(width, len(lines) * self.line_height(format_.look), angle_of(format_.rotation)).down + 3.0

    def boxed(self, value: Value, format_: Format, width: float, height: float) -> str:
        """Set text in a box that hangs over the cells."""
        none = dict.fromkeys(("top", "right", "bottom", "left"), NONE)
        lines = self.broken(value, format_, width - 4 * PADDING)
        tall = sum(self._extent(line, format_) for line in lines)
        spare = max(height - tall - 2 * PADDING, 0.0)
        down = {"center": spare / 2, "bottom": spare}.get(format_.vertical, 0.0) + PADDING
        place = Place(0, 0, 1, 1, value, format_, {}, False)
        html = "".join(
            self._line(
                line,
                place,
                width,
                none,
                1.0,
                1.0,
                at == len(lines) - 1,
                pad=2 * PADDING,
                high=self._extent(line, format_),
            )
            for at, line in enumerate(lines)
        )
        return f"<div{self._classes.attribute(f'padding-top:{pt(down)}')}>{html}</div>"

    def _extent(self, line: Line, format_: Format) -> float:
        looks = [
            p.item.mark for p in line.pieces if isinstance(p.item, Text) and isinstance(p.item.mark, Look)
        ]
        return max((self.line_height(look) for look in looks), default=self.line_height(format_.look))

    def _line(
        self,
        line: Line,
        place: Place,
        width: float,
        edges: Mapping[str, Edge],
        scale: float,
        factor: float,
        last: bool,
        pad: float | None = None,
        high: float = 0.0,
    ) -> str:
        format_ = place.format
        align = alignment(format_, place.value)
        far = (self.padding if pad is None else pad) * scale
        pad = far + format_.indent * format_.look.size * scale
        inside = width * scale - pad - far
        letter = 0.0
        if align == "distribute" or (align == "justify" and not last):
            letter = stretch(line, inside / factor, every=align == "distribute") * factor
        slack = inside - line.width * factor
        x = (
            pad
            + (slack / 2 if align == "center" else slack if align == "right" else 0.0)
            - edges["left"].width / 2
        )
        x = round(x * 20) / 20  # twentieths, so that equal looks are many
        height = (high or self.line_height(format_.look)) * factor
        pieces = [p for p in line.pieces if isinstance(p.item, Text)]
        if not pieces:
            return f"<div{self._classes.attribute(f'height:{pt(height)}')}></div>"
        first = pieces[0].item
        assert isinstance(first, Text)  # noqa: S101  - filtered just above
        strut = first.mark if isinstance(first.mark, Look) else format_.look
        body = f"height:{pt(height)};line-height:{pt(height)};" + _plain(strut, factor).css(
            first.face.css, first.face.bold
        )
        body += f";{'padding-left' if x >= 0 else 'margin-left'}:{pt(x)}"
        body += f";letter-spacing:{pt(letter)}" if letter else ""
        inner = ""
        for piece in pieces:
            item = piece.item
            assert isinstance(item, Text)  # noqa: S101  - filtered just above
            look = item.mark if isinstance(item.mark, Look) else format_.look
            if item.face is first.face and look == strut and not look.decoration:
                inner += css.text(piece.text)
                continue
            own = "line-height:0;" + replace(look, size=look.size * factor).css(item.face.css, item.face.bold)
            inner += f"<span{self._classes.attribute(own)}>{css.text(piece.text)}</span>"
        return f"<div{self._classes.attribute(body)}>{inner}</div>"

    def _stacked(self, value: Value, format_: Format, scale: float) -> str:
        look = format_.look
        height = self.line_height(look) * scale
        result = ""
        for item in self._items(value, replace(format_, wrap=False)):
            if isinstance(item, Text):
                body = f"height:{pt(height)};line-height:{pt(height)};text-align:center;"
                body += _plain(look, scale).css(item.face.css, item.face.bold)
                name = self._classes.attribute(body)
                result += "".join(f"<div{name}>{css.text(c)}</div>" for c in item.text)
        return result


def _plain(look: Look, factor: float) -> Look:
    return replace(look, size=look.size * factor, decoration="")


def alignment(format_: Format, value: Value) -> str:
    """Tell where a value stands across its cell."""
    match format_.horizontal:
        case "general":
            return {"number": "right", "boolean": "center", "error": "center"}.get(value.kind, "left")
        case "center" | "centerContinuous":
            return "center"
        case "right":
            return "right"
        case "distributed":
            return "distribute"
        case "justify":
            return "justify"
        case _:
            return "left"

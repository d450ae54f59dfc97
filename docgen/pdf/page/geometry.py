"""The outlines of shapes (形状): preset ones by their names, drawn ones by their paths, as SVG path data."""

from __future__ import annotations

from collections.abc import Callable

from docgen.pdf.page.svg import short
from docgen.pdf.page.xml import A, Element, local, real

Point = tuple[float, float]
LINES = frozenset({"line", "straightConnector1", "bentConnector2", "bentConnector3"})


def preset(kind: str, width: float, height: float, adjusted: float | None = None) -> str | None:
    """Give the outline of a preset shape, perhaps with its first handle moved; None for one that is not known."""
    if kind in _POLYGONS:
        return polygon([(x * width, y * height) for x, y in _POLYGONS[kind]])
    if kind in _CUT:
        share, corners = _CUT[kind]
        cut = min(width, height) * (share if adjusted is None else adjusted)
        return polygon([(x * width + dx * cut, y * height + dy * cut) for x, y, dx, dy in corners])
    if kind in _ROUND:
        return _rounded(width, height, _ROUND[kind] if adjusted is None else adjusted)
    made = _MADE.get(kind)
    return made(width, height) if made else None


def polygon(points: list[Point], closed: bool = True) -> str:
    """Write a path through points."""
    return "M" + "L".join(f"{short(x)} {short(y)}" for x, y in points) + ("Z" if closed else "")


def custom(geometry: Element, width: float, height: float) -> str | None:
    """Give the outline of a shape drawn by hand; None when its path counts in formulas."""
    drawn = ""
    for path in geometry.iterfind(f"{A}pathLst/{A}path"):
        across, down = real(path.get("w")) or 1.0, real(path.get("h")) or 1.0
        for step in path:
            points = [(real(p.get("x"), -1e8), real(p.get("y"), -1e8)) for p in step.iterfind(f"{A}pt")]
            if any(x < -1e7 or y < -1e7 for x, y in points) or local(step) == "arcTo":
                return None
            letter = {"moveTo": "M", "lnTo": "L", "cubicBezTo": "C", "quadBezTo": "Q", "close": "Z"}.get(
                local(step), ""
            )
            drawn += letter + " ".join(
                f"{short(x / across * width)} {short(y / down * height)}" for x, y in points
            )
    return drawn or None


def _ellipse(width: float, height: float) -> str:
    x, y = width / 2, height / 2
    return f"M0 {short(y)}A{short(x)} {short(y)} 0 1 1 {short(width)} {short(y)}A{short(x)} {short(y)} 0 1 1 0 {short(y)}Z"


def _rounded(width: float, height: float, share: float) -> str:
    r = min(width, height) * min(share, 0.5)
    w, h, corner = short(width), short(height), short(r)
    right, low = short(width - r), short(height - r)
    arc = f"A{corner} {corner} 0 0 1"
    return f"M{corner} 0H{right}{arc} {w} {corner}V{low}{arc} {right} {h}H{corner}{arc} 0 {low}V{corner}{arc} {corner} 0Z"


def _brackets(width: float, height: float) -> str:
    """Draw round brackets on both sides (大括弧)."""
    r = min(width, height) / 6
    return _bracket(r, height, 0.0, 1) + _bracket(r, height, width, -1)


def _bracket(r: float, height: float, edge: float, way: int, deep: float | None = None) -> str:
    deep = r if deep is None else deep
    x, sweep = edge + way * deep, "0" if way > 0 else "1"
    arc = f"A{short(deep)} {short(r)} 0 0 {sweep}"
    return f"M{short(x)} 0{arc} {short(edge)} {short(r)}V{short(height - r)}{arc} {short(x)} {short(height)}"


def _brace(way: int) -> Callable[[float, float], str]:
    """Draw one curly bracket."""

    def made(width: float, height: float) -> str:
        near, far, middle = (width, 0.0, width / 2) if way > 0 else (0.0, width, width / 2)
        r = min(width / 2, height / 12)
        half = height / 2
        n, f, m = short(near), short(far), short(middle)
        return (
            f"M{n} 0Q{m} 0 {m} {short(r)}V{short(half - r)}Q{m} {short(half)} {f} {short(half)}"
            f"Q{m} {short(half)} {m} {short(half + r)}V{short(height - r)}Q{m} {short(height)} {n} {short(height)}"
        )

    return made


def _document(width: float, height: float) -> str:
    w, low = short(width), height * 0.8
    return f"M0 0H{w}V{short(low)}C{short(width * 0.5)} {short(low)} {short(width * 0.5)} {short(height * 1.1)} 0 {short(height * 0.93)}Z"


def _half(way: int) -> Callable[[float, float], str]:
    def made(width: float, height: float) -> str:
        return _bracket(min(width, height) * 0.0833, height, 0.0 if way > 0 else width, way, deep=width)

    return made


_Corner = tuple[float, float, float, float]  # shares of width and height, and of the smaller of the two
_SHAFT: list[_Corner] = [(0, .25, 0, 0), (1, .25, -1, 0), (1, 0, -1, 0), (1, .5, 0, 0), (1, 1, -1, 0), (1, .75, -1, 0),
                         (0, .75, 0, 0)]  # fmt: skip
_CUT: dict[str, tuple[float, list[_Corner]]] = {
    "parallelogram": (0.25, [(0, 0, 1, 0), (1, 0, 0, 0), (1, 1, -1, 0), (0, 1, 0, 0)]),
    "trapezoid": (0.25, [(0, 0, 1, 0), (1, 0, -1, 0), (1, 1, 0, 0), (0, 1, 0, 0)]),
    "homePlate": (0.5, [(0, 0, 0, 0), (1, 0, -1, 0), (1, 0.5, 0, 0), (1, 1, -1, 0), (0, 1, 0, 0)]),
    "chevron": (0.5, [(0, 0, 0, 0), (1, 0, -1, 0), (1, .5, 0, 0), (1, 1, -1, 0), (0, 1, 0, 0), (0, .5, 1, 0)]),
    "hexagon": (0.25, [(0, 0, 1, 0), (1, 0, -1, 0), (1, .5, 0, 0), (1, 1, -1, 0), (0, 1, 1, 0), (0, .5, 0, 0)]),
    "octagon": (0.29289, [(0, 0, 1, 0), (1, 0, -1, 0), (1, 0, 0, 1), (1, 1, 0, -1), (1, 1, -1, 0), (0, 1, 1, 0),
                          (0, 1, 0, -1), (0, 0, 0, 1)]),
    "plus": (0.25, [(0, 0, 1, 0), (1, 0, -1, 0), (1, 0, -1, 1), (1, 0, 0, 1), (1, 1, 0, -1), (1, 1, -1, -1),
                    (1, 1, -1, 0), (0, 1, 1, 0), (0, 1, 1, -1), (0, 1, 0, -1), (0, 0, 0, 1), (0, 0, 1, 1)]),
    "rightArrow": (0.5, _SHAFT),
    "leftArrow": (0.5, [(1 - x, y, -dx, dy) for x, y, dx, dy in _SHAFT]),
    "downArrow": (0.5, [(y, x, dy, dx) for x, y, dx, dy in _SHAFT]),
    "upArrow": (0.5, [(y, 1 - x, dy, -dx) for x, y, dx, dy in _SHAFT]),
    "leftRightArrow": (0.5, [(0, .5, 0, 0), (0, 0, 1, 0), (0, .25, 1, 0), (1, .25, -1, 0), (1, 0, -1, 0), (1, .5, 0, 0),
                             (1, 1, -1, 0), (1, .75, -1, 0), (0, .75, 1, 0), (0, 1, 1, 0)]),
}  # fmt: skip
_ROUND = {"roundRect": 0.16667, "flowChartAlternateProcess": 0.16667, "flowChartTerminator": 0.5}
ADJUSTED = frozenset(
    {"roundRect", "parallelogram", "trapezoid", "homePlate", "chevron", "hexagon", "octagon", "plus"}
)
_POLYGONS: dict[str, list[Point]] = {
    "rect": [(0, 0), (1, 0), (1, 1), (0, 1)],
    "triangle": [(0.5, 0), (1, 1), (0, 1)],
    "rtTriangle": [(0, 0), (1, 1), (0, 1)],
    "diamond": [(0.5, 0), (1, 0.5), (0.5, 1), (0, 0.5)],
    "pentagon": [(0.5, 0), (1, 0.38), (0.81, 1), (0.19, 1), (0, 0.38)],
    "star5": [(.5, 0), (.618, .382), (1, .382), (.691, .618), (.809, 1), (.5, .764), (.191, 1), (.309, .618),
              (0, .382), (.382, .382)],
    "line": [(0, 0), (1, 1)],
    "bentConnector2": [(0, 0), (1, 0), (1, 1)],
    "bentConnector3": [(0, 0), (0.5, 0), (0.5, 1), (1, 1)],
}  # fmt: skip
_POLYGONS |= {name: _POLYGONS[same] for name, same in {
    "flowChartProcess": "rect", "flowChartDecision": "diamond", "flowChartExtract": "triangle",
    "straightConnector1": "line", "flowChartPredefinedProcess": "rect",
}.items()}  # fmt: skip
_CUT |= {"flowChartInputOutput": _CUT["parallelogram"], "flowChartPreparation": _CUT["hexagon"]}
_MADE: dict[str, Callable[[float, float], str]] = {
    "ellipse": _ellipse,
    "flowChartConnector": _ellipse,
    "flowChartDocument": _document,
    "bracketPair": _brackets,
    "leftBracket": _half(1),
    "rightBracket": _half(-1),
    "leftBrace": _brace(1),
    "rightBrace": _brace(-1),
}
OPEN = LINES | {"bracketPair", "leftBracket", "rightBracket", "leftBrace", "rightBrace"}


def known(kind: str) -> bool:
    """Tell whether a preset shape is drawn as it is."""
    return kind in _POLYGONS or kind in _CUT or kind in _ROUND or kind in _MADE


def ends(kind: str, width: float, height: float) -> tuple[list[Point], list[Point]] | None:
    """Give the first and the last stretch of an open line, each from inside to its end; None for other shapes."""
    if kind not in LINES:
        return None
    points = [(x * width, y * height) for x, y in _POLYGONS[kind]]
    return [points[1], points[0]], [points[-2], points[-1]]

"""What a run looks like, resolved to plain values."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from docgen.pdf.page.css import pt
from docgen.pdf.page.styles import Properties, Styles, number, on

HIGHLIGHTS = {
    "yellow": "#ff0", "green": "#0f0", "cyan": "#0ff", "magenta": "#f0f", "blue": "#00f", "red": "#f00",
    "darkBlue": "#000080", "darkCyan": "#008080", "darkGreen": "#008000", "darkMagenta": "#800080",
    "darkRed": "#800000", "darkYellow": "#808000", "darkGray": "#808080", "lightGray": "#c0c0c0",
    "black": "#000", "white": "#fff",
}  # fmt: skip
_UNDERLINES = {
    "double": "underline double", "thick": "underline 1.5pt", "dotted": "underline dotted",
    "dottedHeavy": "underline dotted 1.5pt", "dash": "underline dashed", "dashLong": "underline dashed",
    "dashedHeavy": "underline dashed 1.5pt", "dotDash": "underline dashed", "dotDotDash": "underline dashed",
    "wave": "underline wavy", "wavyHeavy": "underline wavy 1.5pt", "wavyDouble": "underline wavy",
}  # fmt: skip


_PATTERNS = {
    **dict.fromkeys(("horzStripe", "vertStripe", "diagStripe", "reverseDiagStripe", "diagCross"), 0.5),
    **dict.fromkeys(("thinHorzStripe", "thinVertStripe", "thinDiagStripe", "thinReverseDiagStripe"), 0.25),
    "horzCross": 0.6, "thinHorzCross": 0.4, "thinDiagCross": 0.4,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """The look of characters; lengths in points."""

    cjk: str = "宋体"
    latin: str = "Times New Roman"
    size: float = 10.0
    full_size: float = 10.0  # before superscript makes it small; what the line's height follows
    bold: bool = False
    italic: bool = False
    decoration: str = ""
    colour: str = ""
    background: str = ""
    border: str = ""
    spacing: float = 0.0
    scale: float = 1.0
    rise: float = 0.0
    east_asian: bool = False
    hidden: bool = False
    caps: bool = False
    fit: float = 0.0
    fit_id: str = ""
    emphasis: str = ""
    small_caps: bool = False

    def css(self, family: str, bold: bool) -> str:
        """Write the look for a face, without vertical position and spacing."""
        body = f"font-family:'{family}';font-size:{pt(self.size)}"
        body += ";font-weight:700" if bold else ""
        body += ";font-style:italic" if self.italic else ""
        body += f";text-decoration:{self.decoration}" if self.decoration else ""
        body += f";color:{self.colour}" if self.colour else ""
        body += f";background:{self.background}" if self.background else ""
        return body + (f";border:{self.border}" if self.border else "")


def look(styles: Styles, run: Properties) -> Look:
    """Resolve the properties of a run."""
    return _look(styles, tuple(sorted(run.items())))


@lru_cache(maxsize=8192)
def _look(styles: Styles, items: tuple[tuple[str, str], ...]) -> Look:
    run = dict(items)
    full = number(run, "sz", 20.0) / 2
    small = run.get("vertAlign") in {"superscript", "subscript"}
    size = full * 0.65 if small else full
    rise = number(run, "position") / 2
    if small:
        rise += full * (0.33 if run["vertAlign"] == "superscript" else -0.14)
    return Look(
        cjk=styles.font(run, cjk=True),
        latin=styles.font(run, cjk=False),
        size=size,
        full_size=full,
        bold=on(run, "b"),
        italic=on(run, "i"),
        decoration=_decoration(run),
        colour=colour(run.get("color", "")),
        background=_background(run),
        border=_border(run),
        spacing=number(run, "spacing") / 20,
        scale=(number(run, "w", 100.0) or 100.0) / 100,
        rise=rise,
        east_asian=run.get("rFonts.hint") == "eastAsia",
        hidden=on(run, "vanish"),
        caps=on(run, "caps"),
        fit=number(run, "fitText") / 20,
        fit_id=run.get("fitText.id", ""),
        emphasis=run["em"] if run.get("em", "none") != "none" else "",
        small_caps=on(run, "smallCaps"),
    )


def _decoration(run: Properties) -> str:
    """Write the lines under and through text; what lies through it is double only when it stands alone."""
    kind = run.get("u", "none")
    through = "line-through" if on(run, "strike") or on(run, "dstrike") else ""
    if kind in {"none", "0"}:
        return through + (" double" if on(run, "dstrike") else "")
    ink = colour(run.get("u.color", ""))
    own = _UNDERLINES.get(kind, "underline")
    if through:
        own = own.replace("underline", "underline line-through", 1)
    return f"{own} {ink}" if ink else own


def _border(run: Properties) -> str:
    kind = run.get("bdr", "nil")
    if kind in {"nil", "none"}:
        return ""
    style = {"double": "double", "dashed": "dashed", "dotted": "dotted"}.get(kind, "solid")
    width = min(max(number(run, "bdr.sz", 4.0), 2.0), 48.0) / 8 * (3 if style == "double" else 1)
    return f"{pt(width)} {style} {colour(run.get('bdr.color', ''))}".rstrip()


def colour(value: str) -> str:
    """Write a colour of the file as CSS, nothing for the automatic one."""
    if len(value) == 6 and all(c in "0123456789abcdefABCDEF" for c in value):
        return "" if value == "000000" else f"#{value.lower()}"
    return ""


def mixed(under: str, over: str, share: float) -> str:
    """Mix two colours; `share` is how much of the upper one covers the lower."""
    pairs = ((int(under[at : at + 2], 16), int(over[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(low + (high - low) * share):02x}" for low, high in pairs)


def shade(properties: Properties) -> str:
    """Give the fill of a `w:shd`, nothing when it is clear."""
    fill = colour(properties.get("shd.fill", ""))
    kind = properties.get("shd", "clear")
    if kind.startswith("pct"):
        share = min(number({"v": kind[3:]}, "v") / 100, 1.0)
        return mixed(fill or "#ffffff", colour(properties.get("shd.color", "")) or "#000000", share)
    if kind in _PATTERNS:
        return mixed(fill or "#ffffff", colour(properties.get("shd.color", "")) or "#000000", _PATTERNS[kind])
    if kind == "solid":
        return colour(properties.get("shd.color", "")) or "#000"
    return fill


def _background(run: Properties) -> str:
    return HIGHLIGHTS.get(run.get("highlight", ""), "") or shade(run)

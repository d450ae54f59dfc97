"""Characters of symbol fonts (Wingdings …), which have code points of their own, as Unicode ones."""

from __future__ import annotations

_WINGDINGS = {
    0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "❑", 0x72: "❒", 0x75: "◆", 0x76: "❖", 0x77: "◆",
    0x9F: "•", 0xA1: "○", 0xA7: "▪", 0xA8: "□", 0xD8: "➢", 0xE0: "→", 0xDF: "←", 0xFB: "✗", 0xFC: "√", 0xFD: "☒",
    0xFE: "☑", 0x81: "①", 0x82: "②", 0x83: "③", 0x84: "④", 0x85: "⑤", 0x86: "⑥", 0x87: "⑦", 0x88: "⑧", 0x89: "⑨",
}  # fmt: skip
_WINGDINGS_2 = {
    0x50: "√",
    0x52: "☑",
    0x54: "☒",
    0xA3: "□",
    0x2A: "□",
    0x30: "□",
    0x4F: "×",
    0x51: "☒",
    0x53: "☑",
}
_SYMBOL = {0xB7: "•", 0xB4: "×", 0xB0: "°", 0xA3: "≤", 0xB3: "≥", 0xB1: "±", 0xAE: "→", 0xD6: "√"}
_FONTS = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "symbol": _SYMBOL}


def is_symbol_font(family: str) -> bool:
    """Tell whether a font has code points of its own."""
    return family.lower() in _FONTS


def symbol(family: str, code: int) -> str | None:
    """Give the Unicode character of a symbol font's code; None when the table lacks it."""
    low = code - 0xF000 if 0xF000 <= code <= 0xF0FF else code
    return _FONTS.get(family.lower(), _WINGDINGS).get(low)


def translate(family: str, text: str) -> str:
    """Turn text that is set in a symbol font into Unicode; unknown characters become □."""
    return "".join(c if c in " \u3000" else symbol(family, ord(c)) or "□" for c in text)

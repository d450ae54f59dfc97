"""Text that a page shows with the glyph for what is missing."""

from __future__ import annotations

from typing import Any

_DEEPEST = 8  # forms inside forms


def missing_glyphs(page: Any) -> bool:
    """Tell whether a page shows any character by glyph 0 (.notdef) of its font."""
    import pikepdf

    try:
        return _missing(page, page.get("/Resources") or page.resources, 0)
    except pikepdf.PdfError:
        return True


def _missing(content: Any, resources: Any, depth: int) -> bool:
    """Read the text of a page or form; only fonts of two-byte codes are looked up, as ours are."""
    import pikepdf

    faces, forms = _entries(resources, "/Font"), _entries(resources, "/XObject")
    maps: dict[str, bytes | None] = {}
    places: bytes | None = None
    for each in pikepdf.parse_content_stream(content, "Tf Tj TJ ' \" Do"):
        operands: Any = each.operands
        name = str(each.operator)
        if name == "Tf":
            face = str(operands[0])
            if face not in maps:
                maps[face] = _places(faces.get(face))
            places = maps[face]
        elif name == "Do":
            inner = forms.get(str(operands[0]))
            if inner is None or inner.get("/Subtype") != "/Form" or depth >= _DEEPEST:
                continue
            if _missing(inner, inner.get("/Resources", resources), depth + 1):
                return True
        elif places is not None and any(_nought(text, places) for text in _texts(operands)):
            return True
    return False


def _entries(resources: Any, key: str) -> dict[str, Any]:
    found = resources.get(key) if resources is not None else None
    return {} if found is None else dict(found.items())


def _texts(operands: Any) -> list[bytes]:
    import pikepdf

    last = operands[-1]
    parts = list(last) if isinstance(last, pikepdf.Array) else [last]
    return [bytes(part) for part in parts if isinstance(part, pikepdf.String)]


def _places(font: Any) -> bytes | None:
    """Give which glyph each code shows, two bytes each; empty for the same number, None where it cannot be told."""
    if font is None or font.get("/Subtype") != "/Type0" or font.get("/Encoding") != "/Identity-H":
        return None
    descendant = font.DescendantFonts[0]
    places = descendant.get("/CIDToGIDMap")
    if descendant.get("/Subtype") != "/CIDFontType2" or places is None:
        return None
    return b"" if places == "/Identity" else bytes(places.read_bytes())


def _nought(text: bytes, places: bytes) -> bool:
    codes = (text[at] << 8 | text[at + 1] for at in range(0, len(text) - 1, 2))
    return any(_glyph(code, places) == 0 for code in codes)


def _glyph(code: int, places: bytes) -> int:
    return int.from_bytes(places[2 * code : 2 * code + 2], "big") if places else code

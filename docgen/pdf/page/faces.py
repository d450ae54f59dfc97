"""The faces of docgen.pdf.fonts as the line breaker sees them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from fontTools.ttLib import TTFont

from docgen.pdf import fonts


@dataclass(frozen=True, slots=True, eq=False)
class MeasuredFace:
    """One face with its advances; `bold` is what CSS must ask for, drawn or made."""

    css: str
    bold: bool
    ascent: float
    descent: float
    widths: Mapping[str, int] = field(repr=False)

    def advance(self, character: str) -> float | None:
        """Give the advance width in em, None when the face lacks the character."""
        width = self.widths.get(character)
        return None if width is None else width / 1000


@cache
def _measured(face: fonts.Face, bold: bool) -> MeasuredFace:
    with TTFont(face.path, lazy=True) as font:
        em = font["head"].unitsPerEm
        ascent, descent = font["hhea"].ascent / em, -font["hhea"].descent / em
    return MeasuredFace(face.family, bold or face.bold, ascent, descent, fonts.advances(face))


class InstalledFaces:
    """The faces of the installed data wheel."""

    def face(self, family: str, bold: bool) -> MeasuredFace:
        """Give the face that draws a family of a document."""
        return _face(family, bold)

    def fallback(self, character: str, bold: bool) -> MeasuredFace | None:
        """Give the first face that has a character which the named one lacks."""
        chain = fonts.chain(fonts.SONG, bold=bold)
        return next((_measured(face, bold) for face in chain if fonts.covers(face, character)), None)


@cache
def _face(family: str, bold: bool) -> MeasuredFace:
    return _measured(fonts.face_for(family, bold=bold), bold)

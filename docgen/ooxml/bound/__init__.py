"""Bindings to an untouched blank: where its slots are, and a copy in memory that carries them as hidden tags."""

from docgen.ooxml.bound.anchors import Moved, anchored
from docgen.ooxml.bound.gaps import Gap
from docgen.ooxml.bound.placed import gaps_at, place, proof, text_at
from docgen.ooxml.bound.values import Binding, BindingError

__all__ = ["Binding", "BindingError", "Gap", "Moved", "anchored", "gaps_at", "place", "proof", "text_at"]

"""Style bodies become classes named by their content, so that equal looks are written once."""

from __future__ import annotations

import re
from hashlib import blake2b
from html import escape

_USED = re.compile(r' class="([^"]*)"')

BASE = (
    "html{image-rendering:crisp-edges;line-height:1;white-space:pre}body{margin:0}"
    "div,p{margin:0;padding:0}table{border-collapse:collapse;table-layout:fixed;border-spacing:0}"
    "td{padding:0;text-align:left}i.s{font-style:normal;line-height:0}"
)


def pt(length: float) -> str:
    """Write a length as CSS points, shortly."""
    return f"{length:.3f}".rstrip("0").rstrip(".") + "pt" if abs(length) >= 0.0005 else "0"


def text(characters: str) -> str:
    """Escape characters for HTML."""
    return escape(characters, quote=True)


class Classes:
    """Names for style bodies; the same body has the same name in every run."""

    def __init__(self) -> None:
        self._bodies: dict[str, str] = {}
        self._names: dict[str, str] = {}

    def name(self, body: str) -> str:
        """Give the class of a style body."""
        name = self._names.get(body)
        if name is None:
            name = "c" + blake2b(body.encode(), digest_size=6).hexdigest()
            self._names[body] = name
            self._bodies[name] = body
        return name

    def attribute(self, body: str) -> str:
        """Give ` class="…"`, nothing for an empty body."""
        return f' class="{self.name(body)}"' if body else ""

    def sheet(self, html: str) -> str:
        """Write the rules that some HTML uses, in the order of first use."""
        names = dict.fromkeys(name for found in _USED.findall(html) for name in found.split())
        return "".join(f".{name}{{{self._bodies[name]}}}" for name in names if name in self._bodies)

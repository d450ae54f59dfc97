"""The colours of drawings: plain ones, those of the theme, and what is mixed from them."""

from __future__ import annotations

from collections.abc import Mapping
from colorsys import hls_to_rgb, rgb_to_hls

from docgen.pdf.page.xml import A, Element, local, parse, real

_ALIASES = {"tx1": "dk1", "tx2": "dk2", "bg1": "lt1", "bg2": "lt2", "phClr": "dk1"}
_PRESET = {"black": "000000", "white": "ffffff", "red": "ff0000", "blue": "0000ff", "green": "008000",
           "yellow": "ffff00", "gray": "808080", "silver": "c0c0c0"}  # fmt: skip


class Palette:
    """The colour scheme of a document."""

    def __init__(self, theme: bytes | None) -> None:
        scheme = parse(theme).find(f".//{A}clrScheme") if theme else None
        self._scheme: Mapping[str, str] = {
            local(entry): entry[0].get("lastClr", entry[0].get("val", "000000"))
            for entry in (scheme if scheme is not None else ())
            if len(entry)
        }

    def fill(self, holder: Element | None) -> str:
        """Give the colour of a fill or a reference that holds one, "" when there is none."""
        for child in holder if holder is not None else ():
            value = self._base(child)
            if value:
                return self._changed(value, child)
        return ""

    def _base(self, colour: Element) -> str:
        value = str(colour.get("val", ""))
        match local(colour):
            case "srgbClr":
                found = value
            case "sysClr":
                found = str(colour.get("lastClr", "000000"))
            case "schemeClr":
                found = self._scheme.get(_ALIASES.get(value, value), "000000")
            case "prstClr":
                found = _PRESET.get(value, "000000")
            case _:
                return ""
        return found if len(found) == 6 and not set(found.lower()) - set("0123456789abcdef") else "000000"

    @staticmethod
    def _changed(value: str, colour: Element) -> str:
        red, green, blue = (int(value[at : at + 2], 16) / 255 for at in (0, 2, 4))
        for change in colour:
            share = min(max(real(change.get("val")) / 100_000, 0.0), 4.0)
            hue, light, full = rgb_to_hls(red, green, blue)
            match local(change):
                case "lumMod":
                    red, green, blue = hls_to_rgb(hue, min(light * share, 1.0), full)
                case "lumOff":
                    red, green, blue = hls_to_rgb(hue, min(light + share, 1.0), full)
                case "shade":
                    red, green, blue = (channel * share for channel in (red, green, blue))
                case "tint" | "alpha":
                    red, green, blue = (1 - (1 - channel) * share for channel in (red, green, blue))
        return "#" + "".join(f"{round(min(channel, 1.0) * 255):02x}" for channel in (red, green, blue))

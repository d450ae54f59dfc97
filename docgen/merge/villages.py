"""Villages by code and by name: an export may name a village without its code."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from docgen.case import Area
from docgen.errors import Finding, Severity, fields
from docgen.intake import Entry

_NAMES = ("province", "city", "county", "township", "village")
_LEVELS = ("village", "township", "county")


class Villages:
    """Every village known: from cases, from statements with a code, from lists of villages."""

    def __init__(self, areas: Iterable[Area], entries: Iterable[Entry]) -> None:
        self._known: dict[str, dict[str, str]] = {}
        self._where: dict[str, str] = {}
        for area in areas:
            self._add(area.model_dump(exclude={"group"}), "")
        for entry in entries:
            content = entry.content.get("area")
            if content and content.get("code"):
                self._add(content, str(entry.origin))

    def _add(self, area: Mapping[str, Any], where: str) -> None:
        known = self._known.get(area["code"])
        if known is None:
            known = self._known[area["code"]] = {"code": area["code"]}
            self._where[area["code"]] = where
        if len(known) <= len(_NAMES):
            for name in _NAMES:
                if area.get(name) and name not in known:
                    known[name] = area[name]

    def code(self, entries: Iterable[Entry]) -> str:
        """Return the code of the one village that the statements can mean, else nothing."""
        codes = self._fitting(_said(entries))
        return codes[0] if len(codes) == 1 else ""

    def area(self, entries: Iterable[Entry], household: str) -> tuple[dict[str, str], Finding | None]:
        """Return the area that statements of a new household name, or what is in doubt about it."""
        entries = list(entries)
        said = _said(entries)
        if said.get("code"):
            return dict(self._known[said["code"]]), None
        codes = self._fitting(said)
        if len(codes) == 1:
            return dict(self._known[codes[0]]), None
        code, named = ("INTAKE-305", fields(village=said.get("village", "—"), count=len(codes)))
        if not codes:
            code, named = ("INTAKE-304", fields(village=said.get("village", "—")))
        return {"code": ""}, Finding("", household, str(entries[0].origin), code, named)

    def _fitting(self, said: Mapping[str, str]) -> list[str]:
        if not said.get("village"):
            return []
        return [
            code
            for code, known in self._known.items()
            if all(
                not said.get(level) or not known.get(level) or said[level] == known[level]
                for level in _LEVELS
            )
            and known.get("village") == said["village"]
        ]

    def findings(self) -> Iterator[Finding]:
        """Yield every two villages of one name, where this run speaks of one of them."""
        by_name: dict[str, list[str]] = {}
        for code, known in sorted(self._known.items()):
            by_name.setdefault(known.get("village", ""), []).append(code)
        for name, codes in by_name.items():
            where = next((self._where[code] for code in codes if self._where[code]), "")
            if name and len(codes) > 1 and where:
                named = fields(village=name, first=codes[0], second=codes[1])
                yield Finding(codes[1], "", where, "INTAKE-306", named, Severity.WARNING)


def _said(entries: Iterable[Entry]) -> dict[str, str]:
    said: dict[str, str] = {}
    for entry in entries:
        for name, value in entry.content.get("area", {}).items():
            if value:
                said.setdefault(name, value)
    return said

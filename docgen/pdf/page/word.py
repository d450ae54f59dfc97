"""A docx as a sheet: opened once per template, written to HTML once per household."""

from __future__ import annotations

from collections.abc import Mapping

from docgen.pdf.page.css import BASE
from docgen.pdf.page.flow import Cache, Holds, PageFlow
from docgen.pdf.page.paragraph import Room
from docgen.pdf.page.sections import Margin, Part, Section, body_edges, page_css, room_of, split
from docgen.pdf.page.source import Problem, Source
from docgen.pdf.page.xml import BadDocument, W, parse


class WordSheet:
    """A docx ready to be filled and drawn (一张表的版式)."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._cache = Cache()
        if parse(source.parts[source.main]).find(f"{W}body") is None:
            raise BadDocument("the main part has no body")
        self.html()
        self._cache.opening = False

    @property
    def problems(self) -> tuple[Problem, ...]:
        """List the places that will look different."""
        return tuple(self._source.problems)

    def html(self, document_parts: Mapping[str, bytes] | None = None) -> str:
        """Write the document, with these parts in place of the template's own."""
        return self.written(document_parts or {})

    def flow(self, owner: str, holds: Holds | None = None) -> PageFlow:
        """Give what sets the content of a part."""
        return PageFlow(self._source, owner, self._cache, holds)

    @property
    def main(self) -> str:
        """Name the part that holds the body."""
        return self._source.main

    def written(self, filled: Mapping[str, bytes], holds: Holds | None = None) -> str:
        """Write the document; `holds` keeps the places of values free."""
        main = filled.get(self._source.main, self._source.parts[self._source.main])
        flow = self.flow(self._source.main, holds)
        rules, running, bodies = "", "", ""
        for at, part in enumerate(split(parse(main).find(f"{W}body"))):
            name = f"s{at}"
            margins = self._margins(part.section, filled, holds)
            rules += page_css(name, part.section, margins, self._source.mode, named=at > 0)
            running += "".join(_running(self._source, name, margin) for margin in margins)
            bodies += self._body(flow, part, name, margins, first=at == 0)
        rules += ".n-page::before{content:counter(page)}.n-pages::before{content:counter(pages)}"
        content = running + bodies
        style = BASE + rules + self._source.classes.sheet(content)
        return f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><style>{style}</style></head><body>{content}</body></html>'

    def _body(self, flow: PageFlow, part: Part, name: str, margins: list[Margin], first: bool) -> str:
        if part.section.columns > 1:
            self._source.report(self._source.main, "newspaper columns are set as one")
        top, _ = body_edges(part.section, margins, self._source.mode)
        block = flow.stack(part.elements, room_of(part.section, top))
        style = ""
        if not first:
            style = f"page:{name}"
            kind = {"evenPage": "left", "oddPage": "right"}.get(part.section.kind, "page")
            style += f";break-before:{kind}"
        if part.section.start is not None:
            style += f";counter-reset:page {part.section.start}"
        return f"<div{self._source.classes.attribute(style.lstrip(';'))}>{block.html}</div>"

    def _margins(self, section: Section, filled: Mapping[str, bytes], holds: Holds | None) -> list[Margin]:
        found = []
        for which, kind, id_ in section.references:
            if (kind == "first" and not section.title) or (
                kind == "even" and not self._source.settings.even_headers
            ):
                continue
            relation = self._source.relation(self._source.main, id_)
            content = (
                filled.get(relation.target, self._source.parts.get(relation.target)) if relation else None
            )
            if relation is None or content is None:
                continue
            flow = self.flow(relation.target, holds)
            room = room_of(section)
            block = flow.stack(
                list(parse(content)), Room(room.width, lines_unit=room.lines_unit, page_left=room.page_left)
            )
            found.append(Margin(which, kind, block.html, block.height))
        return found


def _running(source: Source, name: str, margin: Margin) -> str:
    style = f"position:running({name}-{margin.which}-{margin.kind})"
    return f"<div{source.classes.attribute(style)}>{margin.html}</div>"

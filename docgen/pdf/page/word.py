"""A docx as a sheet: opened once per template, written to HTML once per household."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property

from docgen.pdf.page import notes
from docgen.pdf.page.backdrop import framed, page_picture
from docgen.pdf.page.counting import counter_css
from docgen.pdf.page.css import BASE, pt
from docgen.pdf.page.draw import Written
from docgen.pdf.page.flow import Cache, Holds, PageFlow
from docgen.pdf.page.paragraph import Room
from docgen.pdf.page.sections import (
    Columns,
    Margin,
    Part,
    Section,
    Strip,
    body_edges,
    page_counters,
    page_css,
    room_of,
    split,
)
from docgen.pdf.page.source import Problem, Source
from docgen.pdf.page.unlike import unlike
from docgen.pdf.page.watermark import watermarks
from docgen.pdf.page.xml import BadDocument, Element, W, parse


class WordSheet:
    """A docx ready to be filled and drawn (一张表的版式)."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._cache = Cache()
        self._counts_sections = any(b"SECTIONPAGES" in content for content in source.parts.values())
        if parse(source.parts[source.main]).find(f"{W}body") is None:
            raise BadDocument("the main part has no body")
        self.html()
        self._cache.opening = False

    @property
    def problems(self) -> tuple[Problem, ...]:
        """List the places that will look different."""
        return tuple(dict.fromkeys((*self._unlike, *self._source.problems)))

    @cached_property
    def _unlike(self) -> tuple[Problem, ...]:
        return unlike(self._source)

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

    def written(self, filled: Mapping[str, bytes], holds: Holds | None = None) -> Written:
        """Write the document; `holds` keeps the places of values free."""
        main = filled.get(self._source.main, self._source.parts[self._source.main])
        flow = self.flow(self._source.main, holds)
        rules, running, bodies = "", "", ""
        parts = split(parse(main).find(f"{W}body"))
        for at, part in enumerate(parts):
            name = f"s{at}"
            margins = self._margins(part.section, filled, holds)
            behind = self._backdrops(part.section, margins)
            rules += page_css(name, part.section, margins, self._source.mode, at > 0, behind)
            rules += page_counters(name, part.section, self._counts_sections)
            running += "".join(_running(self._source, name, margin) for margin in margins)
            bodies += self._body(flow, part, name, margins, last=part is parts[-1])
        content = running + bodies
        rules += counter_css(content, {f"s{at}": part.section.number_format for at, part in enumerate(parts)})
        rules += notes.CSS if 'class="fn"' in content else ""
        style = BASE + rules + self._source.classes.sheet(content)
        head = f'<html lang="zh-CN"><head><meta charset="utf-8"><style>{style}</style></head>'
        return Written(f"<!DOCTYPE html>{head}<body>{content}</body></html>")

    def sections(
        self, filled: Mapping[str, bytes]
    ) -> Iterator[tuple[tuple[tuple[list[Element], Room, int], ...], float]]:
        """Give each section's strips, with their room and how many columns they have, and the height of its page."""
        main = filled.get(self._source.main, self._source.parts[self._source.main])
        for part in split(parse(main).find(f"{W}body")):
            margins = self._margins(part.section, filled, None)
            top, bottom = body_edges(part.section, margins, self._source.mode)
            strips = tuple(
                (one.elements, room_of(one.section, top), one.section.columns.count) for one in part.strips
            )
            yield strips, part.section.height - top - bottom

    def _body(self, flow: PageFlow, part: Part, name: str, margins: list[Margin], last: bool) -> str:
        top, _ = body_edges(part.section, margins, self._source.mode)
        flow.note_room = replace(room_of(part.section, top), grid=None, columned=False)
        strips = [
            self._strip(flow, strip, part.section, top, balanced=strip is not part.strips[-1])
            for strip in part.strips
        ]
        style = ""
        if name != "s0":
            style = f"page:{name}"
            kind = {"evenPage": "left", "oddPage": "right"}.get(part.section.kind, "page")
            style += f";break-before:{kind}"
        ends = flow.notes.ends() if last else ""
        ends += f'<div id="end-{name}"></div>' if self._counts_sections else ""
        return f"<div{_classed(self._source, name, style.lstrip(';'))}>{''.join(strips)}{ends}</div>"

    def _strip(self, flow: PageFlow, strip: Strip, page: Section, top: float, balanced: bool) -> str:
        """Set what stands in columns of its own; the last ones of a section are filled one after the other."""
        columns = strip.section.columns
        if not columns.alike:
            self._source.report(self._source.main, "newspaper columns of unlike widths are set alike")
        block = flow.stack(strip.elements, room_of(strip.section, top))
        style = ""
        if columns.count > 1:
            style = f"column-count:{columns.count};column-gap:{pt(columns.gap)}"
            style += "" if balanced else ";column-fill:auto"
            style += ";column-rule:0.5pt solid #000" if columns.ruled else ""
        if strip.section is not page:
            for side in ("left", "right"):
                apart = getattr(strip.section, side) - getattr(page, side)
                style += f";margin-{side}:{pt(apart)}" if abs(apart) > 0.5 else ""
        return (
            f"<div{self._source.classes.attribute(style.lstrip(';'))}>{block.html}</div>"
            if style
            else block.html
        )

    def _backdrops(self, section: Section, margins: list[Margin]) -> dict[str, str]:
        """Give the picture behind the text of each kind of page that has one of its own."""
        borders = section.borders
        if borders is None and not any(margin.marks for margin in margins):
            return {}
        top, bottom = body_edges(section, margins, self._source.mode)
        size, edges = (section.width, section.height), (top, section.right, bottom, section.left)
        kinds = {"default"} | {margin.kind for margin in margins}
        kinds |= {"first"} if section.title or (borders and borders.shown != "allPages") else set()
        titled = {"first"} if section.title else set()
        found = {}
        for kind in sorted(kinds):
            own = kind if kind in titled | {"even", "default"} else "default"
            drawings = [framed(borders, size, edges)] if borders and borders.on(kind) else []
            drawings += [mark for margin in margins if margin.kind == own for mark in margin.marks]
            found[kind] = page_picture(drawings, size)
        return found

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
            room = room_of(replace(section, columns=Columns()))
            root = parse(content)
            block = flow.stack(
                list(root), Room(room.width, lines_unit=room.lines_unit, page_left=room.page_left)
            )
            marks = watermarks(self._source, root, section)
            found.append(Margin(which, kind, block.html, block.height, marks))
        return found


def _running(source: Source, name: str, margin: Margin) -> str:
    style = f"position:running({name}-{margin.which}-{margin.kind})"
    return f"<div{_classed(source, name, style)}>{margin.html}</div>"


def _classed(source: Source, name: str, style: str) -> str:
    """Write the class of a style, and the one that tells page numbers which section they are in."""
    names = f"{source.classes.name(style)} f-{name}" if style else f"f-{name}"
    return f' class="{names}"'

"""A room: the overview as a page (HTML, PDF) or a workbook (办理进度一览)."""

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from jinja2 import Environment, Template, select_autoescape

from docgen.overview import Overview, State

from .charts import Bar, bars
from .workbook import status_workbook

__all__ = ["status_html", "status_pdf", "status_workbook"]

#: Colours of the states, dark enough to be told apart in grey print.
COLOURS = {
    State.OVERDUE: "#b3261e",
    State.SOON: "#c77700",
    State.OPEN: "#2f6f9f",
    State.REFUSED: "#6b4e9b",
    State.RESTING: "#8a8f98",
}


def status_html(overview: Overview, steps: Iterable[tuple[str, str, str, str]], title: str) -> str:
    """Return the overview as one page that needs no other file; ``steps`` as in `Overview.waiting`."""
    waiting = overview.waiting(steps)
    under_way = {one.procedure: one.matter for one in waiting}
    funnels = [
        (
            matter,
            bars(
                [
                    Bar(one.step, one.count, COLOURS[State.OPEN], one.overdue, COLOURS[State.OVERDUE])
                    for one in waiting
                    if one.procedure == procedure
                ]
            ),
        )
        for procedure, matter in under_way.items()
    ]
    villages = overview.villages()
    late = [
        Bar(one.village, one.overdue + one.soon, COLOURS[State.SOON], one.overdue, COLOURS[State.OVERDUE])
        for one in villages
    ]
    risks = [Bar(kind, count, COLOURS[State.OPEN]) for kind, count in overview.risks()]
    page: str = _template().render(
        title=title,
        overview=overview,
        lines=overview.open_lines,
        villages=villages,
        funnels=funnels,
        late=bars(late),
        risks=bars(risks),
        states=[(state, overview.count(state), COLOURS[state]) for state in State],
        colours=COLOURS,
        late_colour=COLOURS[State.OVERDUE],
    )
    return page


def status_pdf(overview: Overview, steps: Iterable[tuple[str, str, str, str]], title: str) -> bytes:
    """Return the same page as PDF, with docgen's own fonts."""
    from docgen.pdf import page  # the engine is slow to load; only a PDF needs it

    return page.draw(status_html(overview, steps, title), title=title).pdf


@cache
def _template() -> Template:
    source = files("docgen.report").joinpath("status.html").read_text(encoding="utf-8")
    grammar = Environment(
        autoescape=select_autoescape(default_for_string=True), trim_blocks=True, lstrip_blocks=True
    )
    return grammar.from_string(source)

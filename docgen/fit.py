"""A room: which boxes of a filled form have no room on its paper, told before a file is written."""

from collections.abc import Iterable, Iterator, Mapping

from .document import Misfit
from .errors import Finding, Severity, fields
from .form import FilledForm, Form, labelled
from .hookspecs import Fits, Renderer

#: What a clerk is told, and how much it weighs.
_TOLD = {
    "cut": ("FIT-101", Severity.ERROR),
    "page": ("FIT-102", Severity.WARNING),
    "sheets": ("FIT-103", Severity.WARNING),
    "rows": ("FIT-104", Severity.ERROR),
    "digits": ("FIT-105", Severity.ERROR),
    "glyphs": ("FIT-106", Severity.WARNING),
}


class Fitter:
    """Measures filled forms; templates are opened and learnt once, when it is made."""

    def __init__(self, forms: Iterable[Form], renderers: Mapping[tuple[str, str], Renderer]) -> None:
        self._ready: dict[str, Fits] = {}
        for form in forms:
            renderer = renderers.get((form.format, form.format))
            if renderer and renderer.measure:
                self._ready[form.key] = renderer.measure(form)

    def findings(self, filled: FilledForm, prints: Mapping[str, frozenset[str]]) -> Iterator[Finding]:
        """Yield what of ``filled`` has no room; ``prints`` are the case paths of each box."""
        fits = self._ready.get(filled.form.key)
        for misfit in fits(filled) if fits else ():
            yield _finding(filled, misfit, prints)


def _finding(filled: FilledForm, misfit: Misfit, prints: Mapping[str, frozenset[str]]) -> Finding:
    table, _, column = misfit.box.rpartition(".")
    name = f"{table}.{misfit.row}.{column}" if table and misfit.row else misfit.box
    label, box = labelled(filled.form, name)
    code, severity = _TOLD[misfit.kind]
    lacking = "、".join(f"{one}（U+{ord(one):04X}）" for one in misfit.characters)
    told = {"written": misfit.written, "room": misfit.room, "more": misfit.more, "characters": lacking}
    return Finding(
        village=filled.village,
        household=filled.household,
        where=f"《{filled.form.title}》{label}",
        code=code,
        fields=fields(form=filled.form.title, box=label, **told),
        severity=severity,
        boxes=tuple(sorted(prints.get(box, ()))),
    )

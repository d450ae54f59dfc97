"""A room: from a filled form to a drawn one, in the formats asked for."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager

from .document import Drawn, Leaves
from .errors import RenderError, UsageError
from .form import FilledForm, Form
from .hookspecs import Draw, Renderer


class Press:
    """Draws filled forms; templates are opened and checked once, when it is made.

    ``formats`` are those asked for; empty means each form's own. A form with no way to any of them is
    listed in ``unreachable`` as (form, format).
    """

    def __init__(
        self,
        forms: Iterable[Form],
        renderers: Mapping[tuple[str, str], Renderer],
        formats: Iterable[str] = (),
    ) -> None:
        wanted = tuple(formats)
        known = {output for _, output in renderers}
        for name in wanted:
            if name not in known:
                raise UsageError("CLI-103", where=f"--to {name}", format=name, known="、".join(sorted(known)))
        self.unreachable: list[tuple[Form, str]] = []
        self._renderers = renderers
        self._leaves: dict[tuple[str, str], Callable[[FilledForm], Leaves]] = {}
        self._ready: dict[tuple[str, str], dict[str, Draw]] = {}
        for form in forms:
            self._ready[_name(form)] = {}
            for output in wanted or (form.format,):
                renderer = renderers.get((form.format, output))
                if renderer is None and not form.printed_title:
                    self.unreachable.append((form, output))
                elif renderer:
                    self._ready[_name(form)][output] = renderer.prepare(form)

    def formats(self, form: Form) -> tuple[str, ...]:
        """Return the formats ``form`` will be drawn in."""
        return tuple(self._ready[_name(form)])

    def drawn(self, filled: FilledForm, output: str) -> Drawn:
        """Return ``filled`` drawn as ``output``, whatever formats were asked for when this was made."""
        ready = self._ready.setdefault(_name(filled.form), {})
        if output not in ready:
            renderer = self._renderers.get((filled.form.format, output))
            if renderer is None:
                raise RenderError("RENDER-106", where="", form=filled.form.title)
            ready[output] = renderer.prepare(filled.form)
        return self.draw(filled, output)

    def leaves(self, filled: FilledForm) -> Leaves:
        """Return ``filled`` as pages to be bound; raise `RenderError` naming the household."""
        form = filled.form
        if _name(form) not in self._leaves:
            self._leaves[_name(form)] = self._binding(form)
        with _naming(filled):
            return self._leaves[_name(form)](filled)

    def _binding(self, form: Form) -> Callable[[FilledForm], Leaves]:
        renderer = self._renderers.get((form.format, "pdf"))
        if renderer is None:
            raise RenderError("RENDER-106", where="", form=form.title)
        if renderer.leaves:
            return renderer.leaves(form)
        draw = renderer.prepare(form)

        def drawn(filled: FilledForm) -> Leaves:
            made = draw(filled)
            return Leaves(made.content, made.pages or 0, made.way)

        return drawn

    def draw(self, filled: FilledForm, output: str) -> Drawn:
        """Return ``filled`` drawn as ``output``; raise `RenderError` naming the household."""
        with _naming(filled):
            return self._ready[_name(filled.form)][output](filled)


@contextmanager
def _naming(filled: FilledForm) -> Iterator[None]:
    """Say in an error of drawing whose paper it was."""
    try:
        yield
    except RenderError as error:
        place = f"{filled.village} {filled.household}".strip()
        raise RenderError(error.code, where=f"{place} {error.where}".strip(), **dict(error.fields)) from error


def _name(form: Form) -> tuple[str, str]:
    """Return what tells a form ready to be drawn: two counties may call it by two titles."""
    return form.key, form.title

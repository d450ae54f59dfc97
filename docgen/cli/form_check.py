"""``docgen form check``: a template against its declaration, and the sample beside it against what it said."""

from collections.abc import Iterator
from pathlib import Path

from docgen.authoring.golden import differences
from docgen.errors import FormError, Severity, fields, say
from docgen.fit import Fitter
from docgen.form import Form
from docgen.registry import Registry

from .form_edit import shown_case
from .form_new import GOLDEN, SAMPLE, filled_with
from .speech import line


def check_sample(registry: Registry, form: Form) -> None:
    """Fill the sample that lies beside a form, measure it, and compare it with what it said.

    Raises `FormError` with every box that is missing, has no room, or says something else now.
    """
    folder = Path(form.declared_in).parent
    if not (folder / SAMPLE).is_file() or form.about != "household":
        return
    problems = list(_problems(registry, form, folder))
    if problems:
        raise FormError("FORM-149", where=str(folder / SAMPLE), details=problems, form=form.title)
    line(say("FORM-150", fields(form=form.title)))


def _problems(registry: Registry, form: Form, folder: Path) -> Iterator[str]:
    filled, office = filled_with(registry, form, shown_case(registry, form))
    fitter = Fitter((form,), registry.renderers)
    found = (*filled.findings, *fitter.findings(filled, office.binder.prints(form)))
    yield from (str(finding) for finding in found if finding.severity is Severity.ERROR)
    for kind in dict.fromkeys((form.format, "pdf")):
        office.press.drawn(filled, kind)
    kept = folder / GOLDEN
    if kept.is_file():
        for name, old, new in differences(filled, kept.read_text(encoding="utf-8")):
            yield say("FORM-151", fields(box=name, old=old, new=new))

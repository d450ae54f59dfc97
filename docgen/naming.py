"""How a county calls a form, and its number in the county's plan (表名、附件号): both belong to the plan, not to the form."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from .form import Form


def shared_numbers(forms: Iterable[Form]) -> frozenset[str]:
    """Return the catalogue numbers that several forms carry: the plan's name for such a number is no form's title."""
    ids = {(form.catalogue, form.id) for form in forms}
    counted = Counter(number for number, _ in ids)
    return frozenset(number for number, many in counted.items() if many > 1)


def attachment_of(form: Form, figures: Mapping[str, Any]) -> str:
    """Return the form's number in the plan (附件1), by its id, else by its catalogue number; empty where it has none."""
    numbers = figures.get("attachments") or {}
    return str(numbers.get(form.id) or numbers.get(form.catalogue) or "")


def title_of(form: Form, figures: Mapping[str, Any], county: str, shared: frozenset[str]) -> str:
    """Return what ``county`` calls the form: by its id, else by its catalogue number.

    A county's own forms are called as they declare themselves, and so is a form that shares its number.
    """
    names = figures.get("form_names") or {}
    own = form.id.partition(".")[0] == county or form.catalogue in shared
    return str(names.get(form.id) or ("" if own else names.get(form.catalogue)) or form.title)


def called(form: Form, title: str) -> Form:
    """Return ``form`` under another title; it remembers the one printed on its template."""
    return form if title == form.title else replace(form, title=title, printed_title=form.title)


def all_names(
    forms: Iterable[Form], policies: Mapping[str, Mapping[str, Any]], shared: frozenset[str]
) -> list[Form]:
    """Return the forms under every further title that one of the policies (id → figures) gives them."""
    found = {
        (form.key, title): called(form, title)
        for form in forms
        for county, figures in policies.items()
        if (title := title_of(form, figures, county.partition("@")[0], shared)) != form.title
    }
    return [found[key] for key in sorted(found)]

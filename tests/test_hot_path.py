"""What is generated for speed gives what the plain way gives, on every form.

The function that a form's expressions become is compared with Jinja2 itself, expression by expression; what the
engine writes into a Word template with what Jinja2 makes of each paragraph; the short way of filling a workbook with
the one that goes cell by cell.
"""

import re
from collections.abc import Mapping
from io import BytesIO
from itertools import groupby

import docx
import jinja2
import pytest
from docx.oxml.ns import qn
from jinja2 import nodes
from jinja2.visitor import NodeTransformer

from docgen import Roster
from docgen import bind as binding
from docgen.bind import Binder
from docgen.demo import township
from docgen.ooxml.flat import plain_rows
from docgen.plugins import BUILTINS, excel, word
from docgen.registry import load
from docgen.view import Occasion

REGISTRY = load(BUILTINS, installed=False)
#: All but those that a packet makes itself: they are about no household and no area.
FORMS = sorted(
    (form for form in REGISTRY.forms.values() if form.about not in {"packet", "volume"}),
    key=lambda form: form.key,
)
TOWN = township(2026, 1, 24, 5)
WORKED_OUT = binding._worked_out
TAG = re.compile(r"\{\{(.*?)\}\}")
SPACES = re.compile(r"[\s_＿\u00a0]")


class PlainJinja(jinja2.Environment):
    """Jinja2 as it is, except that a missing object on the way gives nothing."""

    def getattr(self, obj, attribute):
        if obj is None or obj == "":
            return None
        return obj.get(attribute) if isinstance(obj, Mapping) else getattr(obj, attribute)

    def getitem(self, obj, argument):
        if obj is None or isinstance(obj, Mapping):
            return None if obj is None else obj.get(argument)
        return obj[argument] if -len(obj) <= argument < len(obj) else None


class NothingIsBlank(NodeTransformer):
    """``~`` writes nothing for a missing value, and ``a if b`` is nothing without ``else``."""

    def visit_Concat(self, node):
        self.generic_visit(node)
        return nodes.Concat([nodes.Filter(one, "text", [], [], None, None) for one in node.nodes])

    def visit_CondExpr(self, node):
        self.generic_visit(node)
        node.expr2 = node.expr2 or nodes.Const(None)
        return node


class Plain:
    """Works out expressions one by one with Jinja2."""

    def __init__(self, filters):
        self.environment = PlainJinja(autoescape=False)
        text = {"text": lambda value: "" if value is None else str(value)}
        self.environment.filters = {**filters, **text}
        self.known = {}

    def __call__(self, source, names):
        if source not in self.known:
            tree = self.environment.parse("{{ " + source + " }}").body[0].nodes[0]
            named = nodes.Assign(nodes.Name("result", "store"), NothingIsBlank().visit(tree), lineno=1)
            whole = nodes.Template([named], lineno=1)
            whole.set_environment(self.environment)
            self.known[source] = self.environment.from_string(whole)
        context = self.known[source].new_context(names)
        list(self.known[source].root_render_func(context))
        return context.vars["result"]


PLAIN = Plain(REGISTRY.filters)


def worked_out_plainly(form, names):
    """The values of a form as Jinja2 gives them, and the boxes that cannot be written."""
    known = binding.HOUSEHOLD_NAMES if form.about == "household" else binding.VILLAGE_NAMES
    names = {name: names.get(name) for name in known}
    troubles, values = [], {}

    def write(field, full, scope):
        empty = form.empty if field.empty is None else field.empty
        try:
            value = PLAIN(field.source, scope)
            if field.kind == "ticks":
                return binding._ticker(field.options)(value, PLAIN(field.other or "none", scope))
            return (binding._cell if form.format == "xlsx" else binding.paper)(value, empty)
        except binding.TROUBLE:
            troubles.append(full)
            return binding.Ticks(frozenset()) if field.kind == "ticks" else empty

    for field in form.fields:
        values[field.name] = write(field, field.name, names)
    for table in form.tables:
        rows = [
            row
            for row in PLAIN(table.each, names) or ()
            if not table.where or PLAIN(table.where, {**names, "row": row})
        ]
        values[table.name] = [
            {
                column.name: write(
                    column, f"{table.name}.{column.name}", {**names, "row": row, "index": index}
                )
                for column in table.columns
            }
            for index, row in enumerate(rows, 1)
        ]
    return values, troubles


def subjects(form):
    """The households, or the village or larger area, that a form is about."""
    if form.about == "household":
        return TOWN.cases
    width = {"village": 12, "township": 9, "county": 6}[form.about]
    blank = {"village": {"group": ""}, "township": {"group": "", "village": ""}}
    blank["county"] = blank["township"] | {"township": ""}
    return [
        Roster(cases[0].area.model_copy(update=blank[form.about] | {"code": code}), cases)
        for code, cases in (
            (code, tuple(group))
            for code, group in groupby(TOWN.cases, key=lambda case: case.area.code[:width])
        )
    ]


def bound(form):
    """The form for everybody that it is about."""
    policy = next(one for one in REGISTRY.policies.values() if one.id == "cn")
    binder, occasion = Binder([form], REGISTRY.filters), Occasion(TOWN.as_of, policy)
    bind = binder.bind if form.about == "household" else binder.bind_village
    return [one for subject in subjects(form) if (one := bind(form, subject, occasion)) is not None]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.key)
def test_the_function_of_a_form_gives_what_jinja2_gives(form, monkeypatch):
    compared = []

    def both(form, plan, names, subject):
        values, troubles = WORKED_OUT(form, plan, names, subject)
        plain, troubled = worked_out_plainly(form, names)
        assert values == plain
        assert [name for name, _ in troubles] == troubled
        compared.append(form.key)
        return values, troubles

    monkeypatch.setattr(binding, "_worked_out", both)
    assert len(bound(form)) <= len(compared)


def test_nearly_all_forms_apply_to_somebody_who_is_compared():
    assert sum(bool(bound(form)) for form in FORMS) > 0.85 * len(FORMS)


def texts(content):
    """The text of each paragraph."""
    root = docx.Document(BytesIO(content)).element.body
    return ["".join(text.text or "" for text in node.iter(qn("w:t"))) for node in root.iter(qn("w:p"))]


def plainly(text, values):
    """What Jinja2 makes of a paragraph's text, without printed rules."""
    environment = jinja2.Environment(autoescape=False, undefined=jinja2.StrictUndefined)
    return SPACES.sub("", environment.from_string(text).render(values))


def takes_texts_only(text, tables):
    """Whether a paragraph has tags, and none of boxes to tick or fill one by one, or of a record."""
    tags = TAG.findall(text)
    return bool(tags) and not any("|" in tag or tag.strip().partition(".")[0] in tables for tag in tags)


@pytest.mark.parametrize("form", [one for one in FORMS if one.format == "docx"], ids=lambda form: form.key)
def test_a_word_template_holds_what_jinja2_makes_of_its_paragraphs(form):
    papers = bound(form)
    if not papers:
        return
    paper = min(papers, key=lambda one: sum(len(one.values[table.name]) for table in form.tables))
    tables = {table.name for table in form.tables}
    printed = [
        SPACES.sub("", text) for text in texts(word.ready(form, form.template.read_bytes()).fill(paper))
    ]
    own = [text for text in texts(form.template.read_bytes()) if takes_texts_only(text, tables)]
    assert [text for text in own if plainly(text, paper.values) not in printed] == []
    assert own or not form.fields


@pytest.mark.parametrize("form", [one for one in FORMS if one.format == "xlsx"], ids=lambda form: form.key)
def test_a_workbook_is_filled_the_short_way_as_cell_by_cell(form):
    opened = excel.ready(form, form.template.read_bytes())
    for paper in bound(form):
        values = opened.values(paper)
        for _, rows in opened.template.rows:
            short, long = opened.template.filling(values), opened.template.filling(values)
            assert rows.text(short) == plain_rows(long, rows.sheet)

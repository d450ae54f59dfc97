import sys
from dataclasses import replace
from pathlib import Path

import pytest

from docgen import Field, Form, FormError, PluginError, Policy, hookimpl
from docgen.bind import Binder
from docgen.plugins import BUILTINS
from docgen.plugins.filters import register_filters
from docgen.registry import gather, load, new_manager

HOOKS = ("checks", "filters", "forms", "policies", "procedures", "readers", "renderers")
FORM = Form("cn.test", "试表", "2026", Path("x.docx"), ())


class Misspelt:
    @hookimpl
    def register_form(self):
        return []


class Upper:
    @hookimpl
    def register_filters(self):
        return {"upper_cn": str.upper}


class Bringing:
    def __init__(self, *forms):
        self.forms = forms

    @hookimpl
    def register_forms(self):
        return self.forms


@pytest.fixture
def manager():
    return new_manager()


def test_a_misspelt_hook_is_an_error(manager):
    manager.register(Misspelt(), "hunan")
    with pytest.raises(PluginError, match="register_form") as raised:
        gather(manager)
    assert raised.value.where == "hunan"


def test_two_plugins_cannot_bring_the_same_name(manager):
    manager.register(Upper(), "a")
    manager.register(Upper(), "b")
    with pytest.raises(PluginError, match="upper_cn") as raised:
        gather(manager)
    assert raised.value.where == "a / b"


def test_two_plugins_cannot_bring_the_same_edition_of_a_form(manager):
    manager.register(Bringing(FORM), "a")
    manager.register(Bringing(FORM), "b")
    with pytest.raises(PluginError, match=r"cn\.test@2026"):
        gather(manager)


def test_a_form_may_replace_another_when_it_says_so(manager):
    ours = replace(FORM, id="hunan.test", replaces="cn.test")
    manager.register(Bringing(FORM), "national")
    manager.register(Bringing(ours), "hunan")
    registry = gather(manager)
    assert list(registry.forms) == ["hunan.test@2026"]
    assert registry.owners == {"hunan.test@2026": "hunan"}


def test_a_bare_id_means_the_newest_edition(manager):
    manager.register(Bringing(FORM, replace(FORM, edition="2014")), "a")
    registry = gather(manager)
    assert registry.form("cn.test").edition == "2026"
    assert registry.form("cn.test@2014").edition == "2014"
    assert registry.form("cn.none") is None
    assert [form.edition for form in registry.forms_in_force()] == ["2026"]


def test_tables_do_not_depend_on_registration_order():
    one, other = new_manager(), new_manager()
    for manager, names in ((one, "ab"), (other, "ba")):
        for name in names:
            manager.register(Bringing(replace(FORM, id=f"cn.{name}")), name)
    assert list(gather(one).forms.items()) == list(gather(other).forms.items())


def test_policies_are_keyed_by_id_and_year(manager):
    class County:
        @hookimpl
        def register_policies(self):
            return [Policy("hunan", "湖南", "43", 2024)]

    manager.register(County(), "hunan")
    assert list(gather(manager).policies) == ["hunan@2024"]


def test_the_builtins_bring_every_table():
    registry = load(BUILTINS, installed=False)
    for table in (registry.readers, registry.policies, registry.checks, registry.forms, registry.filters):
        assert table
    assert set(registry.renderers) == {("docx", "docx"), ("docx", "pdf"), ("xlsx", "xlsx"), ("xlsx", "pdf")}
    assert {one.name for one in registry.plugins} == set(BUILTINS)


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """Put a plugin on the path as pip does: a module and its entry point."""

    def put(name, code):
        (tmp_path / f"county_{name}.py").write_text(code, encoding="utf-8")
        folder = tmp_path / f"county_{name}-1.0.dist-info"
        folder.mkdir()
        (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: county-{name}\nVersion: 1.0\n")
        (folder / "entry_points.txt").write_text(f"[docgen]\n{name} = county_{name}\n")
        monkeypatch.syspath_prepend(tmp_path)
        names.append(f"county_{name}")

    names = []
    yield put
    for name in names:
        sys.modules.pop(name, None)


HOOK = "from docgen import hookimpl\n@hookimpl\ndef {hook}():\n    {body}\n"


@pytest.mark.parametrize(
    ("code", "wanted"),
    [
        ("raise ValueError('boom')", "PLUGIN-103"),
        ("import not_there_at_all", "PLUGIN-103"),
        ("def broken(:", "PLUGIN-103"),
        ("DOCGEN_API = 99", "PLUGIN-104"),
        ("DOCGEN_API = 'new'", "PLUGIN-104"),
        (HOOK.format(hook="register_form", body="return []"), "PLUGIN-101"),
        *((HOOK.format(hook=f"register_{kind}", body="1 / 0"), "PLUGIN-105") for kind in HOOKS),
        *((HOOK.format(hook=f"register_{kind}", body="return [object()]"), "PLUGIN-105") for kind in HOOKS),
        (HOOK.format(hook="register_filters", body="return {'rmb': str}"), "PLUGIN-102"),
    ],
)
def test_a_plugin_that_breaks_its_contract_stops_the_opening_and_is_named(installed, code, wanted):
    installed("yunling", code)
    with pytest.raises(PluginError) as raised:
        load(BUILTINS)
    assert raised.value.code == wanted
    assert "yunling" in str(raised.value)


def test_a_plugin_whose_template_lies_outside_its_folder_is_refused(installed, tmp_path):
    (tmp_path / "secret.docx").write_bytes(b"")
    forms = tmp_path / "pack" / "forms" / "x"
    forms.mkdir(parents=True)
    (forms / "x.toml").write_text(
        '[form]\nid = "x.y.z"\ntitle = "x"\nedition = "1"\ntemplate = "../../../secret.docx"\n',
        encoding="utf-8",
    )
    body = f"from docgen import load_forms; from pathlib import Path; return load_forms(Path({str(tmp_path / 'pack')!r}))"
    installed("yunling", HOOK.format(hook="register_forms", body=body))
    with pytest.raises(FormError, match=r"secret\.docx"):
        load(BUILTINS)


@pytest.mark.parametrize(
    "source",
    [
        "''.__class__.__mro__",
        "head.__class__",
        "cycler",
        "head.name.format('x')",
        "head|attr('name')",
        "'x' * 10 ** 10",
    ],
)
def test_an_expression_of_a_plugin_reaches_nothing_but_the_case(source):
    blank = replace(FORM, fields=(Field("box", "栏目", source),))
    with pytest.raises(FormError):
        Binder([blank], register_filters())


def test_only_the_plugins_allowed_take_part_and_only_with_their_own_files(installed, tmp_path):
    installed("yunling", HOOK.format(hook="register_filters", body="return {'yunling': str}"))
    digest = next(one for one in load((), allowed=("yunling",)).plugins).digest
    assert load((), allowed=(f"yunling={digest}",)).filters.keys() == {"yunling"}
    (tmp_path / "county_yunling.py").write_text("changed = 1", encoding="utf-8")
    for allowed, code in (((), "PLUGIN-106"), ((f"yunling={digest}",), "PLUGIN-107")):
        with pytest.raises(PluginError) as raised:
            load((), allowed=allowed)
        assert raised.value.code == code

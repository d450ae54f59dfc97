from dataclasses import replace
from pathlib import Path

import pytest

from docgen import Form, PluginError, Policy, hookimpl
from docgen.plugins import BUILTINS
from docgen.registry import gather, load, new_manager

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

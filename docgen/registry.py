"""Gather what plugins bring into tables that the rooms can use.

pluggy is met here and in `hookspecs`, nowhere else.
"""

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pluggy

from . import hookspecs
from .errors import PluginError, PolicyError
from .form import Form
from .formpack import load_forms, pack_folder
from .hookspecs import Check, Filter, Reader, Renderer
from .nouns import dataclass
from .policy import Policy, faults
from .policypack import load_policies
from .procedure import Procedure
from .procedurepack import load_procedures

ENTRY_POINTS = "docgen"


@dataclass(frozen=True, slots=True)
class Brought:
    """A plugin and the keys of everything it brought, by hook."""

    name: str
    version: str
    keys: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Registry:
    """Everything registered, sorted and frozen before the first case is read.

    ``forms`` holds every edition by ``id@edition``; `form` resolves a bare id.
    """

    readers: Mapping[str, Reader]
    policies: Mapping[str, Policy]
    procedures: Mapping[str, Procedure]
    checks: Mapping[str, Check]
    forms: Mapping[str, Form]
    filters: Mapping[str, Filter]
    renderers: Mapping[tuple[str, str], Renderer]
    plugins: tuple[Brought, ...]
    owners: Mapping[str, str]

    def form(self, name: str) -> Form | None:
        """Return the form with key ``name`` (``id@edition``), or the edition in force of a bare id."""
        editions = [form for form in self.forms.values() if form.id == name]
        return self.forms.get(name) or max(editions, key=lambda form: form.edition, default=None)

    def near_forms(self, name: str) -> list[str]:
        """Return ids and keys that look like ``name``."""
        return get_close_matches(name, [*self.forms, *{form.id for form in self.forms.values()}])

    def forms_in_force(self) -> tuple[Form, ...]:
        """Return the newest edition of every form, in packet order."""
        newest = {form.id: form for form in sorted(self.forms.values(), key=lambda form: form.edition)}
        return tuple(sorted(newest.values(), key=lambda form: (form.order, form.id)))


class FormFolder:
    """A folder of forms, policies and procedures, as a plugin like any other."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @hookspecs.hookimpl
    def register_forms(self) -> Iterable[Form]:
        """Bring the folder's forms."""
        return load_forms(self._folder)

    @hookspecs.hookimpl
    def register_policies(self) -> Iterable[Policy]:
        """Bring the folder's policies."""
        return load_policies(self._folder)

    @hookspecs.hookimpl
    def register_procedures(self) -> Iterable[Procedure]:
        """Bring the folder's procedures; they may extend docgen's own."""
        return load_procedures(self._folder, pack_folder())


def load(builtins: Iterable[str], *, installed: bool = True, folders: Iterable[Path] = ()) -> Registry:
    """Return the registry of the built-in plugins, of those installed, and of ``folders`` of forms."""
    manager = new_manager()
    for name in builtins:
        manager.register(import_module(name), name)
    if installed:
        _load_installed(manager)
    for folder in folders:
        manager.register(FormFolder(folder), f"forms:{folder}")
    return gather(manager)


def new_manager() -> pluggy.PluginManager:
    """Return a manager that knows the hooks and no plugin."""
    manager = pluggy.PluginManager(ENTRY_POINTS)
    manager.add_hookspecs(hookspecs)
    return manager


def _load_installed(manager: pluggy.PluginManager) -> None:
    """Register every installed plugin; one that fails to import stops the run.

    An official packet must not silently lack a form.
    """
    for point in sorted(entry_points(group=ENTRY_POINTS), key=lambda point: point.name):
        try:
            plugin = point.load()
        except (ImportError, AttributeError, SyntaxError) as error:
            raise PluginError("PLUGIN-103", where=point.value, plugin=point.name, trouble=error) from error
        manager.register(plugin, point.name)


def gather(manager: pluggy.PluginManager) -> Registry:
    """Return the registry of the plugins already in ``manager``."""
    try:
        manager.check_pending()
    except pluggy.PluginValidationError as error:
        name = manager.get_name(error.plugin) or repr(error.plugin)
        raise PluginError("PLUGIN-101", where=name, plugin=name, trouble=error) from error
    rows = {hook: list(_rows(manager, hook)) for hook in _HOOKS}
    forms = _superseding(rows["register_forms"])
    tables = {
        hook: _unique(hook, forms if hook == "register_forms" else found) for hook, found in rows.items()
    }
    wrong = faults(tables["register_policies"].values())
    if wrong:
        raise PolicyError("POLICY-106", where="forms/", details=wrong)
    return Registry(
        readers=tables["register_readers"],
        policies=tables["register_policies"],
        procedures=tables["register_procedures"],
        checks=tables["register_checks"],
        forms=tables["register_forms"],
        filters=tables["register_filters"],
        renderers=tables["register_renderers"],
        plugins=_brought(manager, rows),
        owners={key: plugin for plugin, key, _ in forms},
    )


_HOOKS = tuple(sorted(name for name in vars(hookspecs) if name.startswith("register_")))


def _rows(manager: pluggy.PluginManager, hook: str) -> Iterator[tuple[str, Any, Any]]:
    """Yield (plugin, key, thing) for everything ``hook`` brings, plugins by name."""
    impls = getattr(manager.hook, hook).get_hookimpls()
    for impl in sorted(impls, key=lambda impl: impl.plugin_name):
        brought = impl.function()
        pairs = brought.items() if isinstance(brought, Mapping) else ((thing.key, thing) for thing in brought)
        for key, thing in pairs:
            yield impl.plugin_name, key, thing


def _superseding(rows: list[tuple[str, Any, Any]]) -> list[tuple[str, Any, Any]]:
    """Leave out the forms that another form says it replaces, by id or by key."""
    replaced = {form.replaces for _, _, form in rows if form.replaces}
    return [row for row in rows if not {row[2].id, row[2].key} & (replaced - {row[2].replaces})]


def _unique(hook: str, rows: Iterable[tuple[str, Any, Any]]) -> dict[Any, Any]:
    table: dict[Any, Any] = {}
    owner: dict[Any, str] = {}
    for plugin, key, thing in rows:
        if key in table:
            both = f"{owner[key]} / {plugin}"
            raise PluginError("PLUGIN-102", where=both, hook=hook, key=key, first=owner[key], second=plugin)
        table[key], owner[key] = thing, plugin
    return dict(sorted(table.items()))


def _brought(
    manager: pluggy.PluginManager, rows: Mapping[str, list[tuple[str, Any, Any]]]
) -> tuple[Brought, ...]:
    versions = {dist.project_name: dist.version for _, dist in manager.list_plugin_distinfo()}
    return tuple(
        Brought(
            name=name,
            version=versions.get(name, ""),
            keys={
                hook: tuple(str(key) for plugin, key, _ in found if plugin == name)
                for hook, found in rows.items()
            },
        )
        for name, _ in sorted(manager.list_name_plugin())
    )

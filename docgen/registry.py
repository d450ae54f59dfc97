"""Gather what plugins bring into tables that the rooms can use.

pluggy is met here and in `hookspecs`, nowhere else.
"""

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from hashlib import sha256
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
    place: Path | None = None

    @property
    def digest(self) -> str:
        """The SHA-256 of everything in its files: their names and contents, in order."""
        return digest_of(self.place)


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
        self._folder = self.docgen_files = folder

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


def load(
    builtins: Iterable[str],
    *,
    installed: bool = True,
    folders: Iterable[Path] = (),
    allowed: Iterable[str] | None = None,
) -> Registry:
    """Return the registry of the built-in plugins, of those installed, and of ``folders`` of forms.

    ``allowed`` are the installed plugins that may take part, each by its name, or by ``name=digest`` where its files
    are to be those of that SHA-256; None allows all.
    """
    manager = new_manager()
    for name in builtins:
        manager.register(import_module(name), name)
    versions = _load_installed(manager, None if allowed is None else tuple(allowed)) if installed else {}
    for folder in folders:
        manager.register(FormFolder(folder), f"forms:{folder}")
    return gather(manager, versions)


def new_manager() -> pluggy.PluginManager:
    """Return a manager that knows the hooks and no plugin."""
    manager = pluggy.PluginManager(ENTRY_POINTS)
    manager.add_hookspecs(hookspecs)
    return manager


#: What a plugin's own code may end in; anything else is a fault of docgen.
_RAISES = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    ImportError,
    LookupError,
    NameError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
)


def _load_installed(manager: pluggy.PluginManager, allowed: tuple[str, ...] | None) -> Mapping[str, str]:
    """Register every installed plugin and return their versions; one that fails, or may not take part, stops the run.

    An official packet must not silently lack a form.
    """
    versions: dict[str, str] = {}
    known = {entry.partition("=")[0]: entry.partition("=")[2] for entry in allowed or ()}
    for point in sorted(entry_points(group=ENTRY_POINTS), key=lambda point: point.name):
        if allowed is not None and point.name not in known:
            raise PluginError("PLUGIN-106", where=point.value, plugin=point.name)
        try:
            plugin = point.load()
        except _RAISES as error:
            raise PluginError("PLUGIN-103", where=point.value, plugin=point.name, trouble=error) from error
        _check_version(plugin, point.name)
        wanted = known.get(point.name, "")
        if wanted and not digest_of(place_of(plugin)).startswith(wanted):
            raise PluginError("PLUGIN-107", where=point.value, plugin=point.name, wanted=wanted)
        try:
            manager.register(plugin, point.name)
        except ValueError as error:
            raise PluginError("PLUGIN-103", where=point.value, plugin=point.name, trouble=error) from error
        versions[point.name] = point.dist.version if point.dist else ""
    return versions


def _check_version(plugin: object, name: str) -> None:
    """Raise for a plugin made for a newer docgen than this one."""
    wanted = getattr(plugin, "DOCGEN_API", hookspecs.API_VERSION)
    if not isinstance(wanted, int) or wanted > hookspecs.API_VERSION:
        raise PluginError("PLUGIN-104", where=name, plugin=name, wanted=wanted, present=hookspecs.API_VERSION)


def place_of(plugin: object) -> Path | None:
    """Return where a plugin's files are: its package, its module, or its folder of forms."""
    place = getattr(plugin, "docgen_files", None) or getattr(plugin, "__file__", None)
    if place is None:
        return None
    return Path(place).parent if Path(place).name == "__init__.py" else Path(place)


def digest_of(place: Path | None) -> str:
    """Return the SHA-256 of a plugin's files: names and contents, in order; of a folder, only its forms and templates."""
    whole = sha256()
    for path in _files_in(place) if place else ():
        name = path.relative_to(place).as_posix() if place and path != place else path.name
        whole.update(f"{name}\0".encode())
        whole.update(sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def _files_in(place: Path) -> list[Path]:
    if place.is_file():
        return [place]
    is_package = (place / "__init__.py").is_file()
    within = [place] if is_package else [place / "forms", place / "templates"]
    found = (path for folder in within for path in folder.rglob("*"))
    return sorted(path for path in found if path.is_file() and "__pycache__" not in path.parts)


def gather(manager: pluggy.PluginManager, versions: Mapping[str, str] | None = None) -> Registry:
    """Return the registry of the plugins already in ``manager``; ``versions`` are those of the installed ones."""
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
        plugins=_brought(manager, rows, versions or {}),
        owners={key: plugin for plugin, key, _ in forms},
    )


_HOOKS = tuple(sorted(name for name in vars(hookspecs) if name.startswith("register_")))


def _rows(manager: pluggy.PluginManager, hook: str) -> Iterator[tuple[str, Any, Any]]:
    """Yield (plugin, key, thing) for everything ``hook`` brings, plugins by name."""
    impls = getattr(manager.hook, hook).get_hookimpls()
    for impl in sorted(impls, key=lambda impl: impl.plugin_name):
        for key, thing in _pairs(impl, hook):
            yield impl.plugin_name, key, thing


def _pairs(impl: Any, hook: str) -> list[tuple[Any, Any]]:
    """Return what one plugin brings by one hook; what goes wrong in it is the plugin's fault."""
    try:
        brought = impl.function()
        if isinstance(brought, Mapping):
            return list(brought.items())
        return [(thing.key, thing) for thing in brought]
    except _RAISES as error:
        raise PluginError(
            "PLUGIN-105", where=impl.plugin_name, plugin=impl.plugin_name, hook=hook, trouble=error
        ) from error


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
    manager: pluggy.PluginManager, rows: Mapping[str, list[tuple[str, Any, Any]]], versions: Mapping[str, str]
) -> tuple[Brought, ...]:
    return tuple(
        Brought(
            name=name,
            version=versions.get(name, ""),
            keys={
                hook: tuple(str(key) for plugin, key, _ in found if plugin == name)
                for hook, found in rows.items()
            },
            place=place_of(plugin),
        )
        for name, plugin in sorted(manager.list_name_plugin(), key=lambda pair: pair[0])
    )

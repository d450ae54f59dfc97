"""The house keeps its shape: who may import whom, and who owns which library."""

import ast
from pathlib import Path

import pytest

import docgen

PACKAGE = Path(docgen.__file__).parent

#: Each room may import rooms of a lower floor, never of its own or a higher one.
FLOORS = [
    {"nouns", "toml"},
    {"errors", "codes", "figures", "collector", "ooxml"},
    {"pdf", "village"},
    {"case"},
    {
        "declaration",
        "policy",
        "form",
        "workspace",
        "intake",
        "expression",
        "delivery",
        "dossier",
        "listing",
        "place",
        "columns",
        "calendar_cn",
        "overview",
    },
    {"differing", "document", "view", "procedure", "signed", "paper", "pagecode", "naming"},
    {"course"},
    {"hookspecs"},
    {
        "formpack",
        "assess",
        "read",
        "merge",
        "check",
        "bind",
        "fit",
        "preflight",
        "render",
        "roster",
        "worklist",
        "store",
        "doctor",
        "demo",
        "events",
        "policypack",
        "procedurepack",
        "report",
        "standing",
        "rhythm",
        "pack",
        "volume",
        "signing",
        "archive",
        "authoring",
        "readback",
        "scaffold",
    },
    {"registry"},
    {"pipeline"},
    {"deliver", "verify"},
    {"volumes"},
    {"yearly"},
    {"workers"},
    {"plugins"},
    {"cli"},
    {"__main__"},
]
FLOOR = {room: number for number, floor in enumerate(FLOORS) for room in floor}

#: A public library that knows no case: what each may import of docgen.
LIBRARIES = {"ooxml": {"ooxml", "nouns"}, "pdf": {"pdf", "ooxml", "nouns"}}

#: What a plugin may import beside the front door.
PUBLIC = ("docgen.columns", "docgen.ooxml", "docgen.pdf", "docgen.plugins.")

#: Every third-party package has its owners.
OWNERS = {
    "calamine": ("plugins",),
    "chinese_calendar": ("calendar_cn",),
    "cn2an": ("plugins.filters",),
    "docx": ("plugins.word",),
    "jinja2": ("expression", "ooxml", "report"),
    "markupsafe": ("report",),
    "lxml": ("ooxml", "pdf", "plugins"),
    "openpyxl": ("roster", "worklist", "report", "signing", "authoring", "plugins"),
    "pikepdf": ("pdf",),
    "PIL": ("pdf",),
    "pluggy": ("hookspecs", "registry"),
    "pydantic": (
        "case",
        "codes",
        "expression",
        "intake",
        "merge",
        "place",
        "columns",
        "plugins",
        "readback",
        "store",
        "cli",
    ),
    "pypdfium2": ("pdf",),
    "pyrage": ("store",),
    "python_calamine": ("plugins",),
    "rich": ("cli",),
    "segno": ("pdf",),
    "sqlite3": ("store", "doctor"),
    "tomli": ("toml",),
    "typer": ("cli",),
    "weasyprint": ("pdf",),
    "yaml": ("plugins", "cli"),
    "zxingcpp": ("pdf",),
}

MODULES = {
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts): path for path in sorted(PACKAGE.rglob("*.py"))
}
INSIDE = {name: path for name, path in MODULES.items() if not name.startswith("_pack") and name != "__init__"}


def room_of(name):
    return name.split(".")[0]


def imported(name):
    """Yield every imported module in full, also those inside functions and type guards."""
    parts = ["docgen", *name.removesuffix(".__init__").split(".")]
    package = parts if name.endswith("__init__") else parts[:-1]
    for node in ast.walk(ast.parse(INSIDE[name].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            up = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*up, *([node.module] if node.module else [])])
            yield from (f"{base}.{alias.name}" for alias in node.names)


def rooms_used(name):
    ours = (path.split(".")[1] for path in imported(name) if path.startswith("docgen."))
    return {room for room in ours if room in FLOOR} - {room_of(name)}


@pytest.mark.parametrize(
    "name", [name for name in INSIDE if not name.startswith(("plugins.", "ooxml.", "pdf."))]
)
def test_imports_point_downwards(name):
    floor = FLOOR[room_of(name)]
    assert {room for room in rooms_used(name) if FLOOR[room] >= floor} == set()


@pytest.mark.parametrize("name", [name for name in INSIDE if room_of(name) in LIBRARIES])
def test_the_public_libraries_know_no_case(name):
    ours = {path.split(".")[1] for path in imported(name) if path.startswith("docgen.")}
    assert ours <= LIBRARIES[room_of(name)]


@pytest.mark.parametrize("name", [name for name in INSIDE if name.startswith("plugins.")])
def test_plugins_come_in_by_the_front_door(name):
    taken = {path for path in imported(name) if path.startswith("docgen.")}
    offered = {f"docgen.{public}" for public in docgen.__all__}
    inside = {path for path in taken if path.startswith(PUBLIC)}
    assert taken - offered - inside == set()


@pytest.mark.parametrize("name", sorted(INSIDE))
def test_third_party_packages_stay_with_their_owners(name):
    used = {path.split(".")[0] for path in imported(name)} & OWNERS.keys()
    assert {package for package in used if not name.startswith(OWNERS[package])} == set()


def test_every_room_has_a_floor():
    assert {room_of(name) for name in INSIDE} == FLOOR.keys()


def test_nothing_below_the_desk_prints_or_asks_the_clock():
    told = {}
    for name, path in INSIDE.items():
        if room_of(name) in ("cli", "__main__"):
            continue
        calls = [
            node
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Call)
        ]
        names = {ast.unparse(node.func) for node in calls}
        told[name] = names & {"print", "sys.exit", "date.today", "datetime.now", "time.time", "random.random"}
    assert {name: found for name, found in told.items() if found} == {}


def test_the_front_door_offers_what_it_says():
    assert sorted(docgen.__all__) == docgen.__all__ or docgen.__all__ == sorted(
        docgen.__all__, key=_as_ruff_sorts
    )
    assert [name for name in docgen.__all__ if not hasattr(docgen, name)] == []


def _as_ruff_sorts(name):
    return (0 if name.isupper() else 1 if name[0].isupper() else 2, name)

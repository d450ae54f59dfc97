"""The household's handbook (扶贫手册), and its successor (防止返贫监测帮扶手册) as a later edition."""

from collections.abc import Iterable

from docgen import Form, hookimpl, load_forms, pack_folder

DECLARATIONS = ("cn/handbook_2014.toml", "cn/handbook_2021.toml")


@hookimpl
def register_forms() -> Iterable[Form]:
    """Bring both editions of the handbook."""
    return load_forms(pack_folder(), DECLARATIONS, later=True)

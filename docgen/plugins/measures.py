"""The sheet of measures carried out (防止返贫监测对象帮扶措施落实情况表)."""

from collections.abc import Iterable

from docgen import Form, hookimpl, load_forms, pack_folder

DECLARATIONS = ("cn/elimination_measures.toml",)


@hookimpl
def register_forms() -> Iterable[Form]:
    """Bring the sheet of measures."""
    return load_forms(pack_folder(), DECLARATIONS)

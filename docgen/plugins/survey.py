"""The sheet of household facts (防止返贫监测对象信息采集表)."""

from collections.abc import Iterable

from docgen import Form, hookimpl, load_forms, pack_folder

DECLARATIONS = ("cn/identification_survey.toml",)


@hookimpl
def register_forms() -> Iterable[Form]:
    """Bring the sheet of household facts."""
    return load_forms(pack_folder(), DECLARATIONS, later=True)

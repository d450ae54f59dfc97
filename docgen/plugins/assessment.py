"""The assessment that a risk is gone (防止返贫监测对象风险消除评估表)."""

from collections.abc import Iterable

from docgen import Form, hookimpl, load_forms, pack_folder

DECLARATIONS = ("cn/elimination_assessment.toml",)


@hookimpl
def register_forms() -> Iterable[Form]:
    """Bring the assessment."""
    return load_forms(pack_folder(), DECLARATIONS)

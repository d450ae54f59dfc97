"""The running approval sheet of identification (防止返贫监测对象识别审批表)."""

from collections.abc import Iterable

from docgen import Form, hookimpl, load_forms, pack_folder

DECLARATIONS = ("cn/identification_approval.toml",)


@hookimpl
def register_forms() -> Iterable[Form]:
    """Bring the approval sheet."""
    return load_forms(pack_folder(), DECLARATIONS, later=True)

"""The application with promise and authorisation (防止返贫监测对象个人申请及承诺授权书)."""

from collections.abc import Iterable

from docgen import Form, hookimpl, load_forms, pack_folder

DECLARATIONS = ("cn/identification_application.toml",)


@hookimpl
def register_forms() -> Iterable[Form]:
    """Bring the application."""
    return load_forms(pack_folder(), DECLARATIONS, later=True)

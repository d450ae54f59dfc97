"""The sheet of measures carried out (防止返贫监测对象帮扶措施落实情况表)."""

from collections.abc import Iterable, Mapping
from typing import Any

from docgen import Case, Form, Measure, Roster, hookimpl, load_forms, pack_folder

DECLARATIONS = ("cn/elimination_measures.toml",)

#: Help by development (开发式帮扶), as against support (兜底保障).
DEVELOPMENT = ("产业帮扶", "就业帮扶", "金融帮扶", "公益岗位帮扶")

#: The year in which monitoring against relapse began; older help belongs to the handbook of 2014.
BEGAN = 2021


def worked_out(subject: Case | Roster, names: Mapping[str, Any]) -> Mapping[str, Any]:  # noqa: ARG001
    """Work out whether help by development was carried out (是否实施开发式帮扶措施)."""
    if not isinstance(subject, Case):
        return {}
    return {"began": BEGAN, "developed": any(_is_developed(measure) for measure in subject.measures)}


def _is_developed(measure: Measure) -> bool:
    day = measure.done_on or measure.planned_on
    recent = day is None or day.year >= BEGAN
    return recent and measure.category in DEVELOPMENT and measure.state == "已落实"


@hookimpl
def register_forms() -> Iterable[Form]:
    """Bring the sheet of measures."""
    compute = {"cn.elimination.measures": worked_out}
    return load_forms(pack_folder(), DECLARATIONS, compute=compute, later=True)

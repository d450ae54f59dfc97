"""``docgen schema``: the shape of a case file."""

from docgen.case import Case

from .speech import as_json


def schema() -> None:
    """输出一户一案数据的 JSON Schema：每一栏的中文名、单位和来源。"""
    as_json(Case.model_json_schema(mode="serialization", by_alias=True))

"""``docgen form``: which forms there are."""

from typing import Annotated

import typer

from docgen.errors import FormError
from docgen.form import Form

from . import desk
from .speech import Desk, as_json, line, table

app = Desk()


@app.command("list")
def list_forms(
    forms: desk.FormsOption = None,
    json: Annotated[bool, typer.Option("--json", help="用 JSON 输出，给程序读。")] = False,
) -> None:
    """列出全部表单：编号、版本、目录号、名称、格式。"""
    registry = desk.registry(forms)
    listed = sorted(registry.forms.values(), key=lambda form: (form.order, form.key))
    if json:
        as_json([_summary(form, registry.owners[form.key]) for form in listed])
        return
    rows = [(form.key, form.catalogue, form.title, form.format, _about(form)) for form in listed]
    table(("编号@版本", "目录号", "名称", "格式", "对象"), rows, whole=("编号@版本",))


@app.command()
def show(
    name: Annotated[str, typer.Argument(help="表单编号，可加 @版本。")],
    forms: desk.FormsOption = None,
    json: Annotated[bool, typer.Option("--json", help="用 JSON 输出，给程序读。")] = False,
) -> None:
    """看一张表单：来源、份数、栏目、清单、签字盖章处。"""
    registry = desk.registry(forms)
    form = registry.form(name)
    if form is None:
        raise FormError("FORM-105", where=name, name=name, near="、".join(registry.near_forms(name)) or "无")
    if json:
        as_json(_summary(form, registry.owners[form.key]) | _parts(form))
        return
    line(f"《{form.title}》 {form.key} {form.catalogue}")
    line(f"  来源：{form.source}")
    line(f"  模板：{form.template.name}；对象：{_about(form)}；份数：{'、'.join(form.copies) or '1'}")
    table(
        ("栏目", "必填", "取值"),
        [(one.label, "是" if one.required else "", one.source) for one in form.fields],
    )
    for repeated in form.tables:
        heads = "、".join(column.label for column in repeated.columns)
        line(
            f"  清单「{repeated.label}」每页 {repeated.rows} 行，超出时：{_OVERFLOW[repeated.overflow]}；{heads}"
        )
    for place in form.signatures:
        line(
            f"  手写：{place.label}{'，按手印' if place.fingerprint else ''}{'，盖章' if place.seal else ''}"
        )


_OVERFLOW = {"continuation": "续表", "grow": "加行", "error": "报错"}


def _about(form: Form) -> str:
    return "户" if form.about == "household" else "村"


def _summary(form: Form, plugin: str) -> dict[str, object]:
    return {
        "key": form.key,
        "id": form.id,
        "edition": form.edition,
        "catalogue": form.catalogue,
        "title": form.title,
        "format": form.format,
        "about": form.about,
        "audience": form.audience.value,
        "source": form.source,
        "copies": list(form.copies),
        "plugin": plugin,
    }


def _parts(form: Form) -> dict[str, object]:
    return {
        "fields": [
            {"name": one.name, "label": one.label, "from": one.source, "required": one.required}
            for one in form.fields
        ],
        "tables": [
            {
                "name": one.name,
                "label": one.label,
                "rows": one.rows,
                "columns": [c.label for c in one.columns],
            }
            for one in form.tables
        ],
        "signatures": [place.label for place in form.signatures],
    }

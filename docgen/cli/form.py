"""``docgen form``: which forms there are, and what is to be filled in a new one."""

from pathlib import Path
from typing import Annotated

import typer

from docgen.errors import FormError, UsageError
from docgen.form import Form
from docgen.registry import Registry
from docgen.store import write_whole

from . import desk
from .form_detect import find_blanks
from .form_edit import apply_list, preview, rematch
from .form_new import new_form
from .form_read import read_form
from .speech import Desk, as_json, line, table

app = Desk()
app.command("detect")(find_blanks)
app.command("new")(new_form)
app.command("read")(read_form)
app.command("apply")(apply_list)
app.command("rematch")(rematch)
app.command("preview")(preview)


@app.command("list")
def list_forms(
    forms: desk.FormsOption = None,
    json: Annotated[bool, typer.Option("--json", help="用 JSON 输出，给程序读。")] = False,
) -> None:
    """列出全部表单：编号、版本、目录号、名称、格式。"""
    registry = desk.registry_here(forms)
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
    registry = desk.registry_here(forms)
    form = _named(registry, name)
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


@app.command()
def check(
    name: Annotated[str, typer.Argument(help="表单编号，可加 @版本；或模板文件。")],
    forms: desk.FormsOption = None,
    annotate: Annotated[
        Path | None, typer.Option("--annotate", help="另存一份模板，在每个问题处加批注。")
    ] = None,
) -> None:
    """检查一张表单：标签和声明对不对得上；带样例的再试填、量位置、比对样例。"""
    from docgen import ooxml
    from docgen.plugins.templates import examine, told, with_tags

    form, registry = None, None
    path = Path(name)
    if path.suffix.lower() not in (".docx", ".xlsx"):
        registry = desk.registry_here(forms)
        form = _named(registry, name)
        path = Path(str(form.template))
    elif not path.is_file():
        raise UsageError("CLI-116", where=name, file=name)
    content = path.read_bytes() if form is None else with_tags(form, form.template.read_bytes())
    word = path.suffix.lower() == ".docx"
    problems = examine(content, form, ooxml.compile_docx if word else ooxml.compile_xlsx)
    if annotate is not None and annotate.exists():
        raise UsageError("ROSTER-102", where=str(annotate))
    if annotate is not None and problems:
        noted = ooxml.annotate if word else ooxml.annotate_xlsx
        write_whole(annotate, noted(content, problems, told))
    title = form.title if form else path.name
    if problems:
        raise FormError("FORM-104", where=str(path), details=map(told, problems), form=title)
    line(f"《{title}》的模板没有问题")
    if form is not None and registry is not None:
        from .form_check import check_sample  # templates alone are checked without the machinery of filling

        check_sample(registry, form)


def _named(registry: Registry, name: str) -> Form:
    form = registry.form(name)
    if form is None:
        raise FormError("FORM-105", where=name, name=name, near="、".join(registry.near_forms(name)) or "无")
    return form


_OVERFLOW = {"continuation": "续表", "grow": "加行", "error": "报错"}


def _about(form: Form) -> str:
    return {
        "household": "户",
        "village": "村",
        "township": "乡镇",
        "county": "县",
        "packet": "打印件",
        "volume": "案卷",
    }[form.about]


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

"""A room: read a form pack, a folder of declarations and the templates they name."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, get_args, overload

from .codes import LISTS, Option
from .declaration import Declaration, declarations, declared_under, opening
from .errors import FormError
from .form import STAGES, About, Audience, Compute, Field, Form, Kind, Overflow, Signature, Table

Part = TypeVar("Part", covariant=True)

#: The corners of a page where its code may be wanted.
CORNERS = ("top-right", "top-left", "bottom-right", "bottom-left")

_YES_NO = (Option("true", "是"), Option("false", "否"))
_FORM_KEYS = frozenset(
    [
        "id",
        "title",
        "edition",
        "template",
        "catalogue",
        "source",
        "when",
        "copies",
        "about",
        "audience",
        "default",
        "order",
        "empty",
        "replaces",
        "everyone",
        "code_at",
        "issued",
    ]
)
_FIELD_KEYS = frozenset(
    [
        "name",
        "label",
        "from",
        "required",
        "kind",
        "options",
        "other",
        "stage",
        "empty",
        "at",
        "anchor",
        "section",
        "gap",
        "box",
    ]
)
_TABLE_KEYS = frozenset(
    ["name", "label", "each", "where", "rows", "overflow", "caption", "required", "column"]
)
_SIGNATURE_KEYS = frozenset(
    ["name", "label", "fingerprint", "seal", "stage", "role", "at", "anchor", "section"]
)
_TOP_KEYS = frozenset(("form", "field", "table", "signature"))


def pack_folder() -> Path:
    """Return docgen's own folder of ``forms/`` and ``templates/``: in the wheel, else in the checkout."""
    package = Path(__file__).parent
    installed = package / "_pack"
    return installed if installed.is_dir() else package.parent


def load_forms(
    pack: Path,
    only: Iterable[str] = (),
    *,
    but: Iterable[str] = (),
    compute: Mapping[str, Compute] | None = None,
    later: bool = False,
) -> list[Form]:
    """Return the forms declared under ``pack/forms``, sorted by key.

    ``only`` names the declarations wanted (``cn/handbook_2021.toml``), ``but`` those left out. A form's
    template is looked up beside its declaration, then in ``pack/templates``. ``compute`` holds, by form
    id, what a form works out in Python. Raises `FormError` with all problems of a declaration; with
    ``later``, a form's boxes are read, and their problems raised, when somebody first looks at them.
    """
    wanted = {pack / "forms" / name for name in only}
    unwanted = {pack / "forms" / name for name in but}
    for path in sorted(wanted | unwanted):
        if not path.is_file():
            raise FormError("FORM-110", where=str(path), name=path.name)
    named = sorted((wanted or set(declarations(pack))) - unwanted)

    def read(path: Path) -> list[Form]:
        return [
            _form(table, path, pack / "templates", compute or {})
            for table, path in declared_under("form", (path,))
        ]

    def outlined(path: Path) -> list[Form]:
        head = opening(path, "form")
        if head is None:
            return read(path)
        outline = _form({"form": head}, path, pack / "templates", compute or {})
        return [_with_boxes(outline, cache(lambda: read(path)[0]))]

    forms = [form for path in named for form in (outlined(path) if later else read(path))]
    return sorted(forms, key=lambda form: form.key)


def _with_boxes(outline: Form, whole: Callable[[], Form]) -> Form:
    return replace(
        outline,
        fields=Later(lambda: whole().fields),
        tables=Later(lambda: whole().tables),
        signatures=Later(lambda: whole().signatures),
    )


class Later(Sequence[Part]):
    """A sequence that is read when somebody first looks at it; it equals the tuple that was read."""

    def __init__(self, read: Callable[[], Sequence[Part]]) -> None:
        self._read = read

    @overload
    def __getitem__(self, at: int) -> Part: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Part]: ...
    def __getitem__(self, at: int | slice) -> Part | Sequence[Part]:
        return self._read()[at]

    def __len__(self) -> int:
        return len(self._read())

    def __iter__(self) -> Iterator[Part]:
        return iter(self._read())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))

    def __reduce__(self) -> tuple[type[tuple[Part, ...]], tuple[tuple[Part, ...]]]:
        return tuple, (tuple(self),)


def _form(declared: Mapping[str, Any], path: Path, templates: Path, compute: Mapping[str, Compute]) -> Form:
    read = Declaration(path, FormError, "FORM-102")
    read.keys(declared, _TOP_KEYS, "文件")
    table = declared["form"]
    read.keys(table, _FORM_KEYS, "[form]")
    form_id = read.take(table, "id", str, "[form]")
    template = _template(read, read.take(table, "template", str, "[form]"), path, templates)
    form = Form(
        id=str(form_id),
        title=read.take(table, "title", str, "[form]"),
        edition=str(read.take(table, "edition", (str, int), "[form]")),
        template=template,
        fields=_fields(read, declared.get("field", []), "[[field]]"),
        tables=tuple(_table(read, one) for one in declared.get("table", [])),
        signatures=tuple(_signature(read, one) for one in declared.get("signature", [])),
        copies=tuple(str(copy.get("holder", copy)) for copy in table.get("copies", [])),
        catalogue=read.take(table, "catalogue", str, "[form]", ""),
        source=read.take(table, "source", str, "[form]", ""),
        when=read.take(table, "when", str, "[form]", "true"),
        about=read.choice(table.get("about", "household"), get_args(About), "[form] about"),
        audience=Audience(
            read.choice(table.get("audience", "office"), ("office", "public"), "[form] audience")
        ),
        default=read.take(table, "default", bool, "[form]", True),
        order=read.take(table, "order", int, "[form]", 500),
        empty=read.take(table, "empty", str, "[form]", ""),
        replaces=table.get("replaces"),
        compute=compute.get(str(form_id)),
        declared_in=str(path),
        everyone=read.take(table, "everyone", bool, "[form]", False),
        code_at=read.choice(table.get("code_at", ""), ("", *CORNERS), "[form] code_at"),
        issued=read.take(table, "issued", str, "[form]", ""),
    )
    _unique(read, form)
    read.finish()
    return form


def _unique(read: Declaration, form: Form) -> None:
    names = [field.name for field in form.fields] + [table.name for table in form.tables]
    names += [signature.name for signature in form.signatures]
    names += [f"{table.name}.{column.name}" for table in form.tables for column in table.columns]
    for name in sorted({name for name in names if names.count(name) > 1}):
        read.note(f"「{name}」声明了两次")


def _template(read: Declaration, name: Any, declared_in: Path, templates: Path) -> Path:
    for folder in (declared_in.parent, templates):
        named = folder / str(name)
        if named.is_file() and (found := named.resolve()).is_relative_to(folder.resolve()):
            return found
    read.note(f"[form]：找不到模板 {name}（找过声明所在的文件夹和 templates/）")
    return Path(str(name))


def _fields(read: Declaration, tables: Iterable[Mapping[str, Any]], place: str) -> tuple[Field, ...]:
    return tuple(
        _field(read, table, f"{place} {table.get('name', number)}") for number, table in enumerate(tables, 1)
    )


def _field(read: Declaration, table: Mapping[str, Any], place: str) -> Field:
    read.keys(table, _FIELD_KEYS, place)
    kind: Kind = read.choice(table.get("kind", "text"), get_args(Kind), f"{place} kind")
    return Field(
        name=str(read.take(table, "name", str, place) or ""),
        label=str(read.take(table, "label", str, place) or ""),
        source=str(read.take(table, "from", str, place) or "none"),
        required=read.take(table, "required", bool, place, False),
        kind=kind,
        options=_options(read, table.get("options"), place) if kind == "ticks" else (),
        other=read.take(table, "other", str, place, ""),
        stage=_stage(read, table, place),
        empty=table.get("empty"),
        at=_places(read, table, place),
        anchor=read.take(table, "anchor", str, place, ""),
        section=read.take(table, "section", str, place, ""),
        gap=read.take(table, "gap", int, place, -1),
        box=read.take(table, "box", int, place, -1),
    )


def _places(read: Declaration, table: Mapping[str, Any], place: str) -> tuple[str, ...]:
    """Return the places of a box on an untouched blank; several where records stand side by side."""
    declared = read.take(table, "at", (str, list), place, [])
    return tuple(map(str, [declared] if isinstance(declared, str) else declared))


def _stage(read: Declaration, table: Mapping[str, Any], place: str) -> str:
    """Return the sitting of a box or a signature; empty where it is filled at once."""
    stage = str(read.take(table, "stage", str, place, ""))
    if stage and stage not in STAGES:
        near = get_close_matches(stage, STAGES)
        hint = f"，是不是想写 {'、'.join(near)}" if near else ""
        read.note(f"{place}：没有环节「{stage}」（只有 {'、'.join(STAGES)}）{hint}")
    return stage


def _options(read: Declaration, declared: Any, place: str) -> tuple[Option, ...]:
    if declared == "yesno":
        return _YES_NO
    if isinstance(declared, str) and declared in LISTS:
        return LISTS[declared].options
    if isinstance(declared, list) and all(isinstance(one, list) and len(one) >= 2 for one in declared):
        return tuple(Option(str(code), str(label), tuple(map(str, rest))) for code, label, *rest in declared)
    near = get_close_matches(str(declared), list(LISTS))
    read.note(f"{place}：没有选项表 {declared}" + (f"，是不是想写 {'、'.join(near)}" if near else ""))
    return ()


def _table(read: Declaration, table: Mapping[str, Any]) -> Table:
    place = f"[[table]] {table.get('name', '')}"
    read.keys(table, _TABLE_KEYS, place)
    overflow: Overflow = read.choice(
        table.get("overflow", "continuation"), get_args(Overflow), f"{place} overflow"
    )
    rows = read.take(table, "rows", int, place, 1)
    if rows < 1:
        read.note(f"{place}：rows 至少是 1")
    return Table(
        name=str(read.take(table, "name", str, place) or ""),
        label=str(read.take(table, "label", str, place) or ""),
        each=str(read.take(table, "each", str, place) or "none"),
        where=read.take(table, "where", str, place, ""),
        columns=_fields(read, table.get("column", []), f"{place} [[table.column]]"),
        rows=rows,
        overflow=overflow,
        caption=read.take(table, "caption", str, place, ""),
        required=read.take(table, "required", bool, place, False),
    )


def _signature(read: Declaration, table: Mapping[str, Any]) -> Signature:
    place = f"[[signature]] {table.get('name', '')}"
    read.keys(table, _SIGNATURE_KEYS, place)
    return Signature(
        name=str(read.take(table, "name", str, place) or ""),
        label=str(read.take(table, "label", str, place) or ""),
        fingerprint=read.take(table, "fingerprint", bool, place, False),
        seal=read.take(table, "seal", bool, place, False),
        stage=_stage(read, table, place),
        role=read.take(table, "role", str, place, ""),
        at=read.take(table, "at", str, place, ""),
        anchor=read.take(table, "anchor", str, place, ""),
        section=read.take(table, "section", str, place, ""),
    )

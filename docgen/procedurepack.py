"""A room: read the procedures that a form pack declares (``forms/<county>/procedures.toml``)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin

from .case import Approval, Notice, Proceeding
from .codes import LISTS
from .declaration import Declaration, declarations, declared_under, naming
from .errors import PolicyError
from .procedure import Need, Paper, Posting, Procedure, Step, Term

_FILE_KEYS = frozenset(("procedures", "procedure"))
_COMMON_KEYS = frozenset(("policy", "area", "source"))
_PROCEDURE_KEYS = frozenset(("id", "kind", "title", "extends", "source", "green", "step"))
_STEP_KEYS = frozenset(
    (
        *("id", "title", "actor", "reads", "papers", "signed_by", "needs", "parallel_with"),
        *("notice", "within", "wait", "optional", "loose", "source"),
    )
)
_TERM_KEYS = frozenset(("figure", "number", "unit", "after", "by"))
_DAY_OF_YEAR = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_NOTICE_KEYS = frozenset(("level", "figure", "number", "unit", "places"))
_NEED_KEYS = frozenset(("that", "words"))

#: Levels that notices and opinions have.
_LEVELS = ("village", "township", "county")

Table = Mapping[str, Any]


def load_procedures(pack: Path, base: Path | None = None) -> list[Procedure]:
    """Return the procedures declared under ``pack/forms``, sorted by id.

    What ``extends`` names is looked up in the pack, then in ``base``, docgen's own. Raises `PolicyError`
    with all problems of a file.
    """
    declared = list(declared_under("procedure", naming("procedure", declarations(pack))))
    known = {str(one.get("id")): one for table, _ in _around(declared, base) for one in table["procedure"]}
    procedures = [one for table, path in declared for one in _file(table, path, known)]
    return sorted(procedures, key=lambda one: one.id)


def _around(declared: Iterable[tuple[Table, Path]], base: Path | None) -> Iterator[tuple[Table, Path]]:
    if base is not None:
        yield from declared_under("procedure", naming("procedure", declarations(base)))
    yield from declared


def _file(table: Table, path: Path, known: Mapping[str, Table]) -> list[Procedure]:
    read = Declaration(path, PolicyError, "PROC-101")
    read.keys(table, _FILE_KEYS, "文件")
    common = table.get("procedures", {})
    read.keys(common, _COMMON_KEYS, "[procedures]")
    found = [_procedure(read, one, common, known, path) for one in table["procedure"]]
    ids = [one.id for one in found]
    for twice in sorted({one for one in ids if ids.count(one) > 1}):
        read.note(f"程序「{twice}」声明了两次")
    read.finish()
    return found


def _procedure(
    read: Declaration, table: Table, common: Table, known: Mapping[str, Table], path: Path
) -> Procedure:
    place = f"[[procedure]] {table.get('id', '')}"
    read.keys(table, _PROCEDURE_KEYS, place)
    whole = _extended(read, table, known, place)
    steps = tuple(_step(read, one, f"{place} {one.get('id', '')}") for one in whole.get("step", ()))
    if not steps:
        read.note(f"{place}：没有步骤")
    _check_steps(read, steps, place)
    kinds = [option.code for option in LISTS["procedure_kind"].options]
    green = whole.get("green")
    return Procedure(
        id=str(read.take(table, "id", str, place) or ""),
        kind=str(read.choice(read.take(whole, "kind", str, place), kinds, f"{place} kind")),
        title=str(read.take(whole, "title", str, place) or ""),
        steps=steps,
        policy=str(read.take(common, "policy", str, "[procedures]", "")),
        area=str(read.take(common, "area", str, "[procedures]", "")),
        source=str(read.take(whole, "source", str, place, common.get("source", ""))),
        green=_need(read, green, f"{place} green") if green else None,
        declared_in=str(path),
    )


def _extended(
    read: Declaration, table: Table, known: Mapping[str, Table], place: str, seen: tuple[str, ...] = ()
) -> Table:
    """Return ``table`` with what it leaves out from the procedure it extends.

    Its own steps give the order; each takes what it does not state from the step of the same id.
    """
    name = table.get("extends")
    if name is None:
        return table
    if name in seen or name not in known:
        near = "、".join(get_close_matches(str(name), known))
        read.note(f"{place}：extends 找不到程序 {name}" + (f"，是不是想写 {near}" if near else ""))
        return table
    wider = _extended(read, known[name], known, place, (*seen, str(table.get("id")), name))
    theirs = {str(step.get("id")): step for step in wider.get("step", ())}
    own = [{**theirs.get(str(step.get("id")), {}), **step} for step in table.get("step", ())]
    # where a plan comes from is said by its own file
    base = {key: value for key, value in wider.items() if key not in ("source", "extends")}
    return {**base, **table, "step": own or list(theirs.values())}


def _step(read: Declaration, table: Table, place: str) -> Step:
    read.keys(table, _STEP_KEYS, place)
    posting = _posting(read, table["notice"], place) if "notice" in table else None
    reads = read.take(table, "reads", str, place, f"notices.{posting.level}.end" if posting else None)
    if reads and reads not in dated_paths():
        near = "、".join(get_close_matches(reads, dated_paths()))
        read.note(f"{place}：reads 没有「{reads}」这个日期" + (f"，是不是想写 {near}" if near else ""))
    return Step(
        id=str(read.take(table, "id", str, place) or ""),
        title=str(read.take(table, "title", str, place) or ""),
        actor=str(read.take(table, "actor", str, place) or ""),
        reads=str(reads),
        papers=tuple(_paper(read, one, place) for one in _texts(read, table, "papers", place)),
        signed_by=_texts(read, table, "signed_by", place),
        needs=tuple(_need(read, one, f"{place} needs") for one in table.get("needs", ())),
        parallel_with=_texts(read, table, "parallel_with", place),
        posting=posting,
        within=_term(read, table["within"], f"{place} within") if "within" in table else None,
        wait=_term(read, table["wait"], f"{place} wait") if "wait" in table else None,
        optional=read.take(table, "optional", bool, place, False),
        loose=read.take(table, "loose", bool, place, False),
        source=str(read.take(table, "source", str, place, "")),
    )


def _texts(read: Declaration, table: Table, key: str, place: str) -> tuple[str, ...]:
    stated = table.get(key, ())
    if not isinstance(stated, (list, tuple)) or not all(isinstance(one, str) for one in stated):
        read.note(f"{place}：{key} 的值写法不对")
        return ()
    return tuple(stated)


def _paper(read: Declaration, text: str, place: str) -> Paper:
    key, _, title = text.partition(" ")
    if not title:
        read.note(f"{place}：papers「{text}」要写编号和表名，中间空一格")
    return Paper(key, title)


def _need(read: Declaration, table: Any, place: str) -> Need:
    if not isinstance(table, Mapping):
        read.note(f"{place}：写成 {{ that = 表达式, words = 说明 }}")
        return Need("true", "")
    read.keys(table, _NEED_KEYS, place)
    return Need(
        str(read.take(table, "that", str, place) or "true"), str(read.take(table, "words", str, place) or "")
    )


def _posting(read: Declaration, table: Table, place: str) -> Posting:
    read.keys(table, _NOTICE_KEYS, f"{place} notice")
    level = read.choice(read.take(table, "level", str, f"{place} notice"), _LEVELS, f"{place} level")
    term = {key: value for key, value in table.items() if key in _TERM_KEYS}
    return Posting(
        str(level),
        _term(read, term, f"{place} notice"),
        str(read.take(table, "places", str, f"{place} notice", "")),
    )


def _term(read: Declaration, table: Table, place: str) -> Term:
    read.keys(table, _TERM_KEYS, place)
    number = read.take(table, "number", int, place, -1)
    by = str(read.take(table, "by", str, place, ""))
    if by and not _DAY_OF_YEAR.fullmatch(by):
        read.note(f"{place}：by 写成 05-31")
    if "figure" not in table and number < 0 and not by:
        read.note(f"{place}：要写 figure、number 或 by")
    return Term(
        figure=str(read.take(table, "figure", str, place, "")),
        number=None if number < 0 else number,
        unit=str(read.take(table, "unit", str, place, "calendar")),
        after=_texts(read, table, "after", place),
        by=by,
    )


def _check_steps(read: Declaration, steps: tuple[Step, ...], place: str) -> None:
    ids = [step.id for step in steps]
    for twice in sorted({one for one in ids if ids.count(one) > 1}):
        read.note(f"{place}：步骤「{twice}」声明了两次")
    for step in steps:
        named = [*step.parallel_with, *(step.within.after if step.within else ())]
        for name in named:
            if name not in ids:
                near = "、".join(get_close_matches(name, ids))
                read.note(f"{place} {step.id}：没有步骤 {name}" + (f"，是不是想写 {near}" if near else ""))


@cache
def dated_paths() -> tuple[str, ...]:
    """Return every path of a date in a proceeding, notices and opinions by level."""
    return tuple(_dates(Proceeding, ""))


def _dates(model: Any, prefix: str) -> Iterator[str]:
    for name, field in model.model_fields.items():
        kinds = (
            get_args(field.annotation)
            if get_origin(field.annotation) in (Union, UnionType, tuple)
            else (field.annotation,)
        )
        for kind in kinds:
            if kind is date:
                yield f"{prefix}{name}"
            elif kind in (Notice, Approval):
                for level in _LEVELS:
                    yield from _dates(kind, f"{prefix}{name}.{level}.")
            elif hasattr(kind, "model_fields"):
                yield from _dates(kind, f"{prefix}{name}.")

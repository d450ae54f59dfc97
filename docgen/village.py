"""What a township knows of its villages beside the cases (行政村基本数据): households and people counted."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from . import toml
from .errors import DataFileError
from .nouns import dataclass

#: The file of a workspace that states them.
VILLAGES = "villages.toml"


@dataclass(frozen=True, slots=True)
class Village:
    """An administrative village (行政村) as counted by its township: 营口方案（篇二）行63.

    ``delisted`` says whether it is a former poor village that was struck off the list (出列村).
    """

    code: str
    name: str = ""
    households: int | None = None
    persons: int | None = None
    resident_households: int | None = None
    resident_persons: int | None = None
    rural_households: int | None = None
    rural_persons: int | None = None
    delisted: bool | None = None


#: What each key of the file is called.
LABELS = {
    "code": "行政村代码",
    "name": "行政村",
    "households": "总户数",
    "persons": "总人数",
    "resident_households": "常驻户数",
    "resident_persons": "常驻人数",
    "rural_households": "农村户籍户数",
    "rural_persons": "农村户籍人数",
    "delisted": "是否出列村",
}
_MOST = 1_000_000


def load_villages(folder: Path | None) -> tuple[Village, ...]:
    """Return the villages stated in ``folder``, by code; none without the file. Raises `DataFileError`."""
    path = folder / VILLAGES if folder else None
    if path is None or not path.is_file():
        return ()
    try:
        stated = toml.loads(path.read_text(encoding="utf-8"))
    except (toml.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataFileError("VILLAGE-101", where=str(path), trouble=error) from error
    problems = list(_problems(stated))
    if problems:
        raise DataFileError("VILLAGE-102", where=str(path), details=problems)
    return tuple(sorted((Village(**one) for one in stated.get("village", ())), key=lambda one: one.code))


def written(villages: Iterable[Village]) -> str:
    """Return the file that states ``villages``, each key with what it is called."""
    return "\n".join(_part(one) for one in villages)


def _part(one: Village) -> str:
    values = {name: getattr(one, name) for name in LABELS}
    lines = [
        f"{name} = {_toml(value)}  # {LABELS[name]}" for name, value in values.items() if value is not None
    ]
    return "\n".join(["[[village]]", *lines, ""])


def _toml(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _problems(stated: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"没有「{key}」这一项，村写在 [[village]] 里" for key in stated if key != "village")
    rows = stated.get("village", [])
    if not isinstance(rows, list):
        yield "村应写成 [[village]]，一村一段"
        return
    codes = [row.get("code") for row in rows]
    for number, row in enumerate(rows, 1):
        yield from (f"第{number}个村：{problem}" for problem in _of_row(row))
    yield from sorted({f"行政村代码 {code} 写了两次" for code in codes if code and codes.count(code) > 1})


def _of_row(row: Mapping[str, Any]) -> Iterator[str]:
    code = row.get("code")
    if not (isinstance(code, str) and len(code) == 12 and code.isdecimal()):
        yield f"行政村代码「{code}」应是 12 位数字，写在引号里"
    known = {one.name: one.type for one in fields(Village)}
    for key, value in row.items():
        if key not in known:
            yield f"没有「{key}」这一项，有 {'、'.join(LABELS)}"
        elif known[key] == int | None and (type(value) is not int or not 0 <= value <= _MOST):
            yield f"{LABELS[key]}「{value}」应是 0 至 {_MOST} 的整数"
        elif known[key] == bool | None and type(value) is not bool:
            yield f"{LABELS[key]}「{value}」应写 true（是）或 false（否）"
    for part, whole in (("resident_persons", "persons"), ("resident_households", "households")):
        if type(row.get(part)) is int and type(row.get(whole)) is int and row[part] > row[whole]:
            yield f"{LABELS[part]}多于{LABELS[whole]}"

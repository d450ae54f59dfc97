"""What a policy may state: every figure (口径项目) with its kind, unit, range and Chinese label.

The list is data (``figures.toml``); here stands how a value of each kind is tried and shown.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from difflib import get_close_matches
from importlib.resources import files
from typing import Any

from . import toml
from .nouns import dataclass

_COUNTED = frozenset(("money", "number", "whole", "days", "months", "percent"))
_BROKEN = frozenset(("whole", "days", "months"))
_UNITS = {"days": "天", "months": "个月", "percent": "%"}
_MONTH_DAY = re.compile(r"(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure a policy may state; ``options`` are the words of a choice, or of a record's fields."""

    name: str
    label: str
    group: str
    kind: str
    unit: str = ""
    least: float = 0
    most: float = 100
    fields: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)

    def problems(self, value: object) -> Iterator[str]:
        """Yield what is wrong with ``value`` as this figure, worded for who wrote the file."""
        if self.kind in _COUNTED:
            yield from self._of_number(value)
        else:
            yield from _TRIED[self.kind](self, value)

    def _of_number(self, value: object) -> Iterator[str]:
        unit = f"，单位是{self.unit}" if self.unit else ""
        if isinstance(value, bool) or not isinstance(value, int | float):
            yield f"「{value}」不是数{unit}，只写数字"
        elif self.kind in _BROKEN and value != int(value):
            yield f"「{value}」应是整数{unit}"
        elif not self.least <= value <= self.most:
            yield f"「{value}」超出 {self.least:g} 至 {self.most:g}{unit}"

    def _of_yes_no(self, value: object) -> Iterator[str]:
        if not isinstance(value, bool):
            yield f"「{value}」应写 true（是）或 false（否）"

    def _of_text(self, value: object) -> Iterator[str]:
        if not isinstance(value, str) or not value.strip():
            yield f"「{value}」应是文字"

    def _of_choice(self, value: object) -> Iterator[str]:
        yield from _not_among(value, self.options)

    def _of_month_day(self, value: object) -> Iterator[str]:
        if not isinstance(value, str) or not _MONTH_DAY.fullmatch(value):
            yield f"「{value}」应写成 月-日，例如 05-01"

    def _of_texts(self, value: object) -> Iterator[str]:
        if not isinstance(value, list | tuple):
            yield f"「{value}」应是几条文字，写在方括号里"
            return
        for one in value:
            yield from _not_among(one, self.options) if self.options else self._of_text(one)

    def _of_names(self, value: object) -> Iterator[str]:
        if not isinstance(value, Mapping):
            yield f"「{value}」应是“名称 = 内容”的表"
            return
        for one in value.values():
            yield from self._of_text(one)

    def _of_lists(self, value: object) -> Iterator[str]:
        if not isinstance(value, Mapping):
            yield f"「{value}」应是“名称 = [内容]”的表"
            return
        for one in value.values():
            yield from self._of_texts(one)

    def _of_records(self, value: object) -> Iterator[str]:
        if not isinstance(value, list | tuple) or not all(isinstance(one, Mapping) for one in value):
            yield "应是几条记录，每条写成 { 名称 = 内容 }"
            return
        for number, record in enumerate(value, 1):
            for problem in self._of_record(record):
                yield f"第{number}条：{problem}"

    def _of_record(self, record: Mapping[str, Any]) -> Iterator[str]:
        for key in sorted(set(record) - set(self.fields)):
            yield f"没有「{key}」这一项" + meant(key, self.fields)
        for key in self.fields:
            if key not in record and key not in self.optional:
                yield f"缺少 {key}"
        for key in record.keys() & self.options.keys():
            words = record[key] if isinstance(record[key], list | tuple) else [record[key]]
            for word in words:
                yield from _not_among(word, self.options[key])
        if "every_months" in record and not _is_whole(record["every_months"], 1, 60):
            yield f"「{record['every_months']}」应是 1 至 60 的整数，单位是个月"
        if "day" in record and not _is_whole(record["day"], 1, 31):
            yield f"「{record['day']}」应是 1 至 31 的日"
        if "on" in record:
            yield from self._of_month_day(record["on"])

    def shown(self, value: Any) -> str:
        """Return ``value`` as a clerk reads it, with its unit."""
        if self.kind in _COUNTED:
            return f"{value:g}{self.unit}" if isinstance(value, float) else f"{value}{self.unit}"
        if self.kind == "yes_no":
            return "是" if value else "否"
        if self.kind in ("choice", "texts"):
            words = [value] if isinstance(value, str) else value
            return "；".join(str(self.options.get(word, word)) for word in words) or "无"
        if self.kind in ("names", "lists"):
            return "；".join(f"{key} {_joined(one)}" for key, one in value.items()) or "无"
        if self.kind == "records":
            return "；".join(self._record(one) for one in value) or "无"
        return str(value)

    def _record(self, record: Mapping[str, Any]) -> str:
        parts = [self._part(key, record[key]) for key in self.fields if key in record]
        return " ".join(part for part in parts if part)

    def _part(self, key: str, value: Any) -> str:
        if key == "every_months":
            return f"每{value}个月" if value != 1 else "每月"
        if key == "day":
            return f"{value}日"
        options = self.options.get(key, {})
        words = value if isinstance(value, list | tuple) else [value]
        told = "、".join(str(options.get(word, word)) for word in words)
        return f"（{told}）" if key in ("compare", "facts", "looks", "household", "income") and told else told


_TRIED: Mapping[str, Callable[[Figure, object], Iterator[str]]] = {
    "yes_no": Figure._of_yes_no,
    "text": Figure._of_text,
    "choice": Figure._of_choice,
    "month_day": Figure._of_month_day,
    "texts": Figure._of_texts,
    "names": Figure._of_names,
    "lists": Figure._of_lists,
    "records": Figure._of_records,
}


def _not_among(value: object, options: Mapping[str, str]) -> Iterator[str]:
    if value not in options:
        yield f"「{value}」不在 " + "、".join(f"{key}（{label}）" for key, label in options.items()) + " 之中"


def _is_whole(value: object, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _joined(value: Any) -> str:
    return "、".join(value) if isinstance(value, list | tuple) else str(value)


def meant(name: str, known: Any) -> str:
    """Return ``，是不是想写 …`` for the names most like ``name``, empty where none is like it."""
    near = get_close_matches(name, list(known))
    return f"，是不是想写 {'、'.join(near)}" if near else ""


def frozen(value: Any) -> Any:
    """Return ``value`` with its lists made tuples, so that nobody can change a policy."""
    if isinstance(value, Mapping):
        return {key: frozen(one) for key, one in value.items()}
    return tuple(frozen(one) for one in value) if isinstance(value, list) else value


def _read() -> dict[str, Figure]:
    declared = toml.loads(files("docgen").joinpath("figures.toml").read_text(encoding="utf-8"))
    return {name: _figure(name, table) for name, table in declared.items()}


def _figure(name: str, table: Mapping[str, Any]) -> Figure:
    unit = table.get("unit", _UNITS.get(table["kind"], ""))
    return Figure(name, **{key: frozen(one) for key, one in table.items() if key != "unit"}, unit=unit)


#: Every figure by its name, in the order in which they are shown.
FIGURES: Mapping[str, Figure] = _read()

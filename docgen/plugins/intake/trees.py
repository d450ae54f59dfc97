"""YAML and JSON become entries: every scalar is text until its box says what it is."""

import json
import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from typing import Any

from docgen import DataFileError, Entry, Finding, Origin, Reading, fields
from docgen.columns import Box, boxes, lists
from docgen.plugins.intake.values import Problem, convert_all

#: Levels of lists and mappings within each other; a case has 6.
DEEPEST = 20


def read_tree(text: str, file: str, suffix: str) -> Reading:
    """Return the cases of a YAML or JSON file: one, a list of them, or ``{"cases": […]}``."""
    tree = _json(text, file) if suffix == ".json" else _yaml(text, file)
    if isinstance(tree, Mapping) and set(tree) == {"cases"}:
        tree = tree["cases"]
    raws = tree if isinstance(tree, list) else [tree]
    entries: list[Entry] = []
    findings: list[Finding] = []
    for place, raw in enumerate(raws, start=1):
        origin = Origin(f"{file} 第{place}户" if len(raws) > 1 else file)
        if not isinstance(raw, Mapping):
            findings.append(
                Finding("", "", str(origin), "INTAKE-210", fields(box="（全文）", kind="一户的各个栏目"))
            )
            continue
        reader = _Tree(origin, str(raw.get("number") or ""))
        content = reader.part(raw, "", "")
        entries.append(Entry(origin, _keys(content), content, complete=True))
        findings += reader.findings
    return Reading(tuple(entries), tuple(findings))


def _keys(content: Mapping[str, Any]) -> dict[str, str]:
    household = content.get("household", {})
    members: list[Mapping[str, Any]] = household.get("members", [])
    head = next((one for one in members if one.get("relation") == "户主"), {})
    area = content.get("area", {})
    found = {
        "number": content.get("number"),
        "hh_id": household.get("hh_id"),
        "head_id": head.get("id_no"),
        "village": area.get("code"),
    }
    if not area.get("code"):
        found |= {f"{name}_name": area.get(name) for name in ("county", "township", "village")}
    return {key: value for key, value in found.items() if value}


class _Tree:
    """Turns one raw case into typed content and gathers what cannot be right."""

    def __init__(self, origin: Origin, household: str) -> None:
        self.origin = origin
        self.household = household
        self.findings: list[Finding] = []

    def part(self, raw: Mapping[str, Any], model: str, real: str) -> dict[str, Any]:
        """Return a record; ``model`` is its path with ``[]``, ``real`` with indexes."""
        content: dict[str, Any] = {}
        for name, value in raw.items():
            inner = f"{model}.{name}" if model else str(name)
            path = f"{real}.{name}" if real else str(name)
            if value is None or value == "":
                continue
            if inner not in _known():
                self._unknown(path, str(name), model)
            else:
                self._set(content, name, self._value(value, inner, path))
        return content

    def _value(self, value: Any, inner: str, path: str) -> Any:
        box = boxes().get(inner)
        if box is not None and box.kind == "facts":
            return (
                {str(key): str(one) for key, one in value.items()}
                if isinstance(value, Mapping)
                else self._shape(path)
            )
        if box is not None:
            return self._leaf(value, box, path)
        if inner in lists():
            return self._records(value, inner, path)
        return self.part(value, inner, path) if isinstance(value, Mapping) else self._shape(path)

    def _records(self, value: Any, inner: str, path: str) -> Any:
        if not isinstance(value, list):
            return self._shape(path)
        records = []
        for index, one in enumerate(value):
            if not isinstance(one, Mapping):
                self._shape(f"{path}.{index}")
                continue
            record = self.part(one, f"{inner}[]", f"{path}.{index}")
            missing = [name for name in lists()[inner][1] if name not in record]
            if missing:
                labels = "、".join(boxes()[f"{inner}[].{name}"].label for name in missing)
                self._tell(
                    f"{path}.{index}", Problem("INTAKE-209", fields(list=lists()[inner][0], missing=labels))
                )
            else:
                records.append(record)
        return records

    def _leaf(self, value: Any, box: Box, path: str) -> Any:
        if isinstance(value, Mapping) or (isinstance(value, list) and box.kind not in ("texts", "options")):
            return self._shape(path)
        values = value if isinstance(value, list) else [value]
        if any(isinstance(one, (Mapping, list)) for one in values):
            return self._shape(path)
        read, problems = convert_all([one for one in values if one is not None], box)
        for _, problem in problems:
            self._tell(path, problem)
        if box.kind in ("texts", "options"):
            return [item for one in read if one is not None for item in one]
        return read[0] if read else None

    def _shape(self, path: str) -> None:
        self._tell(path, Problem("INTAKE-210", fields(box=path, kind="另一种结构")))

    def _unknown(self, path: str, name: str, model: str) -> None:
        before = f"{model}." if model else ""
        siblings = {
            known[len(before) :].split(".")[0].removesuffix("[]")
            for known in _known()
            if known.startswith(before)
        }
        near = "、".join(get_close_matches(name, sorted(siblings))) or "—"
        self._tell(path, Problem("INTAKE-207", fields(box=path, near=near)))

    def _tell(self, path: str, problem: Problem) -> None:
        named = (*problem.named, ("title", path))
        where = f"{self.origin} {path}"
        self.findings.append(
            Finding("", self.household, where, problem.code, named, problem.severity, (path,))
        )

    @staticmethod
    def _set(content: dict[str, Any], name: Any, value: Any) -> None:
        if value is not None and value != {}:
            content[str(name)] = value


@cache
def _known() -> frozenset[str]:
    """Return the path of every box and list, and of everything they stand in."""
    paths = (*boxes(), *lists())
    ends = ((path, end.start()) for path in paths for end in re.finditer(r"\.|\[\]|$", path))
    return frozenset(path[:end] for path, end in ends)


def _json(text: str, file: str) -> Any:
    try:
        return json.loads(
            text, parse_int=str, parse_float=str, parse_constant=str, object_pairs_hook=_pairs(file)
        )
    except json.JSONDecodeError as error:
        raise DataFileError("INTAKE-010", where=f"{file} 第{error.lineno}行", trouble=error.msg) from error
    except RecursionError as error:
        raise DataFileError("INTAKE-011", where=file) from error


def _pairs(file: str) -> Any:
    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        names = [name for name, _ in pairs]
        twice = (
            next((name for name in names if names.count(name) > 1), None)
            if len(set(names)) < len(names)
            else None
        )
        if twice is not None:
            raise DataFileError("INTAKE-208", where=file, name=twice)
        return dict(pairs)

    return unique


def _yaml(text: str, file: str) -> Any:
    import yaml

    base = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        _look_through(yaml.parse(text, Loader=base), file)
        node = yaml.compose(text, Loader=base)
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{file} 第{mark.line + 1}行" if mark else file
        raise DataFileError(
            "INTAKE-010", where=where, trouble=getattr(error, "problem", "") or "—"
        ) from error
    return _plain(node, file)


def _look_through(events: Iterator[Any], file: str) -> None:
    """Refuse references (&name, *name), which can unfold without end, and needless depth."""
    depth = 0
    for event in events:
        kind = type(event).__name__
        depth += kind.endswith("StartEvent") and kind[:3] in ("Map", "Seq")
        depth -= kind.endswith("EndEvent") and kind[:3] in ("Map", "Seq")
        if kind == "AliasEvent" or depth > DEEPEST:
            raise DataFileError("INTAKE-011", where=f"{file} 第{event.start_mark.line + 1}行")


def _plain(node: Any, file: str) -> Any:
    """Return a composed node with every scalar as text; a bare ~ or null is nothing."""
    kind = type(node).__name__
    if kind == "MappingNode":
        pairs = [(str(_plain(key, file)), _plain(value, file)) for key, value in node.value]
        names = [name for name, _ in pairs]
        if len(set(names)) < len(names):
            twice = next(name for name in names if names.count(name) > 1)
            raise DataFileError("INTAKE-208", where=f"{file} 第{node.start_mark.line + 1}行", name=twice)
        return dict(pairs)
    if kind == "SequenceNode":
        return [_plain(one, file) for one in node.value]
    if node is None or (node.style is None and node.value in ("~", "null", "Null", "NULL")):
        return None
    return node.value

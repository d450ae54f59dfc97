"""A room: read the policies declared in a form pack, and try every figure against the list of figures."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .declaration import Declaration, declarations, declared_under, naming
from .errors import PolicyError
from .figures import FIGURES, frozen, meant
from .policy import Policy

_TOP_KEYS = frozenset(("policy",))
_KEYS = frozenset(
    (
        "id",
        "title",
        "area",
        "named",
        "year",
        "year_source",
        "extends",
        "plan",
        "address",
        "figures",
        "sources",
    )
)


def load_policies(pack: Path) -> list[Policy]:
    """Return the policies declared under ``pack/forms``, sorted by key.

    Raises `PolicyError` with all problems of all of them.
    """
    policies: list[Policy] = []
    problems: list[str] = []
    for table, path in declared_under("policy", naming("policy", declarations(pack))):
        read = Declaration(path, PolicyError, "POLICY-102")
        policies.append(_policy(table, path, read))
        problems += [f"{path.parent.name}/{path.name} {problem}" for problem in read.problems]
    if problems:
        raise PolicyError("POLICY-102", where=str(pack / "forms"), details=problems)
    return sorted(policies, key=lambda policy: policy.key)


def _policy(declared: Mapping[str, Any], path: Path, read: Declaration) -> Policy:
    read.keys(declared, _TOP_KEYS, "文件")
    table = declared["policy"]
    if not isinstance(table, Mapping):
        read.note("[policy] 应是一张表")
        table = {}
    read.keys(table, _KEYS, "[policy]")
    figures = read.take(table, "figures", dict, "[policy]", {})
    sources = read.take(table, "sources", dict, "[policy]", {})
    policy = Policy(
        id=str(read.take(table, "id", str, "[policy]") or ""),
        title=str(read.take(table, "title", str, "[policy]") or ""),
        area=str(read.take(table, "area", str, "[policy]", "")),
        year=read.take(table, "year", int, "[policy]", 0),
        figures=frozen(figures),
        sources=dict(sources),
        named=read.take(table, "named", bool, "[policy]", False),
        inferred=read.choice(
            table.get("year_source", "stated"), ("stated", "inferred"), "[policy] year_source"
        )
        == "inferred",
        extends=read.take(table, "extends", str, "[policy]", ""),
        plan=read.take(table, "plan", str, "[policy]", ""),
        address=read.take(table, "address", str, "[policy]", ""),
        declared_in=str(path),
        origins={},
    )
    _about_area_and_year(policy, read)
    _about_figures(figures, sources, read)
    return policy


def _about_area_and_year(policy: Policy, read: Declaration) -> None:
    if not policy.area.isdecimal() and policy.area:
        read.note(f"[policy]：area「{policy.area}」应是区划代码或它的前几位数字")
    if len(policy.area) not in (0, 2, 4, 6, 9, 12):
        read.note(f"[policy]：area「{policy.area}」应是 2、4、6、9 或 12 位")
    if policy.year and not 2000 <= policy.year <= 2100:
        read.note(f"[policy]：year「{policy.year}」应在 2000 至 2100 之间，不分年度写 0")


def _about_figures(figures: Mapping[str, Any], sources: Mapping[str, Any], read: Declaration) -> None:
    for name, value in figures.items():
        figure = FIGURES.get(name)
        if figure is None:
            read.note(f"[policy.figures]：没有「{name}」这一项{meant(name, FIGURES)}")
            continue
        for problem in figure.problems(value):
            read.note(f"[policy.figures] {name}（{figure.label}）：{problem}")
        if not sources.get(name):
            read.note(f"[policy.sources]：{name}（{figure.label}）没有写出处")
    for name in sources:
        if name not in figures:
            read.note(f"[policy.sources]：{name} 没有对应的口径{meant(name, figures)}")

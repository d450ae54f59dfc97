"""Declarations, the TOML files under ``forms/``: found, parsed once, read with all their problems at once."""

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any

from . import toml
from .errors import DocgenError, FormError, PolicyError

#: A file that is no TOML: a fault of what it is named for.
_FAULTS: Mapping[str, tuple[type[DocgenError], str]] = {
    "policy": (PolicyError, "POLICY-107"),
    "procedures": (PolicyError, "PROC-101"),
}


def declarations(pack: Path) -> list[Path]:
    """Return the declarations under ``pack/forms``, sorted."""
    return sorted((pack / "forms").rglob("*.toml"))


def naming(kind: str, paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the declarations with a line that opens the table ``kind``; the others need no parsing."""
    line = re.compile(rf"^[ \t\[\"']*{kind}\b".encode(), re.MULTILINE)
    return (path for path in paths if line.search(path.read_bytes()))


def declared_under(kind: str, paths: Iterable[Path]) -> Iterator[tuple[Mapping[str, Any], Path]]:
    """Yield the declarations among ``paths`` that have a table ``kind`` (form, policy)."""
    for path in paths:
        about = path.stat()
        try:
            declared = _parsed(path, about.st_mtime_ns, about.st_size)
        except (toml.TOMLDecodeError, UnicodeDecodeError) as error:
            fault, code = _FAULTS.get(path.stem.split("_")[0], (FormError, "FORM-101"))
            raise fault(code, where=str(path), trouble=error) from error
        if kind in declared:
            yield declared, path


def opening(path: Path, kind: str) -> Mapping[str, Any] | None:
    """Return the table ``kind`` that a declaration opens with, parsing nothing behind it; None where it does not."""
    found = re.match(rf"(?:#.*\n)*(\[{kind}\]\n(?:[^\[\n].*\n|\n)*)", path.read_text(encoding="utf-8"))
    table: Mapping[str, Any] | None = toml.loads(found[1])[kind] if found else None
    return table


@lru_cache(maxsize=256)
def _parsed(path: Path, changed: int, size: int) -> Mapping[str, Any]:  # noqa: ARG001 - a changed file is read anew
    """Return a declaration; several plugins look into the same files, and the parser is slow."""
    return toml.loads(path.read_text(encoding="utf-8"))


class Declaration:
    """Reads one declaration and collects every problem, so that all are told at once."""

    def __init__(self, path: Path, fault: type[DocgenError], code: str) -> None:
        self._path = path
        self._fault = fault
        self._code = code
        self._problems: list[str] = []

    def keys(self, table: Mapping[str, Any], allowed: Iterable[str], place: str) -> None:
        """Note keys that do not exist, with the ones perhaps meant."""
        for key in sorted(set(table) - set(allowed)):
            near = get_close_matches(key, list(allowed))
            self.note(f"{place}：没有「{key}」这一项" + (f"，是不是想写 {'、'.join(near)}" if near else ""))

    def take(
        self,
        table: Mapping[str, Any],
        key: str,
        kind: type | tuple[type, ...],
        place: str,
        default: Any = None,
    ) -> Any:
        """Return ``table[key]`` of the wanted kind; note it where missing (without default) or of another."""
        if key not in table:
            if default is None:
                self.note(f"{place}：缺少 {key}")
            return default
        value = table[key]
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is int):
            self.note(f"{place}：{key} 的值写法不对")
            return default
        return value

    def choice(self, value: Any, allowed: Iterable[str], place: str) -> Any:
        """Return ``value`` where it is one of ``allowed``; note it otherwise."""
        if value not in tuple(allowed):
            self.note(f"{place}：「{value}」不在 {'、'.join(allowed)} 之中")
        return value

    def note(self, problem: str) -> None:
        """Keep one problem."""
        self._problems.append(problem)

    @property
    def problems(self) -> tuple[str, ...]:
        """What was noted so far."""
        return tuple(self._problems)

    def finish(self) -> None:
        """Raise what was noted, all together."""
        if self._problems:
            raise self._fault(self._code, where=str(self._path), details=self._problems)

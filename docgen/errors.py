"""Everything that can be wrong, and where the words for it come from.

A `Finding` says the clerk's data is wrong: findings are values, collected over all households,
sorted and shown together. A `DocgenError` says docgen cannot go on: it is raised and stops the run.
Both carry a stable ASCII code and named fields; their sentences stand in ``catalogue/*.toml``.

* DocgenError        exit 1
  + UsageError       exit 2    the command was given something it cannot use
  + SetupError       exit 3    the machine lacks something docgen needs
  + DataFileError    exit 4    an input file cannot be read at all
  + FormError        exit 5    a form declaration or its template is wrong
  + RenderError      exit 6    a filled form could not be drawn
  + PluginError      exit 7    a plugin breaks its contract
  + PolicyError      exit 8    a policy is wrong, or none covers a case
  + StoreError       exit 9    the disk or the case store refused
"""

import os
from collections.abc import Iterable, Mapping
from enum import Enum
from functools import cache
from pathlib import Path
from typing import ClassVar

from . import toml
from .nouns import dataclass


class Severity(Enum):
    """How much a finding weighs: an error (错误) blocks the forms that print its box."""

    ERROR = "错误"
    WARNING = "提醒"

    def __lt__(self, other: "Severity") -> bool:
        return (self is Severity.ERROR) and (other is Severity.WARNING)


Fields = tuple[tuple[str, str], ...]


def fields(**named: object) -> Fields:
    """Return the named fields of a finding, as text."""
    return tuple((name, str(value)) for name, value in named.items())


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing a clerk should put right (核查问题).

    ``village`` is the 12-digit code and ``household`` the local number, empty for a file.
    ``where`` is in the paper's own words (``家庭成员第3行 证件号码``).
    ``boxes`` are the case paths that are in doubt (``household.members.2.id_no``): an error blocks
    the forms that print one of them. ``fields`` fill the sentence of ``code``.
    """

    village: str
    household: str
    where: str
    code: str
    fields: Fields = ()
    severity: Severity = Severity.ERROR
    boxes: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """What is wrong, in the language of this run."""
        return say(self.code, self.fields)

    @property
    def remedy(self) -> str:
        """What to do about it, in the language of this run."""
        return say(self.code, self.fields, "do")


class DocgenError(Exception):
    """Base of every error docgen raises on purpose.

    ``code`` names the sentence, ``where`` points at the place, ``named`` fill the sentence;
    ``details`` are further problems of the same file, already worded.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, code: str, /, *, where: str, details: Iterable[str] = (), **named: object) -> None:
        super().__init__(code)
        self.code = code
        self.where = where
        self.details = tuple(details)
        self.fields = fields(**named)

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.code, self.where, self.details, self.fields)

    def __str__(self) -> str:
        words = _WORDS[language()]
        lines = [f"{words['error']} {self.code}{words['colon']}{say(self.code, self.fields)}"]
        lines += [f"  {words['where']}{words['colon']}{self.where}"]
        lines += [f"  · {detail}" for detail in self.details]
        lines += [f"  {words['do']}{words['colon']}{say(self.code, self.fields, 'do')}"]
        return "\n".join(lines)


def _rebuild(
    kind: type[DocgenError], code: str, where: str, details: tuple[str, ...], named: Fields
) -> DocgenError:
    return kind(code, where=where, details=details, **dict(named))


class UsageError(DocgenError):
    """The command was given something it cannot use."""

    exit_code = 2


class SetupError(DocgenError):
    """The machine lacks something docgen needs."""

    exit_code = 3


class DataFileError(DocgenError):
    """An input file cannot be read at all."""

    exit_code = 4


class FormError(DocgenError):
    """A form declaration, or the template it names, is wrong."""

    exit_code = 5


class RenderError(DocgenError):
    """A filled form could not be drawn."""

    exit_code = 6


class PluginError(DocgenError):
    """A plugin breaks its contract."""

    exit_code = 7


class PolicyError(DocgenError):
    """A policy is wrong, or none covers a case."""

    exit_code = 8


class StoreError(DocgenError):
    """The disk or the case store refused."""

    exit_code = 9


_WORDS = {
    "zh": {"error": "错误", "colon": "：", "where": "位置", "do": "处理"},
    "en": {"error": "error", "colon": ": ", "where": "where", "do": "to do"},
}


def language() -> str:
    """Return the language of this run: Chinese, or English with ``DOCGEN_LANG=en``."""
    return "en" if os.environ.get("DOCGEN_LANG", "").lower().startswith("en") else "zh"


def say(code: str, named: Fields = (), part: str = "") -> str:
    """Return the sentence of ``code`` (or, with ``part="do"``, its remedy) in the run's language.

    A code that is not in the catalogue is a plugin's; its fields ``sentence`` and ``do`` hold the words.
    """
    key = language() + ("_" + part if part else "")
    entry = _entry(code)
    if not entry:
        return dict(named).get(part or "sentence", code)  # a plugin's rule brings its own words
    return entry[key].format_map(_Known(dict(named)))


class _Known(dict[str, str]):
    """Fields of a sentence; one that was not given shows as a dash, for a message must come out."""

    def __missing__(self, key: str) -> str:
        return "—"


@cache
def _entry(code: str) -> Mapping[str, str]:
    """Return the sentences of ``code``, parsing nothing else of the catalogue: its pages are long."""
    page = next((text for text in _pages() if f"[{code}]\n" in text), "")
    entry = page.partition(f"[{code}]\n")[2].partition("\n[")[0]
    return toml.loads(entry)


@cache
def _pages() -> tuple[str, ...]:
    folder = Path(__file__).parent / "catalogue"
    return tuple(page.read_text(encoding="utf-8") for page in sorted(folder.glob("*.toml")))


def catalogue() -> Mapping[str, Mapping[str, str]]:
    """Return every code with its sentences ``zh``, ``zh_do``, ``en``, ``en_do``, sorted by code."""
    entries = {code: words for page in _pages() for code, words in toml.loads(page).items()}
    return dict(sorted(entries.items()))

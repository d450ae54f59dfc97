"""National codes: identity numbers, area codes and option lists.

Option lists are data (``codes.toml``); a case keeps an option's label, the code goes with it.
"""

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from . import toml
from .nouns import dataclass

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_CHARACTERS = "10X98765432"
_FULLWIDTH = str.maketrans("０１２３４５６７８９ＸｘＡＢＣＤ", "0123456789XXABCD")


def check_character(first17: str) -> str:
    """Return the 18th character of an identity number, GB 11643 (ISO 7064 MOD 11-2).

    >>> check_character("11010519491231002")
    'X'
    """
    total = sum(int(digit) * weight for digit, weight in zip(first17, _WEIGHTS, strict=True))
    return _CHECK_CHARACTERS[total % 11]


def half_width(text: str) -> str:
    """Return ``text`` with full-width digits and X made half-width, and lower-case x raised."""
    return text.translate(_FULLWIDTH).replace("x", "X").strip()


class Secret(str):
    """Text that identifies a person; its ``repr`` is masked, so tracebacks carry no identity."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.masked})"

    @property
    def masked(self) -> str:
        """The text as it may be shown on a screen: first three and last four characters."""
        return f"{self[:3]}{'*' * (len(self) - 7)}{self[-4:]}" if len(self) > 7 else "*" * len(self)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: type[Any], handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(
            cls, core_schema.str_schema(strip_whitespace=True)
        )


class Phone(Secret):
    """A telephone number (联系电话), text from the first digit to the last."""

    __slots__ = ()

    @property
    def is_mobile(self) -> bool:
        """Whether it is a mainland mobile number: 11 digits that begin with 13 to 19."""
        return re.fullmatch(r"1[3-9]\d{9}", self) is not None


#: What people also write into text: identity, bank and telephone numbers.
_LONG_NUMBER = re.compile(r"(?<![0-9])[0-9]{7,}[0-9Xx]?(?![0-9])")


def masked_numbers(text: str) -> str:
    """Return ``text`` with every long number in it masked."""
    return _LONG_NUMBER.sub(lambda found: (IdNumber if len(found[0]) > 11 else Secret)(found[0]).masked, text)


class IdNumber(Secret):
    """A document number (证件号码): 18 characters (居民身份证, GB 11643), 20 or 22 (残疾人证).

    A 残疾人证 begins with the holder's identity number, then kind (1-7) and grade (1-4).
    """

    __slots__ = ()

    @property
    def masked(self) -> str:
        """The number as it may be shown on a screen: first six and last four characters."""
        return f"{self[:6]}{'*' * (len(self) - 10)}{self[-4:]}" if len(self) > 10 else "*" * len(self)

    @property
    def is_valid(self) -> bool:
        """Whether the length, the date and the check character are right.

        >>> IdNumber("11010519491231002X").is_valid
        True
        """
        return (
            re.fullmatch(r"\d{17}[\dX]([1-7][1-4]|[1-7][1-4][0-9A-Z]{2})?", self) is not None
            and self.birth is not None
            and check_character(self[:17]) == self[17]
        )

    @property
    def birth(self) -> date | None:
        """The date of birth, digits 7 to 14; None where they are no date."""
        try:
            return date(int(self[6:10]), int(self[10:12]), int(self[12:14]))
        except ValueError:
            return None

    @property
    def sex(self) -> str:
        """男 where digit 17 is odd, 女 where it is even, empty where there is none."""
        digit = self[16:17]
        return ("女", "男")[int(digit) % 2] if digit.isdigit() and digit.isascii() else ""


@dataclass(frozen=True, slots=True)
class Option:
    """One entry of an option list: its code, its label, and other spellings met."""

    code: str
    label: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OptionList:
    """A national option list (选项表)."""

    id: str
    title: str
    source: str
    official: bool
    options: tuple[Option, ...]
    table: str = ""

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels, in the order of the list."""
        return tuple(option.label for option in self.options)

    def find(self, text: str) -> Option | None:
        """Return the option whose label, code or other spelling is ``text``."""
        return _spellings(self).get(_plain(text))


@cache
def _spellings(listed: OptionList) -> Mapping[str, Option]:
    table: dict[str, Option] = {}
    for option in listed.options:
        for text in (option.label, option.code, *option.aliases):
            table.setdefault(_plain(text), option)
    return table


def _plain(text: str) -> str:
    return re.sub(r"\s", "", text).replace("(", "（").replace(")", "）")


def _read() -> tuple[dict[str, OptionList], Mapping[str, tuple[str, ...]]]:
    declared = toml.loads(files("docgen").joinpath("codes.toml").read_text(encoding="utf-8"))
    items = {kind: tuple(texts) for kind, texts in declared.pop("measure_items").items()}
    lists = {
        name: OptionList(
            id=name,
            title=table["title"],
            source=table["source"],
            official=table["official"],
            table=table.get("table", ""),
            options=tuple(Option(code, label, tuple(rest)) for code, label, *rest in table["options"]),
        )
        for name, table in declared.items()
    }
    return lists, items


#: Every option list by its id, and the usual contents of each category of help (具体措施).
LISTS, MEASURE_ITEMS = _read()


@dataclass(frozen=True, slots=True)
class OneOf:
    """Marks a text field of the case as one label of an option list.

    With ``coded`` the case keeps the option's ASCII code instead of its label.
    """

    list_id: str
    coded: bool = False
    blank: bool = True

    def __get_pydantic_core_schema__(self, source: type[Any], handler: GetCoreSchemaHandler) -> CoreSchema:
        options = LISTS[self.list_id].options
        allowed = [option.code if self.coded else option.label for option in options]
        return core_schema.literal_schema(["", *allowed] if self.blank else allowed)


def label_of(list_id: str, code: str) -> str:
    """Return the label of ``code`` in the list ``list_id``; the code itself where it is unknown."""
    option = LISTS[list_id].find(code)
    return option.label if option else code

"""The writers of single slots: each puts one value's text into its holes of a page."""

import difflib
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date

from docgen.nouns import dataclass
from docgen.ooxml.errors import FillError, Place
from docgen.ooxml.expressions import FAULTS, Evaluate
from docgen.ooxml.fragments import Fragment, Spot
from docgen.ooxml.pictures import Image
from docgen.ooxml.program import Page
from docgen.ooxml.slots import Ticks, Undefined
from docgen.ooxml.underway import underway
from docgen.ooxml.values import MISSING, Values, checked, escape, plain, run_text

NOTHING = object()


@dataclass(frozen=True, slots=True)
class Source:
    """Where a slot's value comes from, and what happens when there is none."""

    name: str
    evaluate: Evaluate
    place: Place
    undefined: Undefined

    def value(self, values: Values) -> object:
        """The value, or NOTHING when the slot stays as the template prints it."""
        try:  # as in _evaluated; most of a fill passes here, and a call costs as much as the rest
            value = self.evaluate(values)
        except FAULTS as error:
            raise self._faulty(error) from None
        if value is not MISSING and value is not None:
            return value
        if self.undefined == "strict":
            raise self._missing(values) if value is MISSING else FillError("OOXML-081", self.name, self.place)
        return NOTHING

    def given(self, values: Values) -> object:
        """The value, None included; a missing one is None unless that is an error."""
        value = self._evaluated(values)
        if value is MISSING and self.undefined == "strict":
            raise self._missing(values)
        return None if value is MISSING else value

    def _missing(self, values: Values) -> FillError:
        near = difflib.get_close_matches(self.name, _names_beside(self.name, values), 1)
        return FillError("OOXML-080", self.name, self.place, f"Did you mean “{near[0]}”?" if near else "")

    def _evaluated(self, values: Values) -> object:
        try:
            return self.evaluate(values)
        except FAULTS as error:
            raise self._faulty(error) from None

    def _faulty(self, error: BaseException) -> FillError:
        return FillError("OOXML-089", self.name, self.place, f"({type(error).__name__})")


def _names_beside(name: str, values: Values) -> list[str]:
    """The names that stand where a missing one would: all values, and the parts of what its dots lead to."""
    found = [each for each in values if isinstance(each, str)]
    first, _, rest = name.partition(".")
    inner = values.get(first)
    if rest and isinstance(inner, Mapping):
        found += [f"{first}.{each}" for each in _names_beside(rest, inner)]
    return found


@dataclass(frozen=True, slots=True)
class TextWriter:
    """Writes a text; ``keep`` is what an unfilled slot prints when it is to be kept."""

    source: Source
    at: int
    keep: str = ""
    spot: Spot | None = None

    def __call__(self, page: Page, values: Values) -> None:
        """Write the value into its holes."""
        value = self.source.value(values)
        if value is NOTHING:
            page[self.at] = self.keep
        elif type(value) is not str and self.spot is not None and isinstance(value, Fragment):
            page[self.at] = value.write(self.spot)
        else:
            page[self.at] = run_text(value, self.source.name, self.source.place)


@dataclass(frozen=True, slots=True)
class PlaceWriter:
    """Writes a value between runs or between paragraphs (``{{r x }}``, ``{{p x }}``)."""

    source: Source
    at: int
    spot: Spot
    empty: str = ""

    def __call__(self, page: Page, values: Values) -> None:
        """Write the value into its holes."""
        value = self.source.value(values)
        if value is NOTHING:
            page[self.at] = self.empty
        elif isinstance(value, Fragment):
            page[self.at] = value.write(self.spot)
        else:
            page[self.at] = self.spot.text(run_text(value, self.source.name, self.source.place))


@dataclass(frozen=True, slots=True)
class PlainWriter:
    """Writes a text where no runs are: a document property."""

    source: Source
    at: int

    def __call__(self, page: Page, values: Values) -> None:
        """Write the value into its holes."""
        value = self.source.value(values)
        name, place = self.source.name, self.source.place
        page[self.at] = "" if value is NOTHING else escape(checked(plain(value, name, place), name, place))


@dataclass(frozen=True, slots=True)
class PictureWriter:
    """Puts another picture into a picture's frame, by the tag in its description or by its name."""

    source: Source | None
    names: frozenset[str]
    at: int
    spot: Spot

    def __call__(self, page: Page, values: Values) -> None:
        """Write the relationship to the picture."""
        value: object = NOTHING if self.source is None else self.source.value(values)
        if value is NOTHING:
            given = underway().pictures
            value = next((given[name] for name in sorted(self.names) if name in given), NOTHING)
        if value is NOTHING:
            return
        image = Image(value) if isinstance(value, bytes) else value
        if not isinstance(image, Image):
            raise self.spot.refuse(f"{type(value).__name__} for a picture")
        page[self.at] = underway().relate(image.related(self.spot.name, self.spot.place))


@dataclass(frozen=True, slots=True)
class ControlWriter:
    """Writes the content of a content control (ECMA-376 part 1, 17.5.2): text, a date, or one of its choices."""

    source: Source
    at: int
    date_at: int
    choices: Mapping[str, str] | None
    spot: Spot

    def __call__(self, page: Page, values: Values) -> None:
        """Write the value into its holes."""
        value = self.source.value(values)
        if value is NOTHING:
            return
        name, place = self.source.name, self.source.place
        if self.date_at >= 0 and isinstance(value, date):
            page[self.date_at] = f"{value.isoformat()[:10]}T00:00:00Z"
            value = f"{value.year}年{value.month}月{value.day}日"
        text = plain(value, name, place)
        if self.choices is not None:
            if text not in self.choices:
                known = "、".join(dict.fromkeys(self.choices.values()))
                raise FillError("OOXML-084", name, place, f"(the control has: {known})")
            text = self.choices[text]
        page[self.at] = self.spot.text(run_text(text, name, place))


@dataclass(frozen=True, slots=True)
class RuleWriter:
    """Writes a text onto a printed rule (``____``), which is kept to its full length."""

    source: Source
    underline_at: int
    text_at: int
    width: int

    def __call__(self, page: Page, values: Values) -> None:
        """Write the value into its holes."""
        value = self.source.value(values)
        text = "" if value is NOTHING else plain(value, self.source.name, self.source.place)
        if text:
            write_rule(page, (self.underline_at, self.text_at, self.width), text, self.source)


def write_rule(page: Page, rule: tuple[int, int, int], text: str, source: Source) -> None:
    """Put a text on a rule: underlined, and the rest of the rule as underlined space."""
    underline_at, text_at, width = rule
    page[underline_at] = "single"
    page[text_at] = run_text(text, source.name, source.place) + padding(width - columns(text))


def columns(text: str) -> int:
    """The width of a text in half-width columns."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def padding(width: int) -> str:
    """Space of this many columns that Word still underlines at a line's end."""
    return "" if width <= 0 else "\u3000" * (width // 2) + "\u00a0" * (width % 2)


@dataclass(frozen=True, slots=True)
class DigitsWriter:
    """Writes one character into each of a row of boxes."""

    source: Source
    boxes: tuple[int, ...]

    def __call__(self, page: Page, values: Values) -> None:
        """Write the value into its holes."""
        value = self.source.value(values)
        if value is NOTHING:
            return
        text = plain(value, self.source.name, self.source.place)
        if len(text) > len(self.boxes):
            raise FillError(
                "OOXML-087",
                self.source.name,
                self.source.place,
                f"({len(text)} characters, {len(self.boxes)} boxes)",
            )
        for at, character in zip(self.boxes, text, strict=False):
            page[at] = run_text(character, self.source.name, self.source.place)


@dataclass(frozen=True, slots=True)
class TickWriter:
    """Writes a tick mark into an empty place when the value is true."""

    source: Source
    at: int
    mark: str

    def __call__(self, page: Page, values: Values) -> None:
        """Write the value into its holes."""
        value = self.source.value(values)
        if value is NOTHING:
            return
        if not isinstance(value, bool):
            raise FillError(
                "OOXML-082", self.source.name, self.source.place, f"({type(value).__name__} for a tick)"
            )
        page[self.at] = escape(self.mark) if value else ""


@dataclass(frozen=True, slots=True)
class Option:
    """One box of a group: the holes to change when it is ticked, and the text that goes into each."""

    text: str
    marks: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class TicksWriter:
    """Ticks the chosen boxes of a group and writes the text of its “其他____”."""

    source: Source
    options: tuple[Option, ...]
    aliases: Mapping[str, int]
    other: int  # the option that has the blank, -1 for none
    rule: tuple[int, int, int] | None

    def __call__(self, page: Page, values: Values) -> None:
        """Write the value into its holes."""
        chosen, other = self.choice(values)
        if other and self.rule is not None:
            write_rule(page, self.rule, other, self.source)
        for index in chosen:
            for at, mark in self.options[index].marks:
                page[at] = mark

    def choice(self, values: Values) -> tuple[set[int], str]:
        """The numbers of the ticked boxes, and the text for “其他”."""
        value = self.source.value(values)
        if value is NOTHING:
            return set(), ""
        chosen, other = self._chosen(value)
        if not other:
            return chosen, ""
        if self.rule is None:
            raise FillError("OOXML-085", self.source.name, self.source.place)
        return chosen | {self.other}, other

    def _chosen(self, value: object) -> tuple[set[int], str]:
        if isinstance(value, bool):
            return self._yes_or_no(value), ""
        if isinstance(value, Ticks):
            return {self._index(text) for text in value.chosen}, value.other
        if isinstance(value, str):
            return ({self._index(value)} if value else set()), ""
        if isinstance(value, Iterable) and not isinstance(value, Mapping):
            return {self._index(text) for text in value}, ""
        raise FillError(
            "OOXML-082", self.source.name, self.source.place, f"({type(value).__name__} for ticks)"
        )

    def _yes_or_no(self, value: bool) -> set[int]:
        if len(self.options) == 1:
            return {0} if value else set()
        return {self._index("是" if value else "否")}

    def _index(self, text: object) -> int:
        if isinstance(text, str):
            index = self.aliases.get(text)
            if index is None:
                index = self.aliases.get(option_key(text))
            if index is not None:
                return index
        known = "、".join(option.text for option in self.options)
        raise FillError("OOXML-084", self.source.name, self.source.place, f"(the group has: {known})")


_IGNORED = str.maketrans("", "", " \t\n\u3000\u00a0_＿:：()（）[]【】,，;；、。")


def option_key(text: str) -> str:
    """An option's text without spaces, rules, colons and brackets."""
    return text.translate(_IGNORED)

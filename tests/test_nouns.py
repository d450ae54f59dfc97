"""A dataclass whose methods are made late is one like any other."""

import copy
import dataclasses
import pickle
from dataclasses import FrozenInstanceError, field, fields, replace
from typing import Any

import pytest

from docgen import nouns, toml


def shapes(dataclass: Any) -> tuple[type, type, type]:
    """Declare the same three classes with a decorator: a frozen one, one that extends it, one that changes."""

    @dataclass(frozen=True, slots=True)
    class Household:
        """A household."""

        number: str
        people: int = 1
        secret: str = field(default="", repr=False, compare=False)
        tags: tuple[str, ...] = field(default_factory=tuple)

    @dataclass(frozen=True, slots=True)
    class Monitored(Household):
        """A household that is watched."""

        since: str = field(default="2026", kw_only=True)

    @dataclass(slots=True)
    class Count:
        """A number that grows."""

        n: int
        seen: list[int] = field(default_factory=list)
        double: int = field(init=False)
        kind: str = field(default="户", init=False)

        def __post_init__(self) -> None:
            self.double = self.n * 2

    return Household, Monitored, Count


LATE = shapes(nouns.dataclass)
LIBRARY = shapes(dataclasses.dataclass)


@nouns.dataclass(frozen=True, slots=True)
class Sent:
    """A value that goes to another process."""

    name: str
    pages: tuple[int, ...] = ()


@pytest.mark.parametrize("which", [0, 1, 2])
def test_fields_slots_and_places_are_the_librarys(which):
    late, library = LATE[which], LIBRARY[which]
    assert [(one.name, one.init, one.compare) for one in fields(late)] == [
        (one.name, one.init, one.compare) for one in fields(library)
    ]
    assert (late.__slots__, late.__match_args__) == (library.__slots__, library.__match_args__)
    assert not hasattr(late(*"12"[: which or 1]) if which < 2 else late(1), "__dict__")


@pytest.mark.parametrize(
    ("which", "given", "named"),
    [
        (0, ("一",), {}),
        (0, ("一", 3, "x", ("a",)), {}),
        (0, (), {"number": "一", "tags": ("b",)}),
        (1, ("一",), {"since": "2027"}),
        (2, (4,), {}),
        (2, (4, [1]), {}),
    ],
)
def test_a_value_holds_and_shows_what_the_librarys_holds_and_shows(which, given, named):
    late, library = LATE[which](*given, **named), LIBRARY[which](*given, **named)
    assert repr(late) == repr(library)
    assert [getattr(late, one.name) for one in fields(late)] == [
        getattr(library, one.name) for one in fields(library)
    ]


@pytest.mark.parametrize("wrong", [{}, {"number": "一", "colour": 1}])
def test_wrong_arguments_are_refused(wrong):
    with pytest.raises(TypeError, match=r"Household\.__init__"):
        LATE[0](**wrong)


def test_equality_and_digest_leave_out_what_is_not_compared():
    household, monitored, count = LATE
    assert household("一", secret="a") == household("一", secret="b")
    assert hash(household("一", secret="a")) == hash(household("一", secret="b"))
    assert household("一") != household("二")
    assert household("一") != monitored("一")
    assert count(1) == count(1)
    with pytest.raises(TypeError, match="unhashable"):
        hash(count(1))


def test_a_frozen_value_cannot_be_changed_and_another_can():
    household, monitored, count = LATE
    for value in (household("一"), monitored("一")):
        with pytest.raises(FrozenInstanceError):
            value.number = "二"
        with pytest.raises(FrozenInstanceError):
            del value.number
    changing = count(1)
    changing.n = 7
    assert (changing.n, replace(household("一"), people=3).people) == (7, 3)


def test_a_value_is_copied_and_sent_whole():
    value = Sent("表", (1, 2))
    assert pickle.loads(pickle.dumps(value)) == value
    assert copy.copy(value) == copy.deepcopy(value) == value


def test_a_class_with_its_own_equality_is_left_to_the_library():
    @nouns.dataclass(frozen=True, slots=True)
    class Loose:
        name: str

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Loose)

        def __hash__(self) -> int:
            return 1

    assert Loose("a") == Loose("b")
    assert hash(Loose("a")) == 1


def test_order_is_the_librarys():
    @nouns.dataclass(frozen=True, slots=True, order=True)
    class Day:
        n: int

    assert Day(1) < Day(2)


def test_toml_that_is_wrong_is_told_with_its_place():
    assert toml.loads('a = "一"') == {"a": "一"}
    with pytest.raises(toml.TOMLDecodeError, match="line 1"):
        toml.loads("[a\n")
    with pytest.raises(RecursionError):
        toml.loads("a=" + "[" * 100_000)

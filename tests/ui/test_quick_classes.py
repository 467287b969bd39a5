"""Enumerations and named tuples that are made quickly are as Python would have made them."""

from __future__ import annotations

import enum
import inspect
import sys
import typing
from types import FunctionType
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QLocale, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QDialogButtonBox, QSizePolicy, QStyle

from diptych.ui import enumerations, named_tuples

pytestmark = pytest.mark.skipif(
    sys.version_info[:2] != (3, 11), reason="other Pythons keep to their own way"
)
KINDS = (enum.IntFlag, enum.Flag, enum.IntEnum, enum.Enum)
HOLDERS = (Qt, QEvent, QLocale, QPainter, QDialogButtonBox, QSizePolicy, QStyle)
OF_QT = [
    (next(kind for kind in KINDS if issubclass(each, kind)), each)
    for holder in HOLDERS
    for each in vars(holder).values()
    if isinstance(each, enum.EnumType)
]


def both(kind: Any, names: list[tuple[str, int]]) -> tuple[Any, Any]:
    """Make an enumeration in Python's way, and quickly."""
    ways = (enumerations._plain, enumerations._create)
    plain, quick = (way(kind, "Each", names, module=__name__, boundary=enum.KEEP) for way in ways)
    return plain, quick


def described(each: Any) -> dict[str, Any]:
    """Say what an enumeration has, without the objects that are its own."""
    own = {name: vars(each)[name] for name in vars(each) if name not in each.__members__}
    for key in ("__dict__", "__weakref__", "__new__", "_iter_member_", "__doc__"):
        own.pop(key, None)
    maps = [
        [(key, vars(member) | {"__objclass__": None}) for key, member in own.pop(name).items()]
        for name in ("_member_map_", "_value2member_map_")
    ]
    return {**own, "maps": maps, "in order": [repr(member) for member in each]}


def test_enumerations_are_as_python_makes_them() -> None:
    assert len(OF_QT) > 100
    for kind, each in OF_QT:
        names = [(name, member.value) for name, member in each.__members__.items()]
        assert enumerations._is_plain(kind, names, {"boundary": enum.KEEP})
        plain, quick = both(kind, names)
        assert described(quick) == described(plain)
        for name, value in names:
            member = getattr(quick, name)
            assert type(member) is quick
            assert quick(value) is quick[name] is member
            assert (repr(member), hash(member)) == (
                repr(getattr(plain, name)),
                hash(getattr(plain, name)),
            )


def test_flags_are_joined_and_told_apart() -> None:
    names = [("NONE", 0), ("SECOND", 2), ("FIRST", 1), ("BOTH", 3), ("ALIAS", 2)]
    for kind in (enum.Flag, enum.IntFlag):
        plain, quick = both(kind, names)
        for each in (plain, quick):
            assert each.FIRST | each.SECOND is each.BOTH
            assert each.BOTH & ~each.FIRST == each.SECOND
            assert each.ALIAS is each.SECOND
            assert [member.name for member in each] == ["SECOND", "FIRST"]
            assert [member.name for member in each.BOTH] == ["SECOND", "FIRST"]
        assert repr(quick(9)) == repr(plain(9))


@pytest.mark.parametrize(
    "names",
    [[("name", 1)], [("_hidden", 1)], [("A", 1), ("A", 2)], [("A", "a")], [("mro", 1)], ["A"]],
)
def test_what_needs_more_care_is_left_to_python(names: list[Any]) -> None:
    assert not enumerations._is_plain(enum.Enum, names, {"boundary": enum.KEEP})
    assert not enumerations._is_plain(enum.Enum, [("A", 1)], {})


def kinds_of_tuples() -> list[Any]:
    """Define named tuples, in the way that is in force."""

    class Empty(typing.NamedTuple):
        pass

    class One(typing.NamedTuple):
        only: str

    class More(typing.NamedTuple):
        """With words of its own."""

        start: int
        end: int
        names: tuple[str, ...] = ()
        inner: One = One("x")

        @property
        def length(self) -> int:
            """How long."""
            return self.end - self.start

        def __bool__(self) -> bool:
            return self.length > 0

    return [Empty, One, More]


@pytest.fixture
def kinds(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, Any]]:
    plain = kinds_of_tuples()
    monkeypatch.setattr(typing.NamedTupleMeta, "__new__", named_tuples._new)
    return list(zip(plain, kinds_of_tuples(), strict=True))


def test_named_tuples_are_as_python_makes_them(kinds: list[tuple[Any, Any]]) -> None:
    for plain, quick in kinds:
        assert list(map(str, inspect.signature(quick).parameters)) == list(
            map(str, inspect.signature(plain).parameters)
        )
        assert vars(quick).keys() == vars(plain).keys()
        for name, value in vars(plain).items():
            made = vars(quick)[name]
            assert type(made) is type(value)
            if isinstance(value, FunctionType):
                assert made.__qualname__ == value.__qualname__
            elif not isinstance(value, classmethod):
                assert getattr(made, "__doc__", None) == getattr(value, "__doc__", None)
        assert quick.__mro__[1:] == plain.__mro__[1:]


def test_named_tuples_do_what_python_s_do(kinds: list[tuple[Any, Any]]) -> None:
    for more in kinds[-1]:
        each = more(2, end=5)
        assert each == (2, 5, (), ("x",))
        assert repr(each) == "More(start=2, end=5, names=(), inner=One(only='x'))"
        assert each._replace(end=2) == more._make((2, 2, (), ("x",)))
        assert each._asdict() == {"start": 2, "end": 5, "names": (), "inner": ("x",)}
        assert (each.length, bool(each), bool(each._replace(end=2))) == (3, True, False)
        assert each.__getnewargs__() == tuple(each)
        with pytest.raises(TypeError, match="missing 1 required positional argument: 'end'"):
            more(2)
        with pytest.raises(ValueError, match=r"Got unexpected field names: \['other'\]"):
            each._replace(other=1)
        with pytest.raises(TypeError, match="Expected 4 arguments, got 1"):
            more._make((1,))


def test_named_tuples_that_are_wrong_are_refused_as_by_python(kinds: list[Any]) -> None:
    with pytest.raises(TypeError, match="Non-default namedtuple field end cannot follow"):

        class Wrong(typing.NamedTuple):
            start: int = 0
            end: int

    with pytest.raises(AttributeError, match="Cannot overwrite NamedTuple attribute _replace"):

        class Overwritten(typing.NamedTuple):
            start: int

            def _replace(self) -> None: ...

    with pytest.raises(ValueError, match="cannot start with an underscore"):

        class Hidden(typing.NamedTuple):
            _start: int

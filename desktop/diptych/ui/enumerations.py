"""Qt's enumerations, made quickly: PySide makes some 230 with 3,300 members until the first paint.

Python takes about ten microseconds for each member, which is a fifth of the start. Where all names
and numbers are known at once, as PySide knows them, a tenth of that does.
"""

from __future__ import annotations

import enum
import functools
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

# The Python whose way of keeping members is followed here; others keep to their own.
_PYTHON = (3, 11)
_plain: Callable[..., Any] = enum.EnumType._create_  # type: ignore[attr-defined]
# What a member's name would hide: only Python's own way knows what to do then.
_TAKEN: dict[enum.EnumType, frozenset[str]] = {
    kind: frozenset().union(*map(vars, kind.__mro__))
    for kind in (enum.Enum, enum.IntEnum, enum.Flag, enum.IntFlag)
}
# What each class has of its own.
_OWN = {"__dict__", "__weakref__"}


def make_quickly() -> None:
    """Have enumerations made quickly from now on, where this Python's way is known."""
    if sys.version_info[:2] == _PYTHON:
        enum.EnumType._create_ = _create  # type: ignore[attr-defined]


def _create(
    kind: enum.EnumType, class_name: str, names: Any, *, module: str | None = None, **options: Any
) -> Any:
    """Do what `enum.EnumType._create_` does, with the same outcome."""
    if module is None:
        # Qt may ask from a thread of its own, where no Python is under way.
        with suppress(ValueError):
            module = sys._getframe(2).f_globals.get("__name__")  # noqa: SLF001 - as in `enum`
    if not _is_plain(kind, names, options):
        return _plain(kind, class_name, names, module=module, **options)
    canonical: list[str] = []
    by_name: dict[str, Any] = {}
    by_value: dict[int, Any] = {}
    fresh = {
        "__module__": module,
        "_member_names_": canonical,
        "_member_map_": by_name,
        "_value2member_map_": by_value,
        "_unhashable_values_": [],
    }
    made: Any = type.__new__(enum.EnumType, class_name, (kind,), _empty(kind) | fresh)
    numbers = issubclass(made, int)
    flags = issubclass(made, enum.Flag)
    mask = singles = 0
    for each, value in names:
        is_single = value != 0 and value & (value - 1) == 0
        if flags:
            mask |= value
            singles |= value if is_single else 0
        member = by_value.get(value)
        if member is None:
            member = int.__new__(made, value) if numbers else object.__new__(made)
            member._value_, member._name_, member.__objclass__ = value, each, made
            member._sort_order_ = len(canonical)
            by_value[value] = member
            if is_single or not flags:
                canonical.append(each)
        type.__setattr__(made, each, member)
        by_name[each] = member
    if flags:
        made._flag_mask_, made._singles_mask_ = mask, singles
        made._all_bits_ = 2 ** mask.bit_length() - 1
        values = [by_name[each].value for each in canonical]
        if values != sorted(values):
            made._iter_member_ = made._iter_member_by_def_
    return made


@functools.cache
def _empty(kind: enum.EnumType) -> dict[str, Any]:
    """Return what Python gives to an enumeration of this kind that has no members."""
    sample = _plain(kind, kind.__name__, (), module=__name__, boundary=enum.KEEP)
    return {key: value for key, value in vars(sample).items() if key not in _OWN}


def _is_plain(kind: enum.EnumType, names: Any, options: dict[str, Any]) -> bool:
    """Whether these are pairs of different names and numbers, as PySide gives them."""
    if options.get("boundary") is not enum.KEEP or options.get("type") is not None:
        return False
    taken = _TAKEN.get(kind)
    return (
        taken is not None
        and type(names) is list
        and all(
            type(pair) is tuple and len(pair) == 2 and type(pair[1]) is int and pair[0][:1] != "_"
            for pair in names
        )
        and len(words := {pair[0] for pair in names}) == len(names)
        and "mro" not in words
        and taken.isdisjoint(words)
    )

"""Named tuples, made quickly: the window needs some 75 kinds of them until the first paint.

Python compiles source and every annotation anew for each kind, and makes its class twice: some
0.2 ms a kind. Here a class is made once, and what was compiled for one number of fields serves all.
"""

from __future__ import annotations

import collections
import functools
import sys
import typing
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

# The Python whose named tuples are followed here; others keep to their own.
_PYTHON = (3, 11)
_plain: Callable[..., Any] = typing.NamedTupleMeta.__new__  # type: ignore[attr-defined]
_PROHIBITED: frozenset[str] = typing._prohibited | {"__classcell__"}  # type: ignore[attr-defined]  # noqa: SLF001
_getter: Callable[[int, str], Any] = collections._tuplegetter  # type: ignore[attr-defined]  # noqa: SLF001


def make_quickly() -> None:
    """Have named tuples made quickly from now on, where this Python's way is known."""
    if sys.version_info[:2] == _PYTHON:
        typing.NamedTupleMeta.__new__ = _new  # type: ignore[attr-defined]


def _new(meta: type, name: str, bases: tuple[type, ...], given: dict[str, Any]) -> Any:
    """Do what `typing.NamedTupleMeta.__new__` does; annotations stay the text that they are."""
    types = given.get("__annotations__", {})
    fields = tuple(types)
    defaults = {field: given[field] for field in fields if field in given}
    if (
        len(bases) != 1
        or not _PROHIBITED.isdisjoint(given)
        or any(field.startswith("_") for field in fields)
        or tuple(defaults) != fields[len(fields) - len(defaults) :]
    ):
        return _plain(meta, name, bases, given)
    listed = ", ".join(fields) + ("," if len(fields) == 1 else "")
    space = {"_tuple_new": tuple.__new__, "__builtins__": {}, "__name__": f"namedtuple_{name}"}
    make = FunctionType(
        _code(len(fields)).replace(co_varnames=("_cls", *fields)),
        space,
        "__new__",
        tuple(defaults.values()),
    )
    make.__qualname__ = f"{name}.__new__"
    make.__doc__ = f"Create new instance of {name}({listed})"
    make.__annotations__ = types
    body = {
        "__doc__": f"{name}({listed})",
        "__slots__": (),
        "_fields": fields,
        "_field_defaults": defaults,
        "__new__": make,
        "__match_args__": fields,
        **_methods(name, fields),
        **given,
        "__annotations__": types,
        **{field: _getter(*_alias(index)) for index, field in enumerate(fields)},
    }
    return type.__new__(type, name, (tuple,), body)


@functools.cache
def _code(number: int) -> CodeType:
    """Return what makes a tuple of so many fields; its arguments are still to be named."""
    make: Any = collections.namedtuple
    code: CodeType = make("sample", [f"field_{index}" for index in range(number)]).__new__.__code__
    return code


@functools.cache
def _alias(index: int) -> tuple[int, str]:
    return index, sys.intern(f"Alias for field number {index}")


def _methods(name: str, fields: tuple[str, ...]) -> dict[str, Any]:
    """Return the methods of a kind of named tuple, as in `collections.namedtuple`."""
    shown = "(" + ", ".join(f"{field}=%r" for field in fields) + ")"

    @classmethod  # type: ignore[misc]
    def _make(cls: type, iterable: Iterable[Any]) -> Any:
        result: Any = tuple.__new__(cls, iterable)
        if len(result) != len(fields):
            raise TypeError(f"Expected {len(fields)} arguments, got {len(result)}")
        return result

    def _replace(self: Any, /, **kwds: Any) -> Any:
        result = self._make(map(kwds.pop, fields, self))
        if kwds:
            raise ValueError(f"Got unexpected field names: {list(kwds)!r}")
        return result

    def __repr__(self: Any) -> str:  # noqa: N807
        return f"{type(self).__name__}{shown % self}"

    def _asdict(self: Any) -> dict[str, Any]:
        return dict(zip(fields, self, strict=True))

    def __getnewargs__(self: Any) -> tuple[Any, ...]:  # noqa: N807
        return tuple(self)

    methods = {
        "_make": _make,
        "_replace": _replace,
        "__repr__": __repr__,
        "_asdict": _asdict,
        "__getnewargs__": __getnewargs__,
    }
    for each, method in methods.items():
        getattr(method, "__func__", method).__qualname__ = f"{name}.{each}"
    return methods

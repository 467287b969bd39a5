"""An exception in what Qt calls is a traceback, and not the end of the process.

An exception that C code raised is no object yet in Python 3.11 until somebody catches it. PySide
takes for one what leaves a Python method that Qt called, and the process dies with SIGSEGV: so do
`int("x")`, `next(iter(()))` and a call of a widget that is gone, in any event handler. Passing a
`finally` makes the exception an object. From 3.12 on it always is one.
"""

from __future__ import annotations

import sys
from types import FunctionType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

# What Qt calls besides the handlers of events, whose names end alike.
_CALLED_NAMES = """
    data flags headerData columnCount rowCount setData sort mimeData supportedDragActions
    createEditor setEditorData updateEditorGeometry paint paintSection
    event eventFilter nextCheckState scrollContentsBy
    hasHeightForWidth heightForWidth minimumSizeHint minimumTabSizeHint sizeHint tabSizeHint
    childCount interface_cast state text
    """
_CALLED = frozenset(_CALLED_NAMES.split())
# *args and **kwargs, in the flags of a function's code.
_OTHER_ARGUMENTS = 0x04 | 0x08


def make_safe() -> None:
    """Have what Qt calls of each class that is defined from now on let whole exceptions out."""
    if sys.version_info >= (3, 12):
        return
    from shiboken6 import Object  # of which all of Qt's classes are made

    base: Any = Object
    base.__init_subclass__ = classmethod(_wrap_own)


def _wrap_own(cls: type) -> None:
    for name, function in list(vars(cls).items()):
        if type(function) is FunctionType and (name.endswith("Event") or name in _CALLED):
            safe = _SAFE.get(function.__code__.co_argcount)
            if safe is not None and function.__code__.co_flags & _OTHER_ARGUMENTS == 0:
                wrapped = safe(function)
                wrapped.__defaults__, wrapped.__doc__ = function.__defaults__, function.__doc__
                setattr(cls, name, wrapped)


# PySide counts the arguments of what it calls: each number has its own.
def _safe_1(function: Callable[[Any], Any]) -> Any:
    def call(own: Any) -> Any:
        try:
            return function(own)
        finally:
            pass

    return call


def _safe_2(function: Callable[[Any, Any], Any]) -> Any:
    def call(own: Any, first: Any) -> Any:
        try:
            return function(own, first)
        finally:
            pass

    return call


def _safe_3(function: Callable[[Any, Any, Any], Any]) -> Any:
    def call(own: Any, first: Any, second: Any) -> Any:
        try:
            return function(own, first, second)
        finally:
            pass

    return call


def _safe_4(function: Callable[[Any, Any, Any, Any], Any]) -> Any:
    def call(own: Any, first: Any, second: Any, third: Any) -> Any:
        try:
            return function(own, first, second, third)
        finally:
            pass

    return call


_SAFE: dict[int, Callable[[Any], Any]] = {1: _safe_1, 2: _safe_2, 3: _safe_3, 4: _safe_4}

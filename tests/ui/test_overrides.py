"""An exception in what Qt calls does not end the process, whoever raised it."""

from __future__ import annotations

import pkgutil
import subprocess
import sys
from importlib import import_module
from types import FunctionType
from typing import TYPE_CHECKING

import pytest
import shiboken6

import diptych.ui
from diptych.ui import overrides
from support.children import ENVIRONMENT

if TYPE_CHECKING:
    from collections.abc import Iterator

# What hides a function of Qt's that Qt itself does not call by way of Python.
NOT_VIRTUAL = {"find", "setWidget"}

CODE = """
import sys
from diptych.ui.overrides import make_safe
make_safe()
from PySide6.QtCore import QAbstractListModel
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication([])
class Field(QWidget):
    def keyPressEvent(self, event):
        {fails}
    def sizeHint(self):
        return super().sizeHint()
class Lines(QAbstractListModel):
    def rowCount(self, parent=None):
        return int('x')
sys.excepthook = lambda kind, error, _trace: print(kind.__name__, flush=True)
from PySide6.QtTest import QTest
field = Field()
field.show()
try:
    QTest.keyClick(field, "a")
except BaseException as error:  # where Python itself called Qt it is handed on
    print(type(error).__name__)
try:
    Lines().hasIndex(0, 0)
except ValueError:
    print("alive")
"""


@pytest.mark.parametrize(
    ("fails", "name"),
    [
        ("int('x')", "ValueError"),
        ("next(iter(()))", "StopIteration"),
        ("raise KeyError('x')", "KeyError"),
        ("import shiboken6; shiboken6.delete(self); self.text()", "AttributeError"),
    ],
)
def test_an_exception_in_an_event_handler_is_told(fails: str, name: str) -> None:
    command = [sys.executable, "-c", CODE.format(fails=fails)]
    environment = {**ENVIRONMENT, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == [name, "alive"]


def _of_qt(base: type) -> Iterator[type]:
    for each in base.__subclasses__():
        yield each
        yield from _of_qt(each)


def test_all_that_the_window_has_in_place_of_qt_s_own_is_known() -> None:
    for module in pkgutil.walk_packages(diptych.ui.__path__, "diptych.ui."):
        import_module(module.name)
    unknown = {
        f"{each.__qualname__}.{name}"
        for each in _of_qt(shiboken6.Object)
        if each.__module__.startswith("diptych.")
        for name, function in vars(each).items()
        if type(function) is FunctionType and not name.startswith("__")
        if not name.endswith("Event") and name not in overrides._CALLED | NOT_VIRTUAL
        if any(name in vars(base) for base in each.__mro__ if base.__module__.startswith("PySide"))
    }
    assert unknown == set()

"""An exception in what Qt calls does not end the process, whoever raised it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from support.children import ENVIRONMENT

CODE = """
import sys
from diptych.ui.overrides import make_safe
make_safe()
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication([])
class Field(QWidget):
    def keyPressEvent(self, event):
        {fails}
    def sizeHint(self):
        return super().sizeHint()
sys.excepthook = lambda kind, error, _trace: print(kind.__name__, flush=True)
from PySide6.QtTest import QTest
field = Field()
field.show()
try:
    QTest.keyClick(field, "a")
except BaseException as error:  # where Python itself called Qt it is handed on
    print(type(error).__name__)
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

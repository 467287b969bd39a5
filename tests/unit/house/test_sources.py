"""What the package's sources may not contain, and what they must begin with."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest

from support.repository import PACKAGE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NETWORK = {
    *("socket", "socketserver", "ssl", "asyncio", "urllib", "http"),
    *("ftplib", "smtplib", "imaplib", "poplib", "telnetlib", "xmlrpc", "webbrowser"),
    *("requests", "httpx", "aiohttp"),
}
RUNS_DATA = {"pickle", "marshal", "shelve", "dill"}
SOURCES = sorted(PACKAGE.rglob("*.py"))


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
            yield from (f"{node.module}.{name.name}" for name in node.names)


def test_nothing_reaches_for_the_network() -> None:
    found = {
        f"{path.relative_to(PACKAGE)}: {name}"
        for path in SOURCES
        for name in imports(path)
        if name.split(".")[0] in NETWORK or name.startswith("PySide6.QtNetwork")
    }
    assert found == set()


def test_data_is_never_run() -> None:
    found = {
        f"{path.relative_to(PACKAGE)}: {name}"
        for path in SOURCES
        for name in imports(path)
        if name.split(".")[0] in RUNS_DATA
    }
    calls = {
        f"{path.relative_to(PACKAGE)}:{node.lineno}"
        for path in SOURCES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"eval", "exec", "compile", "__import__"}
    }
    assert found | calls == set()


@pytest.mark.parametrize("entry", ["__main__.py", "work/child.py"])
def test_each_process_begins_by_silencing_the_model_runtime(entry: str) -> None:
    body = tree(PACKAGE / entry).body
    first = [ast.unparse(node) for node in body if not isinstance(node, ast.Expr)][:2]
    assert first == ["import os", "os.environ['ORT_DISABLE_TELEMETRY'] = '1'"]


def calls(path: Path, name: str) -> list[ast.Call]:
    return [
        node
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == name
    ]


def test_every_label_and_box_shows_plain_text() -> None:
    """They guess at HTML, and open the files it names, unless they are told otherwise."""
    for path in SOURCES:
        made = len(calls(path, "QLabel")) + len(calls(path, "QMessageBox"))
        told = [ast.unparse(call) for call in calls(path, "setTextFormat")]
        plain = [call for call in told if call.endswith("(Qt.TextFormat.PlainText)")]
        assert len(plain) == len(told) >= made, path


def test_every_tool_tip_shows_plain_text() -> None:
    """A tool tip guesses at HTML too, and can only be told by escaping what it shows."""
    given = {
        f"{path.relative_to(PACKAGE)}:{call.lineno}": ast.unparse(call.args[0])
        for path in SOURCES
        for call in calls(path, "setToolTip")
    }
    unsafe = {
        place: text for place, text in given.items() if not text.startswith("tip(") and text != "''"
    }
    assert unsafe == {}


def test_who_finds_a_widget_is_not_taken_for_its_parent() -> None:
    """PySide does, and whole windows stay in memory then; see `ui.families`."""
    names = "findChild findChildren childAt focusProxy nextInFocusChain previousInFocusChain"
    found = {
        f"{path.relative_to(PACKAGE)}:{call.lineno}"
        for path in SOURCES
        for name in names.split()
        for call in calls(path, name)
    }
    assert found == set()

"""Files and functions stay short, and no file is a drawer for everything."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from support.repository import ROOT

if TYPE_CHECKING:
    from pathlib import Path

FILE_LINES = 500
FUNCTION_LINES = 60
BANNED_NAMES = {"utils", "util", "common", "misc", "helpers", "helper", "manager", "managers"}
# "path" or "path:function": the reason why it may be longer.
EXCEPTIONS: dict[str, str] = {}

SOURCES = [
    path
    for folder in ("desktop", "packaging", "tests")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if "data" not in path.relative_to(ROOT).parts
]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_there_are_sources() -> None:
    assert len(SOURCES) > 20


def test_files_are_short() -> None:
    lengths = {name_of(path): len(path.read_text().splitlines()) for path in SOURCES}
    long = {
        name: length
        for name, length in lengths.items()
        if length > FILE_LINES and name not in EXCEPTIONS
    }
    assert long == {}


def test_functions_are_short() -> None:
    long = {}
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                name = f"{name_of(path)}:{node.name}"
                if length > FUNCTION_LINES and name not in EXCEPTIONS:
                    long[name] = length
    assert long == {}


def test_no_file_is_a_drawer() -> None:
    assert [name_of(path) for path in SOURCES if path.stem in BANNED_NAMES] == []

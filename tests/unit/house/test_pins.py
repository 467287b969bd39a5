"""The pins of pyproject.toml, and the defect that one of them is for."""

from __future__ import annotations

import importlib.metadata
import sys
import tomllib

import pytest
from packaging.requirements import Requirement
from PySide6.QtCore import QObject

from support.repository import ROOT

REQUIREMENTS = [
    Requirement(line)
    for line in tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "dependencies"
    ]
]


def admitted(version: str, python: str) -> bool:
    """Whether PySide6 in that version may be installed on that Python."""
    return all(
        requirement.specifier.contains(version)
        for requirement in REQUIREMENTS
        if requirement.name == "PySide6-Essentials"
        and (requirement.marker is None or requirement.marker.evaluate({"python_version": python}))
    )


@pytest.mark.parametrize(
    ("version", "python", "expected"),
    [
        ("6.11.2", "3.11", False),
        ("6.11.3", "3.11", True),
        ("6.12.0", "3.11", False),
        ("6.11.3", "3.12", False),
        ("6.12.0", "3.12", True),
        ("6.12.0", "3.13", True),
    ],
)
def test_qt_is_pinned_by_python(version: str, python: str, *, expected: bool) -> None:
    assert admitted(version, python) is expected


def test_installed_qt_is_admitted() -> None:
    installed = importlib.metadata.version("PySide6-Essentials")
    assert admitted(installed, f"{sys.version_info[0]}.{sys.version_info[1]}")


def test_void_calls_give_none_its_references_back() -> None:
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(1000):
        thing.setObjectName("x")
    assert abs(sys.getrefcount(None) - before) < 500


def test_everything_comes_from_the_package_index_under_its_own_name() -> None:
    assert [str(requirement) for requirement in REQUIREMENTS if requirement.url] == []
    assert "difflib-extras" not in {requirement.name for requirement in REQUIREMENTS}

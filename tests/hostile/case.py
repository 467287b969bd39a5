"""What a hostile file is, what should come of it, and the list that the generators fill."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# Words that stand in every file whose text can be had: when they are missing, text was lost.
WORDS = "The committee deplored the delay."


class Case(NamedTuple):
    """A file to open.

    Args:
        name: of the file, with the suffix under which it comes.
        write: writes the file at a path; may return another path, which is then opened.
        holds: words that must be in the reading text; None where the file may not open.
        says: a regular expression for the sentence; None where the file must open.
        quick: whether it is among those that the ordinary tests open.
        cpu: seconds that a worker may compute on it.
    """

    name: str
    write: Callable[[Path], Path | None]
    holds: str | None
    says: str | None
    quick: bool
    cpu: float = 20.0


CASES: list[Case] = []


def opens(
    name: str, holds: str = WORDS, *, quick: bool = False, cpu: float = 20.0
) -> Callable[[Write], Write]:
    """The function writes a file that opens, and has these words."""
    return _listed(name, holds, None, quick=quick, cpu=cpu)


def refused(name: str, says: str, *, quick: bool = False) -> Callable[[Write], Write]:
    """The function writes a file that does not open; the sentence matches."""
    return _listed(name, None, says, quick=quick)


def either(name: str, *, quick: bool = False) -> Callable[[Write], Write]:
    """The function writes a file of which something or nothing can be read."""
    return _listed(name, "", "", quick=quick)


def _listed(
    name: str, holds: str | None, says: str | None, *, quick: bool, cpu: float = 20.0
) -> Callable[[Write], Write]:
    def listed(write: Write) -> Write:
        CASES.append(Case(name, write, holds, says, quick, cpu))
        return write

    return listed


if TYPE_CHECKING:
    Write = Callable[[Path], Path | None]


def make(case: Case, folder: Path) -> Path:
    """Write a case's file in a folder of its own; return what is to be opened."""
    folder.mkdir(parents=True)
    path = folder / case.name
    return case.write(path) or path

"""Two short letters on migration: as files, and what they say to each other, found by hand.

What the engine finds in so short a text is its own affair, and not what the window's tests test.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from diptych.compare.engine import _finding_id
from diptych.formats.files import read_bytes
from diptych.model import wire
from diptych.model.comparison import (
    Comparison,
    Engine,
    Evidence,
    Finding,
    Mode,
    Nearest,
    Passage,
    Relation,
    RunnerUp,
    Side,
)
from diptych.services import tasks
from support.repository import SEEDS

if TYPE_CHECKING:
    from diptych.model.document import Document
    from diptych.work.port import Plain, Progress, Task

LEFT = """On the border

We support asylum for all families who flee violence, and we will protect them.

The root causes of migration are violence and corruption in Central America.

We oppose the construction of a wall along the border.

The ferry is loved by the children of the town.
"""
RIGHT = """A reply

We oppose asylum for families who flee violence.

The root causes of migration are violence and corruption in Central America.

We will build the wall along the border because it works.

Lamps must be lit on every road of the county by night.
"""


def write_letters(folder: Path) -> tuple[Path, Path]:
    """Write both into a folder."""
    paths = folder / "border.txt", folder / "reply.txt"
    for path, text in zip(paths, (LEFT, RIGHT), strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


def write_long_letters(folder: Path) -> tuple[Path, Path]:
    """Write both with far more around them than one window shows, in another order on each side."""
    paths = folder / "long-border.txt", folder / "long-reply.txt"
    fillers = (
        "The clerk of parish {} counted the geese, and nobody thought more about it.",
        "In month {} the mill stood still for want of water, as old people remember.",
    )
    for path, text, filler in zip(paths, (LEFT, RIGHT), fillers, strict=True):
        title, *paragraphs = text.strip().split("\n\n")
        parts = [title]
        for number, paragraph in enumerate(paragraphs):
            parts += [filler.format(100 * number + each) for each in range(25)]
            parts.append(paragraph)
        parts += [filler.format(900 + each) for each in range(40)]
        path.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    return paths


# What stands in the first letter, in the second, how the two stand to each other, and on what.
_TIES: tuple[tuple[str, str, Relation, float, tuple[str, ...]], ...] = (
    (
        "We support asylum for all families",
        "We oppose asylum for families who flee violence.",
        Relation.DIVERGE,
        0.86,
        ("asylum", "root causes"),
    ),
    (
        "The root causes of migration are violence and corruption",
        "The root causes of migration are violence and corruption",
        Relation.CONVERGE,
        0.97,
        ("root causes",),
    ),
    (
        "We oppose the construction of a wall",
        "We will build the wall along the border because it works.",
        Relation.PARTIAL,
        0.41,
        ("border enforcement",),
    ),
    ("The ferry is loved", "", Relation.ONLY_LEFT, 0.7, ()),
    ("", "Lamps must be lit", Relation.ONLY_RIGHT, 0.6, ()),
)
_MIRRORED = {Relation.ONLY_LEFT: Relation.ONLY_RIGHT, Relation.ONLY_RIGHT: Relation.ONLY_LEFT}


def make_tasks() -> dict[str, Task]:
    """Return the real tasks, but for the two letters, which are compared by hand."""
    real = tasks.make_tasks(lambda path: read_bytes(Path(path)))

    def compare(request: Plain, progress: Progress) -> Plain:
        sides = [
            wire.document_from_plain(
                real["retell" if "source" in request[side] else "read"](request[side], progress)
            )
            for side in Side
        ]
        found = _by_hand(*sides) if request["mode"] in (None, Mode.POSITIONS) else ()
        if not found:
            return real["compare"](request, progress)
        left, right = (document.sha256 for document in sides)
        engine = Engine("by hand", "1")
        plain = wire.comparison_to_plain(
            Comparison(left, right, Mode.POSITIONS, engine, tuple(found))
        )
        return {**plain, "kept": [0 for _part in request["kept"]], "blob": b""}

    def standings(request: Plain, progress: Progress) -> Plain:
        """Hold up no test that does not ask for them by the long documents that ship."""
        is_shipped = Path(request["document"]["path"]).parent == SEEDS
        nothing: Plain = {"topics": {}, "told": {}}
        return nothing if is_shipped else real["standings"](request, progress)

    return {**real, "compare": compare, "standings": standings}


def _by_hand(left: Document, right: Document) -> list[Finding]:
    if left.sha256 == right.sha256:
        return []
    if _passages(right, "On the border"):
        return [_mirrored(finding) for finding in _by_hand(right, left)]
    found = []
    for left_words, right_words, relation, confidence, topics in _TIES:
        one, other = _passages(left, left_words), _passages(right, right_words)
        if bool(one) != bool(left_words) or bool(other) != bool(right_words):
            continue
        silent = right if one else left
        nearest = Nearest(_whole(silent, 0), 0.1) if not (one and other) else None
        found.append(
            Finding(
                id=_finding_id((left, right), one, other),
                relation=relation,
                confidence=confidence,
                topics=topics,
                left=one,
                right=other,
                evidence=Evidence(shared=("families",), left_only=("support",)),
                reason="Found by hand.",
                runner_up=None if nearest else RunnerUp(Relation.PARTIAL, 0.1),
                nearest=nearest,
            )
        )
    return found


def _passages(document: Document, words: str) -> tuple[Passage, ...]:
    blocks = (i for i, block in enumerate(document.blocks) if words and words in block.text)
    return tuple(_whole(document, index) for index in blocks)[:1]


def _whole(document: Document, index: int) -> Passage:
    block = document.blocks[index]
    end = len(block.text)
    return Passage(index, 0, end, block.map.spans(0, end))


def _mirrored(finding: Finding) -> Finding:
    evidence = finding.evidence
    mirrored: dict[str, Any] = {
        "relation": _MIRRORED.get(finding.relation, finding.relation),
        "left": finding.right,
        "right": finding.left,
        "evidence": evidence._replace(left_only=evidence.right_only, right_only=evidence.left_only),
    }
    return finding._replace(**mirrored)

"""Two small texts and what they say to each other, for tests of what shows findings."""

from __future__ import annotations

import tomllib
from pathlib import Path

from diptych.model.comparison import (
    Comparison,
    Cue,
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
from diptych.model.document import Block, BlockKind, Document, OffsetMap, Run, Span
from diptych.model.note import Verdict
from diptych.ui.rows import Row, rows_of
from diptych.ui.theme import Theme, make_theme
from diptych.ui.wording import Labels

LABELS = Labels("1848", "1871")
HOSTILE = '<img src="file:///etc/hostname"> & <b>bold</b>\u2028next'
_STYLES = Path(__file__).parents[2] / "resources" / "styles"

LEFT = "The river must stay open to all boats. Tolls are the cause of every quarrel. Ferries rot."
RIGHT = "We keep the river open. Greed, and not tolls, is the cause. Bridges need money."


def theme(name: str = "light") -> Theme:
    """A shipped style."""
    return make_theme(tomllib.loads((_STYLES / f"{name}.toml").read_text("utf-8")))


def document(text: str, sha256: str) -> Document:
    """A text of one paragraph."""
    block = Block(BlockKind.PARAGRAPH, text, OffsetMap((Run(0, 0, len(text)),)))
    return Document(sha256, text, "utf-8", "A text", "en", (block,))


def passage(text: str, words: str) -> Passage:
    """The passage of some words."""
    start = text.index(words)
    end = start + len(words)
    return Passage(0, start, end, (Span(start, end),))


def documents() -> dict[Side, Document]:
    """The two texts."""
    return {Side.LEFT: document(LEFT, "a" * 64), Side.RIGHT: document(RIGHT, "b" * 64)}


def findings() -> tuple[Finding, ...]:
    """One finding that converges, one that diverges, and a silence of each side."""
    tolls = passage(LEFT, "Tolls are the cause of every quarrel.")
    greed = passage(RIGHT, "Greed, and not tolls, is the cause.")
    return (
        Finding(
            "f1",
            Relation.CONVERGE,
            0.81,
            ("navigation",),
            (passage(LEFT, "The river must stay open to all boats."),),
            (passage(RIGHT, "We keep the river open."),),
            Evidence(shared=("river", "open")),
            "Both want the same.",
            RunnerUp(Relation.PARTIAL, 0.12),
        ),
        Finding(
            "f2",
            Relation.DIVERGE,
            0.74,
            ("causes", "tolls"),
            (tolls,),
            (greed,),
            Evidence(
                shared=("cause",),
                left_only=("tolls", "quarrel"),
                right_only=("greed",),
                cues=(Cue(Side.RIGHT, "negation", "not tolls", Span(34, 43)),),
            ),
            "Both name a cause, and the causes differ.",
            RunnerUp(Relation.PARTIAL, 0.2),
        ),
        Finding(
            "f3",
            Relation.ONLY_LEFT,
            0.69,
            ("ferries",),
            (passage(LEFT, "Ferries rot."),),
            (),
            Evidence(left_only=("ferries",)),
            "No passage comes near.",
            nearest=Nearest(passage(RIGHT, "Bridges need money."), 0.31),
        ),
        Finding(
            "f4",
            Relation.ONLY_RIGHT,
            0.4,
            ("money", "tolls"),
            (),
            (passage(RIGHT, "Bridges need money."),),
            Evidence(right_only=("money",)),
            "No passage comes near.",
            nearest=Nearest(tolls, 0.28),
        ),
    )


def rows(
    verdicts: dict[str, Relation | None] | None = None,
    noted: tuple[str, ...] = (),
    before: tuple[Row, ...] = (),
) -> tuple[Row, ...]:
    """The findings as rows, with verdicts and notes; those of `before` made anew."""
    given = {
        finding: Verdict(finding, relation, (), (), "2026-01-01T00:00:00Z")
        for finding, relation in (verdicts or {}).items()
    }
    found = tuple(row.as_found for row in before) or findings()
    comparison = Comparison("a" * 64, "b" * 64, Mode.POSITIONS, Engine("test", "1"), found)
    return rows_of(comparison, documents(), LABELS, given, noted, before=before)

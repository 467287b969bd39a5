"""What two documents say to each other: passages, findings and why they were found."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from diptych.model.document import Span


class Side(StrEnum):
    """Which pane."""

    LEFT = "left"
    RIGHT = "right"

    @property
    def other(self) -> Side:
        """The pane across the gutter."""
        return Side.RIGHT if self is Side.LEFT else Side.LEFT


class Relation(StrEnum):
    """How the two sides of a finding stand to each other."""

    CONVERGE = "converge"
    DIVERGE = "diverge"
    PARTIAL = "partial"
    ONLY_LEFT = "only_left"
    ONLY_RIGHT = "only_right"

    @property
    def is_one_sided(self) -> bool:
        """Whether the other document is silent."""
        return self in (Relation.ONLY_LEFT, Relation.ONLY_RIGHT)


class Mode(StrEnum):
    """What is compared: what is held, or the wording."""

    POSITIONS = "positions"
    WORDS = "words"


class Topic(NamedTuple):
    """A subject that a reader follows.

    Args:
        id: stable, made of letters, digits and hyphens ("root-causes").
        name: what the reader sees ("root causes"); also how findings and `--topic` name it.
        description: one sentence.
        terms: key terms by language code; a term is one or more words, matched by their stems.
        colour: "#rrggbb".
        pack: the file of topics that it came from, "" for one of the reader's own.
    """

    id: str
    name: str
    description: str
    terms: dict[str, tuple[str, ...]]
    colour: str
    pack: str = ""


class Passage(NamedTuple):
    """Sentences of one block: what is compared and marked.

    Args:
        block: index into the document's blocks.
        start, end: code points in that block's text.
        spans: the same words in the source; several where furniture interrupts them.
    """

    block: int
    start: int
    end: int
    spans: tuple[Span, ...]


class Cue(NamedTuple):
    """Words that speak for a relation.

    Args:
        side: whose words.
        kind: "negation", "modality", "support", "opposition", "cause", "number", "commitment", or
            "holder": whom the text quotes.
        text: the words, cut from the source.
        span: where they stand in the source.
    """

    side: Side
    kind: str
    text: str
    span: Span


class Evidence(NamedTuple):
    """The words on each side that carry a finding, as they stand in the text."""

    shared: tuple[str, ...] = ()
    left_only: tuple[str, ...] = ()
    right_only: tuple[str, ...] = ()
    cues: tuple[Cue, ...] = ()


class RunnerUp(NamedTuple):
    """The relation that came second, and how sure it was."""

    relation: Relation
    confidence: float


class Nearest(NamedTuple):
    """For a silence: the nearest passage of the other document, and its score (0 to 1)."""

    passage: Passage
    score: float


class Wording(StrEnum):
    """What kind of difference a finding is, where words were compared.

    `NEAR_COPY` is of a finding of positions: both passages are much the same text, and its evidence
    is all words that differ.
    """

    OTHER = "other words"
    MOVED = "moved"
    CASE = "case"
    PUNCTUATION = "punctuation"
    SPACING = "spacing"
    HYPHENATION = "hyphenation"
    MISREAD = "misread letters"
    NEAR_COPY = "near copy"

    @property
    def is_noise(self) -> bool:
        """Whether both sides have the same words, written or read otherwise."""
        return self not in (Wording.OTHER, Wording.MOVED, Wording.NEAR_COPY)


class Finding(NamedTuple):
    """A judged pair of passages, or a position without counterpart.

    Args:
        id: the same for the same pair of passages of the same documents, whatever the relation.
        relation: what the engine says.
        confidence: 0 to 1.
        topics: names of the topics that both sides (or the one side) speak to.
        left, right: passages; empty for the silent side.
        evidence: the words behind it.
        reason: plain sentences: the rule or model that spoke, then targets, holders, numbers.
        runner_up: the second-best relation; None for silences.
        nearest: the proof of search; None for pairs.
        wording: what kind of difference in words it is; None where positions were compared.
    """

    id: str
    relation: Relation
    confidence: float
    topics: tuple[str, ...]
    left: tuple[Passage, ...]
    right: tuple[Passage, ...]
    evidence: Evidence
    reason: str
    runner_up: RunnerUp | None = None
    nearest: Nearest | None = None
    wording: Wording | None = None

    def passages(self, side: Side) -> tuple[Passage, ...]:
        """Return the passages of one side."""
        return self.left if side is Side.LEFT else self.right


class ModelFile(NamedTuple):
    """A model that took part, by its name and the hash of its file."""

    name: str
    sha256: str


class Engine(NamedTuple):
    """What made the findings; part of the key they are cached by."""

    name: str
    version: str
    models: tuple[ModelFile, ...] = ()


class Comparison(NamedTuple):
    """All findings of two documents, in the order of the left text.

    What only the right text says stands at the place of its neighbours there.

    Args:
        remark: a plain sentence about the whole ("Both sides are the same document."), or "".
    """

    left_sha256: str
    right_sha256: str
    mode: Mode
    engine: Engine
    findings: tuple[Finding, ...]
    remark: str = ""

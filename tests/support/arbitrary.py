"""Strategies for documents and comparisons of every shape that the model allows."""

from __future__ import annotations

import hashlib

from hypothesis import strategies as st

from diptych.model.comparison import (
    Comparison,
    Cue,
    Engine,
    Evidence,
    Finding,
    Mode,
    ModelFile,
    Nearest,
    Passage,
    Relation,
    RunnerUp,
    Side,
    Topic,
)
from diptych.model.document import Block, BlockKind, Document, OffsetMap, Run, Span

# Decoded text never holds halves of surrogate pairs.
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
_LETTERS = st.text(
    st.characters(exclude_categories=["Cs", "Z", "Cc"]) | st.sampled_from("é𝄞א"),
    min_size=1,
    max_size=8,
)
_BETWEEN_LINES = st.sampled_from(["\n", "\r\n", " \n  ", "\u2028"])
_BETWEEN_BLOCKS = st.sampled_from(["\n\n", "\n", "\f", "\n \n\n"])
_LINES = st.lists(st.tuples(_LETTERS, _BETWEEN_LINES), min_size=1, max_size=3)
_KINDS = st.sampled_from([kind for kind in BlockKind if kind is not BlockKind.FURNITURE])


class _Growing:
    """A source that blocks are written into, one after the other."""

    def __init__(self) -> None:
        self.source = ""

    def write(self, lines: list[tuple[str, str]], text: str, part: int) -> tuple[str, list[Run]]:
        """Write lines; return the block's text with them joined by blanks, and their runs."""
        runs = []
        for letters, between in lines:
            text += " " if text else ""
            runs.append(Run(len(text), len(self.source), len(letters), part))
            text += letters
            self.source += letters + between
        return text, runs


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Documents with broken lines, and with any amount of furniture inside paragraphs."""
    growing, blocks = _Growing(), []
    for _ in range(draw(st.integers(0, 3))):
        growing.source += draw(_BETWEEN_BLOCKS)
        at = len(blocks)
        text, runs = growing.write(draw(_LINES), "", 0)
        for part in range(1, draw(st.integers(1, 3))):
            for _ in range(draw(st.integers(0, 10))):
                words, own = growing.write(draw(_LINES), "", 0)
                blocks.append(Block(BlockKind.FURNITURE, words, OffsetMap(tuple(own)), "link"))
            text, more = growing.write(draw(_LINES), text, part)
            runs += more
        kind = draw(_KINDS)
        level = 2 if kind is BlockKind.HEADING else 0
        blocks.insert(at, Block(kind, text, OffsetMap(tuple(runs)), level=level))
    source = growing.source
    return Document(
        sha256=hashlib.sha256(source.encode()).hexdigest(),
        source=source,
        encoding=draw(st.sampled_from(["utf-8", "cp1252"])),
        title=draw(TEXT),
        language=draw(st.sampled_from(["en", "es", ""])),
        blocks=tuple(blocks),
        remarks=tuple(draw(st.lists(TEXT, max_size=2))),
    )


_OFFSETS = st.integers(0, 10_000)
_SHARES = st.floats(0, 1)
_NAMES = st.lists(TEXT, max_size=3).map(tuple)
_SPANS = st.builds(Span, _OFFSETS, _OFFSETS)
_PASSAGES = st.builds(
    Passage, _OFFSETS, _OFFSETS, _OFFSETS, st.lists(_SPANS, max_size=3).map(tuple)
)
_CUES = st.builds(Cue, st.sampled_from(Side), TEXT, TEXT, _SPANS)
_FINDINGS = st.builds(
    Finding,
    id=TEXT,
    relation=st.sampled_from(Relation),
    confidence=_SHARES,
    topics=_NAMES,
    left=st.lists(_PASSAGES, max_size=2).map(tuple),
    right=st.lists(_PASSAGES, max_size=2).map(tuple),
    evidence=st.builds(Evidence, _NAMES, _NAMES, _NAMES, st.lists(_CUES, max_size=3).map(tuple)),
    reason=TEXT,
    runner_up=st.none() | st.builds(RunnerUp, st.sampled_from(Relation), _SHARES),
    nearest=st.none() | st.builds(Nearest, _PASSAGES, _SHARES),
)
COMPARISONS = st.builds(
    Comparison,
    left_sha256=TEXT,
    right_sha256=TEXT,
    mode=st.sampled_from(Mode),
    engine=st.builds(
        Engine, TEXT, TEXT, st.lists(st.builds(ModelFile, TEXT, TEXT), max_size=2).map(tuple)
    ),
    findings=st.lists(_FINDINGS, max_size=4).map(tuple),
    remark=TEXT,
)
TOPICS = st.builds(
    Topic,
    id=TEXT,
    name=TEXT,
    description=TEXT,
    terms=st.dictionaries(TEXT, _NAMES, max_size=3),
    colour=st.just("#216cab"),
)

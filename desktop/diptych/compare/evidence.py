"""The words that carry a finding, cut from the texts: what is shared, what only one side has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diptych.compare.grammar import parts
from diptych.compare.reasons import holders
from diptych.compare.stances import Reader
from diptych.compare.targets import phrases
from diptych.compare.terms import general_stems
from diptych.model.comparison import Cue, Evidence, Side

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from diptych.compare.statements import Statement
    from diptych.compare.terms import Word
    from diptych.model.document import Document

# What a reader can take in at a glance.
_MOST = 6
_LONGEST = 5  # words of a phrase
# Kinds of cue that only help to find positions and directions; a reader would not ask for them.
_SHOWN = frozenset(
    {"negation", "modality", "support", "opposition", "cause", "number", "commitment"}
)

_STANCES = frozenset({"support", "opposition"})


def _phrases(statement: Statement, wanted: Callable[[Word], bool]) -> Iterator[tuple[int, int]]:
    """Yield first and last word (end exclusive) of every run of wanted words; "of" may join two."""
    found = statement.sentence.words
    text = statement.sentence.text
    first = end = 0
    for place, word in enumerate(found):
        if not word.stem or not wanted(word):
            continue
        # "rule of law" is one phrase; words parted by a comma or another word are two.
        between = text[found[end - 1].end : word.start] if end else ","
        joined = between.strip() in {"", "-", "of", "de", "del"}
        if end and joined and place + 1 - first <= _LONGEST:
            end = place + 1
            continue
        if end:
            yield first, end
        first, end = place, place + 1
    if end:
        yield first, end


def _concepts(statement: Statement, shared: set[str]) -> Iterator[tuple[int, int]]:
    """Yield first and last word (end exclusive) of every noun phrase that only one side has.

    A phrase that the other side has in part is one of them: "armed violence" beside "violence".
    """
    words = statement.sentence.words
    for first, end in phrases(statement.sentence, parts(statement.sentence), frozenset()):
        if not {word.stem for word in words[first:end] if word.stem} <= shared:
            yield first, end


def _surfaces(
    side: Sequence[Statement],
    spans: Callable[[Statement], Iterator[tuple[int, int]]],
    *,
    causes: bool,
) -> tuple[str, ...]:
    """Return the phrases that tell most, in the order of the text.

    A phrase of nothing but words of all public speech tells little; where a sentence names causes
    and `causes` asks for them, so does what stands before them.
    """
    general = general_stems()
    # A dict keeps the order of the text and drops what comes twice.
    found: dict[str, tuple[int, str]] = {}
    for statement in side:
        words, text = statement.sentence.words, statement.sentence.text
        named = min((cue.end for cue in statement.cues if cue.kind == "cause"), default=0)
        for first, end in spans(statement):
            surface = text[words[first].start : words[end - 1].end]
            plain = all(word.stem in general for word in words[first:end] if word.stem)
            before = causes and first < named
            found.setdefault(surface.lower(), (plain + 2 * before, surface))
    # Sorting is stable: among equals the first ones of the text stay.
    chosen = set(sorted(found, key=lambda key: found[key][0])[:_MOST])
    return tuple(surface for key, (_rank, surface) in found.items() if key in chosen)


def _cues(side: Side, statement: Statement, document: Document) -> Iterator[Cue]:
    passage, words = statement.sentence.passage, statement.sentence.words
    # The agreement that a sentence names supports nothing.
    governing = Reader(statement.sentence, parts(statement.sentence), statement.cues).governs()
    shown = [
        (hit.kind, hit.first, hit.end)
        for hit in statement.cues
        if hit.kind in _SHOWN and (hit.kind not in _STANCES or hit.first in governing)
    ]
    shown += [("holder", first, end) for _, first, end in holders([statement])]
    for kind, first, last in sorted(shown, key=lambda one: one[1]):
        start, end = words[first].start, words[last - 1].end
        spans = document.blocks[passage.block].map.spans(passage.start + start, passage.start + end)
        # A cue that furniture interrupts has no single place to point at.
        if len(spans) == 1:
            text = document.source[spans[0].start : spans[0].end]
            yield Cue(side, kind, text, spans[0])


def evidence(
    documents: tuple[Document, Document], left: Sequence[Statement], right: Sequence[Statement]
) -> Evidence:
    """Return the words behind a finding; for a silence one side is empty."""
    cues: list[Cue] = []
    stems: list[set[str]] = []
    for side, document, spoken in zip(Side, documents, (left, right), strict=True):
        stems.append({stem for statement in spoken for stem in statement.sentence.stems})
        cues.extend(cue for statement in spoken for cue in _cues(side, statement, document))
    shared = stems[0] & stems[1]
    causes = {cue.side for cue in cues if cue.kind == "cause"} == set(Side)
    return Evidence(
        shared=_surfaces(
            left, lambda one: _phrases(one, lambda word: word.stem in shared), causes=causes
        ),
        left_only=_surfaces(left, lambda one: _concepts(one, shared), causes=causes),
        right_only=_surfaces(right, lambda one: _concepts(one, shared), causes=causes),
        cues=tuple(cues),
    )

"""The words that carry a finding, cut from the texts: what is shared, what only one side has."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from diptych.compare.grammar import parts, word_set
from diptych.compare.naming import DATES, form, names, weight
from diptych.compare.reasons import holders
from diptych.compare.stances import Reader
from diptych.compare.terms import fold
from diptych.model.comparison import Cue, Evidence, Side

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from diptych.compare.naming import Name
    from diptych.compare.segment import Sentence
    from diptych.compare.statements import Statement
    from diptych.model.document import Document

# What a reader can take in at a glance.
_MOST = 6
# Kinds of cue that only help to find positions and directions; a reader would not ask for them.
_SHOWN = frozenset(
    {"negation", "modality", "support", "opposition", "cause", "number", "commitment"}
)

_STANCES = frozenset({"support", "opposition"})
_CURRENCIES = frozenset("$€£¥")
_UNITS = word_set("""
    hundred thousand million millions billion billions trillion trillions percent per cent dollars
    euros pounds mil millones billones por ciento dolares pesos
    """)


class _Said(NamedTuple):
    """A phrase of the text.

    Args:
        forms: of its words that carry meaning.
        surface: as it stands.
        weight: how much it tells.
        before: whether it stands before causes that the reader would ask for.
    """

    forms: frozenset[str]
    surface: str
    weight: int
    before: bool = False


def _forms(sentence: Sentence, places: Iterable[int]) -> frozenset[str]:
    return frozenset(form(sentence.words[at]) for at in places if sentence.words[at].stem)


def _is_capital(sentence: Sentence, at: int) -> bool:
    return sentence.text[sentence.words[at].start].isupper()


def _named(side: Iterable[Statement]) -> frozenset[str]:
    """Return the forms of all words of what one side names."""
    found: set[str] = set()
    for statement in side:
        for name in names(statement.sentence):
            found |= _forms(statement.sentence, range(name.first, name.end))
    return frozenset(found)


def _own(sentence: Sentence, shared: frozenset[str]) -> Iterator[tuple[Name, _Said]]:
    """Yield what only one side names.

    What the other side has in part is of it: "armed violence" beside "violence".
    """
    for name in names(sentence):
        forms = _forms(sentence, range(name.first, name.end))
        if not forms <= shared:
            surface = sentence.text[name.start : name.stop]
            yield name, _Said(forms, surface, weight(sentence, name))


def _common(sentence: Sentence, shared: frozenset[str]) -> Iterator[tuple[Name, _Said]]:
    """Yield the longest parts, with a noun in them, of what is named that the other side has."""
    words, text = sentence.words, sentence.text
    for name in names(sentence):
        within = [
            at for at in range(name.first, name.end) if words[at].stem and form(words[at]) in shared
        ]
        runs: list[list[int]] = []
        for at in within:
            if runs and not any(words[one].stem for one in range(runs[-1][-1] + 1, at)):
                runs[-1].append(at)
            else:
                runs.append([at])
        for run in runs:
            low, high = run[0], run[-1] + 1
            # "Central" of "Central America" is no name.
            is_broken = len(run) == 1 and high < name.end and _is_capital(sentence, high)
            if name.nouns.isdisjoint(run) or (is_broken and _is_capital(sentence, low)):
                continue
            whole = run == [at for at in range(name.first, name.end) if words[at].stem]
            while low > name.first and not words[low - 1].stem and _is_capital(sentence, low - 1):
                low -= 1  # "El Salvador"
            start, stop = words[low].start, words[high - 1].end
            if text[start:stop].endswith(("'s", "’s")):
                stop -= 2
            if whole:
                low, start, stop = name.first, name.start, name.stop
            part = replace(name, first=low, end=high, start=start, stop=stop)
            # Words that stand in all public speech tie nothing.
            if weight(sentence, part):
                yield part, _Said(_forms(sentence, run), text[start:stop], weight(sentence, part))


def _surfaces(
    side: Sequence[Statement],
    spans: Callable[[Sentence], Iterator[tuple[Name, _Said]]],
    *,
    causes: bool,
) -> tuple[str, ...]:
    """Return the phrases that tell most, in the order of the text.

    What tells nothing, such as words of all public speech, is left out where there is anything
    else, and so is what is a part of another phrase. Where a sentence names causes and `causes`
    asks for them, what stands before them tells less.
    """
    found: dict[frozenset[str], _Said] = {}
    for statement in side:
        named = min((cue.end for cue in statement.cues if cue.kind == "cause"), default=0)
        for name, said in spans(statement.sentence):
            before = causes and name.first < named
            found.setdefault(said.forms, said._replace(before=before))
    telling = [one for one in found.values() if one.weight] or [*found.values()]
    whole = [one for one in telling if not any(one.forms < other.forms for other in telling)]
    # Sorting is stable: among equals the first ones of the text stay.
    chosen = sorted(whole, key=lambda one: (one.before, -one.weight))[:_MOST]
    return tuple(one.surface for one in whole if one in chosen)


def _amount(sentence: Sentence, first: int, end: int) -> tuple[int, int] | None:
    """Return where an amount stands with its currency and unit; None for a date or an ordinal."""
    words, text = sentence.words, sentence.text
    start, stop = words[first].start, words[end - 1].end
    around = {fold(words[at].lower) for at in (first - 1, end) if 0 <= at < len(words)}
    ordinal = text[stop : stop + 1].isalpha()
    year = stop - start == 4 and text[start:stop].isdigit() and text[start:stop] < "2100"
    if ordinal or year or not around.isdisjoint(DATES):
        return None
    if start and text[start - 1] in _CURRENCIES:
        start -= 1
    while end < len(words) and fold(words[end].lower) in _UNITS:
        stop, end = words[end].end, end + 1
    return start, stop


def _is_adverb(word: str) -> bool:
    return word.endswith(("ly", "mente"))


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
        if kind == "number":
            amount = _amount(statement.sentence, first, last)
            if amount is None:
                continue
            start, end = amount
        if kind == "modality" and first + 1 == last and _is_adverb(words[first].lower):
            continue  # "responsibly" says how, not that it must be
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
    for side, document, spoken in zip(Side, documents, (left, right), strict=True):
        cues.extend(cue for statement in spoken for cue in _cues(side, statement, document))
    shared = _named(left) & _named(right)
    causes = {cue.side for cue in cues if cue.kind == "cause"} == set(Side)
    return Evidence(
        shared=_surfaces(left, lambda one: _common(one, shared), causes=False),
        left_only=_surfaces(left, lambda one: _own(one, shared), causes=causes),
        right_only=_surfaces(right, lambda one: _own(one, shared), causes=causes),
        cues=tuple(cues),
    )

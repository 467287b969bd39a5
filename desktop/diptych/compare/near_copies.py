"""One statement in two texts: where both passages of a finding are much the same words.

Two newspapers quote one speaker, two letters use one formula. Then not the concepts of either side
are the evidence but the words in which the two differ.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from diptych.compare import words
from diptych.compare.word_findings import differing
from diptych.model.comparison import Wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diptych.compare.words import Token
    from diptych.model.comparison import Finding, Passage
    from diptych.model.document import Document

# Of the words of both passages together, in order; how many of them follow one another; and how
# many words a passage has at least. Of the pairs found in five comparisons of speeches none comes
# to more than .36; two reports that give one statement in two translations come to .42.
_COMMON = 0.4
_RUN = 4
_LEAST = 10
# Runs of words that a reader can take in.
_MOST = 8


def with_word_differences(finding: Finding, documents: tuple[Document, Document]) -> Finding:
    """Return a finding of positions; of near-copies the evidence is the words that differ."""
    left, right = (
        _tokens(document, passages)
        for document, passages in zip(documents, (finding.left, finding.right), strict=True)
    )
    if not _much_the_same(left, right):
        return finding
    only = differing(documents, left, right, lambda: None)
    evidence = finding.evidence._replace(left_only=only[0][:_MOST], right_only=only[1][:_MOST])
    return finding._replace(evidence=evidence, wording=Wording.NEAR_COPY)


def _tokens(document: Document, passages: Sequence[Passage]) -> list[Token]:
    found: list[Token] = []
    for passage in passages:
        text = document.blocks[passage.block].text
        found += words.tokens_in(text, passage.block, passage.start, passage.end)
    return found


def _much_the_same(left: Sequence[Token], right: Sequence[Token]) -> bool:
    from rapidfuzz.distance import LCSseq

    ones, twos = (
        [one.text.lower() for one in side if one.text[0].isalnum()] for side in (left, right)
    )
    if min(len(ones), len(twos)) < _LEAST:
        return False
    if 2 * LCSseq.similarity(ones, twos) < _COMMON * (len(ones) + len(twos)):
        return False
    runs = {tuple(ones[at : at + _RUN]) for at in range(len(ones) - _RUN + 1)}
    return any(tuple(twos[at : at + _RUN]) in runs for at in range(len(twos) - _RUN + 1))

"""What a worker does with one document and the reader's topics: positions, trials, answers."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from diptych.compare import engine, standing
from diptych.formats.words import is_word
from diptych.model.comparison import Side
from diptych.model.standing import standings_to_plain, utterance_to_plain
from diptych.model.wire import comparison_to_plain, topic_from_plain
from diptych.services.file_tasks import retell
from diptych.services.library import told_by

if TYPE_CHECKING:
    from collections.abc import Callable

    from diptych.model.comparison import Passage
    from diptych.model.document import Document

    Plain = dict[str, Any]
    Progress = Callable[[float, str], None]


def standings(document: Document, request: Plain, progress: Progress) -> Plain:
    """Return a document's positions by topic (`topics`), and what it says of itself (`told`)."""
    topics = [topic_from_plain(topic) for topic in request["topics"]]
    found = standing.standings(document, topics, progress)
    return {"topics": standings_to_plain(found), "told": told_by(document)}


def tried(document: Document, request: Plain, progress: Progress) -> Plain:
    """Return under `said` the sentences of a document that speak to one `topic`."""
    said = standing.tried(document, topic_from_plain(request["topic"]), progress)
    return {"said": [utterance_to_plain(one) for one in said]}


def answers(document: Document, request: Plain, progress: Progress) -> Plain:
    """Return what a document answers to a `claim`, with the words of each answer.

    `quotes` has for every finding of the `comparison` the words of the document, and `nearest`
    those of the passage that the last finding names.
    """
    claim = request["claim"]
    topics = [topic_from_plain(topic) for topic in request["topics"]]
    sha256 = hashlib.sha256(claim.encode("utf-8", "surrogatepass")).hexdigest()
    asked = retell({"sha256": sha256, "title": claim, "source": claim})
    found = engine.ask(asked, document, topics, progress, is_word)
    proof = found.findings[-1].nearest if found.findings else None
    return {
        "comparison": comparison_to_plain(found),
        "quotes": [_words(document, one.passages(Side.RIGHT)) for one in found.findings],
        "nearest": _words(document, (proof.passage,)) if proof else "",
    }


def _words(document: Document, passages: tuple[Passage, ...]) -> str:
    return " … ".join(document.blocks[one.block].text[one.start : one.end] for one in passages)

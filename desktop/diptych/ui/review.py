"""What is shown of a comparison: the findings as the reader's verdicts and choices leave them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from diptych.model.comparison import Mode, Side
from diptych.services.library import read_first_key
from diptych.services.names import visible_name
from diptych.ui.rows import judged_rows
from diptych.ui.wording import Labels, labels_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from diptych.model.comparison import Comparison
    from diptych.model.note import LibraryEntry, Note, Verdict
    from diptych.services.learning import Learning
    from diptych.services.opening import Opened
    from diptych.services.reading_first import ReadingFirst
    from diptych.services.verdicts import PlaceOf
    from diptych.services.workplace import Workplace
    from diptych.ui.rows import Row
    from diptych.ui.sieve import Sieve


class Stand(NamedTuple):
    """How far the reader has come with two documents.

    Args:
        mode: what is shown to be compared.
        chosen: what the reader chose to be compared; None: the texts decide.
        topics: the topics shown; none means all.
        comparison: all findings; None while they are not known.
        finding: the id of the selected one, or "".
    """

    mode: Mode = Mode.POSITIONS
    chosen: Mode | None = None
    topics: tuple[str, ...] = ()
    comparison: Comparison | None = None
    finding: str = ""


def labels_on(documents: Mapping[Side, Opened]) -> Labels:
    """Return short names of two documents; without two there is nothing to name."""
    if len(documents) < len(Side):
        return Labels("", "")
    return labels_of(*(documents[side].entry for side in Side))


def titles_on(documents: Mapping[Side, Opened]) -> Labels:
    """Return the whole titles of two documents; without two there is nothing to name."""
    if len(documents) < len(Side):
        return Labels("", "")
    return Labels(*(visible_name(documents[side].entry.title) for side in Side))


def labels_among(documents: Mapping[Side, Opened], all_of_them: Iterable[Opened]) -> Labels:
    """Return names of two documents as short as they can be where there are others beside them."""
    labels = labels_on(documents)
    years = [opened.entry.date[:4] for opened in all_of_them]
    return titles_on(documents) if any(years.count(each) > 1 for each in labels) else labels


def read_first(
    place: Workplace, documents: Mapping[Side, Opened], before: ReadingFirst | None = None
) -> ReadingFirst | None:
    """Return what is shown of two documents that are read without marks; None of any others."""
    if len(documents) < len(Side):
        return None
    texts = {side: opened.document for side, opened in documents.items()}
    key = read_first_key(*(document.sha256 for document in texts.values()))
    if place.library.setting(key) != "yes":
        return None
    from diptych.services.reading_first import ReadingFirst

    return ReadingFirst(place.library, texts, before)


def uncovered(rows: Sequence[Row], first: ReadingFirst | None) -> Sequence[Row]:
    """Return the rows that are not hidden while the reader reads first."""
    return rows if first is None else [row for row in rows if first.passes(row.finding)]


def renewed(opened: Opened, known: LibraryEntry | None) -> Opened:
    """Return a document with what the library knows of it now, None where it is not there."""
    if known is None:
        return opened
    entry = known._replace(path=opened.entry.path, encoding=opened.entry.encoding)
    return opened._replace(entry=entry)


def rows_on(
    comparison: Comparison,
    documents: Mapping[Side, Opened],
    verdicts: list[Verdict],
    notes: Iterable[Note],
    learning: Learning,
    place_of: PlaceOf,
    before: Sequence[Row] = (),
) -> tuple[Row, ...]:
    """Return a row for each finding.

    Args:
        place_of: tells where words are that a verdict was given on.
        before: what was returned before: rows that stay as they were are the same objects.
    """
    texts = {side: opened.document for side, opened in documents.items()}
    noted = {note.finding for note in notes if note.finding}
    labels, learnt = labels_on(documents), learning.adjusted
    return judged_rows(comparison, texts, labels, verdicts, noted, place_of, learnt, before)


def sifted(rows: Iterable[Row], topics: Iterable[str], sieve: Sieve) -> list[Row]:
    """Return the rows on some topics, or on all where none is named, that pass a sieve."""
    shown = set(topics)
    return [
        row for row in rows if (not shown or shown & set(row.finding.topics)) and sieve.passes(row)
    ]

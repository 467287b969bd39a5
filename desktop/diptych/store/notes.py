"""The reader's notes with their anchors, what their anchors were before, tags and search."""

from __future__ import annotations

import json
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from diptych.model.comparison import Side
from diptych.model.note import (
    Anchor,
    AnchorState,
    FormerAnchor,
    Note,
    NoteKind,
    clean_tags,
)
from diptych.store.database import Repository, storable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from diptych.store.driver import sqlite3

# As many hits as fit a list that is looked through while typing.
SEARCH_LIMIT = 100

_NOTE = """
SELECT number, id, kind, body, finding, created, modified, target, tags, colour FROM notes
"""
NOTE_COLUMNS = "id, kind, body, finding, created, modified, target, tags, colour, quote"
_ANCHOR = """
sha256, start, "end", quote, prefix, suffix, heading, paragraph, page, boxes, state, sought
"""
# On any of the documents of a JSON array: on words of theirs, on them, or on a reading of them.
_ON_DOCUMENTS = """
number IN (
    SELECT note FROM anchors WHERE sha256 IN (SELECT value FROM json_each(:documents))
    UNION SELECT number FROM notes, json_each(:documents) AS wanted
    WHERE target <> '' AND instr(target, wanted.value)
)
"""


class Wanted(NamedTuple):
    """Which notes are wanted; what is empty, or None, narrows nothing.

    Args:
        is_trashed: those in the trash, else those that are not.
        words: that the text, the tags or the words it is on begin with.
        is_unplaced: only those of which some words were not surely found.
        is_bare: only those without a text.
        document: a hash, of the document that it is on.
        tag: in lower case.
        findings: ids, of the finding that it is on.
        topics: ids, of the topic that it is on; notes on `topic_findings` are wanted as well.
        topic_findings: ids of the findings on these topics.
        since: UTC, ISO 8601: written or changed then or later.
    """

    is_trashed: bool = False
    words: str = ""
    is_unplaced: bool = False
    is_bare: bool = False
    document: str = ""
    tag: str = ""
    findings: Sequence[str] | None = None
    topics: Sequence[str] | None = None
    topic_findings: Sequence[str] = ()
    since: str = ""


class Unboxed(NamedTuple):
    """An anchor, and its place in the source of its document."""

    note: int
    side: str
    ordinal: int
    start: int
    end: int


# Whether some words of a note were not surely found; as it stands the index knows these.
_UNPLACED = """
number IN (
    SELECT note FROM anchors WHERE state <> 'exact' AND state IN ('uncertain', 'lost')
)
"""


class Notes(Repository):
    """Notes by id, by document, by tag and by their words."""

    def notes(self, sha256s: Collection[str] | None = None) -> list[Note]:
        """Return the notes on any of these documents, or all, in the order they were written."""
        if sha256s is None:
            return self._load("WHERE deleted IS NULL ORDER BY created, number")
        return self._load(
            f"WHERE deleted IS NULL AND {_ON_DOCUMENTS} ORDER BY created, number",
            documents=json.dumps(list(sha256s)),
        )

    def count_notes(self, sha256s: Collection[str]) -> int:
        """Return how many notes there are on any of these documents."""
        ((count,),) = self._database.read(
            f"SELECT count(*) FROM notes WHERE deleted IS NULL AND {_ON_DOCUMENTS}",  # noqa: S608
            {"documents": json.dumps(list(sha256s))},
        )
        return int(count)

    def note_beginning(self, beginning: str) -> Note | None:
        """Return the first note of which the id begins so."""
        found = self._load(
            "WHERE deleted IS NULL AND substr(id, 1, length(:beginning)) = :beginning "
            "ORDER BY created, number LIMIT 1",
            beginning=beginning,
        )
        return found[0] if found else None

    def note(self, id: str) -> Note | None:  # noqa: A002 - it is the note's own word
        """Return a note that is not in the trash."""
        found = self._load("WHERE deleted IS NULL AND id = :id", id=id)
        return found[0] if found else None

    def trashed_note(self, id: str) -> Note | None:  # noqa: A002
        """Return a note that is in the trash."""
        found = self._load("WHERE deleted > '' AND id = :id", id=id)
        return found[0] if found else None

    def unplaced_notes(self) -> list[Note]:
        """Return the notes of which some words were not surely found in their document again."""
        return self._load(f"WHERE deleted IS NULL AND {_UNPLACED} ORDER BY created, number")

    def find_notes(self, wanted: Wanted) -> list[tuple[int, str]]:
        """Return the numbers and ids of notes, the one changed last first; see `numbered_notes`."""
        match = _match(wanted.words)
        conditions = {
            "deleted > ''" if wanted.is_trashed else "deleted IS NULL": True,
            "number IN (SELECT rowid FROM notes_fts WHERE notes_fts MATCH :match)": match,
            _UNPLACED: wanted.is_unplaced,
            "trim(body, :blanks) = ''": wanted.is_bare,
            _ON_DOCUMENTS: wanted.document,
            "number IN (SELECT note FROM note_tags WHERE tag = :tag)": wanted.tag,
            "finding IN (SELECT value FROM json_each(:findings))": wanted.findings is not None,
            """
            (kind = 'topic' AND target IN (SELECT value FROM json_each(:topics))
                OR finding IN (SELECT value FROM json_each(:topic_findings)))
            """: wanted.topics is not None,
            "modified >= :since": wanted.since,
        }
        where = " AND ".join(condition for condition, counts in conditions.items() if counts)
        return self._database.read(
            f"SELECT number, id FROM notes WHERE {where} ORDER BY modified DESC, id DESC",  # noqa: S608
            {
                **wanted._asdict(),
                "match": match,
                "blanks": _BLANKS,
                "documents": json.dumps([wanted.document]),
                "findings": json.dumps(list(wanted.findings or ())),
                "topics": json.dumps(list(wanted.topics or ())),
                "topic_findings": json.dumps(list(wanted.topic_findings)),
            },
        )

    def numbered_notes(self, numbers: Sequence[int]) -> dict[int, Note]:
        """Return notes by their numbers, in the trash or not; those that are gone are left out."""
        return self._load_by_number(
            "WHERE number IN (SELECT value FROM json_each(:numbers))",
            numbers=json.dumps(list(numbers)),
        )

    def tags(self) -> list[tuple[str, int]]:
        """Return all tags in use and how many notes have each, in the order of the alphabet."""
        return self._database.read(
            """
            SELECT tag, count(*) FROM note_tags JOIN notes ON number = note
            WHERE deleted IS NULL GROUP BY tag ORDER BY tag
            """
        )

    def search_notes(self, query: str, limit: int = SEARCH_LIMIT) -> list[Note]:
        """Return the notes that have every word of the query at the beginning of a word.

        Looked for in the text, the tags and the words that a note is on. Case and accents do not
        count. They come newest first: the search index can stop at the limit (-1 for none), where
        ranking would weigh every note at each key. An empty query finds none.
        """
        match = _match(query)
        if not match:
            return []
        return self._load(
            """
            WHERE number IN (
                SELECT f.rowid FROM notes_fts AS f JOIN notes AS n ON n.number = f.rowid
                WHERE notes_fts MATCH :query AND n.deleted IS NULL
                ORDER BY f.rowid DESC LIMIT :limit
            ) ORDER BY number DESC
            """,
            query=match,
            limit=limit,
        )

    def save_note(self, note: Note) -> None:
        """Add a note or write it anew; one in the trash stays there.

        Where its anchors are others than before, those before are kept as history, and so is the
        document that it was on as a whole.
        """
        with self._database.write() as connection:
            self._keep_former_documents(connection, note)
            ((number,),) = connection.execute(
                f"""
                INSERT INTO notes ({NOTE_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET
                    kind = excluded.kind, body = excluded.body, finding = excluded.finding,
                    created = excluded.created, modified = excluded.modified,
                    target = excluded.target, tags = excluded.tags, colour = excluded.colour,
                    quote = excluded.quote
                RETURNING number
                """,  # noqa: S608 - names of columns
                note_to_row(note),
            ).fetchall()
            self._save_anchors(connection, number, note)

    def _keep_former_documents(self, connection: sqlite3.Connection, note: Note) -> None:
        """Keep as history which documents a note was on, as anchors without words or page."""
        if note.kind not in (NoteKind.DOCUMENT, NoteKind.READING):
            return
        found = connection.execute(
            "SELECT number, target FROM notes WHERE id = ? AND target <> ?", (note.id, note.target)
        ).fetchall()
        for number, target in found:
            now = note.target.split()
            for side, sha256 in zip(Side, target.split(), strict=False):
                if sha256 not in now:
                    self._keep_former(connection, number, side, Anchor(sha256, 0, 0, "", "", ""))

    def _keep_former(
        self, connection: sqlite3.Connection, number: int, side: Side, anchor: Anchor
    ) -> None:
        values = (number, side.value, 0, *_anchor_to_row(anchor), self._clock())
        connection.execute(
            f"""
            INSERT INTO anchor_history (note, side, ordinal, {_ANCHOR}, replaced)
            VALUES ({", ".join("?" * len(values))})
            """,  # noqa: S608 - names of columns
            values,
        )

    def _save_anchors(self, connection: sqlite3.Connection, number: int, note: Note) -> None:
        before = self._anchors([number])
        after = {
            (number, side): anchors
            for side, anchors in ((Side.LEFT, note.left), (Side.RIGHT, note.right))
            if anchors
        }
        if before == after:
            return
        if before:
            connection.execute(
                f"""
                INSERT INTO anchor_history (note, side, ordinal, {_ANCHOR}, replaced)
                SELECT note, side, ordinal, {_ANCHOR}, ? FROM anchors WHERE note = ?
                ORDER BY side, ordinal
                """,  # noqa: S608 - names of columns
                (self._clock(), number),
            )
            connection.execute("DELETE FROM anchors WHERE note = ?", (number,))
        add_anchors(connection, [(number, note)])

    def former_anchors(self, id: str, most: int) -> list[FormerAnchor]:  # noqa: A002
        """Return the last places at which a note was and is no more, newest first.

        One without quote and page is of a document that it was on as a whole. Two on one page, both
        without words, count as one. No more are read than are wanted: each may hold the words of a
        whole book.
        """
        rows = self._database.read(
            f"""
            SELECT {_ANCHOR}, side, replaced FROM anchor_history WHERE number IN (
                SELECT max(number) FROM anchor_history AS former
                WHERE note = (SELECT number FROM notes WHERE id = ?) AND NOT EXISTS (
                    SELECT 1 FROM anchors AS now
                    WHERE now.note = former.note AND now.sha256 = former.sha256
                        AND now.start = former.start AND now."end" = former."end"
                        AND now.page = former.page
                ) AND NOT EXISTS (
                    SELECT 1 FROM notes AS whole WHERE whole.number = former.note
                        AND former.page < 0 AND former.quote = ''
                        AND instr(whole.target, former.sha256)
                )
                GROUP BY sha256, start, "end", page ORDER BY max(number) DESC LIMIT ?
            ) ORDER BY number DESC
            """,  # noqa: S608
            (id, most),
        )
        return [
            FormerAnchor(_anchor_from_row(row), Side(side), replaced)
            for *row, side, replaced in rows
        ]

    def unboxed(self, sha256: str) -> list[Unboxed]:
        """Return the anchors on words of a document with pages of which no box is known."""
        rows = self._database.read(
            """
            SELECT note, side, ordinal, start, "end" FROM anchors
            WHERE sha256 = ? AND page >= 0 AND quote <> '' AND boxes = '[]'
            """,
            (sha256,),
        )
        return [Unboxed(*row) for row in rows]

    def box(self, sha256: str, boxes: Mapping[Unboxed, Sequence[tuple[float, ...]]]) -> None:
        """Say where the words of anchors stand on the pages; one that moved meanwhile is let be.

        That is no change of the note's: it is where it was.
        """
        with self._database.write() as connection:
            connection.executemany(
                """
                UPDATE anchors SET boxes = ? WHERE sha256 = ?
                AND note = ? AND side = ? AND ordinal = ? AND start = ? AND "end" = ?
                """,
                [(json.dumps(each), sha256, *anchor) for anchor, each in boxes.items()],
            )

    def delete_note(self, id: str) -> None:  # noqa: A002
        """Put a note in the trash."""
        self._trash("notes", id=id)

    def restore_note(self, id: str) -> None:  # noqa: A002
        """Take a note out of the trash."""
        self._untrash("notes", id=id)

    def _load(self, rest: str, **values: object) -> list[Note]:
        """Return the notes of a query in its order, each with its anchors."""
        return list(self._load_by_number(rest, **values).values())

    def _load_by_number(self, rest: str, **values: object) -> dict[int, Note]:
        rows = self._database.read(_NOTE + rest, values)
        anchors = self._anchors([row[0] for row in rows])
        return {
            number: Note(
                id=id_,
                kind=_KINDS[kind],
                body=body,
                left=anchors.get((number, Side.LEFT), ()),
                right=anchors.get((number, Side.RIGHT), ()),
                finding=finding,
                created=created,
                modified=modified,
                target=target,
                tags=_list(tags),
                colour=colour,
            )
            for number, id_, kind, body, finding, created, modified, target, tags, colour in rows
        }

    def _anchors(self, numbers: Iterable[int]) -> dict[tuple[int, Side], tuple[Anchor, ...]]:
        rows = self._database.read(
            f"""
            SELECT note, side, {_ANCHOR} FROM anchors
            WHERE note IN (SELECT value FROM json_each(?)) ORDER BY note, side, ordinal
            """,  # noqa: S608
            (json.dumps(list(numbers)),),
        )
        return {
            (number, _SIDES[side]): tuple(_anchor_from_row(row) for _, _, *row in group)
            for (number, side), group in groupby(rows, key=lambda row: row[:2])
        }


# What Python takes for blank, for SQLite to take away.
_BLANKS = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())


def _match(query: str) -> str:
    """Return what looks for every word of a query at the beginning of a word; "" for none.

    Quoted, no character of a word means anything to the query language of FTS5.
    """
    words = storable(query).replace("\0", " ").replace('"', " ").split()
    return " ".join(f'"{word}"*' for word in words)


_KINDS = {kind.value: kind for kind in NoteKind}
_STATES = {state.value: state for state in AnchorState}
_SIDES = {side.value: side for side in Side}


@lru_cache(maxsize=1024)
def _list(text: str) -> tuple[str, ...]:
    """Return the texts of a JSON array; the headings above notes are often the same."""
    return tuple(json.loads(text))


def note_to_row(note: Note) -> tuple[object, ...]:
    """Return what stands of a note in `NOTE_COLUMNS`."""
    tags = [storable(tag) for tag in clean_tags(note.tags)]
    return (
        note.id,
        note.kind.value,
        storable(note.body),
        note.finding,
        note.created,
        note.modified,
        note.target,
        json.dumps(tags, ensure_ascii=False),
        note.colour,
        storable("\n".join(anchor.quote for anchor in note.anchors)),
    )


def add_anchors(connection: sqlite3.Connection, notes: Iterable[tuple[int, Note]]) -> None:
    """Write the anchors of notes that have none, by their numbers."""
    connection.executemany(
        f"""
        INSERT INTO anchors (note, side, ordinal, {_ANCHOR})
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,  # noqa: S608 - names of columns
        [
            (number, side.value, ordinal, *_anchor_to_row(anchor))
            for number, note in notes
            for side, anchors in ((Side.LEFT, note.left), (Side.RIGHT, note.right))
            for ordinal, anchor in enumerate(anchors)
        ],
    )


def _anchor_to_row(anchor: Anchor) -> tuple[Any, ...]:
    return (
        anchor.sha256,
        anchor.start,
        anchor.end,
        storable(anchor.quote),
        storable(anchor.prefix),
        storable(anchor.suffix),
        json.dumps(anchor.heading),
        anchor.paragraph,
        anchor.page,
        json.dumps(anchor.boxes),
        anchor.state.value,
        anchor.sought,
    )


def _anchor_from_row(row: list[Any]) -> Anchor:
    sha256, start, end, quote, prefix, suffix, heading, paragraph, page, boxes, state, sought = row
    return Anchor(
        sha256=sha256,
        start=start,
        end=end,
        quote=quote,
        prefix=prefix,
        suffix=suffix,
        heading=_list(heading),
        paragraph=paragraph,
        page=page,
        boxes=() if boxes == "[]" else tuple(tuple(box) for box in json.loads(boxes)),
        state=_STATES[state],
        sought=sought,
    )

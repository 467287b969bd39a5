"""Notes leave the library as Markdown or JSON and come back. What is there is never overwritten."""

from __future__ import annotations

import hashlib
import json
import re
from math import isfinite
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, NamedTuple

from diptych.model.comparison import Relation
from diptych.model.errors import UserError
from diptych.model.note import Note, NoteKind, clean_tags
from diptych.model.plain import note_from_plain, note_to_plain, verdict_from_plain, verdict_to_plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from diptych.model.note import Anchor, Verdict
    from diptych.store.library import Library

Plain = dict[str, Any]

SCHEMA = 1
FORMATS = ("markdown", "json")
_BEGIN, _TEXT, _END = "<!-- diptych note ", "<!-- text -->\n", "<!-- end of note "


class Kept(NamedTuple):
    """What a file holds: notes, and verdicts with the hashes of their documents."""

    notes: list[Note]
    verdicts: list[tuple[str, str, Verdict]]


def read_file(path: Path) -> str:
    """Return the text of a file with notes.

    Raises:
        UserError: it cannot be read, or is no text.
    """
    from diptych.formats.catalogue import foreign_name
    from diptych.formats.decode import decode
    from diptych.formats.files import read_bytes

    data = read_bytes(path)
    if data and foreign_name(data):
        raise _no_notes(str(path))
    return decode(data).text


def write_file(target: Path, text: str) -> None:
    """Write the notes into a file, whole or not at all.

    Raises:
        UserError: it could not be written.
    """
    from diptych.export.files import write_atomically

    write_atomically(target, text)


def export_notes(library: Library, form: str) -> str:
    """Return all notes (as JSON the verdicts too) as the text of a file.

    Args:
        library: whose notes.
        form: one of `FORMATS`.
    """
    return exporting(library, form)()


def exporting(library: Library, form: str) -> Callable[[], str]:
    """Return what does that on any thread: with the notes as they are now."""
    titles = {entry.sha256: entry.title for entry in library.entries()}
    notes = library.notes()
    if form != "json":
        return lambda: "\n".join(["# Notes", "", *(_section(note, titles) for note in notes)])
    judged = [
        (left, right, verdict)
        for left, right in library.judged_pairs()
        for verdict in library.verdicts(left, right)
    ]

    def export() -> str:
        plain = {
            "schema": SCHEMA,
            "documents": titles,
            "notes": [note_to_plain(note) for note in notes],
            "verdicts": [
                {"left": left, "right": right, "verdict": verdict_to_plain(verdict)}
                for left, right, verdict in judged
            ],
        }
        return json.dumps(plain, ensure_ascii=False, indent=1) + "\n"

    return export


def _section(note: Note, titles: dict[str, str]) -> str:
    """Return a note as Markdown, with all that is known of it in a comment."""
    plain = note_to_plain(note)
    del plain["body"]
    # No comment ends inside of JSON that has no ">".
    data = json.dumps(plain, ensure_ascii=False).replace(">", "\\u003e")
    about = [f"> {quoted}" for quoted in _quotes(note, titles)]
    tags = " ".join(f"#{tag.replace(' ', '-')}" for tag in note.tags)
    lines = [f"{_BEGIN}{data} -->", f"## {_heading(note)}", "", *about, *([""] if about else [])]
    lines += [f"{_TEXT}{note.body}\n{_END}{note.id} -->", tags]
    return "\n".join(lines) + "\n"


def _heading(note: Note) -> str:
    return f"{note.kind.value.capitalize()}, {note.created[:10]}"


def _quotes(note: Note, titles: dict[str, str]) -> Iterator[str]:
    for anchor in note.anchors:
        yield f"“{' '.join(anchor.quote.split())}” ({_title(anchor, titles)})"
    for sha256 in note.target.split() if note.kind in (NoteKind.DOCUMENT, NoteKind.READING) else ():
        yield titles.get(sha256, sha256[:12])


def _title(anchor: Anchor, titles: dict[str, str]) -> str:
    page = f", page {anchor.page + 1}" if anchor.page >= 0 else ""
    return titles.get(anchor.sha256, anchor.sha256[:12]) + page


def read_notes(text: str, name: str, now: str) -> Kept:
    """Return the notes in the text of a file; that of another program becomes one free note.

    Args:
        text: of the file.
        name: of the file, for a note that has no name of its own.
        now: UTC, ISO 8601.

    Raises:
        UserError: there are no notes in it.
    """
    try:
        if text.lstrip().startswith("{"):
            return _from_json(json.loads(text))
        notes = list(_from_markdown(text))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise _no_notes(name) from error
    if not notes and text.strip():
        body = text.strip("\n")
        digest = hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()[:32]
        title = PurePath(name).stem
        body = body if body.startswith("#") else f"# {title}\n\n{body}"
        notes = [Note(digest, NoteKind.FREE, body, created=now, modified=now)]
    return Kept(notes, [])


def _no_notes(name: str) -> UserError:
    return UserError(
        "The notes in this file cannot be read.",
        "Choose a file that `diptych notes export` wrote, or any Markdown file.",
        name,
    )


def _from_json(plain: Plain) -> Kept:
    if plain["schema"] != SCHEMA:
        raise ValueError("another schema")
    return Kept(
        [_checked(note) for note in plain["notes"]],
        [
            (_hash(row["left"]), _hash(row["right"]), _checked_verdict(row["verdict"]))
            for row in plain.get("verdicts", ())
        ],
    )


def _from_markdown(text: str) -> Iterator[Note]:
    """Give the notes of a file that `export_notes` wrote."""
    at = text.find("\n" + _BEGIN)
    while at >= 0:
        start = at + len("\n" + _BEGIN)
        plain = json.loads(text[start : text.index(" -->\n", start)])
        begin = text.index(_TEXT, start) + len(_TEXT)
        end = text.index(f"\n{_END}{plain['id']} -->", begin)
        yield _checked({**plain, "body": text[begin:end]})
        # From the end on: a note may have words of another such file in it.
        at = text.find("\n" + _BEGIN, end)


def _checked(plain: Plain) -> Note:
    """Return a note of a file that anybody may have written; what it says is of the right kind."""
    note = note_from_plain(plain)
    for value in (note.id, note.finding, note.created, note.modified, note.target, note.colour):
        _text(value).encode()  # half a surrogate could not be kept
    _text(note.body)
    if not 0 < len(note.id) <= 64 or not all(isinstance(tag, str) for tag in note.tags):
        raise ValueError("no note")
    _check_anchors(note.anchors)
    return note._replace(tags=clean_tags(note.tags))


def _checked_verdict(plain: Plain) -> Verdict:
    verdict = verdict_from_plain(plain)
    _text(verdict.finding).encode()
    _text(verdict.decided).encode()
    if not isinstance(verdict.relation, Relation | None):
        raise TypeError("no relation")
    for name, number in (("", verdict.confidence), *verdict.features):
        _text(name)
        # Log-odds of what is never quite sure are below 4.
        if not isinstance(number, int | float) or not -10 <= number <= 10:
            raise ValueError("no number")
    _check_anchors(verdict.left + verdict.right)
    return verdict


def _check_anchors(anchors: tuple[Anchor, ...]) -> None:
    for anchor in anchors:
        texts = (anchor.sha256, anchor.quote, anchor.prefix, anchor.suffix, *anchor.heading)
        for value in (*texts, anchor.paragraph, anchor.sought):
            _text(value)
        for number in (anchor.start, anchor.end, anchor.page):
            if type(number) is not int or not -1 <= number < 2**53:
                raise ValueError("no place")
        for box in anchor.boxes:
            page, *sides = box
            if type(page) is not int or len(sides) != 4:
                raise ValueError("no place on a page")
            if not all(isinstance(each, int | float) and isfinite(each) for each in sides):
                raise ValueError("no place on a page")


def _hash(value: Any) -> str:
    """Return what stands for a document in the name of a verdict, where blanks part things."""
    if not re.fullmatch(r"[0-9a-f]{64}", _text(value)):
        raise ValueError("no document")
    return _text(value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("no text")
    return value

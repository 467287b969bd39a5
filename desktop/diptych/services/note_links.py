"""What a note says of other things: its tags, and its links to notes, passages and documents.

A tag is a "#" and a word in the text. A link reads `[[note 1a2b3c4d|the words shown]]`: what it
leads to, then what the reader sees, as in other programs for notes. A passage is linked through a
highlight on it, which finds its words again like any note.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from diptych.model.note import clean_tags

if TYPE_CHECKING:
    from diptych.model.note import LibraryEntry, Note
    from diptych.store.library import Library

# Not "# Heading", not "page#3" and not "#3": a tag begins a word and has a letter. The "#" stands
# first, which is looked for 30 times as fast as what is not before it.
_TAG = re.compile(r"#(?<![\w#&/]#)(?=[\w/-]*[^\W\d_])([\w/-]+)")
# Code is no place for tags: in it "#" means something else.
_CODE = re.compile(r"```.*?(?:```|\Z)|`[^`\n]*`", re.DOTALL)
# What Markdown puts around words, and before a line: a list shows the words alone.
_MARKS = re.compile(
    r"\*\*|__|~~|`|(?<![\w*])\*(?=[^\s*])|(?<=[^\s*])\*(?![\w*])"
    r"|(?m:^[ \t]*(?:#{1,6}|>|[-*+]|\d+[.)])[ \t]+)"
)
LINK = re.compile(r"\[\[(note|document) ([0-9a-f]{8,64})(?:\|([^\]\n]*))?\]\]")
# Digits of an id that a link is written with: two of 10,000 notes share them once in 90 libraries.
_DIGITS = 8
_WORDS = 60
_LOOKED_AT = 2_000


def tags_in(body: str) -> tuple[str, ...]:
    """Return the tags of a note's text, in order, each once and in lower case."""
    return clean_tags(_TAG.findall(_CODE.sub(" ", LINK.sub(" ", body))))


def link_to_note(note: Note) -> str:
    """Return the text of a link to a note."""
    return f"[[note {note.id[:_DIGITS]}|{_plain(beginning(note))}]]"


def link_to_document(entry: LibraryEntry) -> str:
    """Return the text of a link to a document."""
    return f"[[document {entry.sha256[:_DIGITS]}|{_plain(entry.title)}]]"


def beginning(note: Note, letters: int = _WORDS) -> str:
    """Return how a note begins, else the words that it is on, on one line of so many letters."""
    # Of a note as long as a book the first lines tell as much.
    first = note.body.lstrip()[:_LOOKED_AT]
    body = _MARKS.sub("", LINK.sub(lambda found: found[3] or "", first))
    words = " ".join((body.strip() or " … ".join(a.quote for a in note.anchors)).split())
    if len(words) <= letters:
        return words
    cut = words[: letters - 1]
    head, blank, _rest = cut.rpartition(" ")
    return (head if blank else cut) + "…"


def _plain(words: str) -> str:
    return re.sub(r"[\[\]|*_`~]", "", words)


def linked_document(library: Library, key: str) -> LibraryEntry | None:
    """Return the document that a link leads to, by the beginning of its hash."""
    return next((e for e in library.entries() if e.sha256.startswith(key)), None)


def back_links(library: Library, note: Note) -> list[Note]:
    """Return the notes that link to a note, newest first."""
    link = f"[[note {note.id[:_DIGITS]}"
    return [each for each in library.search_notes(note.id[:_DIGITS]) if link in each.body]

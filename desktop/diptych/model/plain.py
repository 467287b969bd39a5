"""Notes, verdicts and entries as plain data and back: for undo, exports and archives.

The shape is read again by other versions of the program: what is missing has the value that the
model gives it, and what is not known is left out.
"""

from __future__ import annotations

from typing import Any

from diptych.model.comparison import Relation, Side
from diptych.model.note import Anchor, AnchorState, LibraryEntry, Note, NoteKind, Verdict

Plain = dict[str, Any]


def _known(plain: Plain, fields: tuple[str, ...]) -> Plain:
    return {name: plain[name] for name in fields if name in plain}


def anchor_to_plain(anchor: Anchor) -> Plain:
    """Return an anchor as plain data."""
    plain: Plain = anchor._asdict()
    plain |= {
        "heading": list(anchor.heading),
        "boxes": [list(box) for box in anchor.boxes],
        "state": anchor.state.value,
    }
    return plain


def anchor_from_plain(plain: Plain | list[Any]) -> Anchor:
    """Return the anchor that `anchor_to_plain` was given.

    Verdicts of the first two schemas keep theirs as lists.
    """
    if isinstance(plain, list):
        plain = dict(zip(Anchor._fields, plain, strict=False))
    return Anchor(
        **{
            **_known(plain, Anchor._fields),
            "heading": tuple(plain.get("heading", ())),
            "boxes": tuple(tuple(box) for box in plain.get("boxes", ())),
            "state": AnchorState(plain.get("state", AnchorState.EXACT)),
        }
    )


def note_to_plain(note: Note) -> Plain:
    """Return a note as plain data."""
    plain: Plain = note._asdict()
    plain |= {
        "kind": note.kind.value,
        "tags": list(note.tags),
        **{side.value: [anchor_to_plain(a) for a in getattr(note, side.value)] for side in Side},
    }
    return plain


def note_from_plain(plain: Plain) -> Note:
    """Return the note that `note_to_plain` was given."""
    anchors = {
        side.value: tuple(anchor_from_plain(each) for each in plain.get(side.value, ()))
        for side in Side
    }
    tags = tuple(plain.get("tags", ()))
    kind = NoteKind(plain["kind"])
    return Note(**{**_known(plain, Note._fields), "kind": kind, "tags": tags, **anchors})


def verdict_to_plain(verdict: Verdict) -> Plain:
    """Return a verdict as plain data."""
    plain: Plain = verdict._asdict()
    plain |= {
        "relation": verdict.relation and verdict.relation.value,
        "engine": verdict.engine and verdict.engine.value,
        "features": [list(feature) for feature in verdict.features],
        **{side.value: [anchor_to_plain(a) for a in getattr(verdict, side.value)] for side in Side},
    }
    return plain


def verdict_from_plain(plain: Plain) -> Verdict:
    """Return the verdict that `verdict_to_plain` was given."""
    anchors = {
        side.value: tuple(anchor_from_plain(each) for each in plain[side.value]) for side in Side
    }
    relation, engine = plain["relation"], plain.get("engine")
    return Verdict(
        **{
            **_known(plain, Verdict._fields),
            "relation": Relation(relation) if relation else None,
            "engine": Relation(engine) if engine else None,
            "features": tuple((name, number) for name, number in plain.get("features", ())),
            **anchors,
        }
    )


def entry_to_plain(entry: LibraryEntry) -> Plain:
    """Return an entry of the library as plain data."""
    plain: Plain = entry._asdict()
    return plain | {"given": list(entry.given)}


def entry_from_plain(plain: Plain) -> LibraryEntry:
    """Return the entry that `entry_to_plain` was given."""
    return LibraryEntry(**{**_known(plain, LibraryEntry._fields), "given": tuple(plain["given"])})

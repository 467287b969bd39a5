"""A report as Markdown (CommonMark with tables), for a reader's own files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from diptych.export import wording
from diptych.export.characters import one_line, showable, turns, visible_name
from diptych.model.comparison import Side

if TYPE_CHECKING:
    from collections.abc import Iterator

    from diptych.model.comparison import Finding
    from diptych.model.note import Note
    from diptych.model.report import Report

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~#&$])")
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
# What makes a line a list item, a rule or a heading when it stands first.
_FIRST = re.compile(r"^(\d*)([-+=.)])")


def write(report: Report) -> str:
    """Return the whole report; what comes from documents and names is text and nothing else."""
    return "".join(parts(report))


def parts(report: Report) -> Iterator[str]:
    """Yield the report bit by bit."""
    return (f"{line}\n" for line in _lines(report))


def _lines(report: Report) -> Iterator[str]:
    yield f"# {_name(report.left.title)} and {_name(report.right.title)}"
    yield ""
    for side in Side:
        document = report.document(side)
        yield f"- {side.value.capitalize()}: **{_name(document.title)}**"
        yield f"  ({_name(report.path(side))}, SHA-256 {document.sha256})"
    yield f"- {_text(wording.made_by(report))}"
    if report.comparison.remark:
        yield f"- {_text(report.comparison.remark)}"
    yield ""
    yield f"| Topic | {' | '.join(map(_text, wording.columns(report)))} |"
    yield f"|---|{'--:|' * len(wording.RELATIONS)}"
    for name, numbers in wording.counts(report):
        yield f"| {_name(name)} | {' | '.join(map(str, numbers))} |"
    for number, finding in enumerate(report.comparison.findings, start=1):
        yield ""
        yield from _finding(report, finding, number)
    if report.other_notes:
        yield ""
        yield "## Notes"
        for note in report.other_notes:
            yield ""
            yield from _note_on_words(note)


def _finding(report: Report, finding: Finding, number: int) -> Iterator[str]:
    yield f"## {number}. {_name(wording.headline(report, finding))}"
    yield ""
    yield _line(wording.confidence(report, finding))
    if finding.reason:
        yield _line(wording.reason(report, finding))
    for side in Side:
        for passage in finding.passages(side):
            page = wording.label(report, side) + wording.page(report, side, passage)
            yield from _quote(f"{_text(page)}:", report.quote(side, passage))
    silence = wording.silence(report, finding)
    if finding.nearest and silence:
        passage = finding.nearest.passage
        page = silence[1] + wording.page(report, silence[0], passage)
        yield from _quote(f"{_text(page)}:", report.quote(silence[0], passage))
    evidence = list(wording.evidence(report, finding))
    if evidence:
        yield ""
    for name, words in evidence:
        yield f"- {_text(name)}: {', '.join(map(_text, words))}"
    for note in report.notes_on(finding):
        yield ""
        yield "Note:"
        yield ""
        yield from _body(note)


def _note_on_words(note: Note) -> Iterator[str]:
    yield f"Note on {wording.place_of(note)}:" if wording.place_of(note) else "Note on:"
    for anchor in note.anchors:
        if anchor.quote:
            yield from _quote("", anchor.quote)
    yield ""
    yield from _body(note)


def _body(note: Note) -> Iterator[str]:
    # The reader's Markdown stays Markdown, but raw HTML in it does not become a part of the page.
    for line in showable(note.body).splitlines():
        yield f"> {_TAG.sub('&lt;', line)}".rstrip()


def _quote(label: str, words: str) -> Iterator[str]:
    yield ""
    if label:
        yield label
        yield ""
    yield f"> {_line(words)}"


def _name(text: str) -> str:
    return _text(visible_name(text))


def _text(text: str) -> str:
    plain = one_line(text)
    escaped = _SPECIAL.sub(r"\\\1", plain)
    return (
        f"\N{FIRST STRONG ISOLATE}{escaped}\N{POP DIRECTIONAL ISOLATE}" if turns(plain) else escaped
    )


def _line(text: str) -> str:
    return _FIRST.sub(r"\1\\\2", _text(text))

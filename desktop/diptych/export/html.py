"""A report as one HTML page: both texts with their marks, and the findings with their evidence.

The page needs nothing from elsewhere, and its policy forbids a browser to fetch anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from diptych.export import wording
from diptych.export.characters import showable, visible_name
from diptych.export.html_style import STYLE
from diptych.export.html_texts import column, escape, relation_class
from diptych.model.comparison import Side

if TYPE_CHECKING:
    from collections.abc import Iterator

    from diptych.model.comparison import Finding
    from diptych.model.note import Note
    from diptych.model.report import Report

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def write(report: Report) -> str:
    """Return the whole page; whatever comes from documents, names and notes is plain text."""
    return "".join(parts(report))


def parts(report: Report) -> Iterator[str]:
    """Yield the page bit by bit."""
    return (f"{line}\n" for line in _lines(report))


def _lines(report: Report) -> Iterator[str]:
    titles = [_name(report.document(side).title) for side in Side]
    yield "<!DOCTYPE html>"
    yield '<html lang="en">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{titles[0]} | {titles[1]}</title>"
    yield f"<style>{STYLE}</style>"
    yield "</head>"
    yield "<body>"
    yield "<header>"
    yield f"<h1><bdi>{titles[0]}</bdi> <span>and</span> <bdi>{titles[1]}</bdi></h1>"
    yield f"<p>{escape(wording.made_by(report))} {escape(report.comparison.remark)}</p>"
    yield from _counts(report)
    yield "</header>"
    yield '<main class="texts">'
    for side in Side:
        yield f'<section aria-label="{side.value} text" class="text">'
        yield f"<h2><bdi>{_name(report.document(side).title)}</bdi></h2>"
        yield f'<p class="path"><bdi>{_name(report.path(side))}</bdi></p>'
        yield from column(report, side)
        yield "</section>"
    yield "</main>"
    yield '<section class="findings" aria-label="findings">'
    yield f"<h2>{len(report.comparison.findings)} findings</h2>"
    for number, finding in enumerate(report.comparison.findings, start=1):
        yield from _finding(report, finding, number)
    for note in report.other_notes:
        yield '<article class="note-on-words">'
        if wording.place_of(note):
            yield f"<p>Note on {wording.place_of(note)}</p>"
        yield from (_quote("Note on", a.quote) for a in note.anchors if a.quote)
        yield _body(note)
        yield "</article>"
    yield "</section>"
    yield "</body>"
    yield "</html>"


def _counts(report: Report) -> Iterator[str]:
    yield "<table>"
    heads = "".join(
        f'<th scope="col" class="{relation_class(relation)}">{escape(name)}</th>'
        for relation, name in zip(wording.RELATIONS, wording.columns(report), strict=True)
    )
    yield f'<tr><th scope="col">topic</th>{heads}</tr>'
    for name, numbers in wording.counts(report):
        cells = "".join(f"<td>{number}</td>" for number in numbers)
        yield f'<tr><th scope="row"><bdi>{_name(name)}</bdi></th>{cells}</tr>'
    yield "</table>"


def _finding(report: Report, finding: Finding, number: int) -> Iterator[str]:
    kind = relation_class(report.relation(finding))
    yield f'<article id="finding-{number}" class="{kind}">'
    yield f"<h3>{number}. {_name(wording.headline(report, finding))}</h3>"
    said = f"{wording.confidence(report, finding)} {wording.reason(report, finding)}"
    yield f"<p>{escape(said)}</p>"
    yield '<div class="sides">'
    for side in Side:
        yield f"<div>{''.join(_side(report, finding, side, number))}</div>"
    yield "</div>"
    evidence = list(_evidence(report, finding))
    if evidence:
        yield f"<ul>{''.join(evidence)}</ul>"
    yield from (_body(note) for note in report.notes_on(finding))
    yield "</article>"


def _side(report: Report, finding: Finding, side: Side, number: int) -> Iterator[str]:
    label = f'<a href="#{side.value}-{number}">{escape(wording.label(report, side))}</a>'
    for passage in finding.passages(side):
        page = escape(wording.page(report, side, passage))
        yield _quote(label + page, report.quote(side, passage))
    silence = wording.silence(report, finding)
    if finding.nearest and silence and silence[0] is side:
        passage = finding.nearest.passage
        page = wording.page(report, side, passage)
        yield _quote(escape(silence[1] + page), report.quote(side, passage))


def _evidence(report: Report, finding: Finding) -> Iterator[str]:
    for name, words in wording.evidence(report, finding):
        shown = ", ".join(f"<bdi>{escape(word)}</bdi>" for word in words)
        yield f"<li>{escape(name)}: {shown}</li>"


def _quote(label: str, words: str) -> str:
    return f'<p class="label">{label}:</p><blockquote dir="auto">{escape(words)}</blockquote>'


def _body(note: Note) -> str:
    return f'<div class="note" dir="auto">{escape(showable(note.body))}</div>'


def _name(text: str) -> str:
    return escape(visible_name(text))

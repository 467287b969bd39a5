"""A small report made by hand: two short texts, one finding of each relation, a note, a verdict."""

from __future__ import annotations

from hashlib import sha256

from diptych.model.comparison import (
    Comparison,
    Cue,
    Engine,
    Evidence,
    Finding,
    Mode,
    ModelFile,
    Nearest,
    Passage,
    Relation,
    RunnerUp,
    Side,
    Topic,
)
from diptych.model.document import Block, BlockKind, Document, OffsetMap, Run, Span
from diptych.model.note import Anchor, Note, NoteKind, Verdict
from diptych.model.report import Report

LEFT = """On the harbour

The harbour must stay open to every boat. Its wall was built in 1904.

We oppose any toll on fishing boats, because
PAGE 2
the catch has fallen by half.

The ferry is loved."""

RIGHT = """Harbour plan

The harbour stays open to all boats. A toll on fishing boats is needed.

Lamps will be lit on the wall."""


def document(title: str, source: str, kinds: dict[int, BlockKind] | None = None) -> Document:
    """Return a document with a block for each paragraph; a line "PAGE 2" is furniture inside."""
    blocks: list[Block] = []
    at = 0
    for number, paragraph in enumerate(source.split("\n\n")):
        before, page, after = paragraph.partition("\nPAGE 2\n")
        runs = [Run(0, at, len(before))]
        if page:
            runs.append(Run(len(before) + 1, at + len(before) + len(page), len(after), part=1))
        kind = (kinds or {}).get(number, BlockKind.PARAGRAPH)
        text = f"{before} {after}" if page else before
        blocks.append(Block(kind, text, OffsetMap(tuple(runs))))
        if page:
            furniture = OffsetMap((Run(0, at + len(before) + 1, len(page.strip())),))
            blocks.append(Block(BlockKind.FURNITURE, page.strip(), furniture, "page number"))
        at += len(paragraph) + 2
    digest = sha256(source.encode()).hexdigest()
    return Document(digest, source, "utf-8", title, "en", tuple(blocks))


def passage(of: Document, words: str) -> Passage:
    """Return the passage of some words of a block's text."""
    for index, block in enumerate(of.blocks):
        start = block.text.find(words)
        if start >= 0:
            end = start + len(words)
            return Passage(index, start, end, block.map.spans(start, end))
    raise ValueError(words)


def cue(side: Side, of: Document, kind: str, words: str) -> Cue:
    """Return a cue for some words of a document."""
    start = of.source.index(words)
    return Cue(side, kind, words, Span(start, start + len(words)))


def small_report() -> Report:
    """Return the report; the reader called the partial finding a convergence and wrote a note."""
    left = document("On the harbour", LEFT, {0: BlockKind.HEADING})
    right = document("Harbour plan", RIGHT, {0: BlockKind.HEADING})
    comparison = Comparison(
        left.sha256,
        right.sha256,
        Mode.POSITIONS,
        Engine("cues", "1", (ModelFile("tiny", "ab" * 32),)),
        _findings(left, right),
        remark="Two harbour papers.",
    )
    quote = "The ferry is loved."
    start = LEFT.index(quote)
    anchor = Anchor(left.sha256, start, start + len(quote), quote, "", "")
    return Report(
        left=left,
        right=right,
        left_path="papers/harbour.txt",
        right_path="papers/plan.txt",
        comparison=comparison,
        topics=(Topic("access", "access", "Who may use it.", {}, "#216cab"),),
        notes=(
            Note("1" * 32, NoteKind.FINDING, "Compare *1904*.\nAsk again.", finding="toll"),
            Note("2" * 32, NoteKind.SELECTION, "By whom?", left=(anchor,)),
        ),
        verdicts={"boats": Verdict("boats", Relation.CONVERGE, (), (), "2026-01-01T00:00:00Z")},
    )


def _findings(left: Document, right: Document) -> tuple[Finding, ...]:
    boats = passage(left, "The harbour must stay open to every boat.")
    toll = passage(
        left, "We oppose any toll on fishing boats, because the catch has fallen by half."
    )
    return (
        Finding(
            "boats",
            Relation.PARTIAL,
            0.62,
            ("access",),
            (boats,),
            (passage(right, "The harbour stays open to all boats."),),
            Evidence(("harbour", "open"), ("must", "every"), ("all",)),
            "Same words, no cue.",
            RunnerUp(Relation.CONVERGE, 0.3),
        ),
        Finding(
            "toll",
            Relation.DIVERGE,
            0.41,
            ("access", "money"),
            (toll,),
            (passage(right, "A toll on fishing boats is needed."),),
            Evidence(
                ("toll", "fishing"),
                cues=(
                    cue(Side.LEFT, left, "opposition", "oppose"),
                    cue(Side.RIGHT, right, "modality", "needed"),
                ),
            ),
            "One opposes what the other calls needed.",
            RunnerUp(Relation.PARTIAL, 0.4),
        ),
        Finding(
            "wall",
            Relation.ONLY_LEFT,
            0.8,
            (),
            (passage(left, "Its wall was built in 1904."),),
            (),
            Evidence(),
            "No passage comes near.",
            nearest=Nearest(passage(right, "Lamps will be lit on the wall."), 0.25),
        ),
        Finding(
            "lamps",
            Relation.ONLY_RIGHT,
            0.7,
            ("money",),
            (),
            (passage(right, "Lamps will be lit on the wall."),),
            Evidence(),
            "No passage comes near.",
            nearest=Nearest(passage(left, "The ferry is loved."), 0.1),
        ),
    )


def hostile_report(name: str) -> Report:
    """Return the small report with a hostile name for titles, paths, topics, and note."""
    report = small_report()
    findings = tuple(
        finding._replace(topics=(name,), reason=name) for finding in report.comparison.findings
    )
    return report._replace(
        left=report.left._replace(title=name),
        left_path=name,
        comparison=report.comparison._replace(findings=findings, remark=name),
        notes=(report.notes[0]._replace(body=name),),
    )

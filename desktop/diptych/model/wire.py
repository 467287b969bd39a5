"""Documents and comparisons as plain data (dicts, lists, strings, numbers, bytes) and back.

This is what crosses the process boundary and what the cache keeps. It is not the public findings
format, which `export` writes. `FORMAT` changes whenever the shape does.
"""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any

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
    Wording,
)
from diptych.model.document import Span
from diptych.model.packing import pack, unpack

if TYPE_CHECKING:
    from collections.abc import Iterable

    from diptych.model.document import Document

FORMAT = 4

Plain = dict[str, Any]


def document_to_plain(document: Document) -> Plain:
    """Return a document as plain data, all of it in the bytes under "blob"."""
    return {"blob": pack(document)}


def document_from_plain(plain: Plain) -> Document:
    """Return the document that `document_to_plain` was given."""
    return unpack(plain["blob"])


def cut(blob: bytes, sizes: Iterable[int]) -> list[bytes]:
    """Return bytes that were put together, by the size of each."""
    ends = list(accumulate(sizes, initial=0))
    return [blob[start:end] for start, end in pairwise(ends)]


def topic_to_plain(topic: Topic) -> Plain:
    """Return a topic as plain data."""
    return {
        "id": topic.id,
        "name": topic.name,
        "description": topic.description,
        "terms": {language: list(terms) for language, terms in topic.terms.items()},
        "colour": topic.colour,
        "pack": topic.pack,
    }


def topic_from_plain(plain: Plain) -> Topic:
    """Return the topic that `topic_to_plain` was given."""
    return Topic(
        id=plain["id"],
        name=plain["name"],
        description=plain["description"],
        terms={language: tuple(terms) for language, terms in plain["terms"].items()},
        colour=plain["colour"],
        pack=plain.get("pack", ""),
    )


def _passage(passage: Passage) -> list[Any]:
    spans = [number for span in passage.spans for number in (span.start, span.end)]
    return [passage.block, passage.start, passage.end, spans]


def _to_passage(plain: list[Any]) -> Passage:
    block, start, end, numbers = plain
    fields = iter(numbers)
    spans = tuple(Span(*two) for two in zip(fields, fields, strict=True))
    return Passage(block, start, end, spans)


def comparison_to_plain(comparison: Comparison) -> Plain:
    """Return a comparison as plain data."""
    return {
        "left": comparison.left_sha256,
        "right": comparison.right_sha256,
        "mode": comparison.mode.value,
        "engine": [
            comparison.engine.name,
            comparison.engine.version,
            [[model.name, model.sha256] for model in comparison.engine.models],
        ],
        "remark": comparison.remark,
        "findings": [_finding_to_plain(finding) for finding in comparison.findings],
    }


def comparison_from_plain(plain: Plain) -> Comparison:
    """Return the comparison that `comparison_to_plain` was given."""
    name, version, models = plain["engine"]
    return Comparison(
        left_sha256=plain["left"],
        right_sha256=plain["right"],
        mode=Mode(plain["mode"]),
        engine=Engine(name, version, tuple(ModelFile(*model) for model in models)),
        findings=tuple(_finding_from_plain(finding) for finding in plain["findings"]),
        remark=plain["remark"],
    )


def _finding_to_plain(finding: Finding) -> Plain:
    runner_up, nearest = finding.runner_up, finding.nearest
    return {
        "id": finding.id,
        "relation": finding.relation.value,
        "confidence": finding.confidence,
        "topics": list(finding.topics),
        "left": [_passage(passage) for passage in finding.left],
        "right": [_passage(passage) for passage in finding.right],
        "shared": list(finding.evidence.shared),
        "left_only": list(finding.evidence.left_only),
        "right_only": list(finding.evidence.right_only),
        "cues": [
            [cue.side.value, cue.kind, cue.text, cue.span.start, cue.span.end]
            for cue in finding.evidence.cues
        ],
        "reason": finding.reason,
        "runner_up": runner_up and [runner_up.relation.value, runner_up.confidence],
        "nearest": nearest and [_passage(nearest.passage), nearest.score],
        "wording": finding.wording and finding.wording.value,
    }


def _finding_from_plain(plain: Plain) -> Finding:
    runner_up, nearest = plain["runner_up"], plain["nearest"]
    return Finding(
        id=plain["id"],
        relation=Relation(plain["relation"]),
        confidence=plain["confidence"],
        topics=tuple(plain["topics"]),
        left=tuple(_to_passage(passage) for passage in plain["left"]),
        right=tuple(_to_passage(passage) for passage in plain["right"]),
        evidence=Evidence(
            shared=tuple(plain["shared"]),
            left_only=tuple(plain["left_only"]),
            right_only=tuple(plain["right_only"]),
            cues=tuple(
                Cue(Side(side), kind, text, Span(start, end))
                for side, kind, text, start, end in plain["cues"]
            ),
        ),
        reason=plain["reason"],
        runner_up=RunnerUp(Relation(runner_up[0]), runner_up[1]) if runner_up else None,
        nearest=Nearest(_to_passage(nearest[0]), nearest[1]) if nearest else None,
        wording=Wording(plain["wording"]) if plain["wording"] else None,
    )

"""Measured against the sentences that annotators marked in four documents."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest

from diptych.formats.reader import read_path
from diptych.model.document import BlockKind, Document
from support.repository import ROOT, SEEDS

GOLD = ROOT / "tests" / "data" / "gold"
SIDES: dict[str, dict[str, Any]] = {
    side["file"]: side
    for path in sorted(GOLD.glob("*--*.json"))
    for comparison in [json.loads(path.read_text(encoding="utf-8"))]
    for side in (comparison["left"], comparison["right"])
}


def kinds_of(document: Document, start: int, end: int) -> set[str]:
    """Return what the characters of a stretch of the source were read as."""
    found = set()
    for block in document.blocks:
        for run in block.map.runs:
            if run.source_start < end and run.source_start + run.length > start:
                name = block.kind.value
                found.add(name if name in {"heading", "furniture", "address"} else "body")
    return found


def f1(kind: str) -> float:
    """Return the F1 of a kind over the sentences of all four documents.

    The grid of sentences was laid over the raw text, so that three sentences of the body hold a
    page head or links as well; a sentence counts as furniture when all of it was read as that.
    """
    count: Counter[str] = Counter()
    for name, side in SIDES.items():
        document = read_path(SEEDS / name)
        for sentence in side["sentences"]:
            read = kinds_of(document, sentence["start"], sentence["end"]) == {kind}
            true = sentence["kind"] == kind
            count["hit"] += read and true
            count["sum"] += read + true
    return 2 * count["hit"] / count["sum"]


def test_the_gold_names_four_documents() -> None:
    assert len(SIDES) == 4


@pytest.mark.parametrize(
    ("kind", "bar"), [("furniture", 0.95), ("address", 0.95), ("heading", 0.95)]
)
def test_kinds(kind: str, bar: float) -> None:
    assert f1(kind) >= bar


@pytest.mark.parametrize("name", SIDES)
def test_no_sentence_of_the_body_is_broken(name: str) -> None:
    document = read_path(SEEDS / name)
    texts = [
        " ".join(block.text.split())
        for block in document.blocks
        if block.kind is not BlockKind.FURNITURE
    ]
    for sentence in SIDES[name]["sentences"]:
        words = " ".join(sentence["text"].replace("\\$", "$").split())
        if sentence["kind"] == "body" and "http" not in words:
            assert any(words in text for text in texts), words


@pytest.mark.parametrize(
    "words",
    [
        (
            "Such an agreement could also allow Mexico’s government to develop its capacity "
            "to settle asylum seekers and improve its battered international reputation by "
            "taking a public stance in favor of human rights, according to supporters."
        ),
        (
            "The courts received 119,144 defensive asylum applications in 2017, up from 68,530 in "
            "2016 and just 13,214 in 2008."
        ),
        (
            "Attorney General Jeff Sessions’s “zero tolerance” crackdown at the border this spring "
            "attempted to deter the practice by charging anyone crossing illegally with a federal "
            "crime, regardless of whether the person planned to claim asylum."
        ),
    ],
)
def test_the_body_of_sentences_with_links_in_them_is_whole(words: str) -> None:
    document = read_path(SEEDS / "wapo-2018.txt")
    bodies = [block.text for block in document.blocks if block.kind is BlockKind.PARAGRAPH]
    assert sum(words in text for text in bodies) == 1
    assert not any("http" in text for text in bodies)

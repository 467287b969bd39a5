"""What a comparison promises whatever it compares."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diptych.compare import current
from diptych.compare.engine import compare
from diptych.compare.links import MOST_LINKS
from diptych.formats.reader import read_path
from diptych.model.comparison import Mode, Relation, Side
from diptych.model.document import BlockKind, Document
from diptych.model.errors import Cancelled
from diptych.model.wire import comparison_to_plain
from support.comparing import document, migration_topics
from support.repository import PACKAGE, SEEDS

LEFT = document(
    "The harbour must stay open to every fishing boat. We will never sell the harbour to a firm.",
    "The school needs a new roof because the old one was destroyed by the storm.",
    "We believe that the library is the heart of our town, and it must not close.",
)
RIGHT = document(
    "The harbour must not stay open to every fishing boat.",
    "The roof of the school leaks because nobody paid for repairs after the storm.",
    "Taxes on bread are unjust and we shall abolish them.",
)


@pytest.fixture(scope="module")
def letters() -> tuple[Document, Document]:
    return read_path(SEEDS / "letter-2018.txt"), read_path(SEEDS / "letter-2021.txt")


@pytest.mark.usefixtures("by_words")
def test_a_negated_sentence_diverges_and_the_cue_is_named():
    findings = compare(LEFT, RIGHT, ()).findings
    first = next(f for f in findings if f.relation is Relation.DIVERGE)
    assert LEFT.quote(first.left[0].spans) == "The harbour must stay open to every fishing boat."
    assert (
        RIGHT.quote(first.right[0].spans) == "The harbour must not stay open to every fishing boat."
    )
    assert ("not", "negation") in [(cue.text, cue.kind) for cue in first.evidence.cues]
    assert "negates" in first.reason


@pytest.mark.usefixtures("by_words")
def test_causes_that_are_shared_in_part_are_partial():
    findings = compare(LEFT, RIGHT, ()).findings
    partial = next(f for f in findings if f.relation is Relation.PARTIAL)
    assert "storm" in partial.evidence.shared
    assert partial.reason.startswith("Both sides name causes; they share")


@pytest.mark.usefixtures("by_words")
def test_of_texts_that_are_too_long_the_strongest_positions_are_compared(monkeypatch):
    monkeypatch.setattr("diptych.compare.search.MOST_BY_WORDS", 4)
    weak = "In November, 40 vehicles were seen near the village."
    left = document(f"{weak} The harbour must stay open to every fishing boat. {weak}", weak)
    right = document(weak, weak, f"{weak} The harbour must not stay open to every fishing boat.")
    found = compare(left, right, ())
    assert found.remark.startswith(
        "The texts are too long to compare every sentence; the 2 strongest positions of each side "
        "were compared."
    )
    first = next(f for f in found.findings if f.relation is Relation.DIVERGE)
    assert left.quote(first.left[0].spans) == "The harbour must stay open to every fishing boat."
    assert sum(len(f.left) for f in found.findings) <= 2
    assert compare(left, right, ()) == found


@pytest.mark.usefixtures("by_words")
def test_a_short_text_is_compared_whole_with_a_long_one(monkeypatch):
    monkeypatch.setattr("diptych.compare.search.MOST_BY_WORDS", 3)
    short = document("The harbour must not stay open to every fishing boat.")
    assert compare(short, LEFT, ()).remark.startswith("The texts are too long")
    assert compare(short, LEFT, ()).findings[0].relation is Relation.DIVERGE


@pytest.mark.usefixtures("by_words")
def test_a_position_without_counterpart_is_a_finding_of_its_own():
    alone = [f for f in compare(LEFT, RIGHT, ()).findings if f.relation.is_one_sided]
    quotes = {LEFT.quote(f.left[0].spans) for f in alone if f.left}
    assert "We believe that the library is the heart of our town, and it must not close." in quotes
    assert all(not (f.left and f.right) for f in alone)


def test_everything_in_a_finding_is_cut_from_the_two_texts(letters):
    left, right = letters
    comparison = compare(left, right, migration_topics())
    texts = {
        side: " ".join(b.text for b in d.blocks) for side, d in zip(Side, letters, strict=True)
    }
    names = {topic.name for topic in migration_topics()}
    assert comparison.engine == current()
    assert [file.name for file in comparison.engine.models] == [
        "linker.onnx",
        "judge.onnx",
        "vocab.txt",
        "weights.json",
    ]
    assert comparison.findings
    for finding in comparison.findings:
        for side, whole in zip(Side, letters, strict=True):
            for passage in finding.passages(side):
                block = whole.blocks[passage.block]
                assert passage.spans == block.map.spans(passage.start, passage.end)
                assert passage.start < passage.end <= len(block.text)
        words = finding.evidence
        assert all(word in texts[Side.LEFT] for word in words.shared + words.left_only)
        assert all(word in texts[Side.RIGHT] for word in words.right_only)
        for cue in words.cues:
            source = (left if cue.side is Side.LEFT else right).source
            assert source[cue.span.start : cue.span.end] == cue.text
        assert set(finding.topics) <= names
        assert 0 <= finding.confidence <= 1
        assert finding.confidence == round(finding.confidence, 2)
        assert finding.reason.endswith(".")


def test_findings_stand_in_the_order_of_the_left_text_and_have_ids_of_their_own(letters):
    findings = compare(*letters, migration_topics()).findings
    starts = [f.left[0].spans[0].start for f in findings if f.left]
    assert starts == sorted(starts)
    assert len({f.id for f in findings}) == len(findings)
    assert all(len(f.id) == 16 for f in findings)


def test_changing_sides_changes_no_judgement(letters):
    left, right = letters
    turned = {Relation.ONLY_LEFT: Relation.ONLY_RIGHT, Relation.ONLY_RIGHT: Relation.ONLY_LEFT}
    one = {
        (f.left, f.right): (f.relation, f.confidence, f.runner_up)
        for f in compare(left, right, migration_topics()).findings
    }
    two = {
        (f.right, f.left): (turned.get(f.relation, f.relation), f.confidence, f.runner_up)
        for f in compare(right, left, migration_topics()).findings
    }
    assert one == two


def test_the_order_of_hashes_changes_nothing():
    script = (
        "import hashlib, json\n"
        "from support.comparing import migration_topics\n"
        "from diptych.compare.engine import compare\n"
        "from diptych.formats.reader import read_path\n"
        "from diptych.model.wire import comparison_to_plain\n"
        "from support.repository import SEEDS\n"
        "one, two = (read_path(SEEDS / f'{name}.txt') for name in ('letter-2018', 'wilson-2021'))\n"
        "found = compare(one, two, migration_topics())\n"
        "print(hashlib.sha256(json.dumps(comparison_to_plain(found)).encode()).hexdigest())\n"
    )
    said = set()
    for seed in ("1", "2"):
        paths = os.pathsep.join([str(PACKAGE.parent), str(SEEDS.parent / "tests")])
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": paths}
        done = subprocess.run(
            [sys.executable, "-c", script], env=environment, capture_output=True, check=True
        )
        said.add(done.stdout)
    assert len(said) == 1


def test_the_same_document_on_both_sides_is_compared_word_by_word():
    comparison = compare(LEFT, LEFT, ())
    assert comparison.mode is Mode.WORDS
    assert comparison.findings == ()
    assert comparison.remark == (
        "Both sides are the same document, so it was compared word by word: no word differs."
    )


def test_words_mode_marks_what_was_replaced_taken_out_and_put_in():
    left = document("The big dog barks at night.", "It is old.")
    right = document("The small dog barks at night.", "It is very old.")
    findings = compare(left, right, (), Mode.WORDS).findings
    assert [
        (f.relation, left.quote(f.left[0].spans) if f.left else "", right.quote(f.right[0].spans))
        for f in findings
    ] == [(Relation.DIVERGE, "big", "small"), (Relation.ONLY_RIGHT, "", "very")]
    assert all(f.confidence == 1.0 for f in findings)


def test_furniture_addresses_and_headings_are_not_compared():
    for kind in (BlockKind.FURNITURE, BlockKind.ADDRESS, BlockKind.HEADING):
        same = document("The harbour must stay open to every fishing boat.", "More.", kind=kind)
        assert (
            compare(LEFT, same, ()).remark
            == "The right document has no sentences that could be compared."
        )


def test_progress_can_call_the_work_off():
    def stop(share: float, what: str) -> None:
        if share >= 0.3:
            raise Cancelled

    with pytest.raises(Cancelled):
        compare(LEFT, RIGHT, (), progress=stop)


def test_progress_rises_to_one():
    shares: list[float] = []
    compare(LEFT, RIGHT, (), progress=lambda share, what: shares.append(share))
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_spanish_is_compared_with_spanish():
    left = document("El asilo es un derecho y debemos proteger a los refugiados.", language="es")
    right = document(
        "El asilo no es un derecho y no debemos proteger a los refugiados. Hay paz.", language="es"
    )
    finding = compare(left, right, migration_topics()).findings[0]
    assert "asylum" in finding.topics
    assert "refugiados" in finding.evidence.shared


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ((), ()),
        (("",), ("Only here we must act.",)),
        (("我们必须保护难民。他们需要帮助。",), ("Мы должны защищать беженцев. Им нужна помощь.",)),
        (("word " * 30_000,), ("word, other; " * 9_000,)),
        (("x" * 20_000,), ("?!… ---",)),
        (("No!",), ("No!", "No!", "No!")),
    ],
)
def test_any_text_can_be_compared(left, right):
    for mode in Mode:
        comparison = compare(document(*left, language=""), document(*right, language=""), (), mode)
        assert json.dumps(comparison_to_plain(comparison))


@settings(max_examples=40)
@given(st.lists(st.text(max_size=80), max_size=5), st.lists(st.text(max_size=80), max_size=5))
def test_any_characters_can_be_compared(left, right):
    one, two = document(*left, language=""), document(*right, language="")
    for mode in Mode:
        for finding in compare(one, two, migration_topics(), mode).findings:
            for side, whole in ((Side.LEFT, one), (Side.RIGHT, two)):
                for passage in finding.passages(side):
                    text = whole.blocks[passage.block].text[passage.start : passage.end]
                    assert whole.quote(passage.spans) == text


def test_an_id_belongs_to_the_passages_and_not_to_what_is_said_of_them():
    findings = {f.id: f for f in compare(LEFT, RIGHT, ()).findings}
    again = compare(LEFT, RIGHT, migration_topics()).findings
    assert {f.id for f in again if not f.relation.is_one_sided} <= findings.keys()
    other = LEFT._replace(sha256=hashlib.sha256(b"other").hexdigest())
    assert not {f.id for f in compare(other, RIGHT, ()).findings} & findings.keys()


@pytest.mark.usefixtures("by_words")
def test_a_sentence_that_meets_everything_is_not_tied_to_everything():
    refrain = "We must protect our rivers and our forests."
    left = document(*[refrain] * 30)
    right = document(*[refrain] * 40, "We must protect our old people.")
    assert len(compare(left, right, ()).findings) <= 30 * 4


@pytest.mark.usefixtures("by_words")
def test_neighbouring_sentences_on_one_issue_are_one_finding():
    left = document(
        "Wolves must stay in the northern forest.",
        "The harbour must stay open. The harbour must stay free.",
        "Taxes on bread are unjust.",
    )
    right = document(
        "We shall abolish the lottery.",
        "The harbour must stay open. The harbour must stay free.",
        "The old bell was rung at noon.",
    )
    (finding,) = (f for f in compare(left, right, ()).findings if not f.relation.is_one_sided)
    for whole, passages in ((left, finding.left), (right, finding.right)):
        assert [whole.quote(passage.spans) for passage in passages] == [
            "The harbour must stay open. The harbour must stay free."
        ]


def test_texts_that_share_one_subject_are_not_tied_throughout(letters):
    findings = compare(*letters, migration_topics()).findings
    assert 10 <= len(findings) <= 70
    covered = Counter(f.left[0].spans[0].start for f in findings if f.left and f.right)
    assert max(covered.values()) <= MOST_LINKS


def test_changing_sides_changes_nothing_where_all_sentences_are_alike():
    refrain = "We must protect our rivers. We must protect our forests. We must protect our rivers."
    left, right = document(refrain), document(refrain, "Bread is dear.", refrain)
    one = {(f.left, f.right, f.confidence) for f in compare(left, right, ()).findings}
    two = {(f.right, f.left, f.confidence) for f in compare(right, left, ()).findings}
    assert one == two
    assert one


@pytest.mark.usefixtures("by_words")
def test_a_long_sentence_may_hold_two_findings():
    left = document(
        "The harbour must stay open to every fishing boat, and the upper school urgently needs a "
        "new slate roof before the winter."
    )
    right = document(
        "The harbour must not stay open to every fishing boat.",
        "Bread is dear.",
        "Before the winter the upper school urgently needs a new slate roof.",
    )
    found = [f for f in compare(left, right, ()).findings if not f.relation.is_one_sided]
    assert [f.left[0].block for f in found] == [0, 0]
    assert {f.right[0].block: f.relation for f in found} == {
        0: Relation.DIVERGE,
        2: Relation.CONVERGE,
    }

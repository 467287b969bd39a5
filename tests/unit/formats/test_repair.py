"""Footnote marks and damaged words leave the reading text, and the source keeps them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diptych.formats import words
from diptych.formats.damage import Repair, Vocabulary
from diptych.formats.plain import read_blocks
from diptych.formats.repair import footnote_marks, mend_block
from diptych.model.document import Block, BlockKind, Document, OffsetMap, Run

DAMAGED = """\
The committee was of the opinlon that the inf luence of the town on its own harbour sbould be
greater than it was, and that it sbouId be the duty ofthe council to see to the matter at once.
Nothing was done in that year, becausc the elections were too near, and the next one was no bet-
ter. It is all one to the membcrs of the council whether the harbour is dredged in our time.
"""


def text_of(source: str) -> str:
    return " ".join(b.text for b in read_blocks(source)[0] if b.kind is not BlockKind.FURNITURE)


def test_damaged_words_are_mended_in_the_text_and_not_in_the_source() -> None:
    text = text_of(DAMAGED)
    assert "that the influence of the town" in text
    assert "harbour should be" in text
    assert "the duty of the council" in text
    assert "because the elections" in text
    assert "no better." in text
    (block,) = read_blocks(DAMAGED)[0]
    document = Document("", DAMAGED, "utf-8", "", "en", (block,))
    for words_read, printed in (("influence", "inf luence"), ("of the council", "ofthe council")):
        start = text.index(words_read)
        assert document.quote(block.map.spans(start, start + len(words_read))) == printed


@pytest.mark.parametrize(
    "sentence",
    [
        "The slackerism of a few was a matter of much headedness and no little fribble.",
        "Per annum the bona fide members pay, prima facie, a fee for the vis inertiae of all.",
        "The foreach loop and the init call of the maketext module are in libnet and in gdbm.",
        "Señor Cienfuegos met Mr. Kloppe-Santamaría, of Ciudad Juárez, at the ayuntamiento.",
        "We shew the oeconomy of the antient publick, and connexion with the gaol to-day.",
    ],
)
def test_rare_words_names_and_other_tongues_are_left_alone(sentence: str) -> None:
    assert text_of(f"{sentence}\n") == sentence


def test_what_the_document_has_twice_is_a_word() -> None:
    source = DAMAGED + "\nThe harbonr was old. The harbonr was deep.\n"
    assert text_of(source).count("harbonr") == 2


@pytest.mark.parametrize(
    ("page", "read"),
    [
        ("They wanted to keep the peace.2 It did not last.", "the peace. It did"),
        ("They wanted to keep the peace.2It did not last.", "the peace. It did"),
        ("They wanted to keep the peace.11, 12 It did not last.", "the peace. It did"),
        ("They wanted to keep the “old peace.”3 It did not last.", "peace.” It did"),
        ("They wanted to keep the peace.* It did not last.", "the peace. It did"),
        ("They wanted to keep the peace.° It did not last.", "the peace. It did"),
        ("They wanted to keep the peace.®", "the peace."),
    ],
)
def test_footnote_marks_go(page: str, read: str) -> None:
    assert read in text_of(page)


@pytest.mark.parametrize(
    "page",
    [
        "It is told in the book of the town, vol.3, and in the other book, p.12 and No.5 there.",
        "The files are called getopt.1 and obstack.* and lie beside lib/strings.2 in the tree.",
        "It cost them 3.14 or 2,000 in all, and on May 12,1914 it was v.2 of the plan.",
        "He said that it was *all of it.* They heard him.",
        "The page says <the name of the town in full.> Then it ends.",
        "The boys' answer was 'none of that.' They left.",
        "The COVID-19 rules of the G20 and the H2O of the MI6 were the talk of the town.",
    ],
)
def test_other_numbers_and_signs_stay(page: str) -> None:
    assert text_of(page) == page


def test_a_number_after_a_comma_is_a_mark_where_it_counts_on() -> None:
    texts = ["It was the town.3 It was the mayor,4 and the council.5 It was the clerk, 9 of them."]
    (repairs,) = footnote_marks(texts)
    assert [texts[0][r.start : r.end] for r in repairs] == ["3", "4", "5"]
    assert footnote_marks(["It was the mayor,4 and the council, who came."]) == [[]]


def blocks_with_repairs() -> st.SearchStrategy[tuple[Block, list[Repair]]]:
    """Blocks of some runs and parts, and repairs of their text that leave something of it."""

    @st.composite
    def build(draw: st.DrawFn) -> tuple[Block, list[Repair]]:
        runs, text, source, part = [], "", draw(st.integers(0, 3)), 0
        for number in range(draw(st.integers(1, 4))):
            if number:
                text += draw(st.sampled_from(["", " "]))
                source += draw(st.integers(0, 5))
                part += draw(st.integers(0, 1))
            letters = draw(st.text("abc", min_size=1, max_size=8))
            runs.append(Run(len(text), source, len(letters), part))
            text, source = text + letters, source + len(letters)
        cuts = sorted(draw(st.sets(st.integers(1, len(text)), max_size=6)))
        pairs = zip(cuts[::2], cuts[1::2], strict=False)
        repairs = [Repair(a, b, draw(st.text("xyz ", max_size=3))) for a, b in pairs]
        return Block(BlockKind.PARAGRAPH, text, OffsetMap(tuple(runs))), repairs

    return build()


@given(blocks_with_repairs())
def test_a_mended_block_keeps_the_way_to_the_source_for_all_that_is_left(
    given_block: tuple[Block, list[Repair]],
) -> None:
    block, repairs = given_block
    mended = mend_block(block, repairs)
    source = {
        run.source_start + n: block.text[run.text_start + n]
        for run in block.map.runs
        for n in range(run.length)
    }
    gone = {
        offset for r in repairs for s in block.map.spans(r.start, r.end) for offset in range(*s)
    }
    kept = [offset for offset in source if offset not in gone] if repairs else list(source)
    seen: list[int] = []
    for run in mended.map.runs:
        assert run.length > 0
        for n in range(run.length):
            offset = run.source_start + n
            seen.append(offset)
            # To the text and back, letter by letter.
            assert mended.text[run.text_start + n] == source[offset]
            assert mended.map.to_text(offset) == run.text_start + n
            (span,) = mended.map.spans(run.text_start + n, run.text_start + n + 1)
            assert span == (offset, offset + 1)
    assert seen == sorted(seen)
    assert set(kept) <= set(seen)
    parts = [run.part for run in mended.map.runs]
    assert parts == sorted(parts)
    assert set(parts) == set(range(len(set(parts))))
    added = "".join(r.words for r in repairs)
    taken = sum(r.end - r.start for r in repairs)
    assert len(mended.text) == len(block.text) + len(added) - taken


def test_the_word_lists_know_common_words_and_no_damaged_ones() -> None:
    assert words.rank("government") == words.COMMON
    assert words.rank("gobierno") < words.UNKNOWN
    assert words.rank("comunicaciones") < words.UNKNOWN
    assert all(words.rank(word) == words.UNKNOWN for word in ("sbould", "ofthe", "thcir"))
    assert words.looks_spelled("fingerpointing")
    assert not words.looks_spelled("prcsentment")


def test_a_technical_text_is_not_damaged_however_many_words_nobody_knows() -> None:
    technical = "the gdbm dist and numf of mput, mget, reget and sprintf; onthe, ofthe, sbould"
    vocabulary = Vocabulary([technical], spanish=False)
    found = vocabulary.repairs(technical)
    assert len(found) >= 3
    plenty = [f"{technical} and {' '.join(f'xq{chr(97 + n)}z' for n in range(20))}"]
    assert not Vocabulary(plenty, spanish=False).is_damaged(len(found), 3)


def test_tens_of_thousands_of_numbers_cost_no_more_than_their_number() -> None:
    started = time.process_time()
    footnote_marks(["the words of it1 " * 30_000])
    assert time.process_time() - started < 20

"""A note finds its words again, or says that it does not know."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diptych.anchoring import fuzzy
from diptych.anchoring.describe import CONTEXT, describe, describe_place
from diptych.anchoring.outline import Outline
from diptych.anchoring.resolve import MANY, Seeker, resolve, surely
from diptych.model.document import BlockKind, Document, Page, Span
from diptych.model.note import AnchorState
from support.annotations import document, span

LETTER = document(
    "# Causes\n"
    "People leave because violence drives them from home, and nothing holds it back.\n"
    "## Remedies\n"
    "We will invest in the rule of law. That takes many years and much patience.\n"
    "# Asylum\n"
    "Everyone may ask for asylum at the border. That takes many years and much patience.\n"
)


def test_an_anchor_keeps_the_words_their_surroundings_and_the_headings():
    anchor = describe(LETTER, span(LETTER, "the rule of law"))
    assert anchor.quote == "the rule of law"
    assert anchor.prefix.endswith("We will invest in ")
    assert anchor.suffix.startswith(". That takes")
    assert len(anchor.prefix) == len(anchor.suffix) == CONTEXT == 64
    assert anchor.heading == ("Causes", "Remedies")
    assert anchor.sha256 == LETTER.sha256


def test_the_headings_above_a_heading_and_before_the_first():
    assert describe(LETTER, span(LETTER, "Remedies")).heading == ("Causes",)
    assert describe(LETTER, span(LETTER, "Asylum")).heading == ()
    assert describe(LETTER, span(LETTER, "Everyone")).heading == ("Asylum",)


def headings_above(text: Document, offset: int) -> tuple[str, ...]:
    """The headings above a place, by walking through the whole text."""
    path = []
    for block in text.blocks:
        if block.kind is BlockKind.HEADING and block.span.start <= offset:
            path = [each for each in path if each.level < block.level] + [block]
    if path and path[-1].span.end > offset:
        path.pop()
    return tuple(block.text for block in path)


@given(st.lists(st.sampled_from(["# a", "## b", "### c", "#### d", "One line", "", "x"])))
def test_the_headings_above_every_place(lines):
    text = document("\n".join(lines))
    outline = Outline(text)
    for offset in range(len(text.source) + 1):
        assert outline.above(offset) == headings_above(text, offset)


# Paragraphs that come again and again, under headings that do so, too.
PARTS = [
    "# First",
    "## Second",
    "# Third",
    "We agree.",
    "The parties shall meet once a year and report to each other in writing.",
    "The parties shall meet twice a year and report to nobody at all, nor write to anyone.",
]
REPEATED = st.lists(st.sampled_from(PARTS), min_size=3, max_size=40)


@given(data=st.data(), before=REPEATED, after=REPEATED)
def test_what_was_learnt_for_one_anchor_changes_nothing_for_the_next(data, before, after):
    text, changed = document("\n".join(before)), document("\n".join(after))
    seeker = Seeker(changed)
    for _each in range(4):
        start = data.draw(st.integers(0, len(text.source) - 1))
        end = data.draw(st.integers(start + 1, min(start + 90, len(text.source))))
        anchor = describe(text, Span(start, end))
        assert seeker.resolve(anchor) == resolve(anchor, changed)
        assert seeker.surely(anchor) == surely(anchor, changed)


def test_a_text_of_repeated_paragraphs_is_gone_through_once_for_all_its_notes(monkeypatch):
    """Each of 150 equal places is under some heading: that is no reason to walk to each."""
    seen = []

    class Seen(Outline):
        def __init__(self, text):
            seen.append(text)
            super().__init__(text)

    monkeypatch.setattr("diptych.anchoring.outline.Outline", Seen)
    far = "and then again, as often as any of the parties should wish for it, "
    line = f"The parties shall meet {far}once a year, and then report in writing {far}or else."
    text = document("# One\n" + line + 150 * ("\n# Two\n" + line))
    changed = document("New.\n" + text.source)
    anchors = [describe(text, span(text, words)) for words in ("a year", "report", "writing")]
    seen.clear()
    seeker = Seeker(changed)
    for anchor in anchors:
        moved = Span(anchor.start + 5, anchor.end + 5)
        assert seeker.resolve(anchor)[:2] == (AnchorState.MOVED, moved)
    assert seen == [changed]


def test_a_note_on_a_whole_book_is_found_by_its_ends(monkeypatch):
    """Of 60,000 words no more are aligned than a reader waits for."""
    aligned: list[int] = []
    opcodes = fuzzy.LCSseq.opcodes

    def counting(one, other):
        aligned.append(len(one) * len(other))
        return opcodes(one, other)

    monkeypatch.setattr(fuzzy.LCSseq, "opcodes", counting)
    chance = Random(1)
    words = [f"word{chance.randrange(9_000)}" for _each in range(60_000)]
    before = document(f"# Before\n{' '.join(words)}\n# After\nThe end.\n")
    anchor = describe(before, Span(9, 9 + len(" ".join(words))))
    words[30_000:30_002] = ["something", "new"]
    words[40_000:41_000] = []
    after = document(f"# Before\nAn added line.\n{' '.join(words)}\n# After\nThe end.\n")
    found = resolve(anchor, after)
    assert found.state is AnchorState.MOVED
    assert found.span is not None
    assert after.source[found.span.start : found.span.end] == " ".join(words)
    assert sum(aligned) < 36 * 1_500 * 1_500


@pytest.mark.parametrize("place", [Span(5, 5), Span(7, 5), Span(-1, 5), Span(0, 10_000)])
def test_no_anchor_without_words(place):
    with pytest.raises(ValueError, match="no words"):
        describe(LETTER, place)


def test_inserted_text_moves_a_note():
    anchor = describe(LETTER, span(LETTER, "the rule of law"))
    found = resolve(anchor, document("A new beginning.\n" + LETTER.source))
    assert found.state is AnchorState.MOVED
    assert found.span == Span(anchor.start + 17, anchor.end + 17)
    assert found.score == 1.0


def test_text_added_at_the_end_leaves_a_note_where_it_was():
    anchor = describe(LETTER, span(LETTER, "the rule of law"))
    found = resolve(anchor, document(LETTER.source + "One more line.\n"))
    assert (found.state, found.span) == (AnchorState.EXACT, anchor.span)


def test_the_same_bytes_read_in_another_encoding_move_a_note_or_lose_it():
    anchor = describe(LETTER, span(LETTER, "the rule of law"))
    later = document("\u00c3\u00a9 " + LETTER.source)._replace(sha256=LETTER.sha256)
    assert resolve(anchor, later).state is AnchorState.MOVED
    assert surely(anchor, later) == Span(anchor.start + 3, anchor.end + 3)
    unreadable = document("\u00c3\u00a9" * 200)._replace(sha256=LETTER.sha256)
    assert resolve(anchor, unreadable).state is AnchorState.LOST
    assert surely(anchor, unreadable) is None


def test_what_is_in_doubt_is_not_sure():
    anchor = describe(LETTER, span(LETTER, "many"))
    doubtful = document("many a time, many a year")
    assert resolve(anchor, doubtful).state is AnchorState.UNCERTAIN
    assert surely(anchor, doubtful) is None


def test_deleted_words_are_lost():
    anchor = describe(LETTER, span(LETTER, "the rule of law"))
    found = resolve(anchor, document(LETTER.source.replace("the rule of law", "good courts")))
    assert (found.state, found.span) == (AnchorState.LOST, None)


def test_among_repeated_words_the_surroundings_decide():
    words = "That takes many years and much patience."
    second = LETTER.source.rindex(words)
    anchor = describe(LETTER, Span(second, second + len(words)))
    found = resolve(anchor, document("New.\n" + LETTER.source))
    assert (found.state, found.span.start) == (AnchorState.MOVED, second + 5)


def test_a_repeated_sentence_whose_own_place_is_gone_is_in_doubt():
    text = document("One. We agree on all of this.\nTwo. We agree on all of this.\nThree, last.")
    words = "We agree on all of this."
    start = text.source.index(words)
    anchor = describe(text, Span(start, start + len(words)))
    changed = document(
        "Zero.\n\nA. We agree on all of this!\nB? We agree on all of this.\nC? " + words
    )
    assert resolve(anchor, changed).state is AnchorState.UNCERTAIN


def test_headings_tell_repeated_sections_apart():
    line = "The parties shall meet once a year and report to each other in writing. "
    section = line * 4
    text = document(f"# First\n{section}\n# Second\n{section}\n# Third\n{section}\n")
    # In the middle of the second section, more than the kept context away from its heading.
    start = text.source.index("shall", text.source.index("# Second") + 2 * len(line))
    anchor = describe(text, Span(start, start + len("shall meet once a year")))
    found = resolve(anchor, document("New.\n" + text.source))
    assert found.state is AnchorState.UNCERTAIN  # four times under the same heading
    once = document(f"# First\n{line}\n# Second\n{line}\n")
    start = once.source.rindex("meet")
    anchor = describe(once, Span(start, start + 4))
    shuffled = document(f"# Second\n{line}\n# First\n{line}\n")
    found = resolve(anchor, shuffled)
    assert (found.state, found.span.start) == (AnchorState.MOVED, shuffled.source.index("meet"))


def test_a_short_word_found_once_by_chance_is_in_doubt():
    anchor = describe(document("Here is the law."), Span(8, 11))
    found = resolve(anchor, document("Completely different, but the others agree."))
    assert found.state is AnchorState.UNCERTAIN
    assert found.score < 0.25


def test_rewrapped_surroundings_still_count():
    text = document("One two three four. The word here. Five six seven eight.")
    anchor = describe(text, span(text, "word"))
    other = document(
        "word and more. One  two\nthree\nfour. The\n word\nhere. Five\nsix seven eight."
    )
    found = resolve(anchor, other)
    assert found.state is AnchorState.MOVED
    assert found.span.start == other.source.rindex("word")


def test_a_word_that_is_everywhere_is_never_called_found():
    text = document("of " * (MANY + 10))
    anchor = describe(text, Span(0, 2))
    assert resolve(anchor, text).state is AnchorState.EXACT
    assert resolve(anchor, document(text.source + "x")).state is AnchorState.UNCERTAIN
    assert resolve(anchor, document("x" + text.source)).state is AnchorState.LOST


def test_the_same_bytes_decoded_another_way():
    text = document("Señor, the words are here and they stay.")
    anchor = describe(text, span(text, "the words are here"))
    again = text._replace(source=text.source.replace("ñ", "Ã±"))
    found = resolve(anchor, again)
    assert (found.state, found.span.start) == (AnchorState.MOVED, anchor.start + 1)


WORDS = st.lists(
    st.sampled_from(["the", "law", "años", "😀", "border", "of", "ask", "\n"]), min_size=1
)


@given(data=st.data(), words=WORDS)
def test_on_its_own_document_an_anchor_is_exact(data, words):
    text = document(" ".join(words))
    start = data.draw(st.integers(0, len(text.source) - 1))
    end = data.draw(st.integers(start + 1, len(text.source)))
    anchor = describe(text, Span(start, end))
    assert text.source[anchor.start : anchor.end] == anchor.quote
    assert resolve(anchor, text)[:3] == (AnchorState.EXACT, Span(start, end), 1.0)


@given(data=st.data(), before=WORDS, after=WORDS)
def test_what_is_found_letter_by_letter_has_the_words_of_the_note(data, before, after):
    text, changed = document(" ".join(before)), document(" ".join(after))
    start = data.draw(st.integers(0, len(text.source) - 1))
    end = data.draw(st.integers(start + 1, len(text.source)))
    anchor = describe(text, Span(start, end))
    found = resolve(anchor, changed)
    assert 0.0 <= found.score <= 1.0
    if found.span is None:
        assert found.state is AnchorState.LOST
    elif anchor.quote in changed.source:
        assert changed.source[found.span.start : found.span.end] == anchor.quote
    else:
        assert found.state is not AnchorState.EXACT
        assert 0 <= found.span.start < found.span.end <= len(changed.source)


@given(data=st.data(), inserted=st.text(alphabet="äöü 1234567890\n", max_size=50))
def test_an_insertion_never_takes_a_note_to_other_words(data, inserted):
    """Words that stand once are followed through an insertion of other words anywhere."""
    source = LETTER.source
    words = data.draw(
        st.sampled_from(["because violence drives them", "the rule of law", "Everyone may ask for"])
    )
    anchor = describe(LETTER, span(LETTER, words))
    at = data.draw(st.integers(0, len(source)))
    found = resolve(anchor, document(source[:at] + inserted + source[at:]))
    if at <= anchor.start or at >= anchor.end or not inserted:
        shift = len(inserted) if at <= anchor.start else 0
        assert found.span == Span(anchor.start + shift, anchor.end + shift)
        assert found.state is (AnchorState.MOVED if shift else AnchorState.EXACT)
    elif found.span is not None:
        # Words that were interrupted are still those words, and no others.
        assert found.state is not AnchorState.EXACT
        assert anchor.start <= found.span.start < found.span.end <= anchor.end + len(inserted)


def test_words_that_were_edited_are_found_by_what_is_left_of_them():
    text = document(
        "We ask both governments to open the ports of entry.\n"
        "Everyone who flees may ask for asylum at the border without delay.\n"
        "The courts decide within a year of the day on which they were asked."
    )
    anchor = describe(text, span(text, "Everyone who flees may ask for asylum at the border"))
    edited = document(text.source.replace("who flees may ask", "who fears for his life may ask"))
    found = resolve(anchor, edited)
    assert found.state is AnchorState.MOVED
    assert edited.source[found.span.start : found.span.end] == (
        "Everyone who fears for his life may ask for asylum at the border"
    )


def test_words_that_were_taken_out_are_lost_though_their_surroundings_stand():
    text = document(
        "We ask both governments to open the ports of entry.\n"
        "Everyone who flees may ask for asylum at the border without delay.\n"
        "The courts decide within a year of the day on which they were asked."
    )
    words = "Everyone who flees may ask for asylum at the border without delay."
    anchor = describe(text, span(text, words))
    assert resolve(anchor, document(text.source.replace(words, ""))).state is AnchorState.LOST


def test_two_places_that_are_as_like_are_left_to_the_reader():
    line = "The parties {} their borders to all who flee from war and hunger."
    text = document(line.format("open") + "\nOther words stand here between the two.")
    anchor = describe(text, span(text, "The parties open their borders"))
    twice = line.format("shut") + "\nOther words.\n" + line.format("keep") + "\nOther words."
    found = resolve(anchor, document(twice))
    assert found.state in (AnchorState.UNCERTAIN, AnchorState.LOST)


def test_words_are_found_in_their_paragraph_among_other_paragraphs():
    mine = "The harbour must stay open to every boat that asks for shelter."
    other = "Nobody may close the harbour at night."
    before = document(f"Before it stood this.\n\n{mine}\n\nAfter it stood that.\n\n{other}")
    after = document(f"{other}\n\nAll is new here.\n\nSo is this.\n\n{mine}\n\nAnd the end.")
    at = before.source.index("harbour must")
    anchor = describe(before, Span(at, at + len("harbour")))
    found = resolve(anchor, after)
    assert found.state is AnchorState.MOVED
    assert found.span.start == after.source.index("harbour must")


# A place on a page


def test_an_anchor_knows_its_paragraph_and_its_page():
    text = document("One letter.\nTwo letters are here.")
    at = text.source.index("letters are")
    text = text._replace(pages=(Page(0, 12, 595, 842, "i"), Page(12, 99, 595, 842, "ii")))
    anchor = describe(text, Span(at, at + 7), ((1, 10.0, 20.0, 30.0, 40.0),))
    assert (anchor.page, anchor.boxes) == (1, ((1, 10.0, 20.0, 30.0, 40.0),))
    assert anchor.paragraph == describe(text, Span(at + 3, at + 9)).paragraph != ""


def test_a_place_without_words_is_on_its_page_and_nowhere_else():
    text = document("One letter.")._replace(pages=(Page(0, 11, 595, 842, "1"),))
    anchor = describe_place(text, 0, (10, 20, 30, 40))
    assert resolve(anchor, text) == (AnchorState.EXACT, None, 1.0, 0)
    assert resolve(anchor, document("Another.")).state is AnchorState.LOST

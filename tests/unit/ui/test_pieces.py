from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from diptych.ui.pieces import LIMIT, Pieces
from support.documents import document_from

LENGTHS = st.lists(st.sampled_from([0, 5, LIMIT, LIMIT + 1, 3 * LIMIT + 7]), min_size=1, max_size=8)


@given(LENGTHS, st.sampled_from(["x", "words of a text "]))
def test_pieces_cover_every_character_once(lengths: list[int], stuff: str) -> None:
    texts = [(stuff * length)[:length] for length in lengths]
    pieces = Pieces(document_from(texts).blocks)
    parts: dict[int, str] = {}
    for number in range(len(pieces)):
        block, start, end = pieces[number]
        assert end - start <= LIMIT
        assert start == len(parts.get(block, ""))
        parts[block] = parts.get(block, "") + texts[block][start:end]
        assert pieces.index_of(block, start) == number
        assert pieces.index_of(block, max(start, end - 1)) == number
    assert [parts[block] for block in range(len(texts))] == texts


def test_a_long_text_is_cut_after_a_word() -> None:
    text = "word " * LIMIT
    pieces = Pieces(document_from([text]).blocks)
    assert all(text[pieces[at].end - 1] == " " for at in range(len(pieces)))

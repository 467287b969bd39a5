"""Books for the Kindle: the older MOBI and the newer AZW3, their damage, their protection."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diptych.model.errors import UserError
from support.flowing import SAMPLES, read, shapes

OLD = (SAMPLES / "river-calibre.mobi").read_bytes()
NEW = (SAMPLES / "river-calibre.azw3").read_bytes()


@pytest.mark.parametrize("data", [OLD, NEW])
def test_a_book_by_calibre(data: bytes) -> None:
    document = read(data, "book.txt")
    found = shapes(document)
    assert ("heading1", "The River and the Town") in found
    assert ("heading2", "What the council says") in found
    assert (
        "quotation",
        "We cannot wait for another flood. The town has waited long enough.",
    ) in found
    assert ("list_item", "2. Ask the neighbours.") in found
    assert ("table", "Part | Cost | Year\nPiers | 40 | 2020\nDeck | 25 | 2021") in found
    assert any("asked the river whether it agreed." in words for _, words in found)
    assert (document.title, document.author) == ("The River and the Town", "Ana Whitfield")
    assert (document.date, document.language) == ("2019-05-14", "en")
    assert "calibre" not in document.source


def head(data: bytes) -> int:
    return int.from_bytes(data[78:82], "big")


def test_a_protected_book_says_so() -> None:
    at = head(OLD) + 12
    with pytest.raises(UserError, match="DRM"):
        read(OLD[:at] + b"\0\2" + OLD[at + 2 :])


@pytest.mark.parametrize("cut", [70, 100, 500, 3000])
def test_a_book_cut_short_opens_or_gets_a_sentence(cut: int) -> None:
    try:
        assert read(OLD[:cut]).blocks
    except UserError as error:
        assert error.sentence.endswith(".")  # noqa: PT017 - either outcome is right


@given(st.sampled_from([OLD, NEW]), st.integers(76, 4000), st.binary(min_size=1, max_size=12))
def test_damage_gets_a_sentence_or_is_read_over(data: bytes, at: int, put: bytes) -> None:
    try:
        read(data[:at] + put + data[at + len(put) :])
    except UserError as error:
        assert error.sentence.endswith(".")  # noqa: PT017 - either outcome is right


def test_a_book_without_its_last_parts_is_shown_and_said() -> None:
    whole = read(OLD)
    assert whole.remarks == ()
    count = head(OLD)
    starts = [int.from_bytes(OLD[78 + 8 * n : 82 + 8 * n], "big") for n in range(count)]
    with pytest.raises(UserError, match="damaged or cut off"):
        read(OLD[: starts[1]])
    cut = read(OLD[: starts[1] + 900])
    assert cut.blocks
    assert cut.source in whole.source
    assert "damaged or cut off" in cut.remarks[0]

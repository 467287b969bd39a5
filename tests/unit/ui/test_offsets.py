from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from diptych.ui.offsets import Utf16Index

TEXT = st.text(alphabet=st.sampled_from("aé語\u0301\U0001f600\U00010900\n"), max_size=40)


@given(TEXT)
def test_every_code_point_comes_back(text: str) -> None:
    index = Utf16Index(text)
    for offset in range(len(text) + 1):
        unit = index.to_utf16(offset)
        assert unit == len(text[:offset].encode("utf-16-le")) // 2
        assert index.to_code_points(unit) == offset


@given(TEXT)
def test_the_middle_of_a_pair_belongs_to_its_character(text: str) -> None:
    index = Utf16Index(text)
    for offset, character in enumerate(text):
        if character > "\uffff":
            assert index.to_code_points(index.to_utf16(offset) + 1) == offset


def test_only_texts_that_may_run_left_say_so() -> None:
    assert not Utf16Index("“Señor” — naïve, Ελλάδα, Россия, 日本").may_run_left
    for text in ("שלום", "مرحبا", "a \U00010900"):
        assert Utf16Index(text).may_run_left


def test_half_a_pair_alone_does_no_harm() -> None:
    assert Utf16Index("a\ud83db").to_utf16(3) == 3

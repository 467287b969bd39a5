"""Encodings: detected, chosen, damaged."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diptych.formats.decode import REPLACEMENT, decode
from diptych.model.errors import UserError

SPANISH = "El niño pidió asilo en España — «mañana», dijo él.\r\n"
RUSSIAN = (
    "Все счастливые семьи похожи друг на друга, каждая несчастливая семья несчастлива по-своему. "
    "Все смешалось в доме Облонских. Жена узнала, что муж был в связи с бывшею в их доме "
    "француженкою-гувернанткой, и объявила мужу, что не может жить с ним в одном доме."
)


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_decides_and_is_no_part_of_the_text(mark: bytes, encoding: str) -> None:
    decoded = decode(mark + SPANISH.encode(encoding))
    assert (decoded.text, decoded.encoding, decoded.remarks) == (SPANISH, encoding, ())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "cp1252"])
def test_detected_without_a_mark(encoding: str) -> None:
    decoded = decode((SPANISH * 3).encode(encoding))
    assert (decoded.text, decoded.encoding, decoded.remarks) == (SPANISH * 3, encoding, ())


@pytest.mark.parametrize(
    "word", ["café", "naïve", "Peña Nieto’s plan", "£5", "“yes”", "CAFÉ", "Sie lief zu Fuß"]
)
def test_a_short_western_text_is_cp1252(word: str) -> None:
    assert decode(word.encode("cp1252")).text == word


def test_another_script_is_detected() -> None:
    assert decode(RUSSIAN.encode("cp1251")).text == RUSSIAN


def test_the_reader_s_choice_wins() -> None:
    assert decode("é".encode(), "cp1252").text == "Ã©"
    assert decode(codecs.BOM_UTF8 + b"x", "UTF8").text == "x"


@pytest.mark.parametrize("name", ["klingon", "base64", "rot13", "hex", "a\x00b", "é"])
def test_an_unknown_encoding_is_said(name: str) -> None:
    with pytest.raises(UserError, match="There is no text encoding called") as caught:
        decode(b"text", name)
    assert caught.value.next_step


def test_undecodable_bytes_are_shown_and_counted() -> None:
    damaged = "niño, año, señor, mañana, España, ".encode() + b"x\xff\xfe\xfdy"
    decoded = decode(damaged)
    assert decoded.encoding == "utf-8"
    assert decoded.text.endswith("x" + 3 * REPLACEMENT + "y")
    assert decoded.remarks == ("3 bytes could not be decoded and are shown as \ufffd.",)


def test_a_truncated_last_character_is_counted_in_bytes() -> None:
    decoded = decode("España cuesta cien €".encode()[:-1], "utf-8")
    assert decoded.remarks == ("2 bytes could not be decoded and are shown as \ufffd.",)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("Peña pagó 100 €".encode()[:-1], "Peña pagó 100 \ufffd"),
        ("Costó 100 €".encode()[:-2], "Costó 100 \ufffd"),
        ("It costs 100 €".encode()[:-1], "It costs 100 \ufffd"),
        ("El niñ".encode()[:-1], "El ni\ufffd"),
    ],
)
def test_utf_8_cut_in_its_last_character_is_utf_8(data: bytes, text: str) -> None:
    decoded = decode(data)
    assert (decoded.encoding, decoded.text) == ("utf-8", text)
    assert len(decoded.remarks) == 1


def test_a_single_byte_is_one_byte() -> None:
    decoded = decode(b"caf\x81", "cp1252")
    assert decoded.text == "caf\ufffd"
    assert decoded.remarks == ("1 byte could not be decoded and is shown as \ufffd.",)


def test_a_replacement_character_of_the_author_s_is_no_damage() -> None:
    assert decode("a \ufffd b".encode()).remarks == ()


@given(st.binary(max_size=400))
def test_any_bytes_decode(data: bytes) -> None:
    assert isinstance(decode(data).text, str)


@given(st.text())
def test_utf_8_with_a_mark_is_exact(text: str) -> None:
    assert decode(codecs.BOM_UTF8 + text.encode()).text == text

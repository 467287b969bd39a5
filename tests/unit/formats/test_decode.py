"""Encodings: detected, chosen, damaged."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diptych.formats.decode import REPLACEMENT, declared_encoding, decode
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


FRENCH = "L’été dernier, les élèves ont étudié le fleuve à l’école. Où êtes-vous allés ?"
GERMAN = "Die Brücke über den Fluß müßte größer sein, sagte der Bürgermeister der Städte."
CZECH = "Všechny šťastné rodiny jsou si podobné, každá nešťastná rodina je nešťastná po svém."
TURKISH = "Bütün mutlu aileler birbirine benzer. Şu köprü yapılmalı, çünkü ırmak büyüdü."
JAPANESE = "幸福な家庭はすべてよく似たものであるが、不幸な家庭は皆それぞれに不幸である。"
CHINESE = "幸福的家庭都是相似的，不幸的家庭各有各的不幸。妻子发现丈夫和从前的法国女家庭教师有关系。"
KOREAN = "행복한 가정은 모두 비슷하고 불행한 가정은 저마다의 이유로 불행하다."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (SPANISH * 3, "mac_roman"),
        (FRENCH, "mac_roman"),
        (GERMAN, "mac_roman"),
        (CZECH, "cp1250"),
        (CZECH, "iso8859-2"),
        (TURKISH, "cp1254"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc_jp"),
        (JAPANESE, "iso2022_jp"),
        (JAPANESE, "utf-16-le"),
        (CHINESE, "gb18030"),
        (KOREAN, "euc_kr"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "utf-16-be"),
        ("Words and more words. " * 3, "utf-32-le"),
        ("Words and more words. " * 3, "utf-32-be"),
    ],
)
def test_undeclared_encodings_are_detected(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)).text == text


def test_lines_of_another_encoding_are_repaired_and_said() -> None:
    data = "El niño.\n".encode() * 5 + "El año – “sí”.\n".encode("cp1252") + b"Plain.\n"
    decoded = decode(data)
    assert decoded.text == "El niño.\n" * 5 + "El año – “sí”.\nPlain.\n"
    assert decoded.encoding == "utf-8"
    assert decoded.remarks == (
        "1 line was in another encoding than the rest (UTF-8), and read as cp1252.",
    )


def test_repaired_lines_and_lost_bytes_are_both_said() -> None:
    data = "niño\n".encode() * 3 + b"caf\xe9\nni\xc3\xb1o \xff\n" + "€".encode()[:2]
    decoded = decode(data)
    assert decoded.text == "niño\n" * 3 + "café\nniño \ufffd\n\ufffd"
    assert decoded.remarks[1] == "3 bytes could not be decoded and are shown as \ufffd."


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b'<meta charset="Shift_JIS">', "cp932"),
        (b"<meta charset=x-sjis>", "cp932"),
        (b"<meta charset=gb2312>", "gb18030"),
        (b'<meta http-equiv=x content="text/html; charset=KOI8-R">', "koi8-r"),
        (b'<?xml version="1.0" encoding="windows-1251"?>', "windows-1251"),
        (b"<meta charset=iso-8859-1>", "cp1252"),
        (b"<meta charset=utf-16>", ""),
        (b"<p>charset=x</p>", ""),
    ],
)
def test_what_a_file_says_of_its_encoding(head: bytes, name: str) -> None:
    assert declared_encoding(head) == name


def test_a_statement_that_cannot_be_true_is_not_believed() -> None:
    assert decode("año".encode("cp1252"), declared="klingon").text == "año"
    assert decode("año".encode(), declared="cp1252").text == "año"
    assert decode("El año. ".encode("cp1252") * 9, declared="utf-8").text == "El año. " * 9


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


def test_every_name_of_the_web_leads_to_an_encoding() -> None:
    for name in ("x-sjis", "euc-kr", "gbk", "tis-620", "iso-8859-9", "x-euc-jp", "macintosh"):
        assert codecs.lookup(declared_encoding(f"<meta charset={name}>".encode()))

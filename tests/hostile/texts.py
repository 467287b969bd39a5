"""Plain texts in odd encodings and shapes, and things that are no text."""

from __future__ import annotations

import base64
import os
import random
from typing import TYPE_CHECKING

from hostile.case import WORDS, either, opens, refused

if TYPE_CHECKING:
    from pathlib import Path

MEBI = 1 << 20
SPANISH = f"El señor Núñez dijo que no.\n\n{WORDS}\n"


# Encodings


@opens("utf-16-without-mark.txt", "señor", quick=True)
def utf_16_without_mark(path: Path) -> None:
    path.write_bytes((SPANISH * 9).encode("utf-16-le"))


@opens("utf-16-big-end-first.txt", "señor")
def utf_16_big_end_first(path: Path) -> None:
    path.write_bytes((SPANISH * 9).encode("utf-16-be"))


@opens("utf-32-without-mark.txt", "señor")
def utf_32_without_mark(path: Path) -> None:
    path.write_bytes((SPANISH * 9).encode("utf-32-le"))


@opens("half-pairs-utf-16.txt")
def halves_of_pairs_in_utf_16(path: Path) -> None:
    path.write_bytes(b"\xff\xfe" + WORDS.encode("utf-16-le") + b"\x00\xd8\x41\x00\x00\xdc")


@opens("half-pairs-utf-7.txt", quick=True)
def halves_of_pairs_in_utf_7(path: Path) -> None:
    path.write_bytes(WORDS.encode() + b" +2AA- +3AA-\n")


@opens("half-pairs-utf-8.txt")
def halves_of_pairs_in_utf_8(path: Path) -> None:
    path.write_bytes(WORDS.encode() + b" \xed\xa0\x80 \xed\xb0\x80 \xc0\xaf \xf8\x88\x80\x80\x80\n")


@opens("two-encodings.txt")
def two_encodings_in_one_file(path: Path) -> None:
    path.write_bytes(SPANISH.encode() * 20 + SPANISH.encode("cp1252") * 20)


@opens("zeros-between.txt")
def zeros_between_words(path: Path) -> None:
    path.write_bytes((WORDS.encode() + b"\0\n") * 300)


@opens("record-of-256-bytes.txt")
def text_padded_with_zeros(path: Path) -> None:
    """As old mainframes and tapes leave it: a text, then nothing up to the end of a block."""
    path.write_bytes((WORDS.encode() + b"\n") * 100 + bytes(300))


@opens("koi8-r.txt", "комитет")
def russian_in_koi8(path: Path) -> None:
    text = "Наш комитет осудил задержку, а президент ответил на письмо вчера вечером.\n"
    path.write_bytes((text * 40).encode("koi8-r"))


@opens("shift-jis.txt", "委員会")
def japanese_in_shift_jis(path: Path) -> None:
    text = "委員会は遅れを遺憾とした。大統領は昨日の夜に手紙に答えた。これは長い文章です。\n"
    path.write_bytes((text * 40).encode("shift-jis"))


@either("ebcdic.txt")
def mainframe_text(path: Path) -> None:
    path.write_bytes((f"{WORDS}\n" * 100).encode("cp500"))


# Shapes


@refused("nothing.txt", "empty")
def empty(path: Path) -> None:
    path.write_bytes(b"")


@refused("blanks.txt", "empty")
def nothing_but_blanks(path: Path) -> None:
    path.write_bytes(b" \n\t\r\n" * 200_000)


@opens("word-of-a-million-letters.txt", "aaaaaaaa", quick=True)
def word_of_a_million_letters(path: Path) -> None:
    path.write_bytes(b"a" * 1_000_000)


@either("word-of-64-megabytes.txt")
def word_of_sixty_four_megabytes(path: Path) -> None:
    path.write_bytes(b"a" * (64 * MEBI))


@opens("line-of-20-megabytes.txt")
def line_of_twenty_megabytes(path: Path) -> None:
    path.write_bytes((WORDS.encode() + b" ") * (20 * MEBI // 34))


@either("two-million-lines.txt")
def two_million_short_lines(path: Path) -> None:
    path.write_bytes(b"word\n" * 2_000_000)


@opens("two-million-line-ends.txt")
def words_far_below(path: Path) -> None:
    path.write_bytes(b"\n" * 2_000_000 + WORDS.encode())


@opens("hundred-thousand-paragraphs.txt")
def hundred_thousand_paragraphs(path: Path) -> None:
    path.write_text("".join(f"{number}. {WORDS} {WORDS}\n\n" for number in range(100_000)))


@opens("line-ends-of-all-kinds.txt")
def line_ends_of_all_kinds(path: Path) -> None:
    ends = ("\r", "\n", "\r\n", "\v", "\f", "\x1c", "\x85", "\u2028", "\u2029")
    path.write_bytes("".join(f"{WORDS}{end}{end}" for end in ends).encode())


@opens("accents-100000-high.txt")
def one_letter_with_a_hundred_thousand_accents(path: Path) -> None:
    path.write_text(f"{WORDS}\n\na{chr(0x301) * 100_000}\n\n{WORDS}\n")


@opens("joined-emoji.txt")
def a_family_of_a_hundred_thousand(path: Path) -> None:
    path.write_text(f"{WORDS}\n\n" + "\U0001f468\u200d" * 100_000 + "\n")


@opens("arabic-without-blanks.txt", "بسم")
def arabic_without_blanks(path: Path) -> None:
    path.write_text("بسمالله" * 60_000)


@opens("chinese-without-blanks.txt", "委员会")
def chinese_without_blanks(path: Path) -> None:
    path.write_text("委员会对延误表示遗憾" * 60_000)


@opens("directions.txt")
def directions_never_closed(path: Path) -> None:
    path.write_text(f"{WORDS}\n\n" + "\u202e\u2066\u202b a" * 50_000)


@opens("tags-and-selectors.txt", quick=True)
def invisible_letters(path: Path) -> None:
    path.write_text(f"{WORDS}\n\n" + "\U000e0041\ufe0f\u200b\u2060\ufeff" * 50_000)


@opens("escapes-of-a-terminal.txt")
def escapes_of_a_terminal(path: Path) -> None:
    path.write_bytes((f"\x1b[31m{WORDS}\x1b[0m\x1b]0;title\x07\n" * 500).encode())


@opens("tabs.txt")
def a_million_tabs(path: Path) -> None:
    path.write_bytes(WORDS.encode() + b"\n\n" + b"\t" * 1_000_000 + b"x\n")


@opens("title-of-100000-words.txt")
def title_without_end(path: Path) -> None:
    path.write_text("TITLE " * 100_000 + f"\n\n{WORDS}\n")


PATTERNS = {
    "numbers": "1." * 200_000,
    "initials": "M. " * 100_000,
    "leaders": ". " * 200_000,
    "rules": "-" * 300_000 + "\n" + "=" * 300_000,
    "brackets": "(" * 200_000 + ")" * 200_000,
    "quotes": "> " * 50_000 + "x\n" + "“" * 100_000,
    "hyphens": "foo-\nbar-\n" * 40_000,
    "addresses": "http://" + "a." * 100_000 + "\n" + "a@" * 100_000,
    "digits": "9" * 500_000 + "\n" + "1,234" * 100_000,
    "blanks": ("a" + " " * 2_000 + "\n") * 200,
    "repeated": "Page 1 of 99\n" * 50_000,
    "capitals": "ADVERTISEMENT\n\n" * 30_000,
    "dates": "1/1/01 " * 60_000 + "\n" + "1/1/01\n" * 30_000,
    "bullets": "• \n" * 50_000,
    "footnotes": ("word1 word2 [1] [2]\n\n1 note\n\n" * 8_000),
}


def _pattern(text: str):
    def write(path: Path) -> None:
        path.write_text(f"{WORDS}\n\n{text}\n\n{WORDS}\n")

    return write


for _name, _text in PATTERNS.items():
    opens(f"endless-{_name}.txt", quick=_name == "brackets")(_pattern(_text))


# No text at all


@refused("zeros.txt", "binary|zeros|empty")
def two_hundred_megabytes_of_zeros(path: Path) -> None:
    path.touch()
    os.truncate(path, 200 * MEBI)


@refused("too-large.txt", "larger")
def more_than_may_be_read(path: Path) -> None:
    path.write_text(WORDS)
    os.truncate(path, 2 << 40)


@refused("noise.txt", "binary", quick=True)
def noise(path: Path) -> None:
    path.write_bytes(random.Random(3).randbytes(MEBI))


@either("text-then-noise.txt")
def text_and_then_noise(path: Path) -> None:
    path.write_bytes((WORDS.encode() + b"\n") * 5_000 + random.Random(3).randbytes(MEBI))


@opens("base64.txt")
def text_and_a_mail_attachment(path: Path) -> None:
    lines = base64.encodebytes(random.Random(3).randbytes(400_000)).decode()
    path.write_text(f"{WORDS}\n\n{lines}")


MAGIC = {
    "photo.jpg": (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "image"),
    "photo.heic": (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "image"),
    "photo-of-a-page.pdf": (b"\x89PNG\r\n\x1a\n", "image"),
    "scan.tif": (b"II*\x00\x08\x00\x00\x00", "image"),
    "picture.bmp": (b"BM\x36\x00\x0c\x00\x00\x00\x00\x00\x36\x00\x00\x00", "image"),
    "book.djvu": (b"AT&TFORM\x00\x00\x10\x00DJVM", "DjVu"),
    "help.chm": (b"ITSF\x03\x00\x00\x00", "CHM|help"),
    "interview.mp3": (b"ID3\x03\x00\x00\x00\x00", "sound"),
    "interview.mp4": (b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00", "video"),
    "papers.7z": (b"7z\xbc\xaf\x27\x1c\x00\x04", "archive"),
    "papers.rar": (b"Rar!\x1a\x07\x01\x00", "archive"),
    "papers.tar.gz": (b"\x1f\x8b\x08\x00\x00\x00\x00\x00", "archive"),
    "zotero.sqlite": (b"SQLite format 3\x00", "database"),
    "letter.wpd": (b"\xffWPC\x10\x00\x00\x00", "WordPerfect"),
    "setup.exe": (b"MZ\x90\x00" + bytes(56) + b"PE\x00\x00", "program"),
    "program": (b"\x7fELF\x02\x01\x01\x00", "program"),
}


def _beginning(begin: bytes):
    def write(path: Path) -> None:
        path.write_bytes(begin + random.Random(5).randbytes(20_000))

    return write


for _name, (_begin, _says) in MAGIC.items():
    refused(_name, _says, quick=_name.startswith("photo"))(_beginning(_begin))


@refused("drawing.svg", "drawing|image|SVG|no text")
def drawing_in_vectors(path: Path) -> None:
    path.write_text(
        "<?xml version='1.0'?>\n<svg xmlns='http://www.w3.org/2000/svg'><path d='M0 0'/></svg>"
    )


@either("papers.tar")
def archive_that_looks_like_text(path: Path) -> None:
    head = b"letter.txt".ljust(100, b"\0") + b"0000644\0" * 3 + b"00000000042\0" * 2 + b"        0"
    head = head.ljust(257, b"\0") + b"ustar\x0000"
    path.write_bytes(head.ljust(512, b"\0") + WORDS.encode().ljust(512, b"\0") + bytes(1024))


@refused("article.pdf.icloud", "iCloud|not on this|placeholder|property list", quick=True)
def file_that_is_still_in_the_cloud(path: Path) -> None:
    path.write_bytes(
        b"bplist00\xd3\x01\x02\x03\x04\x05\x06_\x10\x12NSURLNameKey_\x10\x17"
        b"NSURLFileSizeKey_\x10\x19NSURLFileResourceTypeKey" + bytes(90)
    )


@either("report.pdf")
def pointer_of_git_lfs(path: Path) -> None:
    path.write_text(
        "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadb"
        "b8f32b1258daaa5e2ca24d17e2393\nsize 12345\n"
    )


# Texts that are not meant for reading, and open as what they are


def _lines(text: str):
    def write(path: Path) -> None:
        path.write_text(text)

    return write


for _name, _text, _holds in (
    (
        "thesis.tex",
        f"\\documentclass{{article}}\n\\begin{{document}}\n{WORDS}\n\\end{{document}}\n",
        WORDS,
    ),
    ("data.json", '{"text": "' + WORDS + '", "deep": ' + "[" * 50_000 + "]" * 50_000 + "}", WORDS),
    ("table.csv", "id,text\n" + f'1,"{WORDS}"\n' * 20_000, WORDS),
    ("refs.bib", f"@article{{a, title = {{{WORDS}}}}}\n" * 300, WORDS),
    ("subtitles.srt", f"1\n00:00:01,000 --> 00:00:02,000\n{WORDS}\n\n" * 300, WORDS),
    ("source.py", f"def a():\n    return '{WORDS}'\n" * 300, WORDS),
    ("feed.xml", f"<?xml version='1.0'?><rss><item><title>{WORDS}</title></item></rss>", WORDS),
):
    opens(_name, _holds, quick=_name == "data.json")(_lines(_text))

"""Pages as they are printed: sizes, labels, pictures, and words at exactly their place."""

from __future__ import annotations

import time

import pymupdf
import pytest

from diptych.formats import pdf
from diptych.formats.book import Book
from diptych.formats.order import Order
from diptych.model.errors import PasswordNeeded, UserError
from support.pdf_files import PASSWORDS, SAMPLES, book, one_page, sample

NAMES = sorted(path.name for path in SAMPLES.iterdir() if path.suffix in {".pdf", ".xps"})


def order(name: str) -> Order:
    return Order(name, password=PASSWORDS.get(name, ""))


@pytest.mark.parametrize("name", NAMES)
def test_every_word_of_a_sheet_is_in_the_source_at_its_place(name: str) -> None:
    document = pdf.read(sample(name), order(name))
    opened = Book.open(sample(name), order(name))
    assert len(opened.pages) == len(document.pages)
    for index, page in enumerate(document.pages):
        text = document.source[page.start : page.end]
        told = set()
        for word in opened.sheet(index).words:
            assert text[word.start : word.end].split() == [text[word.start : word.end]]
            assert word.x0 < word.x1
            assert word.y0 < word.y1
            told.update(range(word.start, word.end))
        assert told == {place for place, letter in enumerate(text) if not letter.isspace()}


@pytest.mark.parametrize("name", NAMES)
def test_pages_are_drawn_in_their_size(name: str) -> None:
    opened = Book.open(sample(name), order(name))
    page = opened.pages[0]
    picture = opened.render(0, 0.5)
    assert abs(picture.width - page.width / 2) <= 1
    assert abs(picture.height - page.height / 2) <= 1
    assert len(picture.data) == picture.stride * picture.height
    assert min(picture.data) < 128  # ink, thinned by the small scale
    assert max(picture.data) == 255


def test_a_part_of_a_page_is_what_stands_there_on_the_whole_page() -> None:
    opened = Book.open(sample("harbour-libreoffice.pdf"), order("x"))
    whole = opened.render(0, 2.0)
    part = opened.render(0, 2.0, clip=(50, 60, 150, 110))
    assert (part.width, part.height) == (200, 100)
    for row in (0, 40, 99):
        at = (row + 120) * whole.stride + 300
        mine = part.data[row * part.stride : row * part.stride + 600]
        other = whole.data[at : at + 600]
        assert max(abs(a - b) for a, b in zip(mine, other, strict=True)) <= 8


def test_a_turned_part_is_the_same_part() -> None:
    opened = Book.open(sample("harbour-libreoffice.pdf"), order("x"))
    upright = opened.render(0, 1.0, 0, (40, 60, 240, 160))
    turned = opened.render(0, 1.0, 90, (40, 60, 240, 160))
    assert (turned.width, turned.height) == (upright.height, upright.width)
    assert abs(sum(turned.data) - sum(upright.data)) < 0.02 * sum(upright.data)
    # The first row of the upright picture is the last column of the turned one.
    column = [turned.data[y * turned.stride + 3 * (turned.width - 1)] for y in range(200)]
    assert column == [upright.data[3 * x] for x in range(200)]


def test_no_picture_is_larger_than_memory_allows() -> None:
    opened = Book.open(sample("harbour-libreoffice.pdf"), order("x"))
    picture = opened.render(0, 100.0)
    assert 30_000_000 < picture.width * picture.height < 33_000_000
    assert opened.render(0, 8.0, clip=(0, 0, 100, 50))[:2] == (800, 400)


def test_in_the_dark_paper_is_black_and_a_red_stays_red() -> None:
    content = b"1 0 0 rg 100 100 100 100 re f"
    opened = Book.open(one_page(content=content), order("x"))
    picture = opened.render(0, 0.5, dark=True)
    assert max(picture.data[:3]) < 16
    at = 225 * picture.stride + 3 * 75
    red, green, blue = picture.data[at : at + 3]
    assert red > green + 50
    assert red > blue + 50


def test_labels_are_the_documents_own() -> None:
    document = pymupdf.open()
    for _ in range(6):
        document.new_page()
    document.set_page_labels(
        [
            {"startpage": 0, "style": "r", "prefix": "", "firstpagenum": 1},
            {"startpage": 3, "style": "D", "prefix": "A-", "firstpagenum": 8},
        ]
    )
    opened = Book.open(document.tobytes(), order("x"))
    assert [page.label for page in opened.pages] == ["i", "ii", "iii", "A-8", "A-9", "A-10"]
    plain = Book.open(book([], []), order("x"))
    assert [page.label for page in plain.pages] == ["1", "2"]


def test_a_page_that_the_file_turns_has_its_words_where_they_are_seen() -> None:
    document = pymupdf.open()
    page = document.new_page(width=400, height=600)
    page.insert_text((50, 100), "Harbour", fontsize=20)
    page.set_rotation(90)
    opened = Book.open(document.tobytes(), order("x"))
    assert opened.pages[0][:2] == (600, 400)
    (word,) = opened.sheet(0).words
    picture = opened.render(0, 1.0, clip=(word.x0, word.y0, word.x1, word.y1))
    assert min(picture.data) < 50
    outside = opened.render(0, 1.0, clip=(0, 0, word.x0 - 5, 400))
    assert min(outside.data) == 255


def test_links_lead_to_pages_and_outside() -> None:
    document = pymupdf.open()
    first, _ = document.new_page(), document.new_page()
    first = document[0]
    box = pymupdf.Rect(10, 10, 60, 30)
    to = pymupdf.Point(0, 200)
    first.insert_link({"kind": pymupdf.LINK_GOTO, "from": box, "page": 1, "to": to})
    first.insert_link({"kind": pymupdf.LINK_URI, "from": box + 100, "uri": "https://example.org/"})
    inside, outside = Book.open(document.tobytes(), order("x")).sheet(0).links
    assert inside.target_page == 1
    assert inside.y == pytest.approx(200, abs=1)
    assert inside[:4] == pytest.approx((10, 10, 60, 30))
    assert (outside.target_page, outside.uri) == (-1, "https://example.org/")


def test_annotations_are_told_and_shown() -> None:
    document = pymupdf.open()
    page = document.new_page()
    page.insert_text((72, 100), "The quay is unsafe.", fontsize=12)
    mark = page.add_highlight_annot(pymupdf.Rect(70, 88, 200, 104))
    mark.set_info(content="Who says so?", title="Ada")
    mark.update()
    opened = Book.open(document.tobytes(), order("x"))
    (note,) = opened.sheet(0).annotations
    assert (note.kind, note.text, note.author) == ("highlight", "Who says so?", "Ada")
    picture = opened.render(0, 1.0, clip=(70, 88, 200, 104))
    assert picture.data[:3] != b"\xff\xff\xff"


def test_the_outline_is_read() -> None:
    opened = Book.open(sample("harbour-libreoffice.pdf"), order("x"))
    assert [(entry.level, entry.title, entry.page) for entry in opened.outline] == [
        (1, "What is proposed", 0),
        (1, "What the fishers say", 0),
        (2, "Figures of the season", 1),
        (1, "Two opinions", 1),
        (1, "Next steps", 1),
    ]


@pytest.mark.parametrize("name", sorted(PASSWORDS))
def test_a_locked_file_asks_for_its_password(name: str) -> None:
    with pytest.raises(PasswordNeeded, match="is locked with a password"):
        Book.open(sample(name), Order(name))
    with pytest.raises(PasswordNeeded, match="does not open"):
        Book.open(sample(name), Order(name, password="guess"))
    for password in (PASSWORDS[name], "owner"):
        assert len(Book.open(sample(name), Order(name, password=password)).pages) == 2


def test_a_file_that_only_its_owner_may_change_opens_by_itself() -> None:
    assert len(Book.open(sample("harbour-qpdf-owner.pdf"), Order("x")).pages) == 2


@pytest.mark.parametrize(
    "box",
    [b"[0 0 1e9 1e9]", b"[0 0 -5 -9]", b"[0 0 0 0]", b"[nan 0 1 1]", b"[-1e30 0 1e30 4]", b"7"],
)
def test_absurd_page_boxes_are_shown_in_a_sane_size(box: bytes) -> None:
    content = b"BT /F 20 Tf 10 10 Td (Harbour) Tj ET"
    opened = Book.open(one_page(box, content), order("x"))
    page = opened.pages[0]
    assert 1 <= page.width <= 14_400
    assert 1 <= page.height <= 14_400
    picture = opened.render(0, 1.0)
    assert picture.width * picture.height <= 33_000_000
    opened.sheet(0)


def test_a_damaged_file_is_said_in_one_sentence() -> None:
    with pytest.raises(UserError, match="damaged"):
        Book.open(b"%PDF-1.7\nnothing of use", Order("x.pdf"))


def test_thousands_of_pages_are_listed_without_loading_them() -> None:
    document = pymupdf.open()
    for _ in range(2500):
        document.new_page()
    data = document.tobytes()
    begun = time.process_time()
    pymupdf.open(stream=data)
    bare = time.process_time() - begun
    begun = time.process_time()
    opened = Book.open(data, order("x"))
    assert time.process_time() - begun < 4 + bare
    assert len(opened.pages) == 2500


@pytest.mark.parametrize("shift", [(0.4, 0), (1, 0), (1.4, 0.3), (0, -0.5)])
def test_words_drawn_twice_to_look_bold_are_there_once(shift: tuple[float, float]) -> None:
    words = "The town must build the bridge"
    data = book(
        [
            (50, 60, words, 12),
            (50 + shift[0], 60 + shift[1], words, 12),
            (50, 90, "It burned.", 12),
            (50, 105, "It burned.", 12),
        ]
    )
    document = pdf.read(data, order("bold.pdf"))
    assert document.source.count(words) == 1
    assert document.source.count("It burned.") == 2
    page = document.pages[0]
    told = [
        document.source[page.start + w.start : page.start + w.end]
        for w in Book.open(data, order("bold.pdf")).sheet(0).words
    ]
    assert told == document.source.split()


def test_words_drawn_twice_head_a_text_as_bold_ones_do() -> None:
    text = [(50, 120 + 15 * at, "and so it was that the town had no bridge", 12) for at in range(9)]
    once = pdf.read(book([(50, 60, "The bridge", 12), *text]), order("a.pdf"))
    twice = pdf.read(
        book([(50, 60, "The bridge", 12), (50.6, 60, "The bridge", 12), *text]), order("a.pdf")
    )
    assert once.blocks[0].text == twice.blocks[0].text == "The bridge"
    assert twice.blocks[0].kind.value == "heading"

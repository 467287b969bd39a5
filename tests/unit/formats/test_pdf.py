"""PDF and XPS become reading text: order, blocks, furniture, notes, and the way to the source."""

from __future__ import annotations

import pymupdf
import pytest

from diptych.formats import pdf, scans
from diptych.formats.order import Order
from diptych.formats.reader import read_document
from diptych.model import packing
from diptych.model.document import BlockKind, Document
from diptych.model.errors import UserError
from support.pdf_files import PASSWORDS, SAMPLES, book, sample

NAMES = sorted(path.name for path in SAMPLES.iterdir() if path.suffix in {".pdf", ".xps"})


def read(data: bytes, **wishes: object) -> Document:
    return pdf.read(data, Order("x.pdf", **wishes))  # type: ignore[arg-type]


def texts(document: Document, kind: BlockKind) -> list[str]:
    return [block.text for block in document.blocks if block.kind is kind]


def roles(document: Document) -> list[tuple[str, str]]:
    return [(b.role, b.text) for b in document.blocks if b.kind is BlockKind.FURNITURE]


@pytest.mark.parametrize("name", NAMES)
def test_every_letter_leads_to_the_source_and_back(name: str) -> None:
    document = read(sample(name), password=PASSWORDS.get(name, ""))
    covered = 0
    for block in document.blocks:
        for run in block.map.runs:
            source = document.source[run.source_start : run.source_start + run.length]
            assert block.text[run.text_start : run.text_start + run.length] == source
            assert block.map.to_text(run.source_start) == run.text_start
            covered += sum(1 for letter in source if not letter.isspace())
    letters = sum(1 for letter in document.source if not letter.isspace())
    assert covered >= 0.99 * letters
    starts = [block.span.start for block in document.blocks]
    assert starts == sorted(starts)


@pytest.mark.parametrize("name", NAMES)
def test_pages_follow_each_other_and_packing_keeps_all(name: str) -> None:
    document = read(sample(name), password=PASSWORDS.get(name, ""))
    assert document.pages[0].start == 0
    assert document.pages[-1].end == len(document.source)
    for before, after in zip(document.pages, document.pages[1:], strict=False):
        assert before.end == after.start
    assert packing.unpack(packing.pack(document)) == document
    assert document.is_encrypted is (name in PASSWORDS)


def test_the_content_chooses_the_reader() -> None:
    document = read_document(sample("harbour-libreoffice.pdf"), Order("letter.txt"))
    assert document.format == "PDF"
    assert read_document(sample("quay-ghostscript.xps"), Order("a.zip")).format == "XPS"
    text = b"A text that speaks of %PDF-1.4 and of nothing else.\n"
    assert read_document(text, Order("a.pdf")).format == "plain text"


def test_what_the_file_says_of_itself() -> None:
    document = read(sample("harbour-libreoffice.pdf"))
    assert document.title == "The Harbour Plan of Lindwall"
    assert document.author == "Ada Brandt"
    assert document.language == "en"
    assert len(document.date) == 10
    first = document.outline[0]
    assert document.source[first.start :].startswith("What is proposed")


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        ("Microsoft Word - plan3.doc", False),
        ("untitled", False),
        ("Document1", False),
        ("plan_final.indd", False),
        ("A plan for the harbour", True),
    ],
)
def test_titles_that_programs_write_are_none(title: str, kept: bool) -> None:
    document = pymupdf.open(stream=book([(50, 80, "On the quay", 20), (50, 120, "It is old.", 11)]))
    document.set_metadata({"title": title, "author": "admin"})
    found = read(document.tobytes())
    assert found.title == (title if kept else "On the quay")
    assert found.author == ""


def test_headings_have_levels_by_their_letters() -> None:
    document = read(sample("harbour-libreoffice.pdf"))
    headings = [(b.level, b.text) for b in document.blocks if b.kind is BlockKind.HEADING]
    assert headings == [
        (1, "The Harbour Plan of Lindwall"),
        (2, "What is proposed"),
        (2, "What the fishers say"),
        (3, "Figures of the season"),
        (2, "Two opinions"),
        (2, "Next steps"),
    ]


def test_columns_are_read_one_after_the_other() -> None:
    document = read(sample("harbour-libreoffice.pdf"))
    left, right = texts(document, BlockKind.PARAGRAPH)[-3:-1]
    assert left.startswith(
        "The harbour master holds that the eastern quay is unsafe today and that"
    )
    assert left.endswith("the boats could land their catch at the pier.")
    assert right.startswith("The town engineer disagrees. She has measured the piles")
    assert right.endswith("the town cannot carry the whole cost alone.")


def test_lists_tables_and_quotations_keep_their_form() -> None:
    document = read(sample("harbour-libreoffice.pdf"))
    assert len(texts(document, BlockKind.LIST_ITEM)) == 3
    assert texts(document, BlockKind.TABLE) == [
        "Year | Boats | Catch in tonnes\n2021 | 41 | 1,830\n2022 | 38 | 1,644\n2023 | 36 | 1,702"
    ]
    (quotation,) = texts(document, BlockKind.QUOTATION)
    assert quotation.startswith("We have been told twice")


def test_heads_numbers_and_notes_are_furniture() -> None:
    document = read(sample("harbour-libreoffice.pdf"))
    head = "Lindwall Town Council: papers on the harbour"
    assert [role for role in roles(document) if role[0] != "footnote"] == [
        ("running head", head),
        ("page number", "Page 1"),
        ("running head", head),
        ("page number", "Page 2"),
    ]
    notes = [text for role, text in roles(document) if role == "footnote"]
    assert len(notes) == 2
    assert notes[0].endswith("its depth has not been measured since.")


def test_numbers_of_notes_stand_in_the_source_and_not_in_the_text() -> None:
    document = read(sample("harbour-libreoffice.pdf"))
    paragraph = texts(document, BlockKind.PARAGRAPH)[0]
    assert "leave the fishing basin as it is. Ferries would" in paragraph
    assert "as it is.1 Ferries" in document.source


def test_a_pull_quote_beside_the_text_is_furniture_and_the_sentence_goes_on() -> None:
    document = read(sample("market-chromium.pdf"))
    assert ("pull quote", "«Una calle sin coches no es una calle sin clientes»") in roles(document)
    paragraph = next(t for t in texts(document, BlockKind.PARAGRAPH) if t.startswith("La pres"))
    assert "las ventas subieron después del cierre. El gremio" in paragraph


def test_words_that_nobody_sees_are_left_out_and_white_on_dark_is_kept() -> None:
    document = read(sample("market-chromium.pdf"))
    assert "palabras ocultas" not in document.source
    assert "Informe breve para los vecinos de la plaza" in document.source
    assert any("nobody can see" in remark for remark in document.remarks)


def test_hebrew_is_read_from_the_right_with_its_numbers_in_place() -> None:
    document = read(sample("hebrew-chromium.pdf"))
    assert texts(document, BlockKind.PARAGRAPH) == [
        "זהו משפט קצר על הנמל והעיר. המועצה תדון בתוכנית ב-14 ביוני, ואחר כך תחליט."
    ]


def test_the_invisible_layer_of_a_scanner_is_its_text() -> None:
    document = read(sample("scan-tesseract.pdf"))
    assert any("and to leave the fishing basin as it is" in block.text for block in document.blocks)


def test_a_sentence_over_a_page_end_is_one_block_in_parts() -> None:
    lines = [
        "The council has long known that the quay is old and that",
        "nobody will pay for a new one unless the region helps it",
    ]
    after = [
        "with money that was promised twice and that has not come",
        "in any of the years since. The fishers doubt it.",
    ]
    pages = [
        [
            (180, 40, "A history of the quay", 9),
            *((50, 540 + 14 * i, t, 11) for i, t in enumerate(lines)),
            (198, 585, "7", 9),
        ],
        [
            (180, 40, "A history of the quay", 9),
            *((50, 80 + 14 * i, t, 11) for i, t in enumerate(after)),
            (198, 585, "8", 9),
        ],
    ]
    document = read(book(*pages))
    (paragraph,) = [b for b in document.blocks if b.kind is BlockKind.PARAGRAPH]
    assert paragraph.text == " ".join(lines + after)
    spans = paragraph.map.spans(0, len(paragraph.text))
    assert [document.page_at(span.start) for span in spans] == [0, 1]


def test_words_broken_at_line_ends_are_whole_again() -> None:
    lines = [
        "The reconstruction of the harbour is late, and recon-",
        "struction costs more each year. The reconstruc-",
        "tion of the well-known quay will begin in the well-",
        "known spring, and reconstruction will take years.",
    ]
    document = read(book([(50, 100 + 14 * i, text, 11) for i, text in enumerate(lines)]))
    (paragraph,) = texts(document, BlockKind.PARAGRAPH)
    assert "and reconstruction costs" in paragraph
    assert "The reconstruction of the well-known quay" in paragraph
    assert "in the well-known spring" in paragraph


def test_text_in_the_margin_that_is_turned_does_not_break_the_text() -> None:
    document = pymupdf.open(
        stream=book(
            [
                (80, 100 + 14 * i, "The quay is old and the water is deep here.", 11)
                for i in range(6)
            ]
        )
    )
    document[0].insert_text((30, 400), "Draft of the committee", rotate=90, fontsize=9)
    found = read(document.tobytes())
    assert ("margin text", "Draft of the committee") in roles(found)


def test_only_the_wanted_pages_are_read() -> None:
    pages = [[(50, 100, f"Page of number {n} and some words.", 11)] for n in range(9)]
    document = read(book(*pages), last_page=3)
    assert len(document.pages) == 9
    assert "number 2" in document.source
    assert "number 3" not in document.source
    assert document.remarks == ("Only the first 3 of 9 pages were read.",)


def test_progress_is_said_every_few_pages() -> None:
    said: list[str] = []
    read(
        book(*([[(50, 100, "Some words.", 11)]] * 60)),
        progress=lambda _share, words: said.append(words),
    )
    assert said[:3] == ["page 1 of 60", "page 26 of 60", "page 51 of 60"]
    assert set(said[3:]) == {"finding the paragraphs"}


def test_the_reader_stops_when_the_time_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "_SECONDS", -0.05)
    document = read(book(*([[(50, 100, "Some words.", 11)]] * 60)))
    assert len(document.pages) == 60
    assert document.remarks[0].startswith("Only the first ")
    assert "the file takes too long" in document.remarks[0]


def test_a_scan_says_that_it_has_no_text() -> None:
    document = read(sample("scan-img2pdf.pdf"))
    assert document.blocks == ()
    assert len(document.pages) == 2
    assert document.remarks[0].startswith("This PDF has no text layer")


def test_pictures_among_pages_with_text_are_named() -> None:
    document = pymupdf.open(stream=book([(50, 100, "The quay is old, and nobody pays.", 11)]))
    document.insert_pdf(pymupdf.open(stream=sample("scan-img2pdf.pdf")))
    assert read(document.tobytes()).remarks == ("Pages 2 and 3 are pictures without text.",)


@pytest.mark.skipif("eng" not in scans.languages(), reason="no language data for Tesseract")
def test_a_scan_is_read_from_its_pictures_and_its_words_have_places() -> None:
    data = pymupdf.open(stream=sample("scan-img2pdf.pdf"))
    data.select([0])
    document = read(data.tobytes(), ocr="eng")
    assert any("The council proposes to rebuild" in block.text for block in document.blocks)
    assert "read from pictures" in document.remarks[0]
    ((page, words),) = document.places
    assert page == 0
    for x0, y0, x1, y1, start, end in words:
        assert document.source[start:end].split() == [document.source[start:end]]
        assert 0 <= x0 < x1 <= document.pages[0].width
        assert 0 <= y0 < y1 <= document.pages[0].height
    assert packing.unpack(packing.pack(document)) == document


def test_a_language_that_is_not_there_is_said_with_its_package() -> None:
    with pytest.raises(UserError, match="not installed") as error:
        read(sample("scan-img2pdf.pdf"), ocr="tlh")
    assert "tesseract-ocr-tlh" in error.value.next_step

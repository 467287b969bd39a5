"""The Word file, read back as others read it."""

from __future__ import annotations

import io
import time
import zipfile

import docx
import pytest

from diptych.export.catalogue import WRITERS
from diptych.export.docx import write
from support.small_report import hostile_report, small_report


def words(data: bytes) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs]


def test_each_finding_has_its_two_sides_beside_each_other() -> None:
    document = docx.Document(io.BytesIO(write(small_report())))
    headings = [each.text for each in document.paragraphs if each.style.name == "Heading 2"]
    assert headings == [
        "1. = They converge on access",
        "2. ≠? They diverge on access, money",
        "3. ○ Only “On the harbour” speaks",
        "4. ○ Only “Harbour plan” speaks on money",
    ]
    toll = [cell.text for cell in document.tables[2].rows[0].cells]
    assert toll == [
        (
            "“On the harbour”:\n"
            "We oppose any toll on fishing boats, because the catch has fallen by half."
        ),
        "“Harbour plan”:\nA toll on fishing boats is needed.",
    ]
    assert document.tables[3].rows[0].cells[1].text == (
        "Nearest passage in “Harbour plan”, score 0.25:\nLamps will be lit on the wall."
    )


def test_verdicts_evidence_and_notes_are_in_it() -> None:
    said = words(write(small_report()))
    assert any(line.startswith("This is the reader's verdict.") for line in said)
    assert "In both: toll, fishing" in said
    assert "Cue (“On the harbour”, opposition): oppose" in said
    assert "Compare *1904*." in said
    assert said[-3:] == ["Note on:", "The ferry is loved.", "By whom?"]


def test_it_has_no_time_in_it_and_names_no_author() -> None:
    first = write(small_report())
    time.sleep(2.1)  # a time in a container is exact to two seconds
    assert write(small_report()) == first
    core = docx.Document(io.BytesIO(first)).core_properties
    assert (core.author, core.created, core.title) == ("", None, "On the harbour and Harbour plan")


@pytest.mark.parametrize(
    "name", ["a\x00b\x0b", "\ufffe\uffff", "<w:p>&amp;", "\u202eevil", "שלום", "a\nb", "\ud800"]
)
def test_hostile_names_make_a_sound_file(name: str) -> None:
    data = write(hostile_report(name))
    assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None
    assert len(words(data)) > 10


def test_words_that_run_from_right_to_left_do_so() -> None:
    data = write(hostile_report("שלום"))
    turned = [
        paragraph.text
        for paragraph in docx.Document(io.BytesIO(data)).paragraphs
        if paragraph._p.xpath("./w:pPr/w:bidi")
    ]
    assert "שלום" in turned
    assert not any(text.startswith("Diptych says") for text in turned)


def test_what_is_made_bit_by_bit_is_the_same_file() -> None:
    report = small_report()
    for writer in WRITERS.values():
        made = writer.write(report)
        whole = made if isinstance(made, bytes) else made.encode()
        assert writer.whole(report, list(writer.parts(report))) == whole
        assert len(list(writer.parts(report))) >= len(report.comparison.findings)


def test_a_topic_that_is_called_like_the_place_of_the_findings_does_no_harm() -> None:
    said = words(write(hostile_report("findings and notes")._replace(notes=())))
    assert "findings and notes" not in said
    assert any(line.startswith("4. ") for line in said)

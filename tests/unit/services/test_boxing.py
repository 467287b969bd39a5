"""Notes on words of a document with pages say in which boxes of the page the words stand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pymupdf
import pytest

from diptych.formats.files import read_bytes
from diptych.model.comparison import Side
from diptych.model.document import PageWords, Span
from diptych.services import page_tasks
from diptych.services.boxing import Boxing
from diptych.services.workplace import Workplace
from diptych.work.inline import InlineJobs
from support.letters import make_tasks
from support.pdfs import sentence, write_pages

if TYPE_CHECKING:
    from diptych.services.opening import Opened


@pytest.fixture
def place(tmp_path):
    pages = InlineJobs(page_tasks.make_tasks(lambda path: read_bytes(Path(path))))
    place = Workplace.open(tmp_path / "data", InlineJobs(make_tasks()), page_jobs=pages)
    yield place
    place.close()


@pytest.fixture
def opened(place, tmp_path) -> Opened:
    """A book of three pages with five lines each."""
    found: list[Opened] = []
    path = write_pages(tmp_path / "book.pdf", 3, lines=5)
    place.opening.open_path(str(path), done=found.append, failed=pytest.fail)
    return found[0]


def find(place, opened: Opened) -> None:
    Boxing(place.library, place.pages, pytest.fail).begin(opened)


def write(place, opened: Opened, first: str, last: str):
    source = opened.document.source
    span = Span(source.index(first), source.index(last) + len(last))
    return place.annotating.note_on_selection(Side.LEFT, opened.document, span, "mine")


def words_in(opened: Opened, box: tuple[float, ...]) -> str:
    page, *sides = box
    with pymupdf.open(opened.entry.path) as file:
        words = file[int(page)].get_text("words", clip=pymupdf.Rect(*sides))
    return " ".join(word[4] for word in words)


def test_words_over_two_pages_have_a_box_for_each_line(place, opened) -> None:
    note = write(place, opened, sentence(0, 3), sentence(1, 0))
    find(place, opened)
    now = place.library.note(note.id)
    (anchor,) = now.left
    assert [box[0] for box in anchor.boxes] == [0, 0, 1]
    assert [words_in(opened, box) for box in anchor.boxes] == [
        sentence(0, 3),
        sentence(0, 4),
        sentence(1, 0),
    ]
    # Where it stands is no change of the note's.
    assert now == note._replace(left=(note.left[0]._replace(boxes=anchor.boxes),))
    assert place.library.former_anchors(note.id, 1) == []
    place.undo.undo()
    place.undo.redo()
    assert place.library.note(note.id).left[0].boxes == anchor.boxes


def test_a_part_of_a_line_has_a_part_of_its_box(place, opened) -> None:
    whole, part = (
        write(place, opened, *words) for words in ((sentence(2, 1),) * 2, ("line 2", "line 2 says"))
    )
    find(place, opened)
    (box,) = place.library.note(whole.id).left[0].boxes
    (inner,) = place.library.note(part.id).left[0].boxes
    assert inner[0] == 0
    assert inner[3] - inner[1] < (box[3] - box[1]) / 2


def test_words_of_a_page_that_was_read_from_its_picture_are_known(place, opened) -> None:
    start = opened.document.pages[1].start
    read = opened.document._replace(places=(PageWords(1, ((10.0, 20.0, 50.0, 30.0, 0, 4),)),))
    note = place.annotating.note_on_selection(Side.LEFT, read, Span(start, start + 4), "mine")
    find(place, opened._replace(document=read))
    assert place.library.note(note.id).left[0].boxes == ((1, 10, 20, 50, 30),)


def test_what_is_not_found_is_not_sought_again(place, opened) -> None:
    asked: list[str] = []
    submit = place.page_jobs.submit

    def counted(task, request, **more):
        asked.append(task)
        return submit(task, request, **more)

    place.page_jobs.submit = counted
    note = write(place, opened, sentence(0, 0), sentence(0, 0))
    Path(opened.entry.path).write_bytes(b"%PDF-1.4 something else")
    boxing = Boxing(place.library, place.pages, pytest.fail)
    for _ in range(2):
        boxing.begin(opened)
    assert asked == ["sheet"]
    assert place.library.note(note.id).left[0].boxes == ()

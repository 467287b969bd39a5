"""Reading pages at the real window: real PDF files, real worker processes, keys and pointer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from diptych.model.comparison import Relation, Side
from diptych.services import page_tasks
from diptych.services.workers import PAGE_TASKS, TASKS, worker
from diptych.ui.bridge import Bridge
from diptych.ui.marks import Fill, Mark, Position
from diptych.ui.page_geometry import Box, Fit
from diptych.work.inline import InlineJobs
from support.driver import ALT, CTRL, SHIFT, Reader
from support.pdfs import sentence, write_book, write_pages, write_scan

if TYPE_CHECKING:
    from diptych.ui.page_view import PageView

LEFT_BUTTON, NO_KEY = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
LEFT, RIGHT = Side.LEFT, Side.RIGHT


def read_bytes_at(path: str) -> bytes:
    return Path(path).read_bytes()


@pytest.fixture
def reader(qtbot, data_folder: Path):
    """A reader whose pages are drawn in-line."""
    bridge = Bridge()
    reader = Reader(
        qtbot,
        data_folder,
        lambda: worker(TASKS, bridge.post),
        lambda: InlineJobs(page_tasks.make_tasks(read_bytes_at)),
    )
    yield reader
    reader.end()


@pytest.fixture
def far_reader(qtbot, data_folder: Path):
    """A reader whose work is done in worker processes, as it really is."""
    bridge = Bridge()
    reader = Reader(
        qtbot,
        data_folder,
        lambda: worker(TASKS, bridge.post),
        lambda: worker(PAGE_TASKS, bridge.post),
    )
    yield reader
    reader.end()


@pytest.fixture
def book(reader: Reader, tmp_path: Path) -> Reader:
    """A reader with the book on the left, its text and its first page there."""
    reader.start(write_book(tmp_path / "book.pdf"))
    reader.wait(lambda: reader.pane(LEFT).opened is not None)
    # The screen of the tests is small: a pane has little more than a hand's breadth else.
    reader.run("show_side_panel")
    reader.run("show_findings")
    wait_for_page(reader, 0)
    return reader


def pages(reader: Reader, side: Side = LEFT) -> PageView:
    part = reader.pane(side).page_side
    assert part is not None
    return part.view


def wait_for_page(reader: Reader, page: int, side: Side = LEFT) -> None:
    """Wait until a page's picture and words are there."""

    def is_there() -> bool:
        view = pages(reader, side)
        return (
            view.leaves is not None
            and all(key in view.loader.pictures for key in view.keys(page))
            and view.loader.leaf(page) is not None
        )

    reader.wait(is_there)
    QApplication.processEvents()


def middle(view: PageView, page: int, words: str) -> QPoint:
    """Return where in the window the first of some words of a page stands."""
    document, leaf = view.document, view.loader.leaf(page)
    assert document is not None
    assert leaf is not None
    start = document.pages[page].start
    at = document.source.index(words, start) - start
    return centre(view, page, leaf.words[leaf.index_of(at)].box)


def centre(view: PageView, page: int, box: Box) -> QPoint:
    spot = view.stack.on_screen(page, box)
    x = (spot.left + spot.right) / 2 - view.horizontalScrollBar().value()
    return QPoint(round(x), round((spot.top + spot.bottom) / 2 - view.top()))


def tip_of(view: PageView) -> str:
    return view.viewport().toolTip().replace("\xa0", " ")


def drag(view: PageView, start: QPoint, end: QPoint) -> None:
    port = view.viewport()
    QTest.mousePress(port, LEFT_BUTTON, NO_KEY, start)
    QTest.mouseMove(port, (start + end) / 2)
    QTest.mouseMove(port, end)
    QTest.mouseRelease(port, LEFT_BUTTON, NO_KEY, end)


def colours_in(view: PageView, page: int, box: Box, grow: int = 0) -> set[str]:
    """Return the colours that are seen on a part of a page."""
    picture = view.grab().toImage()
    spot = view.stack.on_screen(page, box)
    left, top = round(spot.left) - view.horizontalScrollBar().value(), round(spot.top) - view.top()
    return {
        picture.pixelColor(left + x, top + y).name()
        for x in range(-grow, round(spot.width) + grow)
        for y in range(-grow, round(spot.height) + grow)
        if picture.rect().contains(left + x, top + y)
    }


def on_words(view: PageView, page: int, words: str) -> tuple[Mark, Box]:
    """Return a mark on words of a page, and where they stand."""
    document, leaf = view.document, view.loader.leaf(page)
    assert document is not None
    assert leaf is not None
    block = next(at for at, each in enumerate(document.blocks) if words in each.text)
    start = document.blocks[block].text.index(words)
    mark = Mark("f", block, start, start + len(words), Relation.DIVERGE)
    at = document.source.index(words) - document.pages[page].start
    (box,) = leaf.boxes(at, at + len(words))
    return mark, box


def test_a_pdf_is_shown_as_pages_and_says_which(book: Reader) -> None:
    view = pages(book)
    assert book.pane(LEFT).shows_pages
    assert book.title(LEFT).endswith("i, 1 of 12")
    red = Box(505, 785, 555, 825)
    view.show_point(0, 842, 1.0)
    (seen,) = colours_in(view, 0, red)
    assert QColor(seen).red() > 190 > 60 > QColor(seen).blue()
    view.show_page(5)
    assert book.title(LEFT).endswith("2, 6 of 12")


def test_dragging_selects_words_and_copying_joins_lines(book: Reader) -> None:
    view = pages(book)
    start, end = middle(view, 0, "line 2 "), middle(view, 0, "line 5 says")
    drag(view, start, end)
    words = view.selected_text()
    assert words.startswith("line 2 says ferry timetable winter council promise budget. Page 1 ")
    assert "\n" not in words.removesuffix("\n\nPage 1 line")
    book.press(Qt.Key.Key_C, CTRL)
    assert QApplication.clipboard().text() == words
    QTest.keyClick(view, Qt.Key.Key_Right, SHIFT)
    assert view.selected_text() == words + " 5"
    QTest.mouseClick(view.viewport(), LEFT_BUTTON, SHIFT, middle(view, 0, "council"))
    assert view.selected_text() == "line 2 says ferry timetable winter council"
    QTest.mouseDClick(view.viewport(), LEFT_BUTTON, NO_KEY, middle(view, 0, "winter"))
    assert view.selected_text() == "winter."


def test_words_over_the_end_of_a_page_are_selected_together(book: Reader) -> None:
    view = pages(book)
    view.show_point(1, 0, 0.5)
    wait_for_page(book, 1)
    drag(view, middle(view, 0, "line 40"), middle(view, 1, "line 1 says"))
    assert view.selected_text().startswith("line 40 says")
    assert view.selected_text().endswith("Page 2 line")


def test_a_note_on_words_of_a_page_is_kept_and_filled(book: Reader) -> None:
    view = pages(book)
    view.setFocus()
    drag(view, middle(view, 0, "line 4 "), middle(view, 0, "line 7 says"))
    span = view.selected_span()
    book.write("About two lines.")
    book.wait_until_saved()
    (note,) = book.window.desk.notes
    assert note.left[0].span == span
    view.select(Position(0, 0), Position(0, 0))
    mark, box = on_words(view, 0, "line 4 says")
    view.zoom_to(200)
    view.show_place(mark.block, mark.start)
    wait_for_page(book, 0)
    paper = QColor(book.window.theme.colour("highlight")).name()
    assert paper in colours_in(view, 0, box)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_marks_stand_under_the_words_in_every_size_and_turn(book: Reader, theme: str) -> None:
    view = pages(book)
    book.window.set_theme(theme)
    mark, box = on_words(view, 0, "line 6 says")
    ink = QColor(book.window.theme.relation(Relation.DIVERGE)).name()
    wait_for_page(book, 0)
    assert ink not in colours_in(view, 0, box, grow=2)
    view.set_marks([mark])
    view.set_selected_finding("f")
    clicked: list[str] = []
    view.mark_clicked.connect(clicked.append)
    for change in (
        lambda: None,
        lambda: view.set_fit(Fit.PAGE),
        lambda: view.zoom_to(400),
        lambda: view.set_fit(Fit.WIDTH),
        lambda: view.rotate(90),
        lambda: view.rotate(90),
    ):
        change()
        view.show_place(mark.block, mark.start)
        wait_for_page(book, 0)
        assert ink in colours_in(view, 0, box, grow=4)
        QTest.mouseClick(view.viewport(), LEFT_BUTTON, NO_KEY, centre(view, 0, box))
    assert clicked == ["f"] * 6


def test_dark_pages_turn_light_and_dark_and_keep_hues(book: Reader) -> None:
    view = pages(book)
    book.window.set_theme("dark")
    view.show_point(0, 842, 1.0)
    wait_for_page(book, 0)
    paper = colours_in(view, 0, Box(10, 780, 40, 830))
    assert paper == {QColor(book.window.theme.colour("paper")).name()}
    (red,) = colours_in(view, 0, Box(505, 785, 555, 825))
    hue = QColor(red).hslHue()
    assert hue < 15 or hue > 345


def test_flipping_to_text_and_back_keeps_words_place_and_selection(book: Reader) -> None:
    view, pane = pages(book), book.pane(LEFT)
    view.setFocus()
    view.show_point(7, 300)
    wait_for_page(book, 7)
    view.verticalScrollBar().setValue(view.top() + 3)
    drag(view, middle(view, 7, "line 20"), middle(view, 7, "line 23 says"))
    words, place = view.selected_text(), view.place()
    top = view.extent(place.block, place.offset, place.offset + 1)[0]
    stood = view.top()
    book.press(Qt.Key.Key_F4)
    assert not pane.shows_pages
    assert pane.text.hasFocus()
    text = pane.text.selected_text()
    assert text == words
    line = pane.text.extent(place.block, place.offset, place.offset + 1)[0]
    assert abs(line - top) < 25
    book.press(Qt.Key.Key_F4)
    assert pane.shows_pages
    assert abs(view.top() - stood) < 25
    assert view.selected_text() == words


def test_it_comes_back_to_pages_or_text_where_it_was(book: Reader, tmp_path: Path) -> None:
    def start_again() -> None:
        assert book.close()
        book.start(tmp_path / "book.pdf")
        book.wait(lambda: book.pane(LEFT).opened is not None)

    spread = book.window.spread
    pages(book).show_point(6, 100)
    wait_for_page(book, 6)
    in_pages = spread.places()
    pages(book).setFocus()
    book.press(Qt.Key.Key_F4)
    in_text = spread.places()
    start_again()
    book.window.spread.show_places(in_text)
    assert not book.pane(LEFT).shows_pages
    book.window.spread.show_places(in_pages)
    wait_for_page(book, 6)
    assert book.pane(LEFT).place() == in_pages[LEFT]
    place = in_pages[LEFT]
    assert abs(pages(book).extent(place.block, place.offset, place.offset + 1)[0]) < 2


def test_links_lead_inside_and_back_and_never_out(book: Reader) -> None:
    view = pages(book)
    view.setFocus()
    inside, outside = Box(72, 20, 272, 40), Box(300, 20, 500, 40)
    QTest.mouseMove(view.viewport(), centre(view, 0, outside))
    assert "example.org/?&lt;b&gt;" in tip_of(view)
    QTest.mouseClick(view.viewport(), LEFT_BUTTON, NO_KEY, centre(view, 0, outside))
    assert view.page_in_view() == 0
    QTest.mouseMove(view.viewport(), centre(view, 0, inside))
    assert "Page 2" in tip_of(view)
    QTest.mouseClick(view.viewport(), LEFT_BUTTON, NO_KEY, centre(view, 0, inside))
    assert view.page_in_view() == 5
    book.press(Qt.Key.Key_Left, ALT)
    assert view.page_in_view() == 0
    book.press(Qt.Key.Key_Right, ALT)
    assert view.page_in_view() == 5


def test_an_annotation_of_the_file_says_itself_as_plain_text(book: Reader) -> None:
    view = pages(book)
    view.show_point(0, 842, 1.0)
    QTest.mouseMove(view.viewport(), centre(view, 0, Box(72, 790, 272, 806)))
    assert "Ann: See &lt;img src=x&gt;" in tip_of(view)
    seen = {QColor(name).hslHue() for name in colours_in(view, 0, Box(200, 792, 270, 804))}
    assert any(40 < hue < 70 for hue in seen)


def test_a_page_is_gone_to_by_label_or_number(book: Reader) -> None:
    view = pages(book)
    for words, page in (("iv", 3), ("12", 11), ("2", 5), ("III", 2)):
        view.setFocus()
        book.press(Qt.Key.Key_G, CTRL)
        book.type(words)
        book.press(Qt.Key.Key_Return)
        assert view.page_in_view() == page
        assert view.hasFocus()
    book.press(Qt.Key.Key_G, CTRL)
    book.type("99")
    book.press(Qt.Key.Key_Return)
    assert "12" in book.keyboard.placeholderText()
    book.press(Qt.Key.Key_Escape)
    assert view.page_in_view() == 2


def test_keys_go_through_the_pages(book: Reader) -> None:
    view = pages(book)
    view.setFocus()
    book.press(Qt.Key.Key_3, CTRL)
    assert view.stack.fit is Fit.PAGE
    seen = []
    for key in (Qt.Key.Key_Space, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp, Qt.Key.Key_End):
        book.press(key)
        seen.append(view.page_in_view())
    assert seen == [1, 2, 1, 11]
    book.press(Qt.Key.Key_Home)
    assert view.top() == 0
    book.press(Qt.Key.Key_2, CTRL)
    for expected in (60, 120, 60):
        book.press(Qt.Key.Key_Down if expected != 60 or view.top() == 0 else Qt.Key.Key_Up)
        assert view.top() == expected


def test_zoom_keeps_the_words_under_the_pointer(book: Reader) -> None:
    view = pages(book)
    view.setFocus()
    view.show_point(1, 400, 0.3)
    wait_for_page(book, 1)
    for notches in (3, -2, 4):
        point = view.viewport().rect().center().toPointF()
        before = view.point_at(point)
        book.turn_wheel(view.viewport(), notches, CTRL)
        page, x, y = view.point_at(point)
        assert page == before[0]
        assert (abs(x - before[1]) + abs(y - before[2])) * view.stack.scale(1) < 4
    book.press(Qt.Key.Key_0, CTRL)
    assert view.zoom() == 100
    for _ in range(12):
        book.press(Qt.Key.Key_Plus, CTRL)
    assert view.zoom() == 800
    assert book.window.zoom == 100
    wait_for_page(book, view.page_in_view())


def test_what_was_searched_is_seen_on_the_pages(book: Reader) -> None:
    view = pages(book)
    words = sentence(8, 4)
    book.press(Qt.Key.Key_F, CTRL)
    book.type(words[:20])
    assert view.hit_count == 1
    book.press(Qt.Key.Key_Return)
    wait_for_page(book, 8)
    _mark, box = on_words(view, 8, words[:20])
    hit = QColor(book.window.theme.colour("hit_current")).name()
    assert hit in colours_in(view, 8, box)


def test_thumbnails_and_contents_lead_to_pages(book: Reader) -> None:
    view = pages(book)
    view.setFocus()
    book.press(Qt.Key.Key_F4, SHIFT)
    strip = book.pane(LEFT).page_side.strip
    book.wait(lambda: view.loader.pictures.get(strip._drawer.key(1)) is not None)
    index = strip.thumbnails.model().index(1, 0)
    book.click(strip.thumbnails.viewport(), strip.thumbnails.visualRect(index).center())
    assert view.page_in_view() == 1
    strip.show_tab("contents")
    model = strip.contents.model()
    titles = [model.index(row, 0).data().strip("\u2003") for row in range(model.rowCount())]
    assert titles == ["Beginning", "Middle", "End"]
    book.click(strip.contents.viewport(), strip.contents.visualRect(model.index(1, 0)).center())
    assert view.page_in_view() == 5


def test_a_page_that_is_not_there_is_not_gone_to(book: Reader) -> None:
    """A note may be about a page of another version, and pages take a moment to be opened."""
    view = pages(book)
    wait_for_page(book, 0)
    view.go_to(999)
    assert view.page_in_view() == 0


def test_a_finding_is_brought_into_view_on_its_page(book: Reader) -> None:
    view = pages(book)
    wait_for_page(book, 0)
    document = view.document
    assert document is not None
    block = next(at for at, each in enumerate(document.blocks) if "Page 9 line 3" in each.text)
    # A guess brings it near, and it is set right when the words of the page have come.
    view.show_place(block, 0, 0.3)
    wait_for_page(book, 8)
    top, bottom = view.extent(block, 0, 20)
    assert abs(top - 0.3 * view.viewport().height()) < 2
    assert top < bottom < top + 30


def test_a_scan_is_shown_though_it_has_no_words(far_reader: Reader, tmp_path: Path) -> None:
    reader = far_reader
    reader.start(write_scan(tmp_path / "scan.pdf"), write_book(tmp_path / "book.pdf"))
    wait_for_page(reader, 0)
    view = pages(reader)
    assert view.loader.leaf(0).words == []
    drag(view, QPoint(100, 100), QPoint(200, 200))
    assert view.selected_span() is None
    assert len(colours_in(view, 0, Box(72, 70, 300, 110))) > 2


def test_five_thousand_pages_scroll_without_waiting(far_reader: Reader, tmp_path: Path) -> None:
    reader = far_reader
    path = write_pages(tmp_path / "long.pdf", 5000, lines=20)
    reader.start(path)
    # The pages stand before the text has been read.
    wait_for_page(reader, 0)
    view = pages(reader)
    assert len(view.leaves.sizes) == 5000
    bar = view.verticalScrollBar()
    asked = []
    ask = view.loader._picture_wish
    view.loader._picture_wish = lambda leaves, key: (asked.append(key.page), ask(leaves, key))[1]
    for step in range(200):
        bar.setValue(bar.maximum() * step // 200)
        QApplication.processEvents()
    asked.clear()
    bar.setValue(bar.maximum())
    wait_for_page(reader, 4999)
    # Nothing of what was passed is waited for.
    assert len(asked) < 8
    assert view.loader.pictures.size <= 64 << 20
    assert reader.title(LEFT).endswith("5000 of 5000")


def test_a_page_that_cannot_be_drawn_says_so_and_the_others_are_shown(
    far_reader: Reader, tmp_path: Path
) -> None:
    book = far_reader
    book.start(write_book(tmp_path / "book.pdf"))
    book.wait(lambda: book.pane(LEFT).opened is not None)
    wait_for_page(book, 0)
    view = pages(book)
    (tmp_path / "book.pdf").write_bytes(write_pages(tmp_path / "other.pdf", 3).read_bytes())
    # The worker dies, perhaps at work, and comes back: another file has the same name.
    book.workplace.page_jobs._link._child.kill()
    view.show_page(9)
    book.wait(lambda: any("changed" in each for each in view.loader.failures.values()))
    assert view.loader.leaf(0) is not None
    view.select(Position(0, 0), Position(0, 4))
    view.set_fills([Fill(0, 0, 4, "n")])
    assert view.selected_text() == "Page"

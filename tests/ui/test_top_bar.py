"""The bar at the top: whole words at every width, what has no room in a menu at its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu

from diptych.model.comparison import Mode, Side
from diptych.model.note import LibraryEntry
from diptych.ui.appearance import speak
from diptych.ui.theme import set_interface_size
from diptych.ui.top_bar import TopBar
from support.findings import theme
from support.painted import listening

if TYPE_CHECKING:
    from collections.abc import Iterator

TITLES = ("Letter of former officials", "U.S. and Mexico discussing a deal that could slash it all")


@pytest.fixture(autouse=True)
def as_usual_again() -> Iterator[None]:
    yield
    speak("en")
    set_interface_size(100)


@pytest.fixture
def window(qtbot) -> QMainWindow:
    window = QMainWindow()
    qtbot.addWidget(window)
    return window


def made(window: QMainWindow) -> TopBar:
    bar = TopBar(window)
    window.setMenuWidget(bar)
    for side, title in zip(Side, TITLES, strict=True):
        entry = LibraryEntry("0" * 64, "a.txt", title, date="2018-11-30")
        bar.show_document(side, entry)
    bar.show_topics(("asylum", "root causes"), ())
    bar.show_place(7, 19)
    bar.set_theme(theme())
    window.show()
    return bar


def at_width(bar: TopBar, width: int) -> set[str]:
    """Return what is cut in the bar at a width."""
    bar.window().resize(width, 200)
    QApplication.processEvents()
    with listening() as painted:
        bar.grab()
    return painted.cut


def more(bar: TopBar) -> list[str]:
    """Return what the menu at the end offers."""
    menu = bar._offer_more()
    words = [action.text() for action in menu.actions()]
    menu.close()
    return words


def choose(bar: TopBar, words: str) -> None:
    """Choose an entry of the menu at the end."""
    menu = bar._offer_more()
    next(action for action in menu.actions() if action.text() == words).trigger()
    menu.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.mark.parametrize("size", [100, 150, 200])
@pytest.mark.parametrize("code", ["en", "es"])
def test_only_the_name_of_a_document_is_ever_cut(window, code: str, size: int) -> None:
    speak(code)
    set_interface_size(size)
    bar = made(window)
    names = {f"{title} · {day}" for title in TITLES for day in ("30 Nov 2018", "30 nov 2018")}
    for search in ("", "migration"):
        if search:
            bar.search.setText(search)
            bar.show_hits((16, 0), (10, 3))
        for width in {800 * size // 100, max(1024, 6 * size), 1280, 1920}:
            cut = at_width(bar, width)
            assert cut <= names | set(TITLES), (search, width)
            last = bar.row.itemAt(bar.row.count() - 1).widget()
            ends = [each for each in (last, bar._search or bar._begin_search) if each.isVisible()]
            assert all(each.geometry().right() < width for each in ends), (search, width)
            squeezed = {each.text() for each in bar.modes.buttons() if each.isVisible()} - {
                each.text()
                for each in bar.modes.buttons()
                if each.width() >= each.sizeHint().width()
            }
            assert squeezed == set(), (search, width)
    assert at_width(bar, 3840) == set()


def test_a_date_gives_way_before_a_title_and_both_are_in_the_tip(window) -> None:
    bar = made(window)
    button = bar.documents[Side.LEFT]
    at_width(bar, 1920)
    whole = button.width()
    at_width(bar, 1280)
    assert button.width() < whole
    with listening() as painted:
        button.grab()
    assert TITLES[0] in painted.texts
    assert painted.cut == set()
    assert TITLES[1] in bar.documents[Side.RIGHT].toolTip().replace("\xa0", " ")
    assert "30 Nov 2018" in bar.documents[Side.RIGHT].accessibleName()


# The platform without a screen cannot give a menu the keyboard, and says so.
@pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
def test_what_has_no_room_is_offered_at_the_end_and_does_the_same(qtbot, window) -> None:
    bar = made(window)
    at_width(bar, 1920)
    assert not bar._more.isVisible()
    at_width(bar, 640)
    assert bar._more.isVisible()
    assert not bar.modes.isVisible()
    words = more(bar)
    assert "Swap sides" in words
    assert "Next finding (Alt+Down)" in words
    with qtbot.waitSignal(bar.mode_chosen) as heard:
        choose(bar, "Compare words")
    assert heard.args == [Mode.WORDS]
    choose(bar, "Topic: all")
    topics = bar.topics.findChild(QMenu)
    assert topics.isVisible()
    with qtbot.waitSignal(bar.topics_chosen) as heard:
        topics.actions()[2].trigger()
    assert heard.args == [("asylum",)]
    topics.close()
    at_width(bar, 1920)
    assert bar.modes.isVisible()
    assert not bar._more.isVisible()


def test_nothing_moves_in_the_bar_while_findings_are_gone_through_or_a_search_begins(
    window: QMainWindow,
) -> None:
    bar = made(window)
    at_width(bar, 2200)

    def places() -> list[tuple[int, int]]:
        QApplication.processEvents()
        return [(each.x(), each.width()) for each in (bar.modes, bar.topics, bar.next, bar.place)]

    bar.show_place(0, 19)
    before = places()
    for number in (1, 9, 10, 19):
        bar.show_place(number, 19)
        assert places() == before
    assert bar.search.isVisible()
    assert places() == before

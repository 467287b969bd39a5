"""The small controls: a menu of choices, segments, a thin scroll bar."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget

from diptych.ui.bar import PillButton
from diptych.ui.controls import ChoiceButton, Segments, ThinScrollBar, topic_button, topic_options
from diptych.ui.field import Field, TextBox
from diptych.ui.focused import Choice
from support.findings import theme


def choice(qtbot) -> ChoiceButton:
    button = topic_button()
    qtbot.addWidget(button)
    button.set_theme(theme())
    button.set_options(topic_options(["asylum & law", "root causes"]))
    button.show()
    return button


def test_ticking_topics_names_them_and_none_means_all(qtbot) -> None:
    button = choice(qtbot)
    heard: list[tuple[str, ...]] = []
    button.choice_changed.connect(heard.append)
    every, _line, asylum, causes = button._menu.actions()
    asylum.trigger()
    causes.trigger()
    assert heard == [("asylum & law",), ("asylum & law", "root causes")]
    assert button.accessibleName() == "Topic: Asylum & law, Root causes"
    every.trigger()
    assert heard[-1] == ()
    assert button.accessibleName() == "Topic: all"


# The platform without a screen cannot give a menu the keyboard, and says so.
@pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
def test_the_menu_stays_open_while_topics_are_ticked(qtbot) -> None:
    button = choice(qtbot)
    menu = button._menu
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert menu.isVisible()
    asylum = menu.actions()[2]
    menu.setActiveAction(asylum)
    qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(asylum).center())
    assert asylum.isChecked()
    assert menu.isVisible()
    qtbot.keyClick(menu, Qt.Key.Key_Space)
    assert not asylum.isChecked()
    assert menu.isVisible()
    menu.close()


def test_what_is_set_from_outside_is_shown_and_not_told(qtbot) -> None:
    button = choice(qtbot)
    with qtbot.assertNotEmitted(button.choice_changed):
        button.set_chosen(["root causes"])
    assert button.chosen() == ("root causes",)


def test_segments_tell_what_was_clicked_and_show_what_is_set(qtbot) -> None:
    segments = Segments((("a", "A", "the first"), ("b", "B", "the second")))
    qtbot.addWidget(segments)
    segments.set_theme(theme())
    segments.show()
    with qtbot.waitSignal(segments.chosen) as heard:
        qtbot.mouseClick(segments.button("b"), Qt.MouseButton.LeftButton)
    assert heard.args == ["b"]
    assert segments.current() == ""
    segments.set_current("b")
    assert segments.current() == "b"
    assert segments.button("b").accessibleName() == "the second"


@pytest.mark.parametrize("sideways", [False, True])
def test_the_scroll_bar_is_dragged_and_paged(qtbot, sideways: bool) -> None:
    bar = ThinScrollBar(sideways=sideways)
    qtbot.addWidget(bar)
    bar.setRange(0, 900)
    bar.setPageStep(100)
    bar.resize(*((200, 10) if sideways else (10, 200)))
    bar.show()
    left = Qt.MouseButton.LeftButton

    def at(along: float) -> QPoint:
        return QPoint(round(along), 5) if sideways else QPoint(5, round(along))

    qtbot.mouseClick(bar, left, pos=at(180))
    assert bar.value() == 100, "a page on"
    begin, length = bar._handle()
    qtbot.mousePress(bar, left, pos=at(begin + length / 2))
    qtbot.mouseMove(bar, at(500))
    qtbot.mouseRelease(bar, left, pos=at(500))
    assert bar.value() == 900


def test_a_choice_says_its_size_even_while_its_window_is_deleted(qtbot) -> None:
    window = QWidget()
    button = topic_button(window)
    button.set_options(topic_options(["asylum"]), ["Asylum", "asylum"])
    sizes = []
    window.destroyed.connect(lambda: sizes.append(button.sizeHint().width()))
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert len(sizes) == 1


def test_fields_and_choices_are_as_high_as_buttons_and_have_a_border(qtbot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    button, field, choice_of = PillButton("A", "A", parent=window), Field(window), Choice(window)
    choice_of.addItem("Some letters")
    heights = {each.sizeHint().height() for each in (button, field, choice_of)}
    assert len(heights) == 1
    box = TextBox(window)
    window.show()
    for each in (field, choice_of, box):
        each.resize(120, 60)
        image = each.grab().toImage()
        colours = QApplication.palette()
        assert image.pixelColor(60, 0).name() == colours.mid().color().name()
        assert image.pixelColor(60, 55).name() == colours.base().color().name()

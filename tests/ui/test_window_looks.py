"""How the texts look: colours, letters, distances, one finding alone, the whole screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from diptych.model.comparison import Side
from diptych.ui.appearance import STYLES
from diptych.ui.look import Typesetting
from diptych.ui.theme import interface_font, set_interface_size
from support.driver import CTRL, SHIFT, Reader
from support.letters import write_letters

if TYPE_CHECKING:
    from pathlib import Path

    from diptych.ui.comfort import Comfort


def comfort(reader: Reader) -> Comfort:
    return reader.window.handlers.panels.show("comfort")


def test_one_key_goes_through_all_colours_and_one_of_them_is_ticked(reader: Reader) -> None:
    commands = reader.window.commands
    assert commands.action("theme_system").isChecked()
    for style in (*STYLES[1:], STYLES[0]):
        reader.press(Qt.Key.Key_D, CTRL | SHIFT)
        ticked = [s for s in (*STYLES, "system") if commands.action(f"theme_{s}").isChecked()]
        assert ticked == [style]
    reader.run("theme_sepia")
    assert reader.close()
    reader.start()
    assert reader.window.theme.name == "Sepia"


def test_the_colours_of_the_system_are_followed_until_the_reader_chooses(reader: Reader) -> None:
    hints = QGuiApplication.styleHints()
    try:
        hints.setColorScheme(Qt.ColorScheme.Dark)
        QApplication.processEvents()
        if hints.colorScheme() != Qt.ColorScheme.Dark:
            pytest.skip("this platform has no colour scheme")
        assert reader.window.theme.is_dark
        reader.run("theme_light")
        hints.setColorScheme(Qt.ColorScheme.Light)
        hints.setColorScheme(Qt.ColorScheme.Dark)
        QApplication.processEvents()
        assert not reader.window.theme.is_dark
    finally:
        hints.unsetColorScheme()
        QApplication.processEvents()


def test_settings_take_effect_at_once_and_the_same_words_stay(
    qtbot, data_folder: Path, tmp_path: Path
) -> None:
    path = tmp_path / "long.txt"
    path.write_text("\n\n".join(f"{n} " + "words to read " * 40 for n in range(80)), "utf-8")
    reader = Reader(qtbot, data_folder)
    reader.start(path, write_letters(tmp_path)[1])
    reader.window.resize(1400, 880)
    view = reader.view(Side.LEFT)
    view.show_place(30, 200, 0.0)
    QApplication.processEvents()
    place = view.place()
    panel = comfort(reader)
    heights = [view.content_height()]
    for dial, value in (
        (panel.line_height, 190),
        (panel.measure, 30),
        (panel.spacing, 150),
        (panel.text_size, 9),
    ):
        dial.slider.setValue(value)
        QApplication.processEvents()
        heights.append(view.content_height())
        assert view.place() == place
    assert heights == sorted(heights)
    assert len(set(heights)) == len(heights)
    assert reader.window.zoom == 200
    # The line, and not only the paragraph, is there again after a restart.
    assert reader.close()
    reader.start()
    QApplication.processEvents()
    assert reader.window.handlers.appearance.typesetting == Typesetting("serif", 1.9, 30, 1.5)
    again = reader.view(Side.LEFT).place()
    assert (again.block, again.offset) == (place.block, place.offset)
    comfort(reader).reset.click()
    assert reader.window.handlers.appearance.typesetting == Typesetting()
    assert reader.window.zoom == 100
    assert not comfort(reader).reset.isEnabled()
    reader.end()


def test_letters_are_chosen_among_those_that_come_and_those_that_are_installed(
    reader: Reader,
) -> None:
    panel = comfort(reader)
    panel.letters.setCurrentIndex(panel.letters.findData("sans"))
    panel.letters.activated.emit(panel.letters.currentIndex())
    assert reader.window.handlers.appearance.look().families[0] == "Inter"
    if panel.letters.count() > 3:
        panel.letters.setCurrentIndex(3)
        panel.letters.activated.emit(3)
        families = reader.window.handlers.appearance.look().families
        assert families[0] == panel.letters.itemText(3)
        assert "EB Garamond" in families


def test_another_size_of_the_interface_asks_for_a_new_window(reader: Reader) -> None:
    panel = comfort(reader)
    panel.interface.setCurrentIndex(panel.interface.findData(150))
    panel.interface.activated.emit(panel.interface.currentIndex())
    assert reader.window.handlers.appearance.asks_for_new_window
    assert not reader.window.isVisible()
    try:
        set_interface_size(150)
        assert interface_font(10).pointSizeF() == pytest.approx(15)
    finally:
        set_interface_size(100)


def test_only_the_selected_finding_is_in_full_ink(reader: Reader) -> None:
    reader.select(reader.pairs[0])
    reader.go_to_text(Side.LEFT)
    view, look = reader.view(Side.LEFT), reader.window.handlers.appearance.look()

    def darkest(top: int, bottom: int) -> int:
        picture = view.viewport().grab().toImage()
        return min(
            picture.pixelColor(x, y).lightness()
            for y in range(top, bottom)
            for x in range(60, picture.width() - 60)
        )

    def extent(block: int) -> tuple[int, int]:
        top, bottom = view.extent(block, 0, 10)
        return round(top), round(bottom)

    chosen = reader.selected.finding.left[0].block
    other = 0
    full = darkest(*extent(other))
    reader.press(Qt.Key.Key_F11, SHIFT)
    assert reader.window.commands.action("focus_mode").isChecked()
    assert darkest(*extent(other)) > full + 30
    assert darkest(*extent(chosen)) <= look.ink.lightness() + 10
    gutter = reader.window.spread.gutter
    gutter.grab()
    assert {finding for finding, *_rest in gutter._drawn} == {reader.selected.finding.id}
    reader.press(Qt.Key.Key_F11, SHIFT)
    assert darkest(*extent(other)) <= full


def test_the_window_fills_the_screen_and_comes_back(reader: Reader) -> None:
    reader.press(Qt.Key.Key_F11)
    assert reader.window.isFullScreen()
    assert reader.window.commands.action("full_screen").isChecked()
    reader.press(Qt.Key.Key_F11)
    assert not reader.window.isFullScreen()
    assert not reader.window.commands.action("full_screen").isChecked()

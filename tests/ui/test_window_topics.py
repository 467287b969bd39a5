"""Topics in the window: followed, changed, tried, handed on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication

from diptych.model.comparison import Side
from diptych.ui.appearance import speak
from diptych.ui.controls import QuietButton
from diptych.ui.theme import set_interface_size
from diptych.ui.topics import Topics
from diptych.ui.topics_panel import TopicsPanel
from diptych.work.inline import InlineJobs
from support.driver import Reader
from support.letters import make_tasks, write_letters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from diptych.model.comparison import Topic


def panel(reader: Reader) -> TopicsPanel:
    return reader.window.findChild(TopicsPanel)


def topics(reader: Reader) -> list[str]:
    return [topic.name for topic in reader.workplace.followed.topics]


def topic(reader: Reader, name: str) -> Topic:
    return next(each for each in reader.workplace.followed.topics if each.name == name)


def show(reader: Reader) -> TopicsPanel:
    reader.run("show_topics")
    return panel(reader)


def test_selected_words_become_a_topic_that_is_kept_and_undone(reader: Reader) -> None:
    before = topics(reader)
    asked: list[int] = []
    reader.window.desk.rows_changed.connect(lambda: asked.append(1))
    reader.select_words(Side.LEFT, "The ferry")
    reader.run("follow_topic")
    form = panel(reader).form
    assert form.isVisible()
    assert reader.keyboard is form.name
    assert form.name.text() == "The ferry"
    assert form.terms.toPlainText() == "The ferry"
    reader.type("ferries")
    reader.press(Qt.Key.Key_Return)
    assert topics(reader) == [*before, "ferries"]
    assert asked, "the comparison is made again"
    assert form.isHidden()
    assert [entry.key for entry in panel(reader).list.entries][-1] == "ferries"
    assert reader.close()
    reader.start()
    assert topics(reader) == [*before, "ferries"]
    reader.run("undo")
    assert topics(reader) == before


def test_a_topic_is_tried_before_it_is_kept_and_its_passages_are_stepped_through(
    reader: Reader,
) -> None:
    before = topics(reader)
    shown = show(reader)
    reader.click(shown.new)
    shown.form.name.setText("crossing")
    shown.form.terms.setPlainText("ferry\nwall")
    reader.click(shown.form.try_it)
    assert shown.trial == "3 passages speak to it: 2 (On the border) and 1 (A reply)"
    assert topics(reader) == before
    shown.hits.setFocus()
    reader.press(Qt.Key.Key_Down)
    assert "The ferry is loved" in reader.view(Side.LEFT).selected_text()
    reader.press(Qt.Key.Key_Down)
    assert "build the wall" in reader.view(Side.RIGHT).selected_text()
    reader.press(Qt.Key.Key_Escape)
    assert shown.trial == ""
    shown.form.terms.setPlainText("zeppelin")
    reader.click(shown.form.try_it)
    assert shown.trial.startswith("No passage speaks to it yet.")


class _Slow(InlineJobs):
    """Answers what is tried when it is told to."""

    waiting: list[Callable[[], object]]

    def submit(self, task: str, *args, **options) -> int:
        if task != "try_topic":
            return super().submit(task, *args, **options)
        answer = super().submit
        self.waiting.append(lambda: answer(task, *args, **options))
        return -1


def test_what_is_found_in_a_document_that_has_gone_is_not_shown(
    qtbot, data_folder: Path, tmp_path: Path
) -> None:
    jobs = _Slow(make_tasks())
    jobs.waiting = []
    reader = Reader(qtbot, data_folder, lambda: jobs)
    reader.start(*write_letters(tmp_path))
    shown = show(reader)
    reader.click(shown.new)
    shown.form.name.setText("crossing")
    shown.form.terms.setPlainText("ferry\nwall")
    reader.click(shown.form.try_it)
    reader.open(Side.RIGHT, tmp_path / "nowhere.txt")
    for answer in jobs.waiting:
        answer()
    assert shown.trial == "2 passages speak to it: 2 (On the border)"
    reader.end()


def test_what_is_wrong_is_said_in_the_form(reader: Reader) -> None:
    shown = show(reader)
    reader.click(shown.new)
    shown.form.name.setText("Asylum")
    shown.form.terms.setPlainText("shelter")
    reader.click(shown.form.save)
    assert "There is a topic “Asylum” already." in shown.form._error.text()
    assert shown.form.isVisible()


def test_terms_have_a_language_each_and_a_colour_is_chosen(reader: Reader) -> None:
    shown = show(reader)
    shown.list.go_to("asylum")
    shown.open_form()
    form = shown.form
    form._speak("es")
    assert "asilo" in form.terms.toPlainText().split("\n")
    form._speak("de")
    assert form.language.shown_text() == "Deutsch"
    form.terms.setPlainText("Asyl\n\n Zuflucht ")
    reader.click(form._swatches[3])
    reader.click(form.save)
    kept = topic(reader, "asylum")
    assert kept.terms["de"] == ("Asyl", "Zuflucht")
    assert "asilo" in kept.terms["es"]
    assert kept.colour == form._swatches[3].colour
    # It came otherwise, and goes back to that.
    assert shown.actions_of["as_shipped"].isEnabled()
    shown.actions_of["as_shipped"].trigger()
    assert "de" not in topic(reader, "asylum").terms
    assert not shown.actions_of["as_shipped"].isEnabled()


def test_topics_are_moved_merged_and_left_by_keys_and_menu(reader: Reader) -> None:
    shown = show(reader)
    first, second = topics(reader)[:2]
    shown.list.go_to(topic(reader, first).id)
    assert not shown.actions_of["up"].isEnabled()
    shown.actions_of["down"].trigger()
    assert topics(reader)[:2] == [second, first]
    shown.merge_asked.emit(topic(reader, second).id)
    assert first not in topics(reader)
    assert "Undo parts them again" in shown.news
    reader.run("undo")
    assert topics(reader)[:2] == [second, first]
    reader.window.desk.set_topics((second,))
    shown.list.go_to(topic(reader, second).id)
    shown.actions_of["remove"].trigger()
    assert second not in topics(reader)
    assert reader.window.desk.topics == ()
    assert shown.actions_of["bring_back"].isEnabled()
    shown.actions_of["bring_back"].trigger()
    assert topics(reader)[-1] == second


def test_a_topic_that_is_renamed_stays_the_one_that_is_shown(reader: Reader) -> None:
    shown = show(reader)
    reader.window.desk.set_topics(("asylum",))
    shown.list.go_to("asylum")
    shown.open_form()
    shown.form.name.setText("refuge")
    reader.click(shown.form.save)
    assert topic(reader, "refuge").id == "asylum"
    assert "asylum" not in reader.window.desk.topics


def test_packs_go_out_and_come_in(reader: Reader, tmp_path: Path) -> None:
    shown = show(reader)
    controller = reader.window.findChild(Topics)
    controller.export_pack(tmp_path / "out.toml")
    assert shown.news == "7 topics went into out.toml."
    text = (tmp_path / "out.toml").read_text(encoding="utf-8")
    changed = text.replace('name = "asylum"', 'name = "refuge"').replace(
        'id = "asylum"', 'id = "r"'
    )
    (tmp_path / "in.toml").write_text(changed, encoding="utf-8")
    controller.import_pack(tmp_path / "in.toml")
    reader.wait(lambda: "in.toml" in shown.news)
    assert shown.news.startswith("in.toml: 1 topic is new and 6 took the place")
    assert "refuge" in topics(reader)
    controller.import_pack(tmp_path / "gone.toml")
    reader.wait(lambda: "gone.toml" in shown.news)
    assert "does not exist" in shown.news


@pytest.fixture
def twice_as_large() -> Iterator[None]:
    """Large letters, and the longer words."""
    speak("es")
    set_interface_size(200)
    yield
    set_interface_size(100)
    speak("en")


@pytest.mark.usefixtures("twice_as_large")
def test_at_twice_the_size_no_button_of_the_form_is_cut(reader: Reader) -> None:
    shown = show(reader)
    reader.press(Qt.Key.Key_F2)
    shown.window().resize(1280, 800)
    shown.resize(shown.minimumSizeHint())
    QApplication.processEvents()
    for button in shown.form.findChildren(QuietButton):
        needed = QFontMetrics(button.font()).horizontalAdvance(button.shown_text())
        assert button.width() >= needed, button.shown_text()

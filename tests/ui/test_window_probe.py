"""The claim probe in the window: asked, answered, gone to, asked again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from diptych.model.comparison import Relation, Side
from diptych.services.workers import TASKS, worker
from diptych.ui.bridge import Bridge
from diptych.ui.probe_panel import ProbePanel, why
from support.driver import CTRL, Reader
from support.letters import write_letters

if TYPE_CHECKING:
    from pathlib import Path

COPY = "The root causes of migration are violence and corruption in Central America."


@pytest.fixture
def reader(qtbot, data_folder: Path, tmp_path: Path):
    reader = Reader(qtbot, data_folder)
    reader.start(*write_letters(tmp_path))
    library = reader.workplace.library
    for entry in library.entries():
        if not entry.path.startswith(str(tmp_path)):
            library.forget(entry.sha256)
    yield reader
    reader.end()


def panel(reader: Reader) -> ProbePanel:
    return reader.window.findChild(ProbePanel)


def heard(reader: Reader) -> dict:
    documents = reader.window.desk.documents
    return {side: panel(reader).heard(opened.document.sha256) for side, opened in documents.items()}


def test_selected_words_are_put_to_both_documents(reader: Reader) -> None:
    reader.select_words(Side.LEFT, COPY)
    reader.press(Qt.Key.Key_J, CTRL)
    assert panel(reader).field.toPlainText() == COPY
    for answered in heard(reader).values():
        assert answered.answer.relation is Relation.CONVERGE
        assert answered.answer.quotes[0] == COPY
    assert "= 2 support it" in panel(reader).summary
    entries = panel(reader).answers.entries
    assert entries[0].spoken.startswith("On the border supports it, ")
    # The answers stand before the finding, which is there again after them.
    assert not reader.window.panel.isVisible()
    reader.run("show_probe")
    assert reader.window.panel.isVisible()


def test_an_answer_says_why_and_leads_to_its_words(reader: Reader) -> None:
    reader.run("show_probe")
    assert reader.keyboard is panel(reader).field
    reader.type("The root causes of migration are not violence and corruption.")
    reader.press(Qt.Key.Key_Return)
    answered = heard(reader)[Side.RIGHT]
    assert answered.answer.relation is Relation.DIVERGE
    text = "\n".join(line.text for line in why(answered))
    assert "% sure" in text
    assert "Both name" in text
    assert "“not” (negation)" in text
    assert "Second best: " in text
    assert "No other passage comes near." in text
    shown = panel(reader).answers
    shown.setFocus()
    reader.press(Qt.Key.Key_Down)
    assert (
        panel(reader)
        .why.text()
        .startswith(f"{round(answered.answer.findings[0].confidence * 100)}")
    )
    reader.press(Qt.Key.Key_Return)
    assert "root causes of migration" in reader.view(Side.RIGHT).selected_text()


def test_silence_is_said_with_the_nearest_miss(reader: Reader) -> None:
    reader.run("show_probe")
    reader.type("The ferry of the town needs a new engine and a coat of paint.")
    reader.press(Qt.Key.Key_Return)
    answered = heard(reader)[Side.RIGHT].answer
    assert answered.relation is Relation.ONLY_LEFT
    assert answered.findings == ()
    assert answered.silence is not None
    right = next(each for each in panel(reader).answers.entries if "silent" in each.spoken)
    assert "is silent" in right.spoken


def test_the_whole_library_is_asked_and_earlier_claims_are_kept(
    reader: Reader, tmp_path: Path
) -> None:
    (tmp_path / "third.txt").write_text(f"{COPY}\n\nNothing else.", encoding="utf-8")
    reader.window.handlers.collection.add([tmp_path / "third.txt"])
    reader.wait(lambda: reader.workplace.library.counts().documents == 3)
    reader.run("show_probe")
    panel(reader).scope.button("library").click()
    panel(reader).asked.emit(COPY)
    reader.wait(lambda: len(panel(reader).answers.entries) == 3)
    assert "= 3 support it" in panel(reader).summary
    third = panel(reader).answers.entries[2]
    panel(reader).answer_chosen.emit(third.key)
    reader.wait(lambda: "third" in reader.title(Side.RIGHT))
    reader.wait_for_findings()
    assert COPY in reader.view(Side.RIGHT).selected_text()
    assert reader.close()
    reader.start()
    reader.run("show_probe")
    assert panel(reader).scope.current() == "library"
    assert panel(reader)._earlier == (COPY,)


def test_without_a_document_it_says_what_to_do(qtbot, data_folder: Path, tmp_path: Path) -> None:
    reader = Reader(qtbot, data_folder)
    reader.start(tmp_path / "gone.txt", tmp_path / "gone too.txt")
    reader.run("show_probe")
    reader.type("Anything.")
    reader.press(Qt.Key.Key_Return)
    assert panel(reader).summary == "Open a document to ask, or ask the whole library."
    reader.end()


def test_a_real_worker_answers_and_can_be_stopped(qtbot, data_folder: Path, tmp_path: Path) -> None:
    bridge = Bridge()
    reader = Reader(qtbot, data_folder, lambda: worker(TASKS, bridge.post))
    reader.start(*write_letters(tmp_path))
    reader.wait_for_findings()
    reader.wait(lambda: not reader.window.desk.is_begun)
    reader.run("show_probe")
    panel(reader).asked.emit(COPY)
    assert panel(reader).stop.isVisible()
    panel(reader).setFocus()
    reader.click(panel(reader).stop)
    assert panel(reader).stop.isHidden()
    assert "was not asked" in panel(reader).answers.entries[0].spoken
    panel(reader).asked.emit(COPY)
    reader.wait(panel(reader).stop.isHidden)
    assert heard(reader)[Side.RIGHT].answer.quotes[0] == COPY
    reader.end()

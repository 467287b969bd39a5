"""A reader looks for things: in both texts, everywhere, among readings; and what is learnt."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from diptych.model.comparison import Relation, Side
from diptych.model.note import Note, NoteKind
from diptych.services.learning import LEAST
from diptych.services.searching import LIMIT, Hit, Kind
from diptych.ui import search_list, search_panel
from diptych.ui.search_list import More
from support.driver import CTRL, SHIFT, Reader
from support.letters import write_long_letters

LEFT, RIGHT = Side.LEFT, Side.RIGHT


def panel(reader: Reader, name: str):
    return reader.window.handlers.panels._made[name]


def hits(reader: Reader, kind: Kind) -> list[Hit]:
    rows = panel(reader, "search").list.found.rows
    return [row for row in rows if isinstance(row, Hit) and row.kind is kind]


def test_near_words_are_counted_apart_and_found_after_the_others(reader, tmp_path) -> None:
    path = tmp_path / "scan.txt"
    path.write_text("The asylurn of many.\n\nThe asylum of all.\n", encoding="utf-8")
    reader.open(LEFT, path)
    reader.press(Qt.Key.Key_F, CTRL)
    reader.type("asylum")
    bar, view = reader.window.top_bar, reader.view(LEFT)
    reader.wait(lambda: not view.is_searching)
    reader.wait(lambda: bar.hits.shown_text() == "1 ≈1 | 1")
    view.find_next()
    assert view.caret().block == 1
    view.find_next()
    assert (view.caret().block, view.current_hit) == (0, 2)


def test_all_that_was_found_is_counted_and_more_of_it_comes(reader) -> None:
    library = reader.workplace.library
    with library.together():
        for number in range(LIMIT + 20):
            library.save_note(Note(f"{number:032x}", NoteKind.FREE, f"A lighthouse, {number}"))
    reader.press(Qt.Key.Key_F, CTRL | SHIFT)
    reader.type("lighth")
    found = panel(reader, "search").list
    reader.wait(lambda: isinstance(found.found.rows[-1], More))
    assert found.found.rows[0].words == f"Notes  {LIMIT + 20}"
    assert len(hits(reader, Kind.NOTE)) == LIMIT
    found.setFocus()
    found.step(LIMIT)
    QTest.keyClick(found, Qt.Key.Key_Return)
    reader.wait(lambda: len(hits(reader, Kind.NOTE)) == LIMIT + 20)
    # The keyboard is on the first of those that came.
    assert found.current() == hits(reader, Kind.NOTE)[LIMIT]


def begin_slowly(reader: Reader, monkeypatch: pytest.MonkeyPatch, typed: str):
    """Begin a search as on a pause, of which a step is done in each turn of the window."""
    monkeypatch.setattr(search_panel, "STRETCH_S", 0)
    reader.press(Qt.Key.Key_F, CTRL | SHIFT)
    search = panel(reader, "search")
    reader.wait(lambda: not search._is_taking_in)
    search.field.setText(typed)
    search._find(ranked=True)
    assert search._sought is not None
    return search


def test_a_search_that_goes_on_is_overtaken_by_what_is_typed(reader, monkeypatch) -> None:
    search = begin_slowly(reader, monkeypatch, "asylurn")
    shown = []
    monkeypatch.setattr(search, "_say", lambda results: shown.append(results and results.near))
    search.field.setText("famil")
    assert len(hits(reader, Kind.PASSAGE)) == 2  # at once
    reader.wait(lambda: search._sought is None and not search._pause.isActive())
    # Of the older words, which stand nowhere, nothing came any more.
    assert len(shown) >= 2
    assert not any(shown)
    assert search.list.found.results.counts[Kind.PASSAGE] == 2
    search._find(ranked=True)
    search.field.clear()
    assert search._sought is None
    assert not search.list.found.rows


@pytest.mark.parametrize("leave", ["panel", "window"])
def test_nothing_goes_on_where_nobody_searches_any_more(reader, monkeypatch, leave) -> None:
    search = begin_slowly(reader, monkeypatch, "asylurn")
    known = search._search._known_words
    list(known.learn())
    assert known._words
    if leave == "window":
        assert reader.close()
        return  # with the library: a step more would fail
    reader.run("search_everything")
    reader.wait(lambda: not search.isVisible())
    QApplication.processEvents()
    assert search._sought is None
    assert not search._pause.isActive()
    assert not search._search._known_words._words
    # The same words are looked for when the panel comes again.
    reader.run("search_everything")
    reader.wait(lambda: "asylum" in search._news.text())


def test_a_screen_of_long_notes_is_drawn_in_several_turns(reader, monkeypatch) -> None:
    monkeypatch.setattr(search_list, "_SLICE", 0)
    library = reader.workplace.library
    with library.together():
        for number in range(4):
            body = f"{'many words ' * 500} lighthouse {number}"
            library.save_note(Note(f"{number:032x}", NoteKind.FREE, body))
    reader.press(Qt.Key.Key_F, CTRL | SHIFT)
    reader.type("lightho")
    found = panel(reader, "search").list.found

    def drawn() -> list[str]:
        """Return the last letters of the notes that are drawn; after a pause they are ranked."""
        return sorted(found._snippets.get(hit, ("",))[0][-1:] for hit in hits(reader, Kind.NOTE))

    reader.wait(lambda: drawn() == ["0", "1", "2", "3"] and not found.is_behind)


def test_whole_words_and_capitals(reader) -> None:
    reader.press(Qt.Key.Key_F, CTRL)
    reader.type("we")
    bar = reader.window.top_bar
    assert bar.hits.shown_text() == "3 | 2"
    reader.run("find_case")
    assert bar.hits.shown_text() == "1 | 0"
    assert reader.window.commands.action("find_case").isChecked()
    reader.run("find_case")
    bar.search.setText("wor")
    assert bar.hits.shown_text() == "0 | 1"
    reader.run("find_whole")
    assert bar.hits.shown_text() == "0 | 0"


def test_everything_is_searched_and_gone_to_by_keyboard(reader) -> None:
    reader.select_words(LEFT, "ferry")
    reader.write("Boats, and families.")
    reader.wait_until_saved()
    reader.go_to_text(RIGHT)
    reader.press(Qt.Key.Key_F, CTRL | SHIFT)
    search = panel(reader, "search")
    assert reader.keyboard is search.field
    reader.type("famil")
    reader.wait(lambda: len(hits(reader, Kind.PASSAGE)) == 2)
    reader.wait(lambda: len(hits(reader, Kind.FINDING)) == 1)
    assert [hit.text for hit in hits(reader, Kind.NOTE)] == ["Boats, and families."]
    # Down to the finding, below the note, and there.
    reader.press(Qt.Key.Key_Down)
    assert reader.keyboard is search.list
    reader.press(Qt.Key.Key_Down)
    assert search.list.current().kind is Kind.FINDING
    reader.press(Qt.Key.Key_Return)
    assert reader.selected.relation is Relation.DIVERGE
    # The passages of both texts: where they lie, they are selected.
    for hit in hits(reader, Kind.PASSAGE):
        search._go(hit, False)
    reader.wait(lambda: reader.view(LEFT).selected_text() == "families")
    assert reader.view(RIGHT).selected_text() == "families"
    search._go(hits(reader, Kind.NOTE)[0], False)
    assert reader.note == "Boats, and families."
    search.list.setFocus()
    reader.press(Qt.Key.Key_Escape)
    assert reader.keyboard in (reader.view(LEFT), reader.view(RIGHT))


def test_what_is_not_on_the_desk_is_opened(reader, tmp_path) -> None:
    reader.window.save_place()
    for side, path in zip(Side, write_long_letters(tmp_path), strict=True):
        reader.open(side, path)
    reader.wait_for_findings()
    reader.run("search_everything")
    search = panel(reader, "search")
    search.field.setText('"lamps must be lit"')
    reader.wait(lambda: len(hits(reader, Kind.FINDING)) == 2)
    first = reader.window.workplace.library.entries()[-3].sha256
    old = next(hit for hit in hits(reader, Kind.FINDING) if hit.right == first)
    search._go(old, False)
    reader.wait(lambda: reader.window.desk.selection == old.id)
    assert reader.title(RIGHT).startswith("A reply")
    # A tag, or words that stand nowhere.
    search.field.setText("asylurn")
    reader.wait(lambda: "asylum" in search._news.text())
    search.field.setText("zebra")
    assert search.list.empty_words == "Nothing was found."
    search.field.setText('"(*')
    assert reader.window.handlers.panels.is_shown("search")


def test_quick_open(reader, tmp_path) -> None:
    reader.window.save_place()
    others = write_long_letters(tmp_path)
    reader.open(LEFT, others[0])
    reader.go_to_text(LEFT)
    reader.press(Qt.Key.Key_P, CTRL)
    quick = reader.window.handlers.finding.quick_open
    assert quick.isVisible()
    reader.type("reply")
    assert [each.kind for each in quick._shown] == ["Document", "Reading"]
    reader.press(Qt.Key.Key_Return, SHIFT)
    assert not quick.isVisible()
    assert reader.title(RIGHT).startswith("A reply")
    reader.press(Qt.Key.Key_P, CTRL)
    quick._field.setText("On the border – A reply")
    reader.press(Qt.Key.Key_Return)
    reader.wait(lambda: reader.view(LEFT).document.source.count("\n") < 12)
    reader.press(Qt.Key.Key_P, CTRL)
    reader.type("We oppose the const")
    reader.press(Qt.Key.Key_Return)
    assert reader.selected.left.startswith("We oppose the construction")
    reader.press(Qt.Key.Key_P, CTRL)
    reader.press(Qt.Key.Key_Escape)
    assert not quick.isVisible()


def test_readings_are_listed_renamed_opened_and_deleted(reader, tmp_path) -> None:
    reader.window.save_place()
    for side, path in zip(Side, write_long_letters(tmp_path), strict=True):
        reader.open(side, path)
    reader.wait_for_findings()
    reader.press(Qt.Key.Key_F7, SHIFT)
    page = panel(reader, "readings")
    assert page.isVisible()
    assert reader.keyboard is page.list
    assert len(page.model.rows) == 2
    reader.wait(lambda: len(page.model.sketches) == 2)
    assert "5 findings" in page.model.index(1).data()
    picture = page.grab().toImage()
    assert not picture.isNull()
    page.list.setCurrentIndex(page.model.index(1))
    page.rename()
    page.rename()  # which is under way already
    QTest.keyClicks(QApplication.focusWidget(), "First look")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    reader.wait(lambda: page.model.index(1).data().startswith("First look"))
    page.list.setFocus()
    reader.press(Qt.Key.Key_Return)
    assert not reader.window.handlers.panels.is_shown("readings")
    reader.wait(lambda: reader.view(LEFT).document.source.count("\n") < 12)
    reader.press(Qt.Key.Key_F7, SHIFT)
    page.list.setCurrentIndex(page.model.index(1))
    reader.press(Qt.Key.Key_Delete)
    assert len(page.model.rows) == 1
    assert "is in the trash" in reader.status
    reader.press(Qt.Key.Key_Escape)
    assert not reader.window.handlers.panels.is_shown("readings")


def begin_to_rename(reader, typed: str):
    """Begin to write a name in the list of readings."""
    reader.run("show_readings")
    page = panel(reader, "readings")
    page.list.setFocus()
    page.rename()
    QTest.keyClicks(QApplication.focusWidget(), typed)
    return page, QApplication.focusWidget()


@pytest.mark.parametrize("then", ["return", "escape", "tab", "focus", "refresh", "close"])
def test_a_name_that_was_written_stays_whatever_comes_right_after_it(reader, then: str) -> None:
    page, field = begin_to_rename(reader, "First look")
    page.refresh()
    page.model.set_sketches({})
    assert field.text() == "First look"
    if then != "close":
        QTest.keyClick(field, Qt.Key.Key_Tab if then == "tab" else Qt.Key.Key_Return)
    match then:
        case "return" | "escape":
            key = Qt.Key.Key_Return if then == "return" else Qt.Key.Key_Escape
            QTest.keyClick(field, key)
        case "focus":
            page.list.setFocus()
        case "refresh":
            page.refresh()
        case "close":
            reader.close()
            reader.start()
            reader.run("show_readings")
            page = panel(reader, "readings")
    reader.wait(lambda: page.model.index(0).data().startswith("First look"))
    assert not page.list.is_editing()


def test_what_changed_while_a_name_was_written_is_shown_when_it_is_given_up(reader) -> None:
    page, field = begin_to_rename(reader, "First look")
    page._shelf.remove(page.model.rows[0].reading)
    page.refresh()
    assert len(page.model.rows) == 1
    QTest.keyClick(field, Qt.Key.Key_Escape)
    reader.wait(lambda: not page.model.rows)


def test_a_reading_is_deleted_while_its_name_is_written(reader) -> None:
    page, _field = begin_to_rename(reader, "First look")
    page.remove()
    assert not page.model.rows
    assert not page.list.is_editing()
    assert "is in the trash" in reader.status


def test_what_is_learnt_is_said_and_can_be_switched_off(reader) -> None:
    window = reader.window
    reader.run("show_learning")
    learning = panel(reader, "learning")
    assert "no pair of passages yet" in learning.words.text()
    row = next(row for row in reader.pairs if row.finding.relation is Relation.PARTIAL)
    annotating = window.workplace.annotating
    left, right = (window.desk.documents[side].document for side in Side)
    for number in range(LEAST + 2):
        finding = row.finding._replace(id=f"{number:016x}", left=(), right=())
        annotating.give_verdict(left, right, finding, None)
    window.desk.review()
    learnt = next(each for each in reader.pairs if each.finding.id == row.finding.id)
    assert learnt.finding.confidence < row.finding.confidence
    assert learnt.as_found == row.finding
    assert "You confirmed 0 of 12." in learning.words.text()
    assert "0 of 12" in window.desk.report().comparison.remark
    reader.click(learning.switch)
    same = next(each for each in reader.pairs if each.finding.id == row.finding.id)
    assert same.finding == row.finding
    assert "Switched off" in learning.words.text()
    reader.click(learning.switch)
    reader.click(learning.reset)
    assert "no pair of passages yet" in learning.words.text()
    assert len(window.workplace.library.all_verdicts()) == LEAST + 2
    # A verdict keeps what the engine itself had said.
    reader.select(row)
    reader.press(Qt.Key.Key_3)
    given = window.workplace.library.all_verdicts()[-1]
    assert (given.engine, given.confidence) == (Relation.PARTIAL, row.finding.confidence)

"""What is opened comes from the worker or the cache, and what must not be kept is not."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from diptych.formats.files import read_bytes
from diptych.model.comparison import Mode, Side
from diptych.model.document import Page, Span
from diptych.model.errors import PasswordNeeded
from diptych.model.wire import document_to_plain
from diptych.services import tasks
from diptych.services.looking import soon
from diptych.services.workers import TASKS, worker
from diptych.services.workplace import Workplace
from diptych.store.cache import Cache
from diptych.work.inline import InlineJobs
from support.comparing import document
from support.turn import Answers, Turn, let_children_import

if TYPE_CHECKING:
    from collections.abc import Iterator

    from diptych.services.opening import Opened
    from diptych.work.port import Plain

SECRET = "We support the secret treaty of Ghent, because peace is needed."


class _Reading:
    """Tasks that count, and that read one locked file of three pages."""

    def __init__(self) -> None:
        self.requests: list[Plain] = []
        self.real = tasks.make_tasks(lambda path: read_bytes(Path(path)))

    def read(self, request: Plain, progress) -> Plain:
        self.requests.append(request)
        if not request["path"].endswith("locked.txt"):
            return self.real["read"](request, progress)
        if request["password"] != "sesame":
            raise PasswordNeeded("It is locked.", "Give the password.", request["path"])
        texts = [f"{SECRET} {each}" for each in range(request["last_page"] or 3)]
        locked = document(*texts)
        pages = [Page(0, 9, 595.0, 842.0, str(each)) for each in range(len(texts))]
        return document_to_plain(
            locked._replace(sha256="5" * 64, is_encrypted=True, pages=tuple(pages))
        )


@pytest.fixture
def reading() -> _Reading:
    return _Reading()


@pytest.fixture
def workplace(reading: _Reading, data_folder: Path) -> Iterator[Workplace]:
    jobs = InlineJobs({**reading.real, "read": reading.read})
    place = Workplace.open(data_folder, jobs)
    yield place
    place.close()


def opened(workplace: Workplace, path: Path, **options) -> Opened:
    answers: list[Opened] = []

    def failed(error: Exception) -> None:
        raise error

    workplace.opening.open_path(str(path), done=answers.append, failed=failed, **options)
    return answers[0]


def test_the_second_opening_asks_nobody(
    workplace: Workplace, reading: _Reading, tmp_path: Path
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Some words.")
    first, second = opened(workplace, path), opened(workplace, path)
    assert len(reading.requests) == 1
    assert second.document == first.document


def test_what_is_encrypted_is_kept_on_no_disk(
    workplace: Workplace, reading: _Reading, tmp_path: Path, data_folder: Path
) -> None:
    path = tmp_path / "locked.txt"
    path.write_text("%!")
    with pytest.raises(PasswordNeeded):
        opened(workplace, path)
    first = opened(workplace, path, password="sesame")
    assert first.document.source.startswith(SECRET)
    assert first.request["password"] == "sesame"
    with pytest.raises(PasswordNeeded):
        opened(workplace, path)
    # Neither by its findings nor by a note on it.
    plain = tmp_path / "plain.txt"
    plain.write_text("We oppose the secret treaty of Ghent, because peace is needed.")
    found: list[object] = []
    asked: list[int] = []
    same = opened(workplace, plain)
    secret = same._replace(document=same.document._replace(is_encrypted=True))
    for _ in range(2):
        workplace.comparing.compare(
            same,
            secret,
            Mode.WORDS,
            done=found.append,
            failed=found.append,
            progress=lambda *_: asked.append(1),
        )
    assert found[0] == found[1]
    assert len(asked) >= 2  # nothing came from the cache
    span = first.document.blocks[0].map.spans(0, 10)[0]
    workplace.annotating.note_on_selection(Side.LEFT, first.document, span, "Mine")
    assert not workplace.library.has_text(first.document.sha256)
    workplace.close()
    for file in data_folder.iterdir():
        if file.is_file():
            content = file.read_bytes()
            assert b"sesame" not in content
            # A note holds the words it is on, and 64 characters around them.
            assert f"{SECRET} 2".encode() not in content


def test_halves_of_pairs_are_shown_as_what_they_are(workplace: Workplace, tmp_path: Path) -> None:
    path = tmp_path / "old.txt"
    path.write_bytes(b"A half +2AA- of a pair, and a whole +2DXd3g-.")
    document = opened(workplace, path, encoding="utf-7").document
    assert document.source == "A half \ufffd of a pair, and a whole \U0001d5de."
    assert document.blocks[0].text == document.source


def test_a_part_of_a_document_is_never_taken_for_the_whole(
    workplace: Workplace, reading: _Reading, tmp_path: Path
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Some words.")
    part = opened(workplace, path, last_page=2)
    assert part.request["last_page"] == 2
    whole = opened(workplace, path)
    assert [request["last_page"] for request in reading.requests] == [2, 0]
    assert part.read_as != whole.read_as
    opened(workplace, path, last_page=2)
    assert len(reading.requests) == 2


def test_what_is_kept_with_a_note_says_that_it_is_a_part_until_the_whole_is_kept(
    workplace: Workplace, tmp_path: Path
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Some words.")
    library, span = workplace.library, Span(0, 4)
    for last_page, reading in ((2, "to page 2"), (0, ""), (2, "")):
        document = opened(workplace, path, last_page=last_page).document
        workplace.annotating.note_on_selection(Side.LEFT, document, span, "A note.")
        assert library.has_text(document.sha256)
        assert library.kept_reading(document.sha256) == reading


def test_a_long_document_comes_from_the_cache_while_the_window_goes_on(
    data_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_children_import(monkeypatch)
    monkeypatch.setattr("diptych.services.opening._AT_ONCE", 100)
    monkeypatch.setattr("diptych.services.unpacking._SHORT", 100)
    path = tmp_path / "long.txt"
    path.write_text("\n\n".join(f"The geese of parish {each} were counted." for each in range(99)))
    turn, answers = Turn(), Answers()
    workplace = Workplace.open(data_folder, worker(TASKS, turn.calls.put))
    for count in (1, 2):
        workplace.opening.open_path(str(path), done=answers.append, failed=answers.append)
        assert len(answers) == count - 1
        turn.until(lambda count=count: len(answers) == count)
    assert answers[0].document == answers[1].document
    # Whoever opens another document in the same pane wants that one.
    workplace.opening.open_path(str(path), done=answers.append, failed=answers.append, lane="left")
    other = tmp_path / "other.txt"
    other.write_text("Another text.")
    workplace.opening.open_path(str(other), done=answers.append, failed=answers.append, lane="left")
    turn.until(lambda: len(answers) == 4)
    assert answers[3].document.source == "Another text."
    workplace.close()


def test_a_disk_that_does_not_answer_holds_nobody_up(
    data_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "far.txt"
    path.write_text("Some words.")
    answers_now, stat = threading.Event(), os.stat

    def dead(asked, **options):
        if os.fspath(asked) == str(path):
            answers_now.wait()
        return stat(asked, **options)

    monkeypatch.setattr("os.stat", dead)
    turn, answers = Turn(), Answers()
    workplace = Workplace.open(data_folder, worker(TASKS, turn.calls.put))
    begun = time.monotonic()
    workplace.opening.open_path(str(path), done=answers.append, failed=answers.append)
    assert soon(path.exists, otherwise=False) is False
    assert time.monotonic() - begun < 30  # and not for ever
    assert not answers
    answers_now.set()
    turn.until(lambda: len(answers) == 1)
    assert answers[0].document.source == "Some words."
    workplace.close()


def test_a_cache_that_was_closed_takes_and_gives_nothing(data_folder: Path) -> None:
    cache = Cache.open(data_folder)
    cache.put("document", "key", b"value")
    cache.close()
    cache.put("document", "key", b"other")
    assert cache.get("document", "key") is None
    assert cache.size("document", "key") == 0
    again = Cache.open(data_folder)
    assert again.get("document", "key") == b"value"
    assert again.size("document", "key") > 0
    assert again.size("document", "none") == 0
    again.close()


def test_pages_have_a_lane_of_their_own(data_folder: Path) -> None:
    closed = []

    class _Jobs(InlineJobs):
        def close(self) -> None:
            closed.append(self)

    jobs, page_jobs = _Jobs({}), _Jobs({})
    workplace = Workplace.open(data_folder, jobs, page_jobs=page_jobs)
    assert workplace.page_jobs is page_jobs
    workplace.close()
    assert closed == [jobs, page_jobs]

"""Every way in which a worker can come to its end costs one sentence, and the next task works."""

import os
import signal
import sys
import time

import pytest

from diptych.formats.files import pieces
from diptych.model.errors import Cancelled, Stopped, UserError
from diptych.work.port import Allowance
from diptych.work.process import ProcessJobs
from support.turn import Answers, Turn, let_children_import

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no such limits")

# Seconds, even on a busy machine; what is waited for would take for ever.
SOON = 10


@pytest.fixture
def turn():
    return Turn()


@pytest.fixture
def jobs(turn, monkeypatch):
    let_children_import(monkeypatch)
    jobs = ProcessJobs("support.worker_tasks", turn.calls.put, pieces)
    yield jobs
    jobs.close()


def end_of(jobs, turn, task, allowance, **request):
    """What is said about a task that does not come to its end; the next one is answered."""
    answers = []
    for name, own in ((task, request), ("double", {"number": 4})):
        jobs.submit(name, own, done=answers.append, failed=answers.append, allowance=allowance)
    turn.until(lambda: len(answers) == 2, 30)
    assert answers[1]["number"] == 8
    return answers[0]


def test_computing_without_end_in_native_code(jobs, turn):
    error = end_of(jobs, turn, "spin", Allowance(1, 60), path="/a/long.pdf", pages=4, seconds=0)
    assert isinstance(error, Stopped)
    assert error.sentence == "“long.pdf” took more computing time than a document may."
    assert error.path == "/a/long.pdf"
    assert error.pages_read == 3


def test_a_sign_of_life_gives_a_long_file_more_time(jobs, turn):
    answers = []
    jobs.submit(
        "spin",
        {"pages": 4, "seconds": 0.7, "ends": True},
        done=answers.append,
        failed=answers.append,
        allowance=Allowance(1, 30),
    )
    turn.until(lambda: answers, 40)
    assert answers[0]["cpu"] > 2.5


def test_waiting_without_end(jobs, turn):
    error = end_of(jobs, turn, "hang", Allowance(18, 0.5), path="/a/slow.txt")
    assert isinstance(error, Stopped)
    assert error.sentence.startswith("For a long time nothing more came of “slow.txt”")
    assert error.pages_read == 0


def test_a_worker_that_rests_is_not_ended(jobs, turn):
    answers = []
    for _ in range(2):
        jobs.submit(
            "double",
            {"number": 1},
            done=answers.append,
            failed=answers.append,
            allowance=Allowance(1, 0.3),
        )
        turn.until(lambda: answers)
        turn.during(0.5)
    assert len({answer["pid"] for answer in answers}) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited on Linux only")
def test_taking_memory_without_end(jobs, turn):
    error = end_of(jobs, turn, "hoard", Allowance(18, 60), path="/a/bomb.docx")
    assert isinstance(error, Stopped)
    assert error.sentence == "“bomb.docx” needed more memory than a document may."


@pytest.mark.parametrize("task", ["crash", "abort"])
def test_crashing(jobs, turn, task):
    error = end_of(jobs, turn, task, Allowance(18, 60), path="/a/odd.pdf")
    assert isinstance(error, Stopped)
    assert error.sentence == "The reading process crashed on “odd.pdf”."


def test_garbage_among_the_answers(jobs, turn):
    error = end_of(jobs, turn, "babble", Allowance(18, 60), path="/a/odd.pdf")
    assert isinstance(error, Stopped)
    assert "stopped before it had finished" in error.sentence


def test_being_killed_by_somebody_else(jobs, turn):
    answers = Answers()
    answers.submit(jobs, "double", number=1)
    turn.until(lambda: answers)
    answers.submit(jobs, "hang")
    os.kill(answers[0]["pid"], signal.SIGKILL)
    turn.until(lambda: len(answers) == 2)
    assert "stopped before it had finished" in answers[1].sentence
    # And while it rests: whoever asks next hears nothing of it.
    answers.submit(jobs, "double", number=1)
    turn.until(lambda: len(answers) == 3)
    os.kill(answers[2]["pid"], signal.SIGKILL)
    turn.during(0.3)
    answers.submit(jobs, "double", number=5)
    turn.until(lambda: len(answers) == 4)
    assert answers[3]["number"] == 10


def test_ctrl_c_at_the_terminal_is_the_program_s_affair(jobs, turn):
    answers = Answers()
    answers.submit(jobs, "double", number=1)
    turn.until(lambda: answers)
    os.kill(answers[0]["pid"], signal.SIGINT)
    answers.submit(jobs, "double", number=1)
    turn.until(lambda: len(answers) == 2)
    assert answers[1]["pid"] == answers[0]["pid"]


def test_two_documents_are_both_named(jobs, turn):
    sides = {"left": {"path": "/a/b.txt"}, "right": {"path": "/c/d.txt"}}
    error = end_of(jobs, turn, "crash", Allowance(18, 60), **sides)
    assert error.sentence == "The reading process crashed on “b.txt” and “d.txt”."
    assert error.path == ""


# Files are opened for the worker, by a thread of ours.


def test_a_file_reaches_the_task_piece_by_piece(jobs, turn, tmp_path):
    path = tmp_path / "large.bin"
    path.write_bytes(b"0123456789" * 500_000 + b"the end...")
    answers = Answers()
    answers.submit(jobs, "take", path=str(path))
    turn.until(lambda: answers)
    assert answers[0] == {"size": 5_000_010, "blob": b"0123456789the end..."}


def test_a_file_that_cannot_be_opened_is_said_as_ever(jobs, turn, tmp_path):
    answers = Answers()
    (tmp_path / "empty.txt").touch()
    os.mkfifo(tmp_path / "pipe.txt")
    for name in ("gone.txt", "", "pipe.txt", "empty.txt"):
        answers.submit(jobs, "take", path=str(tmp_path / name))
    turn.until(lambda: len(answers) == 4)
    sayings = ["does not exist", "is a folder", "a pipe", "is empty"]
    for error, words in zip(answers, sayings, strict=True):
        assert type(error) is UserError
        assert words in error.sentence


def test_a_worker_that_asks_for_another_file_is_ended(jobs, turn, tmp_path):
    path = tmp_path / "secret.txt"
    path.write_text("secret")
    error = end_of(jobs, turn, "take", Allowance(18, 60), path="/a/b.txt", other=str(path))
    assert isinstance(error, Stopped)


def test_a_folder_that_does_not_answer_holds_nothing_up(turn, monkeypatch):
    """As a network folder whose machine is gone: opening a file in it takes for ever."""
    let_children_import(monkeypatch)
    released = []

    def never(_path):
        while not released:
            time.sleep(0.01)
        yield b"too late"

    jobs = ProcessJobs("support.worker_tasks", turn.calls.put, never)
    answers = Answers()
    ticket = answers.submit(jobs, "take", path="/far/away.txt")
    turn.during(0.5)
    began = time.monotonic()
    jobs.cancel(ticket)
    assert time.monotonic() - began < SOON
    # The next request has a worker and a thread of its own.
    answers.submit(jobs, "double", number=1)
    turn.until(lambda: len(answers) == 2)
    assert isinstance(answers[0], Cancelled)
    error = end_of(jobs, turn, "take", Allowance(18, 0.4), path="/far/away.txt")
    assert "nothing more came of “away.txt”" in error.sentence
    answers.submit(jobs, "take", path="/far/away.txt")
    turn.during(0.3)
    began = time.monotonic()
    jobs.close()
    assert time.monotonic() - began < SOON
    released.append(True)


def test_an_answer_to_what_was_called_off_is_not_heard(jobs, turn):
    answers = Answers()
    answers.submit(jobs, "double", number=0)
    turn.until(lambda: answers)
    ticket = answers.submit(jobs, "double", number=1)
    time.sleep(0.3)  # the answer is here, but nobody has looked
    jobs.cancel(ticket)
    answers.submit(jobs, "double", number=2)
    turn.until(lambda: len(answers) == 3)
    assert isinstance(answers[1], Cancelled)
    assert answers[2]["number"] == 4

"""The port for slow work: the real child process, and the in-line twin that must behave alike."""

import queue
import sys
import time
from pathlib import Path

import pytest

from diptych.model.errors import Cancelled, UserError
from diptych.work.inline import InlineJobs
from diptych.work.port import WorkerDefect
from diptych.work.process import ProcessJobs
from support.worker_tasks import make_tasks

TESTS = Path(__file__).parents[2]


class Turn:
    """Runs posted calls on the test's own thread, as the window's event loop would."""

    def __init__(self):
        self.calls = queue.Queue()

    def until(self, happened, seconds=20):
        end = time.monotonic() + seconds
        while not happened():
            self.calls.get(timeout=end - time.monotonic())()


@pytest.fixture
def turn():
    return Turn()


@pytest.fixture
def jobs(turn, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", ":".join([str(TESTS), *filter(None, sys.path)]))
    jobs = ProcessJobs("support.worker_tasks", turn.calls.put)
    yield jobs
    jobs.close()


class Answers(list):
    def submit(self, jobs, task, replaces="", **request):
        return jobs.submit(task, request, done=self.append, failed=self.append, replaces=replaces)


def test_an_answer_comes_back_with_its_progress(jobs, turn):
    got, shares = [], []
    jobs.submit(
        "double",
        {"number": 21},
        done=got.append,
        failed=got.append,
        progress=lambda share, words: shares.append((share, words)),
    )
    turn.until(lambda: got)
    assert got[0]["number"] == 42
    assert shares == [(0.5, "halfway")]


def test_a_python_file_in_the_reader_s_folder_is_not_run(jobs, turn, tmp_path, monkeypatch):
    (tmp_path / "struct.py").write_text("open('it-ran', 'w').close()\n")
    monkeypatch.chdir(tmp_path)
    answers = Answers()
    answers.submit(jobs, "double", number=21)
    turn.until(lambda: answers)
    assert answers[0]["number"] == 42
    assert not (tmp_path / "it-ran").exists()


def test_requests_are_answered_in_order_by_one_child(jobs, turn):
    answers = Answers()
    for number in range(5):
        answers.submit(jobs, "double", number=number)
    turn.until(lambda: len(answers) == 5)
    assert [answer["number"] for answer in answers] == [0, 2, 4, 6, 8]
    assert len({answer["pid"] for answer in answers}) == 1


def test_an_error_of_the_world_crosses_the_boundary_whole(jobs, turn):
    answers = Answers()
    answers.submit(jobs, "refuse", path="/some/file.txt")
    turn.until(lambda: answers)
    error = answers[0]
    assert isinstance(error, UserError)
    assert (error.sentence, error.next_step, error.path) == (
        "The file is empty.",
        "Choose another one.",
        "/some/file.txt",
    )


def test_a_defect_says_where_it_was_raised(jobs, turn):
    answers = Answers()
    answers.submit(jobs, "break")
    turn.until(lambda: answers)
    assert isinstance(answers[0], WorkerDefect)
    assert "ZeroDivisionError: a defect" in str(answers[0])
    assert "worker_tasks.py" in str(answers[0])


def test_a_child_that_dies_costs_one_sentence_and_the_next_request_works(jobs, turn, capfd):
    answers = Answers()
    answers.submit(jobs, "die", path="/bad/file.txt")
    answers.submit(jobs, "double", number=1)
    turn.until(lambda: len(answers) == 2)
    assert isinstance(answers[0], UserError)
    assert answers[0].path == "/bad/file.txt"
    assert answers[1]["number"] == 2


def test_cancelling_ends_a_task_that_hangs(jobs, turn):
    answers = Answers()
    ticket = answers.submit(jobs, "hang")
    answers.submit(jobs, "double", number=4)
    began = time.monotonic()
    jobs.cancel(ticket)
    turn.until(lambda: len(answers) == 2)
    assert isinstance(answers[0], Cancelled)
    assert answers[1]["number"] == 8
    assert time.monotonic() - began < 10


def test_the_newest_request_of_a_kind_wins(jobs, turn):
    answers = Answers()
    answers.submit(jobs, "hang", replaces="left pane")
    answers.submit(jobs, "double", replaces="left pane", number=1)
    answers.submit(jobs, "double", replaces="left pane", number=2)
    turn.until(lambda: len(answers) == 3)
    assert [type(answer) for answer in answers] == [Cancelled, Cancelled, dict]
    assert answers[2]["number"] == 4


def test_a_finished_ticket_can_be_cancelled_without_harm(jobs, turn):
    answers = Answers()
    ticket = answers.submit(jobs, "double", number=1)
    turn.until(lambda: answers)
    jobs.cancel(ticket)
    answers.submit(jobs, "double", number=2)
    turn.until(lambda: len(answers) == 2)
    assert answers[0]["pid"] == answers[1]["pid"]


def test_the_twin_answers_alike_before_it_returns():
    jobs, answers = InlineJobs(make_tasks()), Answers()
    answers.submit(jobs, "double", number=3)
    answers.submit(jobs, "refuse", path="x")
    assert answers[0]["number"] == 6
    assert isinstance(answers[1], UserError)
    with pytest.raises(ZeroDivisionError):
        answers.submit(jobs, "break")

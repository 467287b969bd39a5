"""The port for slow work: the real child process, and the in-line twin that must behave alike."""

import threading
import time

import pytest

from diptych.formats.files import pieces, read_bytes
from diptych.model.errors import Cancelled, PasswordNeeded, UserError
from diptych.work.inline import InlineJobs
from diptych.work.port import WorkerDefect
from diptych.work.process import ProcessJobs
from support.turn import Answers, Turn, let_children_import
from support.worker_tasks import make_tasks


@pytest.fixture
def turn():
    return Turn()


@pytest.fixture
def jobs(turn, monkeypatch):
    let_children_import(monkeypatch)
    jobs = ProcessJobs("support.worker_tasks", turn.calls.put, pieces)
    yield jobs
    jobs.close()


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


def test_a_wish_for_a_password_stays_one(jobs, turn):
    answers = Answers()
    answers.submit(jobs, "lock", path="/some/file.pdf", wanted="sesame")
    turn.until(lambda: answers)
    assert type(answers[0]) is PasswordNeeded
    assert answers[0].path == "/some/file.pdf"


def test_bytes_and_halves_of_pairs_cross_the_boundary(jobs, turn):
    answers = Answers()
    answers.submit(jobs, "tell")
    turn.until(lambda: answers)
    assert answers[0] == {"blob": b"\x00\xff" * 1000, "half": "a \ud800 half"}


def test_an_answer_is_made_into_something_away_from_the_owner_s_thread(jobs, turn):
    got = []
    jobs.submit(
        "double",
        {"number": 1},
        take=lambda plain: (plain["number"], threading.current_thread()),
        done=got.append,
        failed=got.append,
    )
    turn.until(lambda: got)
    assert got[0][0] == 2
    assert got[0][1] is not threading.current_thread()


def test_a_defect_in_what_is_made_of_an_answer_is_loud(jobs, turn):
    got = []
    jobs.submit("tell", {}, take=lambda plain: 1 / 0, done=got.append, failed=got.append)
    turn.until(lambda: got)
    assert isinstance(got[0], WorkerDefect)
    assert "ZeroDivisionError" in str(got[0])


def test_a_call_that_takes_time_runs_beside_the_worker(jobs, turn):
    got, called_off = [], []
    jobs.load(threading.get_ident, done=got.append, failed=got.append)
    ticket = jobs.load(lambda: 1, done=called_off.append, failed=called_off.append)
    jobs.cancel(ticket)
    turn.until(lambda: got)
    turn.during(0.05)
    assert got[0] != threading.get_ident()
    assert [type(each) for each in called_off] == [Cancelled]
    jobs.load(lambda: 1 / 0, done=got.append, failed=got.append)
    with pytest.raises(ZeroDivisionError):
        turn.until(lambda: False)


def test_nothing_is_started_before_the_first_request(jobs):
    assert jobs._link is None
    assert not [each for each in threading.enumerate() if each.name.startswith("diptych")]


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
    jobs, answers = InlineJobs(make_tasks(read_bytes)), Answers()
    answers.submit(jobs, "double", number=3)
    answers.submit(jobs, "refuse", path="x")
    assert answers[0]["number"] == 6
    assert isinstance(answers[1], UserError)
    with pytest.raises(ZeroDivisionError):
        answers.submit(jobs, "break")
    got = []
    jobs.submit("double", {"number": 1}, take=str, done=got.append, failed=got.append)
    jobs.load(lambda: 5, done=got.append, failed=got.append)
    assert got[0].startswith("{'number': 2")
    assert got[1] == 5

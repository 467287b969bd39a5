"""What the real worker may touch: its own program, and nothing else."""

import os
import sys
import time
from pathlib import Path

import pytest

from diptych.formats.files import pieces
from diptych.services.workers import PAGE_TASKS, TASKS
from diptych.store.library import Library
from diptych.work.confine import _MACHINES
from diptych.work.process import ProcessJobs
from support.children import run
from support.turn import Answers, Turn, let_children_import

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Landlock and seccomp are Linux's")

# Without system calls and files of its own the test would say nothing: asked of a fresh process.
HAS_LANDLOCK = sys.platform == "linux" and "True" in run(
    "from diptych.work.confine import confine; print(confine([]))"
)
HAS_FILTER = sys.platform == "linux" and os.uname().machine in _MACHINES
files = pytest.mark.skipif(not HAS_LANDLOCK, reason="this kernel has no Landlock")
calls = pytest.mark.skipif(not HAS_FILTER, reason="the filter does not know this processor")


@pytest.fixture(scope="module")
def attempt():
    """Have a worker try something; returns what came of it."""
    turn = Turn()
    with pytest.MonkeyPatch.context() as patch:
        let_children_import(patch)
        jobs = ProcessJobs("support.worker_tasks", turn.calls.put, pieces)

        def attempt(what, place=""):
            answers = Answers()
            answers.submit(jobs, "try", what=what, place=str(place))
            turn.until(lambda: answers)
            return answers[0]

        attempt("list", "/usr/lib")
        yield attempt
        jobs.close()


REFUSED = ({"refused": "PermissionError"}, {"refused": "OSError"})


@files
@pytest.mark.parametrize("place", ["/etc/passwd", "/etc/hostname", "/proc/1/environ"])
def test_files_of_the_system_cannot_be_read(attempt, place):
    if Path(place).exists():
        assert attempt("read", place) in REFUSED


@files
def test_the_reader_s_library_and_documents_cannot_be_read(attempt, data_folder, tmp_path):
    Library.open(data_folder).close()
    path = tmp_path / "diary.txt"
    path.write_text("Dear diary")
    for place in (data_folder / "library.sqlite", path):
        assert attempt("read", place) in REFUSED
    assert attempt("list", tmp_path) in REFUSED
    assert attempt("list", Path.home()) in REFUSED


@files
@pytest.mark.parametrize("what", ["write", "append", "mkdir"])
def test_nothing_can_be_written(attempt, tmp_path, what):
    package = Path(sys.modules["diptych"].__file__).parent
    for folder in (tmp_path, Path("/tmp"), Path("/dev/shm"), package):
        assert attempt(what, folder / "new") in REFUSED
        assert not (folder / "new").exists()


@files
@pytest.mark.parametrize("what", ["write", "unlink", "rename"])
def test_what_is_there_stays_as_it_is(attempt, tmp_path, what):
    path = tmp_path / "kept.txt"
    path.write_text("kept")
    assert attempt(what, path) in REFUSED
    assert path.read_text() == "kept"


@calls
@pytest.mark.parametrize("what", ["socket", "unix", "pair"])
def test_no_socket_can_be_made(attempt, what):
    assert attempt(what) in REFUSED


@calls
def test_no_program_can_be_run(attempt):
    assert attempt("run") in REFUSED


@pytest.mark.parametrize("module", [TASKS, PAGE_TASKS])
def test_there_is_one_thread_when_the_worker_is_confined(module):
    code = (
        f"import os, {module} as tasks\n"
        "tasks.make_tasks(None)\n"
        "print(len(os.listdir('/proc/self/task')))"
    )
    assert run(code).strip() == "1"


def test_where_the_system_has_neither_the_worker_works_all_the_same(tmp_path):
    # A kernel without Landlock answers ENOSYS: the number of a call that there is not.
    code = (
        "import diptych.work.confine as c\n"
        "c._CREATE_RULESET = 9999\n"
        "c._MACHINES.clear()\n"
        "print(c.confine([]), open('/etc/passwd').read()[:0] == '')"
    )
    assert run(code).split() == ["False", "True"]


def test_it_ends_with_the_program(tmp_path):
    """A worker that computes would else go on for as long as it may."""
    code = (
        "import os, queue, time\n"
        "from diptych.formats.files import pieces\n"
        "from diptych.work.process import ProcessJobs\n"
        "calls = queue.SimpleQueue()\n"
        "jobs = ProcessJobs('support.worker_tasks', calls.put, pieces)\n"
        "ask = lambda task, **request: jobs.submit(task, request, done=got.append, failed=print)\n"
        "got = []\n"
        "ask('double', number=1)\n"
        "while not got: calls.get()()\n"
        "ask('spin', seconds=0)\n"
        "time.sleep(0.2)\n"
        "print(got[0]['pid'], flush=True)\n"
        "os._exit(0)"
    )
    pid = int(run(code))
    for _ in range(3_000):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        if Path(f"/proc/{pid}/stat").read_text().split(") ")[1][0] == "Z":
            return
        time.sleep(0.02)
    pytest.fail("the worker goes on")

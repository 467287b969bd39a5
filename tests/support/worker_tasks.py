"""Tasks for the tests of the worker process: one that answers, and each way to go wrong."""

import ctypes
import os
import signal
import socket
import stat
import sys
import time
from pathlib import Path

from diptych.model.errors import PasswordNeeded, UserError


def _double(request, progress):
    progress(0.5, "halfway")
    print("a library that chatters on standard output")
    return {"number": request["number"] * 2, "pid": os.getpid()}


def _refuse(request, _progress):
    raise UserError("The file is empty.", "Choose another one.", request["path"])


def _lock(request, _progress):
    if request["wanted"] == request.get("password", ""):
        return {}
    raise PasswordNeeded("It is locked.", "Give the password.", request["path"])


def _break(_request, _progress):
    raise ZeroDivisionError("a defect")


def _hang(_request, _progress):
    time.sleep(600)


def _die(_request, _progress):
    os._exit(3)


def _spin(request, progress):
    """Compute without end in native code, after some pages with a sign of life each."""
    for page in range(1, request.get("pages", 0) + 1):
        progress((page - 1) / 100, f"page {page} of 100")
        end = time.process_time() + request["seconds"]
        while time.process_time() < end:
            pass
        time.sleep(0.03)
    if request.get("ends"):
        return {"cpu": time.process_time()}
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    pow(3, 1 << 40)
    return {}


def _crash(_request, _progress):
    ctypes.string_at(0)


def _abort(_request, _progress):
    os.abort()


def _hoard(_request, _progress):
    kept = []
    while True:
        kept.append(bytearray(64 * 2**20))


def _babble(_request, _progress):
    # The answers go out on what was standard output at first, under another number.
    answers = next(number for number in range(3, 32) if _is_pipe(number))
    os.write(answers, b"This is no frame at all")
    time.sleep(600)


def _is_pipe(number):
    try:
        return stat.S_ISFIFO(os.fstat(number).st_mode)
    except OSError:
        return False


def _tell(_request, _progress):
    return {"blob": b"\x00\xff" * 1000, "half": "a \ud800 half"}


def _try(request, _progress):
    """Try what a worker must not do; say what came of it."""
    place = request.get("place", "")
    attempts = {
        "read": lambda: Path(place).read_bytes(),
        "list": lambda: list(Path(place).iterdir()),
        "write": lambda: Path(place).write_text("x"),
        "append": lambda: Path(place).open("a").close(),
        "mkdir": lambda: Path(place).mkdir(),
        "unlink": lambda: Path(place).unlink(),
        "rename": lambda: Path(place).rename(place + "-moved"),
        "socket": lambda: socket.socket().close(),
        "unix": lambda: socket.socket(socket.AF_UNIX).close(),
        "pair": socket.socketpair,
        "run": lambda: os.execv(sys.executable, [sys.executable, "-c", ""]),
    }
    try:
        return {"did": str(attempts[request["what"]]())}
    except OSError as error:
        return {"refused": type(error).__name__}


def make_tasks(fetch):
    def take(request, _progress):
        data = fetch(request.get("other") or request["path"])
        return {"size": len(data), "blob": data[:10] + data[-10:]}

    return {
        "double": _double,
        "refuse": _refuse,
        "lock": _lock,
        "break": _break,
        "hang": _hang,
        "die": _die,
        "spin": _spin,
        "crash": _crash,
        "abort": _abort,
        "hoard": _hoard,
        "babble": _babble,
        "tell": _tell,
        "try": _try,
        "take": take,
    }

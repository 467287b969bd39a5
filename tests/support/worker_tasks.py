"""Tasks for the tests of the worker process: one that answers, and each way to go wrong."""

import os
import time

from diptych.model.errors import UserError


def _double(request, progress):
    progress(0.5, "halfway")
    print("a library that chatters on standard output")
    return {"number": request["number"] * 2, "pid": os.getpid()}


def _refuse(request, _progress):
    raise UserError("The file is empty.", "Choose another one.", request["path"])


def _break(_request, _progress):
    raise ZeroDivisionError("a defect")


def _hang(_request, _progress):
    time.sleep(600)


def _die(_request, _progress):
    os._exit(3)


def make_tasks():
    return {"double": _double, "refuse": _refuse, "break": _break, "hang": _hang, "die": _die}

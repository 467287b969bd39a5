"""How long Diptych's start takes, as a ratio to two bare QTextBrowsers.

Usage: python tests/perf/start.py [-n ROUNDS] [--offscreen]

The real program starts on the two letters, with a data folder in which an earlier start, not
counted, left the findings. A start has settled when the CPU time of its processes has stood still
for half a second and none of them waits for a CPU; then it is ended. Both take turns, who is first
changes from round to round, and the ratios are of starts in the same round. Linux only.
"""

from __future__ import annotations

import argparse
import compileall
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
LETTERS = [str(ROOT / "seeds" / name) for name in ("letter-2018.txt", "letter-2021.txt")]
PROGRAMS = {
    "diptych": [sys.executable, "-m", "diptych"],
    "floor": [sys.executable, str(Path(__file__).with_name("two_browsers.py")), *LETTERS],
}
QUIET_SECONDS = 0.5
# A cursor blinks and a timer ticks in a settled program too.
QUIET_CPU = 0.005
TIMEOUT_SECONDS = 60.0


class Start(NamedTuple):
    """Seconds until settled: CPU of all processes (user and system), and wall."""

    cpu: float
    wall: float


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("-n", type=int, default=10, metavar="ROUNDS")
    parser.add_argument("--offscreen", action="store_true", help="without an X server")
    options = parser.parse_args()
    if not options.offscreen and not shutil.which("Xvfb"):
        parser.error("Xvfb is missing: install the package xvfb, or give --offscreen")
    compileall.compile_dir(ROOT / "desktop", quiet=1)
    with tempfile.TemporaryDirectory() as data, display(offscreen=options.offscreen) as settings:
        environment = {**os.environ, **settings, "DIPTYCH_DATA": data}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        for command in PROGRAMS.values():
            start(command, environment)
        rounds = []
        for number in range(options.n):
            order = list(PROGRAMS) if number % 2 else list(reversed(PROGRAMS))
            rounds.append({name: start(PROGRAMS[name], environment) for name in order})
    for figure in Start._fields:
        report(figure, [{name: getattr(one[name], figure) for name in one} for one in rounds])
    return 0


def report(figure: str, rounds: list[dict[str, float]]) -> None:
    """Print the median and the quartiles of the ratios of one figure."""
    ratios = [one["diptych"] / one["floor"] for one in rounds]
    low, middle, high = statistics.quantiles(ratios, n=4) if len(ratios) > 1 else ratios * 3
    seconds = {name: statistics.median(one[name] for one in rounds) for name in PROGRAMS}
    print(
        f"{figure:4} x {middle:.2f} (quartiles {low:.2f} to {high:.2f}, {len(rounds)} rounds; "
        f"medians {seconds['diptych']:.3f} s and {seconds['floor']:.3f} s)"
    )


def start(command: list[str], environment: dict[str, str]) -> Start:
    """Start a program, wait until it has settled, end it."""
    began = time.perf_counter()
    program = subprocess.Popen(command, env=environment, cwd=ROOT)
    cpu, settled = 0.0, began
    try:
        while time.perf_counter() - settled < QUIET_SECONDS or cpu < QUIET_CPU:
            time.sleep(0.005)
            if program.poll() is not None:
                raise SystemExit(f"{command} ended with status {program.returncode}")
            if time.perf_counter() - began > TIMEOUT_SECONDS:
                raise SystemExit(f"{command} did not settle")
            pids = tree(program.pid)
            now = sum(map(cpu_seconds, pids))
            # On a busy machine a program also stands still while it waits for its turn.
            if now - cpu > QUIET_CPU or any(map(is_waiting, pids)):
                cpu, settled = now, time.perf_counter()
        return Start(sum(cpu_seconds(pid) for pid in tree(program.pid)), settled - began)
    finally:
        program.send_signal(signal.SIGTERM)
        program.wait()


def cpu_seconds(pid: int) -> float:
    """Return the CPU time of a process, to the nanosecond, and of its children that ended."""
    try:
        # The kernel's number for the clock of another process: see clock_getcpuclockid(3).
        own = time.clock_gettime((~pid << 3) | 2)
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    except OSError:  # it ended while we looked
        return 0.0
    return own + (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")


def is_waiting(pid: int) -> bool:
    """Whether a process waits for a CPU or for a disk."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0] in "RD"
    except OSError:  # it ended while we looked
        return False


def tree(root: int) -> list[int]:
    """Return the ids of a process and its descendants."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(") ")[2].split()[1])
        except OSError:  # it ended while we looked
            continue
    found = [root]
    for pid in found:
        found += [child for child, parent in parents.items() if parent == pid]
    return found


@contextmanager
def display(*, offscreen: bool) -> Iterator[dict[str, str]]:
    """Give the variables of a display that nothing else uses."""
    if offscreen:
        yield {"QT_QPA_PLATFORM": "offscreen"}
        return
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1600x1000x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as answer:
        number = answer.readline().strip()
    try:
        yield {"DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    sys.exit(main())

"""Makes the project's own environment in `.venv`, once, and the system libraries that Qt needs.

Shared by run.py and test.py. Only the standard library; nothing here is part of the program.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "diptych-setup.json"

# What Qt's window and its displays load on Linux, and the Debian package that holds it.
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}

# Runs in the environment: argv is {"files": below PySide6/Qt, "libraries": sonames}. Prints what
# does not load, or nothing when all files do.
PROBE = """
import ctypes, importlib.util, json, pathlib, sys
asked = json.loads(sys.argv[1])
qt = pathlib.Path(importlib.util.find_spec("PySide6").origin).parent / "Qt"
def error(name):
    try:
        ctypes.CDLL(str(name))
    except OSError as problem:
        return str(problem)
problems = [text for file in asked["files"] if (text := error(qt / file))]
missing = [name for name in asked["libraries"] if error(name)] if problems else []
print(json.dumps({"problems": problems, "missing": missing}))
"""


@dataclass(frozen=True)
class Stamp:
    """What `.venv` was made of.

    Args:
        made_for: the Python and the place; an environment can be moved to no other.
        project: the hash of pyproject.toml.
        extras: those that are installed, in order.
    """

    made_for: str
    project: str
    extras: tuple[str, ...]


class SetupError(Exception):
    """The environment could not be made; the text says why and what to do."""


def python() -> Path:
    """Return the environment's Python."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def environment() -> dict[str, str]:
    """Return our variables less those that mislead a child in the environment."""
    drop = {"PYTHONHOME", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE"}
    return {name: value for name, value in os.environ.items() if name not in drop}


def ensure_environment(extras: set[str]) -> None:
    """Make `.venv`, or bring it up to date; does nothing when nothing changed.

    The stamp is written last and removed first, so an environment without it was left half-made
    and is made anew.

    Raises:
        SetupError: it could not be made.
    """
    started = time.monotonic()
    old, wanted = _read_stamp(), _wanted_stamp(extras)
    usable = old is not None and old.made_for == wanted.made_for and python().exists()
    if old and usable:
        wanted = replace(wanted, extras=tuple(sorted(extras | set(old.extras))))
        if old == wanted:
            return
        STAMP.unlink()
    else:
        _make_venv()
    try:
        _install(wanted.extras)
    except SetupError:
        if old and usable:  # pip fails before it changes anything: the old state still works
            STAMP.write_text(json.dumps(asdict(old)), encoding="utf-8")
        raise
    STAMP.write_text(json.dumps(asdict(wanted)), encoding="utf-8")
    _say(f"done in {time.monotonic() - started:.0f} s")


def ensure_qt(platform: str) -> None:
    """See that Qt's window and a display plugin load; install what they lack on Linux.

    Args:
        platform: the name of the Qt platform plugin ("xcb", "wayland", "offscreen").

    Raises:
        SetupError: libraries are missing and could not be installed.
    """
    if not sys.platform.startswith("linux"):
        return
    for attempt in ("first", "after installing"):
        problems, missing = _probe(platform)
        if not problems:
            return
        packages = sorted({QT_LIBRARIES[name] for name in missing})
        if not packages or attempt != "first":
            raise SetupError(f"Qt does not load on this system: {'; '.join(problems)}.")
        install_packages(packages, f"Qt needs {', '.join(missing)}")


def install_packages(packages: list[str], why: str) -> None:
    """Install Debian packages where that is allowed.

    Raises:
        SetupError: it is not, or it failed; the text holds the one line to type.
    """
    line = f"apt-get install -y {' '.join(packages)}"
    if not can_install():
        if shutil.which("apt-get"):
            raise SetupError(f"{why}. Type this, then start again:\n\n    sudo {line}\n")
        raise SetupError(
            f"{why}. Install what holds this (on Debian: {' '.join(packages)}), then start again."
        )
    _say(f"installing {' '.join(packages)} with apt-get …")
    settings = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    # A failed update matters only if the install fails too, which then says why.
    subprocess.run(["apt-get", "update", "-qq"], env=settings, check=False, capture_output=True)
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    done = subprocess.run(command, env=settings, check=False, capture_output=True, text=True)
    if done.returncode:
        raise SetupError(f"{why}, and this failed:\n\n    {line}\n\n{done.stderr.strip()}")


def can_install() -> bool:
    """Whether Debian packages may be installed without asking."""
    return shutil.which("apt-get") is not None and hasattr(os, "geteuid") and os.geteuid() == 0


def _say(text: str) -> None:
    print(f"Setting up (once): {text}", file=sys.stderr, flush=True)


def _wanted_stamp(extras: set[str]) -> Stamp:
    return Stamp(
        made_for=f"Python {sys.version_info[0]}.{sys.version_info[1]} in {ROOT}",
        project=hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest(),
        extras=tuple(sorted(extras)),
    )


def _read_stamp() -> Stamp | None:
    try:
        found = json.loads(STAMP.read_text(encoding="utf-8"))
        return Stamp(found["made_for"], found["project"], tuple(found["extras"]))
    except (OSError, ValueError, KeyError, TypeError):  # none, or cut off
        return None


def _make_venv() -> None:
    if importlib.util.find_spec("ensurepip") is None:
        package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        install_packages([package], "This Python cannot make environments")
    if VENV.exists():
        _say("removing an environment that is half-made or belongs to another Python …")
        shutil.rmtree(VENV)
    _say(f"making .venv with Python {sys.version.split()[0]} …")
    done = subprocess.run(
        [sys.executable, "-m", "venv", str(VENV)], check=False, capture_output=True, text=True
    )
    if done.returncode:
        raise SetupError(f".venv could not be made: {(done.stdout + done.stderr).strip()}")


def _install(extras: tuple[str, ...]) -> None:
    target = f"{ROOT}[{','.join(extras)}]" if extras else str(ROOT)
    _say("installing Diptych and what it needs; the first time this takes a minute or two …")
    command = [str(python()), "-m", "pip", "install", "--disable-pip-version-check"]
    command += ["--progress-bar", "off", "--editable", target]
    said = []
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as pip:
        for line in pip.stdout or ():
            said.append(line)
            if line.startswith("Collecting "):
                _say(f"  {line.split()[1]}")
            elif line.startswith("Installing collected packages"):
                _say("  writing the files …")
    if pip.returncode:
        errors = [line for line in said if line.startswith("ERROR:")] or said[-12:]
        raise SetupError(
            "Diptych's packages could not be installed; this needs a connection to the package "
            f"index. pip said:\n\n{''.join(errors)}"
        )
    _say("compiling …")
    # Failures here cost a slower first start at most.
    subprocess.run(
        [str(python()), "-m", "compileall", "-q", str(ROOT / "desktop"), str(VENV)],
        env=environment(),
        check=False,
        capture_output=True,
    )


def _probe(platform: str) -> tuple[list[str], list[str]]:
    """Return what went wrong when loading Qt, and which known libraries are missing."""
    files = ["lib/libQt6Widgets.so.6", f"plugins/platforms/libq{platform}.so"]
    asked = json.dumps({"files": files, "libraries": list(QT_LIBRARIES)})
    done = subprocess.run(
        [str(python()), "-c", PROBE, asked],
        env=environment(),
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise SetupError(f"The environment in .venv does not work: {done.stderr.strip()}")
    answer = json.loads(done.stdout)
    return answer["problems"], answer["missing"]

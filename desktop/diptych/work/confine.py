"""What a worker may touch, on Linux: it reads the program's own files and nothing else.

Two means of the kernel that need no privilege and no package. Landlock (Linux 5.13, more of it
later): no file is written, made, removed or run, none is read but those of the program and its
libraries, no TCP connection, no signal to others. A filter of system calls: no socket of any kind,
no other program, no look into another process. Both hold until the process ends.

https://docs.kernel.org/userspace-api/landlock.html and .../seccomp_filter.html
"""

from __future__ import annotations

import ctypes
import errno
import os
import signal
import struct
import sys
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

_SET_DEATH_SIGNAL, _SET_SECCOMP, _SET_NO_NEW_PRIVILEGES = 1, 22, 38
_FILTER = 2

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_ASK_VERSION = 1
_PATH_BENEATH = 1
_WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 1, 1 << 2, 1 << 3
_TRUNCATE = 1 << 14

# What Python and its libraries read besides their own files.
_SYSTEM_FILES = (
    "/usr/lib",
    "/usr/lib32",
    "/usr/lib64",
    "/usr/local/lib",
    "/lib",
    "/lib64",
    "/usr/share/tessdata",
    "/usr/share/tesseract",
    "/usr/share/tesseract-ocr",
    "/usr/local/share/tessdata",
    "/usr/share/zoneinfo",
    "/etc/ld.so.cache",
    "/etc/ld.so.conf",
    "/etc/ld.so.conf.d",
    "/etc/ld.so.preload",
    "/etc/localtime",
    "/nix/store",
    "/proc/cpuinfo",
    "/proc/meminfo",
    "/proc/self",
    # onnxruntime looks for graphics cards there, and complains aloud where it may not.
    "/sys/bus/pci/devices",
    "/sys/devices",
    "/dev/urandom",
    "/dev/zero",
)


class _Machine(NamedTuple):
    """A kind of processor: its number for filters, and those of the refused system calls."""

    audit: int
    calls: tuple[int, ...]


# socket, socketpair, bind, connect, execve, execveat, ptrace, process_vm_readv, process_vm_writev,
# io_uring_setup (it makes sockets past any filter), pidfd_getfd.
_MACHINES = {
    "x86_64": _Machine(0xC000003E, (41, 53, 49, 42, 59, 322, 101, 310, 311, 425, 438)),
    "aarch64": _Machine(0xC00000B7, (198, 199, 200, 203, 221, 281, 117, 270, 271, 425, 438)),
}
_ALLOW = 0x7FFF0000
_REFUSE = 0x00050000 | errno.EPERM
# The numbers of a second way to call the kernel on x86_64.
_X32 = 0x40000000
_LOAD, _IF_EQUAL, _IF_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06


def confine(readable: Iterable[str]) -> bool:
    """Give up what a worker does not need, for as long as this process lives.

    Must be called while there is one thread: others keep what they may.

    Args:
        readable: files and folders that may be read besides those of Python.

    Returns:
        Whether files are out of reach; the rest is done as far as the system can.
    """
    if not sys.platform.startswith("linux"):
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    _prctl(libc, _SET_DEATH_SIGNAL, signal.SIGKILL)
    if not _prctl(libc, _SET_NO_NEW_PRIVILEGES, 1):
        return False
    prefixes = (sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix)
    confined = _close_files(libc, [*_SYSTEM_FILES, *_own_folders(prefixes), *sys.path, *readable])
    _refuse_calls(libc)
    return confined


def _own_folders(prefixes: Iterable[str]) -> list[str]:
    """Return the folders of Python's installations; of the whole system only those of programs."""
    folders = []
    for prefix in prefixes:
        shared = prefix in ("/", "/usr", "/usr/local")
        folders += [f"{prefix}/lib", f"{prefix}/lib64"] if shared else [prefix]
    return folders


def _prctl(libc: ctypes.CDLL, option: int, *values: int) -> bool:
    arguments = [ctypes.c_ulong(value) for value in (*values, 0, 0, 0, 0)[:4]]
    return int(libc.prctl(option, *arguments)) == 0


def _close_files(libc: ctypes.CDLL, readable: Iterable[str]) -> bool:
    call = libc.syscall
    call.restype = ctypes.c_long
    version = call(_CREATE_RULESET, None, ctypes.c_size_t(0), _ASK_VERSION)
    if version < 1:
        return False
    # Each version knows more kinds of access: moving, cutting, devices; then TCP; then scopes.
    files = (1 << (13 + (version >= 2) + (version >= 3) + (version >= 5))) - 1
    fields = [files]
    if version >= 4:
        fields.append(0b11)
    if version >= 6:
        fields.append(0b11)
    attributes = struct.pack(f"={len(fields)}Q", *fields)
    ruleset = call(_CREATE_RULESET, attributes, ctypes.c_size_t(len(attributes)), 0)
    if ruleset < 0:
        return False
    try:
        for path in readable:
            _allow(libc, ruleset, path, _READ_FILE | _READ_DIR)
        _allow(libc, ruleset, os.devnull, (_READ_FILE | _WRITE_FILE | _TRUNCATE) & files)
        return bool(call(_RESTRICT_SELF, ctypes.c_int(ruleset), 0) == 0)
    finally:
        os.close(ruleset)


def _allow(libc: ctypes.CDLL, ruleset: int, path: str, access: int) -> None:
    """Allow a kind of access to a file or beneath a folder; what is missing needs no leave."""
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)  # type: ignore[attr-defined,unused-ignore]
    except (OSError, ValueError):
        return
    try:
        if not os.path.isdir(path):  # noqa: PTH112 - names may be bytes that are no text
            access &= ~_READ_DIR
        rule = struct.pack("=Qi", access, place)
        libc.syscall(_ADD_RULE, ctypes.c_int(ruleset), _PATH_BENEATH, rule, 0)
    finally:
        os.close(place)


def _refuse_calls(libc: ctypes.CDLL) -> None:
    """Have the kernel answer EPERM to the system calls that a worker has no use for."""
    machine = _MACHINES.get(os.uname().machine)
    if machine is None or sys.maxsize < 2**32:
        return
    count = len(machine.calls)
    program = [
        (_LOAD, 0, 0, 4),
        (_IF_EQUAL, 1, 0, machine.audit),
        (_RETURN, 0, 0, _REFUSE),
        (_LOAD, 0, 0, 0),
        (_IF_AT_LEAST, count + 1, 0, _X32),
        *((_IF_EQUAL, count - place, 0, call) for place, call in enumerate(machine.calls)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    ]
    code = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in program))
    whole = ctypes.create_string_buffer(struct.pack("@HP", len(program), ctypes.addressof(code)))
    _prctl(libc, _SET_SECCOMP, _FILTER, ctypes.addressof(whole))

"""The one error that a reader may see. Everything else that is raised is a defect of ours."""

from __future__ import annotations


class UserError(Exception):
    """Something in the world is not as it should be: a file, a disk, an input.

    Args:
        sentence: one plain sentence that names the thing concerned.
        next_step: one plain sentence that says what the reader can try.
        path: the file concerned, where there is one.
    """

    def __init__(self, sentence: str, next_step: str = "", path: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.next_step = next_step
        self.path = path

    def __str__(self) -> str:
        return f"{self.sentence} {self.next_step}".strip()


class PasswordNeeded(UserError):  # noqa: N818 - what is asked for, not what went wrong
    """The file opens with a password only; none was given, or not the right one."""


class Stopped(UserError):  # noqa: N818 - what happened to the worker
    """The worker was stopped at a limit, or died, before it had finished.

    Args:
        pages_read: how many pages of the file it had read by then; 0 where that is not known.
    """

    def __init__(
        self, sentence: str, next_step: str = "", path: str = "", pages_read: int = 0
    ) -> None:
        super().__init__(sentence, next_step, path)
        self.pages_read = pages_read


class Cancelled(Exception):  # noqa: N818 - it is no error: the reader asked for it
    """The work was called off before it was done."""

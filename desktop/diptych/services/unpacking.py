"""A document is made from the bytes of a worker or the cache, beside a window that goes on."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from diptych.model.wire import document_from_plain

if TYPE_CHECKING:
    from diptych.model.document import Document
    from diptych.work.port import Plain

# Bytes of a document in whose making the collector of garbage is not felt.
_SHORT = 2**20


class LeftOut:
    """How often everything was left out; how much that is takes Python as long as to collect it."""

    times = 0


def unpacked(plain: Plain) -> Document:
    """Return the document of an answer to "read"; may be called on any thread.

    A book of 5,000 pages has some 250,000 objects. To walk over them takes the collector a quarter
    of a second, in which nothing else runs, again and again. They hold each other in no circle and
    go when nobody needs them, so it is told to leave them alone, and what else is there just now.
    """
    if len(plain["blob"]) < _SHORT:
        return document_from_plain(plain)
    was_on = gc.isenabled()
    gc.disable()
    try:
        document = document_from_plain(plain)
        leave_out()
    finally:
        if was_on:
            gc.enable()
    return document


def leave_out() -> None:
    """Have the collector of garbage leave alone whatever is there now."""
    gc.freeze()
    LeftOut.times += 1

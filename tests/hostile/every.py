"""All hostile files, in the order in which they are opened."""

from hostile import (  # noqa: F401 - each fills the list
    books,
    marked,
    office,
    pdf_content,
    pdf_structure,
    places,
    texts,
)
from hostile.case import CASES, Case

assert len({case.name for case in CASES}) == len(CASES), "two files have one name"

__all__ = ["CASES", "Case"]

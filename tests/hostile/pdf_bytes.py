"""PDF written by hand: objects, cross-references, a trailer, and whatever is wrong in them."""

from __future__ import annotations

from hostile.case import WORDS

FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """Return a stream object."""
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(data), data)


def show(words: str = WORDS, at: tuple[int, int] = (72, 700), size: int = 12) -> bytes:
    """Return the content of a page that shows words in one line."""
    return b"BT /F %d Tf %d %d Td (%s) Tj ET" % (size, *at, words.encode("latin-1"))


def pdf(
    objects: dict[int, bytes],
    trailer: bytes = b"/Root 1 0 R",
    *,
    head: bytes = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
) -> bytes:
    """Return a file of numbered objects with a right cross-reference table."""
    body, places = bytearray(head), {}
    for number, content in objects.items():
        places[number] = len(body)
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start, count = len(body), max(objects) + 1
    rows = (
        b"%010d 00000 n \n" % places[at] if at in places else b"0000000000 65535 f \n"
        for at in range(count)
    )
    body += b"xref\n0 %d\n" % count + b"".join(rows)
    body += b"trailer\n<</Size %d%s>>\nstartxref\n%d\n%%%%EOF\n" % (count, trailer, start)
    return bytes(body)


def pages(
    *contents: bytes,
    page: bytes = b"",
    box: bytes = b"[0 0 612 792]",
    catalogue: bytes = b"",
    resources: bytes = b"",
    more: dict[int, bytes] | None = None,
) -> dict[int, bytes]:
    """Return the objects of a document: 1 catalogue, 2 pages, 3 font, then a page and its content.

    Args:
        contents: what each page draws.
        page, catalogue, resources: further entries of those dictionaries.
        box: the media box.
        more: further objects, or others in place of these.
    """
    objects = {3: FONT}
    kids = []
    for index, content in enumerate(contents or (show(),)):
        number = 10 + 2 * index
        kids.append(b"%d 0 R" % number)
        objects[number] = (
            b"<</Type/Page/Parent 2 0 R/MediaBox%s/Resources<</Font<</F 3 0 R>>%s>>"
            b"/Contents %d 0 R%s>>" % (box, resources, number + 1, page)
        )
        objects[number + 1] = content if content.startswith(b"<<") else stream(content)
    objects[1] = b"<</Type/Catalog/Pages 2 0 R%s>>" % catalogue
    objects[2] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(kids))
    return dict(sorted((objects | (more or {})).items()))


def document(*contents: bytes, trailer: bytes = b"", **parts: object) -> bytes:
    """Return a whole file; see `pages`."""
    return pdf(pages(*contents, **parts), b"/Root 1 0 R" + trailer)  # type: ignore[arg-type]

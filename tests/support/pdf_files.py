"""Files with pages for tests: the samples that other programs made, and small ones made here."""

from __future__ import annotations

from pathlib import Path

import pymupdf

SAMPLES = Path(__file__).parents[1] / "data" / "formats"
# Password of the two locked samples.
PASSWORDS = {"harbour-qpdf-aes256.pdf": "contraseña", "harbour-qpdf-rc4.pdf": "pass word"}


def sample(name: str) -> bytes:
    """Return the bytes of a sample."""
    return (SAMPLES / name).read_bytes()


def book(*pages: list[tuple[float, float, str, float]]) -> bytes:
    """Return a PDF of texts: left edge and baseline in points, words, size."""
    document = pymupdf.open()
    for texts in pages:
        page = document.new_page(width=400, height=600)
        for x, y, words, size in texts:
            page.insert_text((x, y), words, fontsize=size, fontname="tiro")
    return document.tobytes()


def raw(objects: dict[int, bytes], trailer: bytes = b"<< /Root 1 0 R >>") -> bytes:
    """Return a PDF of the given objects, as a hostile hand might write it."""
    data = bytearray(b"%PDF-1.7\n")
    places = {}
    for number, content in objects.items():
        places[number] = len(data)
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(data)
    data += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in sorted(places.items()):
        data += b"%d 1\n%010d 00000 n \n" % (number, place)
    return bytes(data + b"trailer\n%s\nstartxref\n%d\n%%%%EOF" % (trailer, start))


def one_page(box: bytes = b"[0 0 400 600]", content: bytes = b"", extra: bytes = b"") -> bytes:
    """Return a PDF of one page with a box, a content stream and extra entries of the page."""
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox %s /Contents 4 0 R %s" % (box, extra)
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>"
    page += b" /Resources << /Font << /F %s >> >> >>" % font
    return raw(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: page,
            4: b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        }
    )

"""PDF files whose text is missing, false, hidden, endless or behind a password."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from hostile.case import WORDS, either, opens, refused
from hostile.pdf_bytes import FONT, document, pdf, show, stream

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# The longest that can be set, beyond Latin-1, blank, and with a line end.
PASSWORDS = {
    "ascii": "secret",
    "long": "x" * 40,
    "russian": "пароль",
    "blank": " ",
    "emoji": "🔑\n",
}


def _encrypt(password: str, owner: str = "owner") -> Callable[[Path], None]:
    def write(path: Path) -> None:
        import pymupdf

        with pymupdf.open("pdf", document()) as file:
            method = pymupdf.PDF_ENCRYPT_AES_256
            file.save(path, encryption=method, user_pw=password, owner_pw=owner)

    return write


for _name, _password in PASSWORDS.items():
    refused(f"password-{_name}.pdf", "password", quick=_name in ("ascii", "emoji"))(
        _encrypt(_password)
    )
opens("password-of-the-owner-only.pdf")(_encrypt(""))


@refused("rights-managed.pdf", "rights service", quick=True)
def protected_by_a_rights_server(path: Path) -> None:
    lock = b"/Encrypt<</Filter/EBX_HANDLER/V 4/R 3/Length 128/ADEPT_LICENSE(eNqr)>>/ID[(a)(a)]"
    path.write_bytes(document(trailer=lock))


@either("encryption-broken.pdf")
def encryption_that_makes_no_sense(path: Path) -> None:
    lock = b"/Encrypt<</Filter/Standard/V 5/R 6/O(short)/U(short)/P -1/Length 999999>>/ID[()()]"
    path.write_bytes(document(trailer=lock))


@either("scan.pdf", quick=True)
def scan_without_text(path: Path) -> None:
    pixels = zlib.compress(bytes(range(256)) * 40)
    image = b"/Subtype/Image/Width 80/Height 128/BitsPerComponent 8/ColorSpace/DeviceGray"
    more = {50: stream(pixels, image + b"/Filter/FlateDecode")}
    place = b"q 612 0 0 792 0 0 cm /I Do Q"
    path.write_bytes(document(place, place, resources=b"/XObject<</I 50 0 R>>", more=more))


@either("image-bomb.pdf")
def image_of_ten_thousand_million_pixels(path: Path) -> None:
    image = (
        b"/Subtype/Image/Width 100000/Height 100000/BitsPerComponent 8/ColorSpace/DeviceRGB"
        b"/Filter/FlateDecode"
    )
    more = {50: stream(zlib.compress(bytes(1 << 20)), image)}
    place = b"q 612 0 0 792 0 0 cm /I Do Q"
    path.write_bytes(document(place, resources=b"/XObject<</I 50 0 R>>", more=more))


@either("letters-as-curves.pdf")
def letters_drawn_as_curves(path: Path) -> None:
    glyph = b"%d 700 m %d 712 l %d 700 l h f "
    path.write_bytes(document(b"".join(glyph % (x, x + 3, x + 6) for x in range(72, 540, 8))))


def _mapped(path: Path, targets: bytes) -> None:
    """Write words whose 256 codes stand for other letters than they look like."""
    cmap = (
        b"/CIDInit/ProcSet findresource begin 12 dict begin begincmap /CMapName/X def\n"
        b"1 begincodespacerange<00><ff>endcodespacerange\n%s\nendcmap end end" % targets
    )
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 50 0 R>>"
    path.write_bytes(document(show(), more={3: font, 50: stream(cmap)}))


@either("text-of-replacement-characters.pdf")
def all_letters_unknown(path: Path) -> None:
    rows = b"".join(b"<%02x><fffd>" % code for code in range(256))
    _mapped(path, b"256 beginbfchar%sendbfchar" % rows)


@either("text-of-private-characters.pdf", quick=True)
def all_letters_private(path: Path) -> None:
    _mapped(path, b"1 beginbfrange<00><ff><e000>endbfrange")


@either("text-shifted.pdf")
def all_letters_shifted_by_three(path: Path) -> None:
    _mapped(path, b"1 beginbfrange<20><fc><0023>endbfrange")


@either("text-map-bomb.pdf")
def one_letter_stands_for_ten_thousand(path: Path) -> None:
    rows = b"".join(b"<%02x><%s>" % (code, b"0041" * 10_000) for code in range(256))
    _mapped(path, b"256 beginbfchar%sendbfchar" % rows)


@either("text-map-circle.pdf")
def text_map_that_uses_itself(path: Path) -> None:
    font = (
        b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding 50 0 R/ToUnicode 50 0 R"
        b"/DescendantFonts[3 0 R]>>"
    )
    more = {3: font, 50: stream(b"/X usecmap", b"/Type/CMap/CMapName/X/UseCMap 50 0 R")}
    path.write_bytes(document(more=more))


@opens("word-of-a-million-letters.pdf", "aaaaaaaa")
def word_of_a_million_letters(path: Path) -> None:
    path.write_bytes(document(show("a" * 1_000_000)))


@either("letters-on-one-place.pdf")
def three_hundred_thousand_letters_on_one_place(path: Path) -> None:
    one = b"1 0 0 1 72 700 Tm (x) Tj "
    path.write_bytes(document(b"BT /F 12 Tf " + one * 300_000 + b"ET"))


@opens("words-twice.pdf")
def bold_by_drawing_twice(path: Path) -> None:
    path.write_bytes(document(show() + b" " + show().replace(b"72 700", b"73 700")))


@either("text-of-size-zero.pdf")
def letters_of_no_size_and_of_all_sizes(path: Path) -> None:
    sizes = (b"0", b"-12", b"1000000", b"1e-30", b"1e38")
    shown = b"".join(
        b"BT /F %s Tf 72 %d Td (%s) Tj ET " % (size, 700 - 50 * at, WORDS.encode())
        for at, size in enumerate(sizes)
    )
    path.write_bytes(document(shown + b"0 0 0 0 0 0 cm " + show()))


@either("text-beside-the-page.pdf")
def text_beside_the_page(path: Path) -> None:
    path.write_bytes(document(show(at=(-90_000, 90_000))))


@opens("inline-image-without-end.pdf")
def image_in_the_text_without_end(path: Path) -> None:
    path.write_bytes(document(show() + b" BI /W 9 /H 9 /BPC 8 /CS /G ID " + bytes(4_000)))


@either("font-draws-itself.pdf")
def font_whose_letters_use_the_font(path: Path) -> None:
    font = (
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[1 0 0 1 0 0]"
        b"/CharProcs<</a 50 0 R>>/Encoding<</Differences[84/a]>>/FirstChar 84/LastChar 84"
        b"/Widths[9]/Resources<</Font<</F 3 0 R>>>>>>"
    )
    more = {3: font, 50: stream(b"9 0 d0 BT /F 1 Tf (T) Tj ET")}
    path.write_bytes(document(show("T"), more=more))


@either("portfolio.pdf", quick=True)
def portfolio_of_other_files(path: Path) -> None:
    inner = document()
    catalogue = (
        b"/Collection<</View/D>>/Names<</EmbeddedFiles<</Names[(../../letter.pdf) 50 0 R]>>>>"
    )
    more = {
        50: b"<</Type/Filespec/F(../../letter.pdf)/EF<</F 51 0 R>>>>",
        51: stream(inner, b"/Type/EmbeddedFile"),
    }
    cover = show("For the best experience, open this PDF portfolio in Acrobat.")
    path.write_bytes(document(cover, catalogue=catalogue, more=more))


@either("xfa-form.pdf")
def form_that_only_acrobat_shows(path: Path) -> None:
    template = b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'><template><draw><text>%s</text></draw></template></xdp:xdp>"
    more = {50: stream(template % WORDS.encode())}
    catalogue = b"/NeedsRendering true/AcroForm<</XFA[(template) 50 0 R]/Fields[]>>"
    wait = show("Please wait... If this message is not eventually replaced, upgrade your viewer.")
    path.write_bytes(document(wait, catalogue=catalogue, more=more))


@opens("starts-programs.pdf")
def runs_what_it_names(path: Path) -> None:
    action = b"/OpenAction<</S/Launch/F(/bin/sh)>>/AA<</WC<</S/JavaScript/JS(while(1);)>>>>"
    path.write_bytes(document(catalogue=action))


@opens("outline-circle.pdf")
def outline_in_a_circle(path: Path) -> None:
    more = {
        50: b"<</First 51 0 R/Last 51 0 R/Count 9>>",
        51: b"<</Title(A)/Parent 50 0 R/Next 51 0 R/Prev 51 0 R/First 51 0 R/Dest[10 0 R/Fit]>>",
    }
    path.write_bytes(document(catalogue=b"/Outlines 50 0 R", more=more))


@opens("outline-30000-deep.pdf")
def outline_thirty_thousand_deep(path: Path) -> None:
    more = {50: b"<</First 51 0 R/Last 51 0 R>>"}
    for at in range(51, 30_051):
        child = b"/First %d 0 R/Last %d 0 R" % (at + 1, at + 1) if at < 30_050 else b""
        more[at] = b"<</Title(A)/Parent %d 0 R%s/Dest[10 0 R/Fit]>>" % (at - 1, child)
    path.write_bytes(document(catalogue=b"/Outlines 50 0 R", more=more))


@opens("outline-to-nowhere.pdf")
def outline_that_leads_nowhere(path: Path) -> None:
    more = {50: b"<</First 51 0 R/Last 55 0 R>>"}
    targets = (b"[99999 0 R/Fit]", b"[-5/XYZ null null 1e38]", b"(no such name)", b"7", b"[]")
    for at, target in enumerate(targets, start=51):
        following = b"/Next %d 0 R" % (at + 1) if at < 55 else b""
        title = b"\\000\\377" if at % 2 else b"T" * 100_000
        more[at] = b"<</Title(%s)/Parent 50 0 R%s/Dest %s>>" % (title, following, target)
    path.write_bytes(document(catalogue=b"/Outlines 50 0 R", more=more))


@opens("page-label-of-a-million-letters.pdf", quick=True)
def roman_numeral_of_two_million_letters(path: Path) -> None:
    labels = b"/PageLabels<</Nums[0<</S/r/St 2000000000>>]>>"
    path.write_bytes(document(catalogue=labels))


@either("alphabetic-page-labels.pdf")
def alphabetic_labels_of_eighty_million_letters(path: Path) -> None:
    labels = b"/PageLabels<</Nums[0<</S/A/St 2000000000/P(%s)>>]>>" % (b"p" * 100_000)
    path.write_bytes(document(catalogue=labels))


@opens("50000-annotations.pdf")
def fifty_thousand_annotations(path: Path) -> None:
    note = (
        b"<</Subtype/Highlight/Rect[72 690 300 715]/Popup 50 0 R/Contents(x)"
        b"/QuadPoints[72 715 300 715 72 690 300 690]>>"
    )
    more = {50: b"<</Subtype/Popup/Parent 50 0 R/Rect[0 0 9 9]>>"}
    path.write_bytes(document(page=b"/Annots[%s 50 0 R]" % (note * 50_000), more=more))


@opens("title-of-a-million-letters.pdf")
def title_of_a_million_letters(path: Path) -> None:
    facts = b"<</Title(%s)/Author(\\376\\377\\330\\000)/CreationDate(D:99999999999999Z)>>"
    more = {50: facts % (b"T" * 1_000_000)}
    path.write_bytes(document(more=more, trailer=b"/Info 50 0 R"))


@either("hidden-layer.pdf")
def layer_that_is_switched_off(path: Path) -> None:
    off = b"/OCProperties<</OCGs[50 0 R]/D<</OFF[50 0 R]>>>>"
    content = b"/OC /L BDC " + show("This was redacted.") + b" EMC " + show(at=(72, 650))
    more = {50: b"<</Type/OCG/Name(Draft)>>"}
    path.write_bytes(
        document(content, catalogue=off, resources=b"/Properties<</L 50 0 R>>", more=more)
    )


@opens("million-lines-drawn.pdf")
def map_of_a_million_lines(path: Path) -> None:
    path.write_bytes(document(show() + b" " + b"1 1 m 600 700 l S " * 1_000_000))


@opens("empty-page-among-pages.pdf")
def pages_without_content(path: Path) -> None:
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Count 2/Kids[4 0 R 5 0 R]/MediaBox[0 0 612 792]>>",
        3: FONT,
        4: b"<</Type/Page/Parent 2 0 R>>",
        5: b"<</Type/Page/Parent 2 0 R/Contents 6 0 R/Resources<</Font<</F 3 0 R>>>>>>",
        6: stream(show()),
    }
    path.write_bytes(pdf(objects))

"""Web pages, Markdown and the formats that programs save pages and mails in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hostile.case import WORDS, either, opens, refused
from hostile.packages import LAUGHS

if TYPE_CHECKING:
    from pathlib import Path

P = f"<p>{WORDS}</p>"


def _page(path: Path, body: str, head: str = "<meta charset=utf-8>") -> None:
    path.write_text(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>")


@opens("50000-tags-deep.html")
def page_fifty_thousand_tags_deep(path: Path) -> None:
    _page(path, "<div>" * 50_000 + P + "</div>" * 50_000)


@opens("50000-bold.html")
def page_with_unclosed_bold(path: Path) -> None:
    _page(path, P + "<b><i>x" * 50_000)


@opens("tables-deep.html")
def page_with_tables_in_tables(path: Path) -> None:
    _page(path, P + "<table><tr><td>" * 10_000 + "x")


@opens("million-cells.html")
def page_with_a_million_cells(path: Path) -> None:
    _page(path, P + "<table>" + ("<tr>" + "<td>1" * 100) * 5_000)


@opens("colspan.html")
def page_with_cells_over_a_thousand_million_columns(path: Path) -> None:
    _page(path, P + "<table><tr><td colspan=1000000000 rowspan=1000000000>x</table>")


@opens("attribute-of-20-megabytes.html")
def page_with_an_embedded_picture(path: Path) -> None:
    _page(
        path, f"{P}<img src='data:image/png;base64,{'A' * 20_000_000}'><!--{'-' * 5_000_000}-->{P}"
    )


@opens("script-of-20-megabytes.html")
def page_that_is_mostly_script(path: Path) -> None:
    _page(path, f"<script>{'var a=1<2;' * 2_000_000}</script>{P}")


@either("script-only.html")
def page_that_is_made_by_its_script(path: Path) -> None:
    _page(path, "<div id=root></div><script src=app.js></script>")


@opens("word-of-a-million-letters.html", "aaaaaaaa")
def page_of_one_long_word(path: Path) -> None:
    _page(path, f"<p>{'a' * 1_000_000}</p>")


@opens("line-of-5-megabytes.html", "word word")
def page_with_one_long_preformatted_line(path: Path) -> None:
    _page(path, f"<pre>{'word ' * 1_000_000}</pre>")


@opens("encoding-lies.html", "Señor", quick=True)
def page_that_lies_about_its_encoding(path: Path) -> None:
    text = f"<html><head><meta charset=utf-16></head><body><p>Señor. {WORDS}</p></body></html>"
    path.write_bytes(text.encode())


@opens("utf-16.html")
def page_in_utf_16_without_mark(path: Path) -> None:
    path.write_bytes(f"<!DOCTYPE html><html><body>{P}</body></html>".encode("utf-16-le"))


@opens("entities.xhtml", quick=True)
def page_that_includes_other_files(path: Path) -> None:
    path.write_text(
        "<?xml version='1.0'?><!DOCTYPE html [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
        f"<html xmlns='http://www.w3.org/1999/xhtml'><body><p>&x;</p>{P}</body></html>"
    )


@opens("laughs.xhtml")
def page_of_laughs(path: Path) -> None:
    path.write_text(
        f"<?xml version='1.0'?><!DOCTYPE html [{LAUGHS}]>"
        f"<html xmlns='http://www.w3.org/1999/xhtml'><body>{P}<p>&l9;</p></body></html>"
    )


@opens("refers-outside.html")
def page_that_fetches_and_refreshes(path: Path) -> None:
    head = "<base href='http://example.org'><meta http-equiv=refresh content='0;url=file:///etc'>"
    body = "<iframe src='file:///etc/passwd'></iframe><link rel=stylesheet href='//e.org/x.css'>"
    _page(path, P + body + "<img src='file:///dev/zero'>", head)


@opens("nothing-closed.html")
def page_that_ends_in_a_tag(path: Path) -> None:
    path.write_text(f"<html><body>{P}<p class='unclosed")


@opens("zeros.html")
def page_with_zeros_in_its_tags(path: Path) -> None:
    path.write_bytes(b"<!DOCTYPE html><html><bo\0dy><p\0>\0" + WORDS.encode() + b"\0</p></html>")


@either("frames.html")
def page_of_frames(path: Path) -> None:
    path.write_text(
        "<html><frameset cols='20%,80%'><frame src=a.html><frame src=b.html></frameset></html>"
    )


@either("saved.mhtml")
def page_saved_with_its_pictures(path: Path) -> None:
    path.write_text(
        "From: <Saved by Blink>\nMIME-Version: 1.0\nContent-Type: multipart/related;"
        ' type="text/html"; boundary="--B"\n\n----B\nContent-Type: text/html\n'
        f"Content-Transfer-Encoding: quoted-printable\n\n<html><body>{P}</body></html>\n----B--\n"
    )


@refused("saved.webarchive", "web archive|Safari|property list")
def page_saved_by_safari(path: Path) -> None:
    path.write_bytes(b"bplist00\xd1\x01\x02_\x10\x0fWebMainResource" + bytes(200))


@opens("letter.eml")
def mail(path: Path) -> None:
    path.write_text(f"From: a@example.org\nTo: b@example.org\nSubject: Delay\n\n{WORDS}\n")


# Markdown


@opens("quotes-deep.md")
def quotations_within_quotations(path: Path) -> None:
    path.write_text(f"# Title\n\n{WORDS}\n\n{'> ' * 50_000}deep\n")


@opens("brackets.md")
def brackets_never_closed(path: Path) -> None:
    path.write_text(f"# Title\n\n{WORDS}\n\n{'[' * 50_000}\n\n{'![](' * 20_000}\n")


@opens("stars.md")
def stars_never_closed(path: Path) -> None:
    path.write_text(f"# Title\n\n{WORDS}\n\n{'*a _b ' * 20_000}\n\n{'**a*' * 20_000}\n")


@opens("backticks.md")
def backticks_of_every_length(path: Path) -> None:
    ticks = " ".join("`" * length for length in range(1, 1_500))
    path.write_text(f"# Title\n\n{WORDS}\n\n{ticks}\n")


@opens("lists-deep.md")
def lists_a_thousand_deep(path: Path) -> None:
    rows = "".join(f"{'  ' * depth}- row\n" for depth in range(1_000))
    path.write_text(f"# Title\n\n{WORDS}\n\n{rows}")


@opens("definitions.md")
def a_hundred_thousand_definitions(path: Path) -> None:
    rows = "".join(f"[r{number}]: /url 'x'\n" for number in range(30_000))
    path.write_text(f"# Title\n\n{WORDS}\n\n{rows}\n{'[r1] ' * 30_000}\n")


@opens("table-wide.md")
def table_of_many_columns(path: Path) -> None:
    row = "|a" * 3_000 + "|\n"
    path.write_text(f"# Title\n\n{WORDS}\n\n{row}{'|-' * 3_000}|\n{row * 100}")


@opens("entities.md")
def markup_in_markdown(path: Path) -> None:
    path.write_text(
        f"# Title\n\n{WORDS}\n\n<script>while(1);</script>\n\n<img src=file:///dev/zero>\n"
    )

"""FictionBook, bare and inside a ZIP."""

from __future__ import annotations

import pytest

from diptych.model.errors import UserError
from support.flowing import SAMPLES, packed, read, shapes


@pytest.mark.parametrize("name", ["river-pandoc.fb2", "river-pandoc.fb2.zip"])
def test_a_book_by_pandoc(name: str) -> None:
    document = read((SAMPLES / name).read_bytes(), "book")
    found = shapes(document)
    assert ("heading3", "What the council says") in found
    assert (
        "quotation",
        "We cannot wait for another flood. The town has waited long enough.",
    ) in found
    assert ("footnote", "The oldest record is a tax roll.") in found
    assert any("10³ nets" in words for _, words in found)
    assert (document.title, document.author) == ("The River and the Town", "Ana Whitfield")
    assert (document.date, document.language) == ("2019-05-14", "en")
    for entry in document.outline:
        assert document.source[entry.start :].startswith(entry.title)


def test_poems_epigraphs_and_titles_of_two_lines() -> None:
    body = """<FictionBook><body><section><title><p>Part</p><p>One</p></title>
        <epigraph><p>Said.</p></epigraph><poem><stanza><v>a line</v><v>and one</v></stanza></poem>
        <p>It rained<a type="note">[1]</a>.</p></section></body><binary>AA</binary>
        </FictionBook>"""
    assert shapes(read(body)) == [
        ("heading2", "Part One"),
        ("quotation", "Said."),
        ("paragraph", "a line"),
        ("paragraph", "and one"),
        ("paragraph", "It rained."),
    ]


def test_declared_and_chosen_encodings() -> None:
    body = '<?xml version="1.0" encoding="windows-1251"?><FictionBook><body><p>Привет</p></body>'
    data = (body + "</FictionBook>").encode("cp1251")
    assert read(data).source == "Привет"
    assert read(data.replace(b"windows-1251", b"utf-8"), encoding="cp1251").source == "Привет"


def test_damage_is_said() -> None:
    document = read((SAMPLES / "river-pandoc.fb2").read_bytes()[:1500])
    assert document.blocks
    assert document.remarks == ("The file is damaged; what could be understood is shown.",)
    with pytest.raises(UserError, match="without words"):
        read(packed({"a.fb2": "x"}))


def test_a_declaration_that_cannot_be_true_is_said() -> None:
    body = "<FictionBook><body><section><p>Наш комитет осудил задержку.</p></section></body>"
    lie = f'<?xml version="1.0" encoding="utf-8"?>{body}</FictionBook>'
    document = read(lie.encode("cp1251"))
    assert document.source == "Наш комитет осудил задержку."
    assert document.encoding == "cp1251"
    assert document.remarks == (
        "The file says that it is in utf-8, which it is not: it was read as cp1251.",
    )
    assert read(lie).remarks == ()
    assert read(lie.replace("utf-8", "utf-16").encode("utf-16")).source == document.source

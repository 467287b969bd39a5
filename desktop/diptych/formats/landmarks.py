"""What in a web page is not its text: navigation, advertisements, captions, notes, page numbers.

Told by what the page's author said (elements, roles, `epub:type`), by class names that the web has
agreed on, and by the share of links. What holds a good part of the page is its text, whatever its
class is called.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from diptych.formats.flow import CAPTION, FOOTNOTE, NAVIGATION, PAGE_NUMBER, RUNNING_HEAD
from diptych.formats.markup import DATA, START
from diptych.formats.roles import BYLINE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from diptych.formats.markup import Event

ADVERTISEMENT = "advertisement"
ASIDE = "aside"

# Never shown, or not as text.
UNSEEN = frozenset(
    [
        "script",
        "style",
        "template",
        "head",
        "noscript",
        "svg",
        "audio",
        "video",
        "canvas",
        "iframe",
        "datalist",
        "area",
        "map",
        "rp",
        "annotation",
        "annotation-xml",
        "frameset",
    ]
)

_BY_TAG = {
    "nav": NAVIGATION,
    "menu": NAVIGATION,
    "button": NAVIGATION,
    "select": NAVIGATION,
    "option": NAVIGATION,
    "label": NAVIGATION,
    "textarea": NAVIGATION,
    "aside": ASIDE,
    "figcaption": CAPTION,
    "caption": CAPTION,
}
_BY_ROLE = {
    "navigation": NAVIGATION,
    "menu": NAVIGATION,
    "menubar": NAVIGATION,
    "toolbar": NAVIGATION,
    "tablist": NAVIGATION,
    "search": NAVIGATION,
    "banner": NAVIGATION,
    "contentinfo": NAVIGATION,
    "button": NAVIGATION,
    "alertdialog": ADVERTISEMENT,
    "complementary": ASIDE,
    "doc-toc": NAVIGATION,
    "doc-pagelist": NAVIGATION,
    "doc-pagebreak": PAGE_NUMBER,
    "doc-pageheader": RUNNING_HEAD,
    "doc-pagefooter": RUNNING_HEAD,
    "doc-footnote": FOOTNOTE,
    "doc-endnote": FOOTNOTE,
    "doc-endnotes": FOOTNOTE,
    "pagebreak": PAGE_NUMBER,
    "footnote": FOOTNOTE,
    "footnotes": FOOTNOTE,
    "endnote": FOOTNOTE,
    "endnotes": FOOTNOTE,
    "rearnote": FOOTNOTE,
    "rearnotes": FOOTNOTE,
    "toc": NAVIGATION,
    "landmarks": NAVIGATION,
    "page-list": NAVIGATION,
}

_NAMES = (
    (
        ADVERTISEMENT,
        (
            "cookies? cookie-?(?:banner|bar|consent|notice) consent gdpr newsletter subscribe "
            "subscription signup sign-up paywall advert(?:s|isements?|ising)? ads? "
            "ad-(?:slot|unit) "
            "sponsor(?:ed)? promo(?:tion)? donate donation popup"
        ),
    ),
    (
        NAVIGATION,
        (
            "share sharing social related(?:-articles|-posts)? recommend(?:ed|ations)? "
            "breadcrumbs? nav navbar navigation navbox menu sidebar toolbar pagination pager "
            "skip(?:-?(?:link|nav)|-to-content)? "
            "jump-?link masthead site-(?:header|footer) page-footer toc catlinks printfooter "
            "comments disqus read-?more editsection tags"
        ),
    ),
    (
        FOOTNOTE,
        (
            "footnotes? endnotes? references sdfootnote\\d* sdendnote\\d* msofootnotetext "
            "msoendnotetext reflist"
        ),
    ),
    (RUNNING_HEAD, "msoheader msofooter"),
    (CAPTION, "caption msocaption wp-caption-text thumbcaption figcaption"),
    (BYLINE, "byline"),
)
_CLASSES = tuple(
    (role, re.compile(rf"(?:^|[\s_-])(?:{'|'.join(names.split())})(?:$|[\s_-])", re.IGNORECASE))
    for role, names in _NAMES
)
_ANY_CLASS = re.compile("|".join(pattern.pattern for _, pattern in _CLASSES), re.IGNORECASE)
# The identifier of a section is most often made of its heading, which may be any word.
_SECTION = re.compile(r"(?:^|\s)(?:section|level[1-6]|sect[1-6])(?:\s|$)", re.IGNORECASE)
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)

_MARK = re.compile(r"\s*[\[(]?(?:\d{1,3}|[a-z]|[ivx]{1,5}|[*†‡§¶#]{1,3})[\])]?\s*")
_BACK = re.compile(r"\s*[\[(]?(?:[↩↑⤴⏎^⇑↵]\ufe0e?|back|jump up|return)[\])]?\s*", re.I)
_REFERENCE_NAMES = re.compile(
    r"(?:^|\s)(?:footnote-?ref|noteref|footnote-?(?:anchor|reference)|sd(?:foot|end)noteanc|"
    r"msofootnotereference|msoendnotereference|fn-?ref|reference)(?:\s|$)",
    re.IGNORECASE,
)
_BACK_NAMES = re.compile(
    r"(?:^|\s)(?:footnote-?back(?:ref|link)?|sd(?:foot|end)notesym|backlink|reversefootnote)(?:\s|$)",
    re.IGNORECASE,
)

# A page's text stays text when an outer element of it is called "sidebar-layout".
_MAIN_SHARE = 0.4
_LINKED = 0.8


class Extent(NamedTuple):
    """How far an element reaches, and what is in it.

    Args:
        end: index of its end among the events.
        letters: characters that are not blank.
        linked: those inside links.
        links: how many links.
        titled: whether a first heading is in it.
    """

    end: int
    letters: int
    linked: int
    links: int
    titled: bool


def measure(events: Sequence[Event]) -> dict[int, Extent]:
    """Return the extent of every element, by the index of its start."""
    extents: dict[int, Extent] = {}
    # Start, letters, linked, links, titles when it began.
    open_: list[tuple[int, str, int, int, int, int]] = []
    letters = linked = links = titles = unseen = in_links = 0
    for index, (what, name, _) in enumerate(events):
        if what == DATA:
            if not unseen:
                count = len("".join(name.split()))
                letters += count
                if in_links:
                    linked += count
        elif what == START:
            open_.append((index, name, letters, linked, links, titles))
            unseen += name in UNSEEN
            if name == "a":
                in_links += 1
                links += 1
            titles += name == "h1"
        elif open_:
            start, tag, *before = open_.pop()
            unseen -= tag in UNSEEN
            in_links -= tag == "a"
            extents[start] = Extent(
                index, letters - before[0], linked - before[1], links - before[2],
                titles > before[3],
            )  # fmt: skip
    for start, _tag, *before in open_:
        extents[start] = Extent(
            len(events), letters - before[0], linked - before[1], links - before[2],
            titles > before[3],
        )  # fmt: skip
    return extents


def is_hidden(name: str, attributes: Mapping[str, str]) -> bool:
    """Whether a browser shows nothing of an element."""
    if name in UNSEEN:
        return True
    if not attributes:
        return False
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        return True
    if name == "dialog" and "open" not in attributes:
        return True
    style = attributes.get("style")
    return bool(style and _HIDING.search(style))


def role_of(
    name: str, attributes: Mapping[str, str], extent: Extent, letters: int, *, web: bool
) -> str:
    """Return what furniture an element is, "" where it is the page's text.

    Args:
        name, attributes: of the element.
        extent: its extent.
        letters: of the whole page.
        web: whether class names are those of web sites; those of a book are its maker's own.
    """
    if name in ("html", "body", "main", "article") or (name[:1] == "h" and name[1:].isdigit()):
        return ""
    role = _said_role(attributes) if attributes else ""
    role = role or _BY_TAG.get(name, "")
    if not role and attributes:
        role = _named_role(name, attributes, extent, web=web)
    if not role and name in ("header", "footer") and _frames_site(name, extent):
        role = NAVIGATION
    if not role and name in ("ul", "ol", "dl") and _is_link_list(extent):
        role = NAVIGATION
    if role in (ADVERTISEMENT, NAVIGATION, ASIDE, RUNNING_HEAD):
        linked = extent.linked > _LINKED * extent.letters
        if not linked and (extent.letters > _MAIN_SHARE * letters or extent.titled):
            return ""
    return role


def _said_role(attributes: Mapping[str, str]) -> str:
    for said in (attributes.get("role"), attributes.get("epub:type")):
        for word in (said or "").lower().split():
            if word in _BY_ROLE:
                return _BY_ROLE[word]
    title = attributes.get("title")
    # LibreOffice writes the heads and feet of pages so.
    return RUNNING_HEAD if title in ("header", "footer") else ""


def _named_role(name: str, attributes: Mapping[str, str], extent: Extent, *, web: bool) -> str:
    names = attributes.get("class") or ""
    if not (name == "section" or _SECTION.search(names)):
        names = f"{names} {attributes.get('id') or ''}"
    names = names.strip()
    if not names or not _ANY_CLASS.search(names):
        return ""
    for role, pattern in _CLASSES:
        if (web or role in (CAPTION, FOOTNOTE)) and pattern.search(names):
            if role == CAPTION and extent.letters > 600:
                continue
            if role == BYLINE and (extent.letters > 80 or name not in ("p", "div", "address")):
                continue
            if role == FOOTNOTE and name in ("a", "sup", "span", "body"):
                continue
            if name == "a" and not names.lower().startswith(("skip", "jump")):
                continue
            return role
    return ""


def _frames_site(name: str, extent: Extent) -> bool:
    """Whether a header or footer is the site's, not that of the article with its title."""
    if name == "footer":
        return True
    return not extent.titled or extent.linked > _LINKED * extent.letters


def _is_link_list(extent: Extent) -> bool:
    return (
        extent.links >= 3
        and extent.linked >= _LINKED * extent.letters
        and extent.letters <= 50 * extent.links
    )


def is_note_mark(attributes: Mapping[str, str], words: str, *, raised: bool) -> bool:
    """Whether a link is the number of a footnote, or leads back from one.

    Args:
        attributes: of the link.
        words: in it.
        raised: whether it is set above the line.
    """
    said = f"{attributes.get('role') or ''} {attributes.get('epub:type') or ''}"
    if "noteref" in said or "backlink" in said:
        return True
    if not _MARK.fullmatch(words) and not _BACK.fullmatch(words):
        return False
    names = attributes.get("class") or ""
    if names and (_REFERENCE_NAMES.search(names) or _BACK_NAMES.search(names)):
        return True
    href = attributes.get("href") or ""
    # Books for the Kindle have links of their own making.
    if "#" not in href and not href.startswith("kindle:pos") and "filepos" not in attributes:
        return False
    if _BACK.fullmatch(words):
        return True
    bracketed = words.strip()[:1] in ("[", "(") or words.strip()[:1] in "*†‡"
    return bool(words.strip() and _MARK.fullmatch(words) and (raised or bracketed))

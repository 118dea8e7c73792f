"""The vocabulary of feeds: which element of which namespace plays which part."""

from __future__ import annotations

ID, LINK, TITLE, SUMMARY, CONTENT, PUBLISHED, UPDATED, CREATED, LANG, CAPTION, ITEM, HEAD, ROOT = range(1, 14)
FIELDS = 11

TEXTS = frozenset((TITLE, SUMMARY, CONTENT, CAPTION))
# A second summary is only more text; a second title or date would be a contradiction.
FIRST_COUNTS = frozenset((SUMMARY, CONTENT, CAPTION))

XML_BASE = "http://www.w3.org/XML/1998/namespace base"
XML_LANG = "http://www.w3.org/XML/1998/namespace lang"
RDF_ABOUT = "http://www.w3.org/1999/02/22-rdf-syntax-ns# about"

_ATOM = ("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#")
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RSS = (
    "",
    "http://purl.org/rss/1.0/",
    "http://my.netscape.com/rdf/simple/0.9/",
    "http://channel.netscape.com/rdf/simple/0.9/",
    "http://backend.userland.com/rss",
    "http://backend.userland.com/rss2",
    "http://blogs.law.harvard.edu/tech/rss",
)
ATOM_ROOTS = frozenset(f"{namespace} feed" for namespace in _ATOM)

# Whether a text field is HTML where nothing says so; None: its text has to tell.
RSS_MARKUP: dict[int, bool | None] = {TITLE: None, CAPTION: None, SUMMARY: True, CONTENT: True}
ATOM_MARKUP: dict[int, bool | None] = dict.fromkeys(TEXTS, False)

HTML_TYPES = frozenset(("html", "text/html"))
XHTML_TYPES = frozenset(("xhtml", "application/xhtml+xml"))
TEXT_TYPES = HTML_TYPES | XHTML_TYPES | {"text", "plain", "text/plain"}

_CORE = {
    "item": ITEM,
    "entry": ITEM,
    "title": TITLE,
    "link": LINK,
    "guid": ID,
    "id": ID,
    "description": SUMMARY,
    "summary": SUMMARY,
    "abstract": SUMMARY,
    "content": CONTENT,
    "pubdate": PUBLISHED,
    "published": PUBLISHED,
    "issued": PUBLISHED,
    "updated": UPDATED,
    "modified": UPDATED,
    "created": CREATED,
    "language": LANG,
    "channel": HEAD,
}
_OTHER = {
    "http://purl.org/dc/elements/1.1/ title": TITLE,
    "http://purl.org/dc/elements/1.1/ date": UPDATED,
    "http://purl.org/dc/elements/1.1/ language": LANG,
    "http://purl.org/dc/elements/1.1/ description": CONTENT,
    "http://search.yahoo.com/mrss/ title": CAPTION,
    "http://purl.org/dc/terms/ issued": PUBLISHED,
    "http://purl.org/dc/terms/ modified": UPDATED,
    "http://purl.org/dc/terms/ created": CREATED,
    "http://purl.org/rss/1.0/modules/content/ encoded": CONTENT,
    f"{_RDF} RDF": ROOT,
    "rss": ROOT,
}
_ROLES = {
    **{f"{space} {name}".strip(): role for space in (*_RSS, *_ATOM) for name, role in _CORE.items()},
    **dict.fromkeys(ATOM_ROOTS, ROOT),
    **_OTHER,
}


class Roles(dict[str, int]):
    """The part each element plays by its full name, 0 for none. Learns the names that one page uses."""

    def __init__(self) -> None:
        super().__init__(_ROLES)

    def __missing__(self, name: str) -> int:
        namespace, space, local = name.rpartition(" ")
        role = self[name] = _ROLES.get(f"{namespace}{space}{local.lower()}", 0)
        return role


def is_html(kind: str) -> bool:
    """Tell whether a link's type names a page that people read."""
    return kind.lower() in HTML_TYPES or kind.lower() in XHTML_TYPES

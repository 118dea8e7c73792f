"""The fast path: clean RSS, RDF and Atom, read in one pass of expat; says NotClean to everything else.

It never guesses. Whatever could be read in two ways (two different titles, markup where text belongs, an unknown root)
is NotClean, and the slower readers decide.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urljoin
from xml.parsers import expat

from model.errors import Changed
from sources.feed import names
from sources.feed.dates import parse_date
from sources.feed.entry import Entry
from sources.feed.mend import DECLARES
from sources.feed.names import CAPTION, CONTENT, CREATED, HEAD, ID, ITEM, LANG, LINK, PUBLISHED, SUMMARY, TITLE, UPDATED
from sources.feed.snippet import snippet
from sources.feed.text import LONGEST_TEXT, title_text

DEEPEST = 256
MOST_ENTRIES = 5_000
_MOST_ATTRIBUTES = 100_000
_NO_VALUES: tuple[str | None, ...] = (None,) * names.FIELDS
_BREAKS_OFF = frozenset((3, 5, 6, 20))  # expat: no element found, unclosed token, partial character, unclosed CDATA


class NotClean(Exception):
    """The page is not clean XML of a known shape. `cut` says that it breaks off in the middle."""

    def __init__(self, why: str, cut: bool = False) -> None:
        super().__init__(why)
        self.cut = cut


def parse_strict(body: bytes | str, base: str) -> list[Entry]:
    """Return the entries of a clean feed. Raises NotClean, and Changed where reading on would not be safe.

    `base` is the address that relative links start from.
    """
    reader = _Reader(base)
    try:
        reader.parser.Parse(body, True)
    except expat.ExpatError as error:
        raise NotClean(str(error), cut=error.code in _BREAKS_OFF) from None
    except (ValueError, LookupError) as error:
        raise NotClean(f"an unknown encoding or a broken address: {error}") from None
    finally:
        # The parser and the reader know each other: apart, they are freed at once.
        del reader.parser
    return reader.entries


class _Reader:
    """Expat's handlers. Most elements of a feed are of no interest, so the two busiest handlers return early."""

    __slots__ = (
        "attributes", "base", "buffer", "defaults", "depth", "entries", "item_base", "item_depth", "item_lang", "lang",
        "markups", "parser", "permalink", "rebuild", "role", "roles", "stop", "values",
    )  # fmt: skip

    def __init__(self, base: str) -> None:
        self.parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.buffer_size = LONGEST_TEXT
        parser.StartElementHandler = self.root
        parser.StartDoctypeDeclHandler = self.doctype
        self.roles = names.Roles()
        self.entries: list[Entry] = []
        self.depth = self.stop = self.role = self.item_depth = self.attributes = 0
        self.rebuild = self.permalink = False
        self.defaults = names.RSS_MARKUP
        self.base = self.item_base = base
        self.lang: str | None = None
        self.item_lang: str | None = None
        self.buffer: list[str] = []
        self.values = list(_NO_VALUES)
        self.markups: dict[int, bool | None] = {}

    def doctype(self, _name: str, _system: str | None, _public: str | None, internal: bool) -> None:
        if internal:
            raise Changed(DECLARES)
        raise NotClean("names a document type")

    def root(self, name: str, attrs: dict[str, str]) -> None:
        if self.roles[name] != names.ROOT:
            raise NotClean(f"its root is <{name.rpartition(' ')[2]}>")
        self.depth = 1
        self.defaults = names.ATOM_MARKUP if name in names.ATOM_ROOTS else names.RSS_MARKUP
        self.base = urljoin(self.base, attrs.get(names.XML_BASE, ""))
        self.lang = attrs.get(names.XML_LANG)
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end

    def start(self, name: str, attrs: dict[str, str]) -> None:
        self.depth = depth = self.depth + 1
        if depth > DEEPEST:
            raise NotClean("nested too deep")
        if attrs:
            self.attributes += len(attrs)
            if self.attributes > _MOST_ATTRIBUTES:
                raise Changed(f"It has more than {_MOST_ATTRIBUTES:,} attributes.")
        if self.role:
            self.nested(name)
            return
        role = self.roles[name]
        if not role:
            return
        if self.item_depth:
            if depth == self.item_depth + 1:
                self.field(role, attrs)
        elif role == ITEM:
            self.item(attrs)
        elif depth < 4:
            self.head(role, attrs)

    def end(self, name: str) -> None:
        if self.depth == self.stop:
            if self.role:
                self.keep()
            else:
                self.entry()
        elif self.rebuild:
            self.buffer.append(f"</{name.rpartition(' ')[2]}>")
        self.depth -= 1

    def head(self, role: int, attrs: dict[str, str]) -> None:
        """Open an element of the channel itself: only its language and its base matter."""
        if role == LANG:
            self.role, self.stop = LANG, self.depth
            self.parser.CharacterDataHandler = self.buffer.append
        elif role == HEAD and names.XML_BASE in attrs:
            self.base = urljoin(self.base, attrs[names.XML_BASE])

    def item(self, attrs: dict[str, str]) -> None:
        if self.depth > 3:
            raise NotClean("holds items where none belong")
        if len(self.entries) >= MOST_ENTRIES:
            raise Changed(f"It holds more than {MOST_ENTRIES:,} entries.")
        self.item_depth = self.stop = self.depth
        self.item_base, self.item_lang = self.base, self.lang
        self.values = list(_NO_VALUES)
        self.permalink = True
        if attrs:
            self.values[ID] = attrs.get(names.RDF_ABOUT)
            if names.XML_BASE in attrs:
                self.item_base = urljoin(self.base, attrs[names.XML_BASE])
            self.item_lang = attrs.get(names.XML_LANG, self.lang)

    def field(self, role: int, attrs: dict[str, str]) -> None:
        """Open a field of an item; its text is gathered until it closes."""
        if role == CONTENT and self.values[SUMMARY]:
            return
        if role >= ITEM:
            raise NotClean("holds an item within an item")
        self.role, self.stop, self.rebuild = role, self.depth, False
        if role in names.TEXTS:
            self.markups[role] = self.markup(role, attrs) if attrs else self.defaults[role]
        elif role == ID:
            self.permalink = attrs.get("isPermaLink", "true") == "true"
        elif role == LINK and attrs:
            self.link(attrs)
            return
        gather: Callable[[str], object] = self.escaped if self.rebuild else self.buffer.append
        self.parser.CharacterDataHandler = gather

    def markup(self, role: int, attrs: dict[str, str]) -> bool | None:
        """Tell whether a text field holds HTML: True, False, or None where its format leaves that open."""
        kind = attrs.get("type", "").lower()
        mode = attrs.get("mode", "")
        if mode == "base64" or (kind and kind not in names.TEXT_TYPES):
            raise NotClean(f"a text of the type {kind!r}")
        if kind in names.XHTML_TYPES:
            self.rebuild = mode != "escaped"
            return True
        if kind in names.HTML_TYPES:
            return True
        return self.defaults[role]

    def link(self, attrs: dict[str, str]) -> None:
        """Take a link from its attributes, as Atom writes it; only the page that an entry is about counts."""
        href = attrs.get("href")
        if href is None:
            if "url" in attrs or "uri" in attrs:
                raise NotClean("a link in an unusual attribute")
            self.parser.CharacterDataHandler = self.buffer.append
        elif attrs.get("rel", "alternate").lower() == "alternate" and names.is_html(attrs.get("type", "text/html")):
            if names.XML_BASE in attrs:
                href = urljoin(urljoin(self.item_base, attrs[names.XML_BASE]), href.strip())
            self.settle(LINK, self.absolute(href.strip()))

    def nested(self, name: str) -> None:
        if not self.rebuild:
            raise NotClean("markup where text belongs")
        self.buffer.append(f"<{name.rpartition(' ')[2]}>")

    def escaped(self, text: str) -> None:
        self.buffer.append(text.replace("&", "&amp;").replace("<", "&lt;"))

    def keep(self) -> None:
        """Close a field: what it gathered is its value."""
        self.parser.CharacterDataHandler = None
        role, self.role, self.stop, self.rebuild = self.role, 0, self.item_depth, False
        text = "".join(self.buffer).strip(" \t\r\n")
        self.buffer.clear()
        if not text:
            return
        if role == LINK:
            text = self.absolute(text)
        if role != LANG:
            if self.values[role] is None:
                self.values[role] = text
            else:
                self.settle(role, text)
        elif self.item_depth:
            self.item_lang = text
        else:
            self.lang = text

    def absolute(self, link: str) -> str:
        return link if link.startswith(("https://", "http://")) and "/." not in link else urljoin(self.item_base, link)

    def settle(self, role: int, text: str) -> None:
        known = self.values[role]
        if known is None:
            self.values[role] = text
        elif known != text and role not in names.FIRST_COUNTS:
            raise NotClean("says one thing twice and differently")

    def entry(self) -> None:
        """Close an item."""
        values, markups = self.values, self.markups
        self.item_depth = self.stop = 0
        id_, link, title = values[ID] or "", values[LINK] or "", values[TITLE] or ""
        if not link and id_ and self.permalink:
            link = self.absolute(id_)
        told = markups.get(TITLE if title else CAPTION)
        summary = SUMMARY if values[SUMMARY] else CONTENT
        published, updated, created = values[PUBLISHED], values[UPDATED], values[CREATED]
        moment = (parse_date(published) if published else None) or (parse_date(created) if created else None)
        self.entries.append(
            Entry(
                id_[:LONGEST_TEXT],
                link[:LONGEST_TEXT],
                title_text(title or values[CAPTION] or "", told),
                snippet(values[summary] or "", markups.get(summary)),
                moment,
                parse_date(updated) if updated else None,
                self.item_lang,
            )
        )

"""XML read strictly: no document type, so that no entity of its own is ever expanded."""

from __future__ import annotations

from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from model.errors import Changed


def read_tree(body: bytes, name: str) -> Element:
    """Read a whole document; `name` says whose it is in the errors. Raises Changed."""
    parser = XMLParser(target=_Strict(name))  # noqa: S314  _Strict refuses any DTD
    try:
        parser.feed(body)
        tree = parser.close()
    except (ParseError, LookupError, ValueError) as error:
        raise Changed(f"{name} is not well-formed XML, or not all of it.") from error
    if not isinstance(tree, Element):
        raise Changed(f"{name} is empty.")
    return tree


class _Strict(TreeBuilder):
    """Build the tree of a document that declares no document type, the moment it does refuse it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        """Refuse."""
        raise Changed(f"{self._name} declares a document type, which it never does.")

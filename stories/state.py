"""How far a story can be believed: rumoured, reported, confirmed or denied, and by how many independent voices."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from model.signal import Certainty, Kind, Signal, SourceClass
from model.story import State
from signals.notices import LISTED
from stories.people import plain

# Who files, registers or posts its own openings knows at first hand: one such voice confirms.
FIRST_HAND = frozenset({SourceClass.FILING, SourceClass.REGISTRY, SourceClass.BOARD})
ASSERTED = frozenset({Certainty.REPORTED, Certainty.PLANNED})

# Second-level labels under which country registries let names be registered ("bbc.co.uk", "abc.net.au").
_SHARED_LABELS = frozenset({"co", "com", "org", "net", "gov", "ac", "edu", "or", "ne", "go", "gob"})
_WORD = re.compile(r"[^\W_]+")


def state_of(evidence: Sequence[Signal], domain: str | None = None) -> State:
    """Tell the state of a story from its evidence; `domain` is the company's own ("openai.com"), None if unknown.

    A denial holds until somebody asserts the story anew. Background restates and proves nothing. Rows of a list of
    lay-offs are nobody's first-hand word, and confirm nothing among themselves, whomever they link to. Nor does a board
    say that hiring has stopped: it is seen that posts are gone or that none is opened, which may have other reasons.
    """
    told = [s for s in evidence if s.certainty not in {Certainty.DENIED, Certainty.BACKGROUND}]
    denials = [s.published for s in evidence if s.certainty is Certainty.DENIED]
    if denials and (not told or max(denials) > max(s.published for s in told)):
        return State.DENIED
    asserted = [s for s in told if s.certainty in ASSERTED]
    if not asserted:
        return State.RUMOURED if told else State.REPORTED
    heard = [s for s in asserted if s.pattern != LISTED and not is_seen(s)]
    if any(s.source_class in FIRST_HAND or is_own_word(s, domain) for s in heard) or (heard and voices(asserted) > 1):
        return State.CONFIRMED
    return State.REPORTED


def is_seen(signal: Signal) -> bool:
    """Tell whether a job board's looks are all there is: nobody said that hiring is cut back or stopped."""
    return signal.source_class is SourceClass.BOARD and signal.kind is Kind.HIRING_FREEZE


def is_own_word(signal: Signal, domain: str | None) -> bool:
    """Tell whether the company itself says it, on its domain or a newsroom below it."""
    return bool(domain) and outlet(signal) == registrable(domain or "")


def voices(evidence: Iterable[Signal]) -> int:
    """Count independent outlets: one for each registrable domain, and one for all that print the same title."""
    leader: dict[str, str] = {}

    def root(node: str) -> str:
        while leader.setdefault(node, node) != node:
            node = leader[node]
        return node

    outlets = set()
    for signal in evidence:
        site, title = f"site {outlet(signal)}", f"title {_plain(signal.title)}"
        outlets.add(site)
        leader[root(title)] = root(site)
    return len({root(site) for site in outlets})


def outlet(signal: Signal) -> str:
    """Name the outlet of a signal: the registrable domain of its site, or of its address where it names no site."""
    return registrable(signal.site or urlsplit(signal.url).hostname or signal.item[0])


def registrable(site: str) -> str:
    """Reduce a host to the part that somebody registered: "news.bbc.co.uk" to "bbc.co.uk"; other names become plain."""
    name = plain(site).strip().strip(".")
    labels = name.split(".")
    if len(labels) < 3 or " " in name:
        return name
    keep = 3 if len(labels[-1]) == 2 and labels[-2] in _SHARED_LABELS else 2
    return ".".join(labels[-keep:])


def _plain(title: str) -> str:
    return " ".join(_WORD.findall(plain(title)))

"""Where a story or a score comes from: state, sources with their true domains, days, how many others."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from digests.blocks import Span, day, source, text
from digests.dates import day as day_text
from digests.dates import token
from digests.escape import clean, domain, link
from digests.kinds import BADGE
from digests.sentence import claim, doubt, lead
from digests.texts import say
from model.hook import VENDORS
from model.score import Score
from model.signal import Signal, SourceClass
from model.story import State, Story

OWN = {SourceClass.NOTE: "note", SourceClass.PERSON: "connections"}
CANDIDATES = "candidates"  # the site of what a recruiter's own list told


def named(signal: Signal) -> str:
    """Name a source in clean text: the domain its link leads to, or what it is when there is no link."""
    if _ours(signal):
        return say("own_candidates") if signal.site == CANDIDATES else say(OWN[signal.source_class])
    return domain(signal.url) or clean(signal.site, 60) or say("no_name")


def linked(signal: Signal) -> Span:
    """Name a source as a rich_text span, linked where it can be."""
    name = named(signal)
    return source("" if _ours(signal) else signal.url, name)


def _ours(signal: Signal) -> bool:
    """Tell whether our own people brought it in. What somebody says on a page of their own can be opened there.

    What a vendor tells of a person is the vendor's word.
    """
    if signal.source_class is SourceClass.PERSON and (signal.url or signal.site in VENDORS):
        return False
    return signal.source_class in OWN


def newest_report(story: Story, zone: ZoneInfo) -> list[Span]:
    """End a line about a story: " · reuters.com · 25 Sep 2024" of its newest report."""
    newest = max(story.evidence, key=lambda signal: signal.published)
    return [text(" · "), linked(newest), text(" · "), day(newest.published, zone)]


def told(story: Story, *, bold: bool = False) -> list[Span]:
    """Tell a story in one sentence; what was denied is struck out."""
    denied = story.state is State.DENIED
    return [text(doubt(story), bold=bold), text(claim(story), bold=bold and not denied, strike=denied)]


def basis(score: Score, zone: ZoneInfo) -> str:
    """Say in mrkdwn how sure a score is and from when to when its evidence is."""
    confidence, oldest, newest = say(score.confidence.value), token(score.oldest, zone), token(score.newest, zone)
    if day_text(score.oldest, zone) == day_text(score.newest, zone):
        return say("card_evidence_day", confidence=confidence, newest=newest)
    return say("card_evidence", confidence=confidence, oldest=oldest, newest=newest)


def provenance(story: Story, zone: ZoneInfo) -> str:
    """Write the line in mrkdwn: "✅ confirmed · reuters.com · 25 Sep 2024 · also in 41 more"."""
    signal = lead(story)
    url = "" if _ours(signal) else signal.url
    parts = [
        f"{BADGE[story.state]} {say(story.state.value)}",
        link(url, named(signal)),
        token(signal.published, zone),
    ]
    if len(story.outlets) > 1:
        parts.append(say("alert_also", count=len(story.outlets) - 1))
    return " · ".join(parts)

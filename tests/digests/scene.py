"""A few days at OpenAI, Glean and Perplexity as a channel in Los Angeles sees them: what goldens and pages draw."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from digests.digest import Counts, Digest, Entry, Late, compose
from digests.week import Both, Quality, Week
from model.score import Axis, Confidence
from model.signal import Certainty, Kind, SourceClass
from model.story import State
from model.subscription import Cause, InDigest, Update
from rules.best import BestDays
from tests.make import DAY, amount, at, points, score, signal, story, subscription

NOW = at("2024-09-26 16:00")  # 09:00 in Los Angeles
SINCE = NOW - timedelta(days=1)
CHANNEL = subscription()

MURATI = story(
    outlets=("reuters.com", "nytimes.com", "lemonde.fr"), title="OpenAI's technology chief Mira Murati is leaving"
)
MCGREW = story(person="Bob McGrew", role="Chief Research Officer", outlets=("theverge.com",))
ZOPH = story(person="Barret Zoph", role="VP Research", outlets=("x.example",), state=State.REPORTED)
BROCKMAN = story(
    title="Sources: Greg Brockman may take time off",
    kind=Kind.LEAVE,
    person="Greg Brockman",
    role="President",
    state=State.RUMOURED,
    certainty=Certainty.RUMOUR,
)
ROUND = story(kind=Kind.FUNDING, amount=amount(6.6e9), outlets=("ft.com", "wsj.com"), title="OpenAI raises at $157bn")
KINGMA = story(
    company="Anthropic",
    kind=Kind.HIRE,
    person="Durk Kingma",
    role=None,
    from_company="OpenAI",
    outlets=("techcrunch.com",),
    title="OpenAI co-founder Durk Kingma joins Anthropic <em>today</em> & more",
)
SURGE = story(company="Glean", kind=Kind.HIRING_SURGE, headcount=120, outlets=("glean.example",))
TAKEOVER = story(company="Perplexity", kind=Kind.ACQUISITION, to_company="Apple", state=State.DENIED)
NOTE = story(
    evidence=(
        signal(
            kind=Kind.INBOUND_NOTE,
            person=None,
            role=None,
            site="note",
            url="note:17",
            title="Coffee with an old colleague",
            quote="Coffee with an old colleague: the mood in research is bad since Monday, <@U1> said.",
            source_class=SourceClass.NOTE,
        ),
    )
)
STORIES = (MURATI, MCGREW, ZOPH, BROCKMAN, ROUND, KINGMA, SURGE, TAKEOVER, NOTE)

REASONS = (
    points(value=31, story=MURATI.id, stories=(MURATI.id,), reason="Mira Murati (CTO) left on 25 Sep"),
    points(
        rule="exodus",
        value=24,
        story=ZOPH.id,
        stories=(MURATI.id, MCGREW.id, ZOPH.id),
        reason="3 senior departures within 90 days",
        advice="Look at research first: small teams follow their leads.",
    ),
    points(rule="departure.c_suite", value=19, story=MCGREW.id, stories=(MCGREW.id,), reason="Bob McGrew (CRO) left"),
    points(rule="note", value=12, story=NOTE.id, stories=(NOTE.id,), reason="people there ask about joining us"),
    points(rule="departure.vp", value=6, story=ZOPH.id, stories=(ZOPH.id,), reason="Barret Zoph (VP) left"),
    points(rule="funding", value=-8, story=ROUND.id, stories=(ROUND.id,), reason="fresh funding holds people"),
    points(rule="funding", axis=Axis.PRESSURE, value=30, story=ROUND.id, stories=(ROUND.id,), reason="$6.6 billion"),
)
OPENAI = score(points=REASONS, confidence=Confidence.HIGH)
OPENAI_BEFORE = score(points=REASONS[3:4] + REASONS[5:6])
ANTHROPIC = score(
    company="Anthropic",
    points=(
        points(
            axis=Axis.PRESSURE, value=52, story=KINGMA.id, stories=(KINGMA.id,), reason="hires from OpenAI", advice=""
        ),
        points(rule="funding", axis=Axis.PRESSURE, value=28, story="f", stories=("f",), reason="fresh funding"),
    ),
)
GLEAN = score(
    company="Glean",
    points=(
        points(axis=Axis.PRESSURE, value=44, story=SURGE.id, stories=(SURGE.id,), reason="120 roles opened", advice=""),
    ),
)


def digest() -> Digest:
    """The morning after: one thing to act on, six to look at, one denial, one source down."""
    entries = [Entry(told, InDigest("")) for told in STORIES if told is not TAKEOVER]
    return compose(
        CHANNEL,
        [*entries, Entry(TAKEOVER, Update("denied", broadcast=True, log=""))],
        {"OpenAI": OPENAI, "Glean": GLEAN},
        {"OpenAI": OPENAI_BEFORE},
        Counts(read=64, merged=51),
        [Late("sec_8k:", at("2024-09-26 13:10"))],
        SINCE,
        NOW,
        held={Cause.LITE: 1, Cause.BELOW: 5, Cause.QUIET: 2},
    )


def long_digest() -> Digest:
    """Twenty-four stories in a day."""
    told = [replace(MCGREW, id=f"s{n}", company=f"Company {n % 9}", people=(f"Person {n}",)) for n in range(24)]
    return compose(CHANNEL, [Entry(one, InDigest("")) for one in told], {}, {}, Counts(64, 51), [], SINCE, NOW)


def corrected_digest() -> Digest:
    """A morning with the best days to write, a story that is sure by now, one that is denied, and buttons."""
    entries = [Entry(MURATI, InDigest("")), Entry(MCGREW, InDigest(""), was=State.RUMOURED)]
    denied = Entry(TAKEOVER, InDigest(""), was=State.REPORTED)
    made = compose(CHANNEL, [*entries, denied], {"OpenAI": OPENAI}, {}, Counts(9, 0), [], SINCE, NOW)
    best = BestDays(NOW + 21 * DAY, NOW + 40 * DAY, (22, 41))
    act_now = tuple(replace(row, best=best) for row in made.act_now)
    return replace(made, act_now=act_now, verbs=("settings", "feedback"))


CHARTED = (
    Both("OpenAI", 84, 12, 30, 30),
    Both("Glean", 41, 55, 44, 20),
    Both("Perplexity <&> Sons", None, 20, None, 10),
    Both("Anthropic", 22, None, 80, 52),
)


def weekly_digest() -> Digest:
    """A Monday: the week's numbers, who moved, and what was told."""
    quality = Quality(alerts=4, judged=3, useful=2, missed=1)
    kinds = ((Kind.DEPARTURE, 7), (Kind.FUNDING, 2), (Kind.HIRING_SURGE, 1))
    week = Week(CHARTED, (CHARTED[0], CHARTED[3]), (CHARTED[2], CHARTED[1]), kinds, quality)
    return replace(compose(CHANNEL, [], {}, {}, Counts(64, 51), [], SINCE, NOW), week=week)

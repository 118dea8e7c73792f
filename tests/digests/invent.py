"""Hypothesis strategies: stories and scores whose every string is somebody else's worst idea."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import cache
from random import Random

from hypothesis import strategies as st

from model.score import Axis, Confidence, Points, Score
from model.signal import Amount, Certainty, Kind, Seniority, Signal, SourceClass
from model.story import State, Story
from tests.make import NOW

EVIL = (
    "<!channel>",
    "&lt;!channel&gt;",
    "<!here|here>",
    "<@U123>",
    "<#C123|general>",
    "<!subteam^S123>",
    "<http://evil.example|https://good.example>",
    "<!date^0^{date}^http://evil.example|today>",
    "*bold* _it_ ~no~ `code`",
    ":boom: @channel #general",
    "\u202egnp.exe",
    "\u200b<\u200b!\u200bhere\u200b>",
    "a\nb\r\n> quote\n```code```",
    "👩‍👩‍👧‍👦" * 50,
    "𝒜" * 400,
    "ا" * 300,
    '"\\' * 300,
    "&" * 500,
    "\x00\x07\x1b[31m",
    "<",
    ">",
    "|",
    "",
    " ",
)
EVIL_URLS = (
    "https://user:pass@good.example@evil.example/",
    "javascript:alert(1)",
    "http://evil.example|https://good.example",
    "https://evil.example/>|<!channel>",
    "https://пример.example/путь?q=<a>",
    "HTTPS://WWW.Good.Example:8443/a b#c|d",
    "https://good.example/" + "x" * 3000,
    "https://good.example/" + "x" * 900,
    "https://good.example.evil.example/" + "\n",
    "http://[::1]/",
    "mailto:a@b.example",
    "https://",
    "",
)


def words() -> st.SearchStrategy[str]:
    """Any text, with a leaning to mark-up and tricks."""
    free = st.text(max_size=60)
    return st.one_of(free, st.sampled_from(EVIL), st.builds("{}{}{}".format, free, st.sampled_from(EVIL), free))


def urls() -> st.SearchStrategy[str]:
    """Good and bad addresses."""
    return st.one_of(
        st.sampled_from(EVIL_URLS),
        st.builds("https://{}.example/{}".format, st.sampled_from(["ft", "a-b", "xn--e1afmkfd"]), words()),
        words(),
    )


def story_of(chance: Random, number: int = 0) -> Story:
    """One story that anybody may see; `number` makes its id."""
    evidence = tuple(
        sorted((_signal(chance) for _ in range(chance.randint(1, 4))), key=lambda s: (s.published, s.item))
    )
    first = evidence[0]
    return Story(
        id=f"story-{number}",
        kind=first.kind,
        company=chance.choice(["OpenAI", "Anthropic", _words(chance)]),
        people=tuple(dict.fromkeys(s.person for s in evidence if s.person)),
        state=chance.choice(list(State)),
        first_seen=first.published,
        last_seen=evidence[-1].published,
        evidence=evidence,
        outlets=tuple(dict.fromkeys(s.site for s in evidence)),
        source_classes=frozenset(s.source_class for s in evidence),
    )


def score_of(chance: Random, ids: Sequence[str] = ("story-0",), most: int = 12) -> Score:
    """A score whose numbers are the sums of its reasons, which rest on `ids`."""
    told = tuple(_points(chance, chance.choice(ids)) for _ in range(chance.randint(0, most)))
    return Score(
        company=_words(chance),
        at=NOW,
        window=sum(p.value for p in told if p.axis is Axis.WINDOW),
        pressure=sum(p.value for p in told if p.axis is Axis.PRESSURE),
        points=told,
        confidence=chance.choice(list(Confidence)),
        oldest=NOW - timedelta(days=90),
        newest=NOW,
    )


def chances() -> st.SearchStrategy[Random]:
    """A source of chance that repeats itself; the number that Hypothesis prints makes it again."""
    return st.integers(0, 2**32).map(Random)


def stories() -> st.SearchStrategy[Story]:
    """Stories of the worst kind. Built by Random: field by field Hypothesis would take seconds."""
    return chances().map(story_of)


def scores() -> st.SearchStrategy[Score]:
    """Scores of the worst kind."""
    return chances().map(score_of)


def _signal(chance: Random) -> Signal:
    return Signal(
        kind=chance.choice(list(Kind)),
        company=_words(chance),
        person=_maybe(chance),
        role=_maybe(chance),
        seniority=chance.choice([None, *Seniority]),
        from_company=_maybe(chance),
        to_company=_maybe(chance),
        amount=chance.choice([None, Amount(chance.uniform(0, 1e15), chance.choice(["USD", "", "<!x>"]))]),
        headcount=chance.choice([None, chance.randint(0, 10**7)]),
        certainty=chance.choice(list(Certainty)),
        confidence=chance.random(),
        quote=_words(chance),
        pattern="en.test",
        item=(_words(chance), _words(chance)),
        url=chance.choice([*EVIL_URLS, f"https://ft.example/{_words(chance)}"]),
        site=_words(chance),
        title=_words(chance),
        lang="en",
        published=NOW - timedelta(minutes=chance.randint(0, 5000)),
        source_class=chance.choice(list(SourceClass)),
    )


def _points(chance: Random, story: str) -> Points:
    return Points(
        rule=_words(chance),
        axis=chance.choice(list(Axis)),
        value=chance.randint(-100, 100),
        reason=_words(chance),
        story=story,
        stories=(story,),
        advice=_words(chance),
    )


def _words(chance: Random) -> str:
    return _phrase(chance.randrange(1000))


@cache
def _phrase(number: int) -> str:
    chance = Random(number)  # noqa: S311  repeatable chance, not a secret
    free = "".join(chr(chance.choice(PLANES)(chance)) for _ in range(chance.randint(0, 12)))
    return free + chance.choice(EVIL) + free if chance.random() < 0.7 else free * chance.randint(1, 60)


def _maybe(chance: Random) -> str | None:
    return _words(chance) if chance.random() < 0.6 else None


PLANES: tuple[Callable[[Random], int], ...] = (
    lambda chance: chance.randint(0x20, 0x7E),
    lambda chance: chance.randint(0, 0xD7FF),
    lambda chance: chance.randint(0x1F300, 0x1FAFF),
    lambda chance: chance.randint(0xE000, 0x10FFFF),
)

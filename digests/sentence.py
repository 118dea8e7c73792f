"""One sentence that tells a story, made from what was read out of it and not from a headline's own words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from string import Formatter

from digests.escape import clean
from digests.texts import count, endings, number, say, table
from model.signal import Amount, Certainty, Kind, Seniority, Signal, SourceClass
from model.story import State, Story
from stories.amended import standing
from stories.state import is_seen

LONGEST_NAME = 60
LONGEST_QUOTE = 140
NAMED = 2
SCALES = (1e12, 1e9, 1e6)
_ALMOST = 0.99995  # of a million is one as it is written, with one decimal


def sentence(story: Story) -> str:
    """Tell the story in clean text without a full stop; its state is said in front when it is doubtful or denied."""
    return doubt(story) + claim(story)


def doubt(story: Story) -> str:
    """Say what stands before the claim of a rumoured or denied story; "" for any other.

    What only its people say of themselves is told as their own words, with where they say it.
    """
    if story.state is State.RUMOURED and all(signal.source_class is SourceClass.PERSON for signal in story.evidence):
        by_profile = all(signal.pattern.startswith("own_profile.") for signal in story.evidence)
        site = clean(lead(story).site, LONGEST_NAME)
        return say("say_own_profile") if by_profile else say("say_own_words", site=site)
    return say(f"say_{story.state.value}") if story.state in {State.RUMOURED, State.DENIED} else ""


def claim(story: Story) -> str:
    """Tell what is said to have happened, as if it were so."""
    slots = _slots(story)
    return next(text for text in table().sentences[story.kind] if _wanted(text) <= slots.keys()).format_map(slots)


def lead(story: Story) -> Signal:
    """Choose the evidence that is quoted: what asserts most, then what was understood best, then the earliest."""
    told = standing(story.evidence)
    return max(told, key=lambda s: (_assertion(s.certainty), s.confidence, -s.published.timestamp()))


def money(amount: Amount) -> str:
    """Write "$6.6 billion", "250,000 CHF"; in French "6,6 milliards de dollars"."""
    words = zip(SCALES, table().scales, strict=True)
    reached = (one for one in words if amount.value >= _ALMOST * one[0] and all(one[1]))
    scale, forms = next(reached, (1.0, None))
    figure = number(amount.value / scale, decimals=1)
    if forms:
        one, many = forms
        figure = table().scaled.format(figure=figure, scale=one if round(amount.value / scale, 1) < 2 else many)
    currency = clean(amount.currency, 8)
    if known := table().currencies.get(currency):
        plain, scaled = known
        return (scaled if forms else plain).format(figure=figure)
    return f"{figure} {currency}" if currency else figure


def together(names: Sequence[str], more: int = 0) -> str:
    """Join names as a sentence does: "Ada", "Ada and Bob", "Ada, Bob and 3 more"."""
    shown = [*names, say("more_people", count=more)] if more > 0 else list(names)
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} {say('and')} {shown[-1]}"


def has_actor(story: Story) -> bool:
    """Tell whether somebody or some number is in it: a report without either is too thin for an alert."""
    return any(
        signal.person
        or signal.amount
        or signal.headcount
        or signal.seniority is Seniority.GROUP
        or (signal.kind is Kind.ACQUISITION and signal.to_company)
        for signal in story.evidence
    )


def _assertion(certainty: Certainty) -> int:
    return (Certainty.BACKGROUND, Certainty.DENIED, Certainty.RUMOUR, Certainty.PLANNED, Certainty.REPORTED).index(
        certainty
    )


def _wanted(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def _slots(story: Story) -> dict[str, str]:
    company = clean(story.company, LONGEST_NAME) or say("no_name")
    slots = {"company": company, "quote": clean(lead(story).quote, LONGEST_QUOTE)}
    verb = endings(len(story.people))
    if story.people:
        named = [_with_role(person, story.evidence) for person in story.people[:NAMED]]
        slots["who"] = together(named, len(story.people) - len(named))
    for slot, said in (
        ("from", _most(s.from_company for s in story.evidence)),
        ("to", _most(s.to_company for s in story.evidence)),
        ("role", _most(s.role for s in story.evidence)),
    ):
        if said and said != story.company:
            slots[slot] = clean(said, LONGEST_NAME)
    heads = [s.headcount for s in standing(story.evidence) if s.headcount]
    if heads:
        slots["count"] = count("people", max(heads))
    counted = lead(story)
    if counted.usual is not None:
        slots["posts"], slots["usual"] = count("posts", counted.headcount or 0), number(counted.usual)
    if all(map(is_seen, story.evidence)):
        slots["board"] = say("own_board")
    sums = [s.amount for s in story.evidence if s.amount]
    if sums:
        slots["amount"] = money(Counter(sums).most_common(1)[0][0])
    return {name: text for name, text in slots.items() if text} | verb


def _with_role(person: str, evidence: Iterable[Signal]) -> str:
    role = _most(s.role for s in evidence if s.person == person)
    name = clean(person, LONGEST_NAME) or say("no_name")
    return f"{name} ({clean(role, LONGEST_NAME)})" if role else name


def _most(said: Iterable[str | None]) -> str | None:
    known = Counter(text for text in said if text)
    return known.most_common(1)[0][0] if known else None

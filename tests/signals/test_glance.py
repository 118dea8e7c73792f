"""A text that no pattern can match is not read in full, and the answer is the same as if it were."""

from __future__ import annotations

import json
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.company import Company
from model.item import Item
from signals.detect import item_of
from signals.reader import Reader
from signals.trace import Trace
from tests.signals.corpus import CORPUS, SHARED, lines, needs_shared, unlabelled, watched
from tests.signals.lexicons import LANGUAGES, cases, examples, item, lexicons, reader

BEFORE = ["", "She left the startup. ", "Rival ", "The company, once small, ", "It ", "Ada Keller, who is 40, "]


@cache
def own() -> list[tuple[str, str]]:
    """List every sentence of the lexicons and of their cases with its language."""
    return [
        *(
            (sentence, language)
            for language in LANGUAGES
            for entry in examples(language)
            for sentence in (*entry["matches"], *entry["misses"])
        ),
        *((case["title"], language) for language in LANGUAGES for case in cases(language)),
    ]


OWN = st.deferred(lambda: st.sampled_from(own()))
OWN_WORDS = st.deferred(lambda: st.sampled_from([word for text, _ in own()[::7] for word in text.split()]))


def differing(reader: Reader, items: list[Item]) -> list[str]:
    """List the titles that a glance reads otherwise than a full reading does, for its signals alone or whole."""
    differing = []
    for one in items:
        full = reader.understand(one, Trace())
        if reader.understand(one) != full or tuple(reader.read(one)) != full.signals:
            differing.append(one.title)
    return differing


@pytest.mark.slow
def test_every_sentence_of_the_lexicons_is_read_as_in_full() -> None:
    assert differing(reader(), [item(sentence, lang=language) for sentence, language in own()]) == []


@given(OWN, st.sampled_from(BEFORE), OWN)
@settings(max_examples=150, deadline=None)
@pytest.mark.slow
def test_so_is_every_text_made_of_them(title: tuple[str, str], before: str, text: tuple[str, str]) -> None:
    news = item(title[0], f"{before}{text[0]}. Northwind was quiet.", title[1])
    assert differing(reader(), [news]) == []


@given(st.lists(OWN_WORDS, min_size=1, max_size=25))
@settings(max_examples=150, deadline=None)
def test_so_is_every_heap_of_their_words(words: list[str]) -> None:
    assert differing(reader(), [item(" ".join(words) + " Northwind", " ".join(reversed(words)))]) == []


@needs_shared
@pytest.mark.slow
def test_so_are_the_labelled_and_unlabelled_news() -> None:
    names = json.loads((SHARED / "bench" / "names.json").read_text("utf-8"))
    texts = json.loads((SHARED / "bench" / "items.json").read_text("utf-8"))
    items = [item_of({"id": str(number), "title": text}) for number, text in enumerate(texts)]
    for path in (*sorted(CORPUS.glob("*_dev.jsonl")), *sorted((CORPUS / "unlabelled").glob("*.jsonl"))):
        items += [unlabelled(line) for line in lines(path)]
    everybody = Reader([*watched(), *map(Company, names)], lexicons())
    assert differing(everybody, items) == []

"""Every entry of every lexicon matches its own sentences and leaves the others alone; faults in a file are named."""

from __future__ import annotations

import pytest

from model.errors import ConfigError
from model.signal import Certainty, Kind
from signals.vocabulary import parse_lexicon
from tests.signals.conftest import READ_EARLY
from tests.signals.lexicons import LANGUAGES, examples, item, lexicon, lexicons, reader

every_language = pytest.mark.parametrize("language", LANGUAGES)
SILENT = {Certainty.BACKGROUND, Certainty.DENIED}


def told(language: str, sentence: str) -> set[Kind]:
    return {signal.kind for signal in reader().read(item(sentence, lang=language)) if signal.certainty not in SILENT}


@pytest.mark.slow
@every_language
def test_every_pattern_is_an_expression(language: str) -> None:
    # Patterns are compiled when first searched, so a file with a wrong one would load and fail on the day of its news.
    for entry in lexicon(language).entries:
        for pattern in entry.patterns:
            assert pattern.compile().pattern, pattern.source


@pytest.mark.slow
@every_language
def test_every_entry_matches_its_sentences_and_misses_the_others(language: str) -> None:
    wrong = [
        f"{entry['id']} {'misses' if wanted else 'matches'}: {sentence}"
        for entry in examples(language)
        for wanted, sentences in ((True, entry["matches"]), (False, entry["misses"]))
        for sentence in sentences
        if (Kind(entry["kind"]) in told(language, sentence)) is not wanted
    ]
    assert wrong == []


def test_listing_the_tests_reads_no_lexicon(pytestconfig: pytest.Config) -> None:
    assert not pytestconfig.stash[READ_EARLY], "each process pays for it in seconds: let a test or a function read it"


def test_english_and_french_cover_the_same_kinds() -> None:
    kinds = {one.language: {entry.kind for entry in one.entries} for one in lexicons()}
    assert kinds["en"] == kinds["fr"]


def test_all_faults_of_a_file_are_named_at_once_with_their_entry() -> None:
    entry = {"id": "a", "kind": "departure", "patterns": ["{actor} leaves"], "matches": ["x"], "misses": ["y"]}
    table: dict[str, object] = {
        "language": "xx",
        "verbs": {},
        "words": {"aux": "has will_have"},
        "entries": [
            entry,
            entry,
            {**entry, "id": "b", "kind": "party"},
            {
                **entry,
                "id": "c",
                "patterns": [
                    "{nobody} leaves",
                    "( leaves",
                    "leaves )",
                    "@unknown",
                    "{company} ...4-aux leaves",
                    "{actor}",
                    "{company} leaves {company}",
                ],
            },
            {**entry, "id": "d", "misses": [], "certainty": "perhaps", "needs": ["luck"], "confidence": 7, "color": 1},
        ],
    }
    with pytest.raises(ConfigError) as caught:
        parse_lexicon(table, "xx.toml")
    faults = "\n".join(caught.value.faults)
    for words in (
        "xx.toml: unknown section 'verbs'",
        "entry a: id must be a text of its own",
        "entry b: kind 'party' is none of",
        "entry c: pattern '{nobody} leaves': there is no slot {nobody}",
        "entry c: pattern '( leaves': a bracket is not closed",
        "entry c: pattern 'leaves )': ",
        "entry c: pattern '{company} leaves {company}': a slot stands twice: company",
        "entry c: pattern '@unknown': there is no word list [words].unknown",
        "entry c: pattern '{company} ...4-aux leaves': [words].aux must have single words only",
        "entry c: pattern '{actor}': it needs at least one word",
        "entry d: misses must be a list with at least one text",
        "entry d: certainty 'perhaps'",
        "entry d: needs must be",
        "entry d: confidence must be",
        "entry d: unknown key 'color'",
    ):
        assert words in faults


@pytest.mark.parametrize(
    ("title", "raises"),
    [
        ("Northwind serves up a $27m Series A", True),
        ("Northwind leads a $27m Series A at Fabrikam", False),
        ("Northwind soars while Contoso serves up a $27m Series A", False),
    ],
)
def test_a_gap_may_leave_out_companies_and_words_of_a_list(title: str, raises: bool) -> None:
    found = [one.company for one in reader().read(item(title)) if one.kind is Kind.FUNDING]
    assert ("Northwind" in found) is raises

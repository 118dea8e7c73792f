from __future__ import annotations

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

from digests import kinds
from digests.case import Side
from digests.draw_audit import VERBS
from digests.draw_said import COMMANDS
from digests.draw_sources import ADVICE
from digests.evidence import OWN
from digests.home import Tie
from digests.sentence import money, sentence, together
from digests.texts import TABLES, count, say, speaking, spoken
from digests.views.forget import HOLDS
from digests.views.not_relevant import REASONS
from digests.views.settings import CHANGED, FIELDS, FROM_STATES
from digests.views.watch import LISTS, TIERS
from edition import UNDER_DIGEST
from handlers.actions import actions
from model.feedback import DigestOpinion, Opinion
from model.handling import Scope, When
from model.language import Language
from model.score import Axis, Confidence, Lack
from model.signal import Amount, Kind, Seniority
from model.story import State
from model.subscription import Cause, Density, Weekday
from rules.edit import KEYS
from tests.make import amount, story

FOLDER = Path(kinds.__file__).parent
ROOT = FOLDER.parent
SPEAKING = (FOLDER, ROOT / "learning", ROOT / "books", ROOT / "cli", ROOT / "handlers")
FIELDS_CHANGED = {CHANGED}  # verbs of fields, which are no buttons
SPOKEN = {
    *(member.value for words in (Axis, State, Confidence) for member in words),
    *COMMANDS,
    *(f"opinion_{opinion.value}" for opinion in Opinion),
    *(f"cause_{cause.value}" for cause in Cause),
    *(f"{command}_does" for command in COMMANDS),
    *OWN.values(),
    *ADVICE.values(),
    *(f"button_{verb}" for verb in actions() if verb not in FIELDS_CHANGED),
    *(f"audit_{verb}" for verb in VERBS),
    *(f"holds_{what}" for what in HOLDS),
    *(f"mute_scope_{scope.value}" for scope in Scope),
    *(f"mends_{reason.value}" for reason in REASONS),
    *(f"home_{tie.value}" for tie in Tie),
    *(f"rank_{rank}" for rank in (*(one.value for one in Seniority), "unknown")),
    *(f"remind_{when.value}" for when in When),
    *(f"not_enough_{lack.value}" for lack in Lack),
    *(f"{part}_{one.value}" for one in DigestOpinion for part in ("feedback", "feedback_hint", "feedback_done")),
    *(f"button_{verb}" for verb in UNDER_DIGEST),
    *(f"edit_{key}" for key in KEYS),
    *(f"settings_{name}" for name in FIELDS),
    *(f"settings_from_{state.value}" for state in FROM_STATES),
    *(f"settings_density_{density.value}" for density in Density),
    *(f"weekday_{day.value}" for day in Weekday),
    *(f"watch_{name}" for name in LISTS),
    *(f"watch_tier_{tier}" for tier in TIERS),
    "say_rumoured",
    "say_denied",
}


def slots_of(words: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(words) if name}


def has_words(words: str) -> bool:
    """Tell whether there is something to translate: a command stays as it is typed."""
    return re.search(r"[^\W\d_]", re.sub(r"\{\w+\}", "", words)) is not None and not words.startswith("/signals")


def keys_in_code() -> set[str]:
    found: set[str] = set()
    for path in [*ROOT.glob("*.py"), *(file for folder in SPEAKING for file in folder.rglob("*.py"))]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say":
                found |= {str(leaf.value) for leaf in ast.walk(node.args[0]) if isinstance(leaf, ast.Constant)}
    return found


@pytest.mark.parametrize("language", Language)
def test_every_sentence_is_there_and_none_is_left_over(language: Language) -> None:
    there = TABLES[language].texts.keys()
    found = {key for key in keys_in_code() if not key.endswith("_")} - {"_does"}
    used = {key for key in found if key in there or "_" in key}
    assert used - there == set()
    assert there - used - SPOKEN == set()
    assert there >= SPOKEN


@pytest.mark.parametrize("language", Language)
def test_every_kind_has_a_name_and_a_sentence_that_always_holds(language: Language) -> None:
    spoken = TABLES[language]
    assert spoken.names.keys() == spoken.sentences.keys() == set(Kind)
    for kind, sentences in spoken.sentences.items():
        assert spoken.names[kind]
        assert slots_of(sentences[-1]) - spoken.endings.keys() == {"company"}, kind


@pytest.mark.parametrize("language", Language)
def test_every_language_fills_the_same_words_in(language: Language) -> None:
    english, spoken = TABLES[Language.ENGLISH], TABLES[language]
    assert {key: slots_of(words) for key, words in spoken.texts.items()} == {
        key: slots_of(words) for key, words in english.texts.items()
    }
    assert spoken.counted.keys() == english.counted.keys()
    assert all(slots_of(many) == {"n"} for _, many in spoken.counted.values())
    assert len(spoken.months) == 12


@pytest.mark.parametrize("language", set(Language) - {Language.ENGLISH})
def test_no_text_was_left_in_english(language: Language) -> None:
    english, spoken = TABLES[Language.ENGLISH], TABLES[language]
    same = {key for key, words in spoken.texts.items() if words == english.texts[key] and has_words(words)}
    assert same <= {"app_name", "bot_name", "more_sources", "sources_title", "page_tab_messages"}
    assert not {kind for kind in Kind if spoken.names[kind] == english.names[kind]}
    assert not {kind for kind in Kind if set(spoken.sentences[kind]) & set(english.sentences[kind])}


@pytest.mark.parametrize("language", Language)
def test_every_sentence_knows_the_slots_it_asks_for(language: Language) -> None:
    slots = {"who", "count", "company", "from", "to", "role", "amount", "quote", "posts", "usual", "board"}
    known = slots | TABLES[language].endings.keys()
    for kind, sentences in TABLES[language].sentences.items():
        assert {slot for words in sentences for slot in slots_of(words)} <= known, kind


def test_french_breaks_no_line_before_its_signs() -> None:
    french = TABLES[Language.FRENCH]
    said = [*french.texts.values(), *(words for sentences in french.sentences.values() for words in sentences)]
    assert [words for words in said if re.search(r"[ \w][;!?»]|\w:(?!\w|//)| :|«[^\u00a0]", words)] == []


@pytest.mark.parametrize("language", Language)
def test_every_sum_of_money_holds_its_figure(language: Language) -> None:
    assert {name for forms in TABLES[language].currencies.values() for form in forms for name in slots_of(form)} == {
        "figure"
    }
    assert TABLES[language].currencies.keys() >= TABLES[Language.ENGLISH].currencies.keys()


def test_french_is_said_as_french_is_written() -> None:
    with speaking(Language.FRENCH):
        assert count("articles", 0) == "0 article"
        assert count("articles", 1200) == "1\u202f200 articles"
        assert money(Amount(3.5e9, "USD")) == "3,5\u00a0milliards de dollars"
        assert money(Amount(1.5e6, "EUR")) == "1,5\u00a0million d'euros"
        assert money(Amount(1.2e12, "GBP")) == "1\u202f200\u00a0milliards de livres sterling"
        assert money(Amount(250_000, "CHF")) == "250\u202f000\u00a0francs suisses"
        assert money(Amount(1.96e6, "EUR")) == "2\u00a0millions d'euros"
        assert money(Amount(2e6, "XTS")) == "2\u00a0millions XTS"
        assert sentence(story(people=("Ada", "Bob", "Cy"))) == "Ada, Bob et 1 de plus quittent OpenAI"
        assert sentence(story(kind=Kind.HIRE, person="Ada", from_company="A")).endswith(
            "OpenAI recrute Ada (CTO) chez A"
        )
        assert sentence(story(state=State.RUMOURED)).startswith("Selon une rumeur\u00a0: ")


def test_what_a_source_asks_of_people_is_what_its_error_says() -> None:
    assert [say(key) for key in ADVICE.values()] == [kind.__doc__ for kind in ADVICE]


def test_what_is_said_follows_the_language_only_within() -> None:
    with speaking(Language.FRENCH):
        assert spoken() is Language.FRENCH
        with speaking(Language.ENGLISH):
            assert say("and") == "and"
        assert say("and") == "et"
    assert spoken() is Language.ENGLISH


def test_every_kind_looks_different() -> None:
    assert kinds.ICON.keys() == set(Kind)
    assert len(set(kinds.ICON.values())) == len(Kind)


def test_every_state_has_a_badge() -> None:
    assert kinds.BADGE.keys() == set(State)


def test_every_kind_is_told_with_and_without_details() -> None:
    told = {kind: sentence(story(kind=kind)) for kind in Kind}
    rich = {
        kind: sentence(
            story(kind=kind, person="Ada", role="CTO", from_company="A", to_company="B", headcount=7, amount=amount(5))
        )
        for kind in Kind
    }
    for sentences in (told, rich):
        assert all("OpenAI" in words and "{" not in words for words in sentences.values())
    assert told[Kind.DEPARTURE] == "Mira Murati (CTO) leaves OpenAI"
    assert rich[Kind.HIRE] == "OpenAI hires Ada (CTO) from A"
    assert rich[Kind.ACQUISITION] == "B buys OpenAI for $5"
    assert rich[Kind.LAYOFFS] == "OpenAI lays off 7 people"
    assert told[Kind.FUNDING] == "OpenAI raises money"


def test_a_note_is_told_in_its_own_words() -> None:
    long = story(kind=Kind.INBOUND_NOTE, person=None, quote="They <b>all</b>\nlook around " + "very " * 60)
    assert sentence(long).startswith("A note about OpenAI: “They <b>all</b> look around very")
    assert len(sentence(long)) < 180
    assert sentence(long).endswith("…”")


def test_several_people_are_told_in_one_sentence() -> None:
    assert sentence(story(people=("Ada", "Bob", "Cy"))) == "Ada, Bob and 1 more leave OpenAI"
    assert together(["Ada", "Bob"]) == "Ada and Bob"


def test_a_doubtful_story_says_so_first() -> None:
    assert sentence(story(state=State.RUMOURED)).startswith("It is rumoured: ")
    assert sentence(story(state=State.DENIED)).startswith("Denied: ")


def test_money_is_written_as_people_say_it() -> None:
    assert money(Amount(6.6e9, "USD")) == "$6.6 billion"
    assert money(Amount(250_000, "CHF")) == "250,000 CHF"
    assert money(Amount(1e6, "")) == "1 million"
    assert money(Amount(960_000, "USD")) == "$960,000"
    assert money(Amount(999_960_000, "USD")) == "$1 billion"


def test_one_is_not_many() -> None:
    assert count("articles", 1) == "1 article"
    assert count("articles", 1200) == "1,200 articles"


def test_an_axis_has_its_name() -> None:
    assert Side(Axis.PRESSURE, 1, 2, 1).name == say("pressure")

"""How often a rule or a source was right."""

from __future__ import annotations

from learning.precision import Precision, by_rule, by_source
from model.feedback import Feedback, Opinion
from tests.make import NOW


def test_rules_and_sources_are_right_as_often_as_their_stories_are_useful() -> None:
    said = [
        Feedback(f"s{number}", "OpenAI", opinion, "U1", NOW, rules=("a.b", "c.d")[: number + 1], sources=("feed:x",))
        for number, opinion in enumerate((Opinion.USEFUL, Opinion.NOT_A_SIGNAL, Opinion.USEFUL))
    ]
    assert by_rule(said) == {"a.b": Precision(2, 3), "c.d": Precision(1, 2)}
    assert by_source(said) == {"feed:x": Precision(2, 3)}
    assert (Precision(2, 3).percent, Precision().percent) == (67, None)


def test_whose_story_it_is_and_who_told_it_first_is_no_rules_doing() -> None:
    said = [
        Feedback("s", "OpenAI", opinion, opinion.value, NOW, rules=("a.b",), sources=("feed:x",))
        for opinion in (Opinion.WRONG_COMPANY, Opinion.DUPLICATE)
    ]
    assert by_rule(said) == {}
    assert by_source(said) == {"feed:x": Precision(0, 2)}

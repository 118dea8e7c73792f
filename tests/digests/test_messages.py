"""From verdicts to the messages of the outbox."""

from __future__ import annotations

from digests.messages import messages_of
from digests.plain import as_text
from model.score import Axis
from model.subscription import Held, InDigest, MessageKind, Now, Update
from tests.make import NOW, points, score, story, subscription

MURATI = story(outlets=("reuters.com", "nytimes.com"))
OWN = points(value=22, story=MURATI.id, stories=(MURATI.id,))
OLDER = points(rule="older", value=41, story="older", stories=("older",))
NEWER = points(rule="newer", value=18, story="newer", stories=("newer",))
LIFTED, STANDING = score(points=(OLDER, OWN)), score(points=(OLDER, OWN, NEWER))
SUB = subscription()


def test_an_alert_tells_what_its_story_lifted() -> None:
    [alert] = messages_of(MURATI, Now("x", Axis.WINDOW, 41, 63), LIFTED, STANDING, SUB, NOW)
    assert (alert.kind, alert.score) == (MessageKind.ALERT, 63)
    assert alert.drawn.text.startswith("🚪 OpenAI · sourcing window 41 → 63\n")


def test_an_edit_tells_the_companys_number_now_and_the_one_told_first() -> None:
    told = Update("confirmed", broadcast=True, log="13:30 · now confirmed", told=63)
    edit, line = messages_of(MURATI, told, LIFTED, STANDING, SUB, NOW)
    assert [edit.kind, line.kind, edit.score, line.score] == [MessageKind.UPDATE, MessageKind.THREAD, 81, 81]
    assert edit.drawn.text.startswith("🚪 OpenAI · sourcing window told at 63 → now 81\n")
    assert "Why 81" in as_text(edit.drawn)
    assert line.broadcast


def test_what_waits_draws_nothing() -> None:
    for verdict in (InDigest("x"), Held("x")):
        assert messages_of(MURATI, verdict, LIFTED, STANDING, SUB, NOW) == []

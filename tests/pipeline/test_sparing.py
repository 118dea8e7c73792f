"""Of a workspace that has taken the app out nothing is kept that config.toml still has brought in for its members."""

from __future__ import annotations

from model.item import Item, Note, OwnProfile
from model.poll import PollState
from sources import hacker_news
from sources.connections import Source as Connections
from sources.polling import Outcome
from sparing import spared, still_here
from store.store import Store
from tests.make import item


def brought(owner: str) -> tuple[Item, Item]:
    """Let a mail and a profile be brought in for a member."""
    mail = item(source="linkedin_mail:", key=f"mail of {owner}", shape=Note(owner, "OpenAI", personal=True))
    looks = OwnProfile("Ada Fontaine", "ada", employers=("OpenAI",), looking=True, owner=owner)
    return mail, item(source="github:ada", key=f"profile of {owner}", shape=looks)


async def test_what_is_brought_in_for_a_workspace_that_left_is_not_kept(store: Store) -> None:
    home, here, gone = brought("U0LEA"), brought("TZETA/U1"), brought("TACME/U1")
    state, news = PollState("linkedin_mail:"), item()
    polled = Outcome(state, state, (news, *home, *here, *gone))
    assert (await spared(store, polled, {"TZETA"})).items == (news, *home, *here)
    assert (await spared(store, polled)).items == polled.items, "there is one workspace"


def test_the_connections_of_a_member_who_left_are_not_read() -> None:
    news = hacker_news.Source(hacker_news.Settings(), "OpenAI")
    home, here, gone = (Connections(owner) for owner in ("U0LEA", "TZETA/U1", "TACME/U1"))
    assert still_here([news, home, here, gone], {"TZETA"}) == [news, home, here]

"""From entries to Items: identity that survives noise, dates that are never in the future."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from sources.feed.entry import Entry
from sources.feed.item import keys, to_items

NOW = datetime(2024, 10, 7, 12, tzinfo=UTC)
HOME = "https://www.news.example/feed"
SOURCE = f"feed:{HOME}"
ENTRY = Entry("", "https://news.example/a", "A title", "", NOW - timedelta(days=1), None, None)


def key(entry: Entry) -> str:
    return keys(SOURCE, [entry])[0]


def test_an_id_counts_before_a_link_and_a_link_before_words() -> None:
    assert key(replace(ENTRY, id="post-1")) == "post-1"
    assert key(ENTRY) == "https://news.example/a"
    assert len(key(replace(ENTRY, link=""))) == 32


def test_a_changed_title_or_date_makes_no_other_item() -> None:
    noisy = replace(ENTRY, title="Another title", published=None, link=f"{ENTRY.link}/?utm_source=rss#top")

    assert key(noisy) == key(ENTRY)
    assert key(replace(noisy, id="post-1")) == key(replace(ENTRY, id="post-1"))


def test_tracking_in_an_id_makes_no_other_item() -> None:
    assert key(replace(ENTRY, id="http://news.example/?p=1&utm_campaign=x")) == key(
        replace(ENTRY, id="https://news.example/?p=1")
    )


def test_an_id_that_several_articles_share_identifies_none_of_them() -> None:
    entries = [replace(ENTRY, id="post", link=f"https://news.example/{n}") for n in range(3)]

    assert keys(SOURCE, entries) == [f"https://news.example/{n}" for n in range(3)]


def test_a_link_that_several_articles_share_identifies_none_of_them() -> None:
    assert len(set(keys(SOURCE, [replace(ENTRY, title=title) for title in ("A", "B", "C")]))) == 3


def test_of_equal_entries_the_first_is_taken() -> None:
    items = to_items(SOURCE, [replace(ENTRY, id="1"), replace(ENTRY, id="1", title="Later")], NOW, HOME)

    assert [item.title for item in items] == ["A title"]


def test_a_date_that_is_missing_in_the_future_or_somebodys_zero_is_the_time_of_fetching() -> None:
    for published in (
        None,
        NOW + timedelta(seconds=1),
        datetime(1, 1, 1, tzinfo=UTC),
        datetime(1970, 1, 1, tzinfo=UTC),
    ):
        assert to_items(SOURCE, [replace(ENTRY, published=published)], NOW, HOME)[0].published == NOW


def test_an_entry_without_a_first_date_has_the_date_of_its_update() -> None:
    updated = NOW - timedelta(days=3)

    assert to_items(SOURCE, [replace(ENTRY, published=None, updated=updated)], NOW, HOME)[0].published == updated


def test_a_link_that_is_not_of_the_web_is_not_shown() -> None:
    item = to_items(SOURCE, [replace(ENTRY, link="javascript:alert(1)")], NOW, HOME)[0]

    assert item.url == ""
    assert item.site == "news.example"


def test_a_language_is_two_letters_or_unknown() -> None:
    told = {
        "en-US": "en",
        "FR": "fr",
        "pt_BR": "pt",
        "x-default": None,
        "fil": None,
        "English": None,
        "": None,
        None: None,
    }

    for code, lang in told.items():
        assert to_items(SOURCE, [replace(ENTRY, lang=code)], NOW, HOME)[0].lang == lang


def test_an_endless_id_or_title_is_cut_to_a_size_that_a_table_holds() -> None:
    item = to_items(SOURCE, [replace(ENTRY, id="x" * 60_000, title="y" * 60_000)], NOW, HOME)[0]

    assert len(item.key) == 32
    assert len(item.title) == 1_000


words = st.text(st.sampled_from("ab"), max_size=2)
entries = st.builds(
    Entry,
    id=words,
    link=words.map(lambda word: f"https://news.example/{word}" if word else ""),
    title=words,
    summary=st.just(""),
    published=st.none() | st.just(NOW),
    updated=st.none(),
    lang=st.none(),
)


@given(st.lists(entries))
def test_keys_are_distinct_on_a_page_and_the_same_each_time(page: list[Entry]) -> None:
    items = to_items(SOURCE, page, NOW, HOME)

    assert len({item.key for item in items}) == len(items)
    assert to_items(SOURCE, page, NOW, HOME) == items


@given(st.lists(entries, unique_by=lambda entry: (entry.id, entry.link, entry.title)))
def test_no_entry_with_words_of_its_own_is_lost(page: list[Entry]) -> None:
    told = {item.title for item in to_items(SOURCE, page, NOW, HOME)}

    assert {entry.title for entry in page if not entry.id} <= told

"""Newsroom discovery: what a site names, what is guessed, and that nothing is found which was not read."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from cli.seek import providers
from config import Settings
from sources.fetcher import Fetcher
from sources.fetcher.limits import Limits
from sources.newsroom.guesses import GUESSES, boards, slugs
from sources.newsroom.links import links_of, settled
from sources.newsroom.owner import is_theirs, owner_of
from sources.newsroom.seek import FoundBoard, FoundFeed, Seeker
from tests.make import NOW
from tests.sources.server import Server, serve

HOME = """<!doctype html><html><head>
<link rel="alternate" type="application/rss+xml" href="/news/all.xml">
<link rel="alternate" type="application/rss+xml" href="/comments/feed">
<link rel="alternate" hreflang="fr" href="/fr">
</head><body><a href="/newsroom">Newsroom</a> <a href="https://elsewhere.example/blog">Blog</a>
<a href="/about">About</a><a href="https://jobs.lever.co/acme-labs/123">Jobs</a></body></html>"""
FEED = (
    '<rss version="2.0"><channel><title>Acme</title><item><title>{title}</title><link>https://acme.example/{title}</link>'
    "<pubDate>Fri, 04 Oct 2024 09:00:00 GMT</pubDate></item></channel></rss>"
)
LEVER = [{"id": "1", "text": "Welder", "hostedUrl": "https://jobs.lever.co/acme-labs/1", "createdAt": 1728025200000}]
GREENHOUSE = {"jobs": [{"id": 1, "title": "Cook", "absolute_url": "https://x.example", "location": {"name": "Lyon"}}]}
ANSWERS: dict[str, object] = {
    "/": HOME,
    "/newsroom": '<a href="/press.rss">RSS</a>',
    "/news/all.xml": FEED.format(title="one"),
    "/press.rss": FEED.format(title="two"),
    "/rss.xml": FEED.format(title="one"),  # the same feed by another name
    "/atom.xml": "<html><body>Not here</body></html>",
    "/feed": '<rss version="2.0"><channel><title>Empty</title></channel></rss>',
    "/lever/v0/postings/acme-labs": LEVER,
    "/greenhouse/v1/boards/acme/jobs": GREENHOUSE,
    "/greenhouse/v1/boards/acme": {"name": "Acme Kitchens of Ohio"},
    "/workable/api/v1/widget/accounts/acme": {"name": "Globex", "jobs": [{"title": "Clerk", "shortcode": "A1"}]},
    "/ashby/posting-api/job-board/acme": {"jobs": [], "apiVersion": "1"},
    "/recruitee/acme/api/offers/": {"offers": [{"id": 1, "title": "Baker", "company_name": "ACME Labs GmbH"}]},
    "/personio/acmelabs/xml": "<!doctype html><html></html>",
}


@dataclass
class Town:
    """A company's site and nine providers of boards behind one address; `closed` are what robots.txt forbids."""

    closed: str = ""
    status: dict[str, int] = field(default_factory=dict)

    def answer(self, request: web.Request) -> web.Response:
        if request.path == "/robots.txt":
            return web.Response(text=f"User-agent: *\nDisallow: {self.closed}\n")
        if request.path in self.status:
            return web.Response(status=self.status[request.path])
        told = ANSWERS.get(request.path)
        if told is None:
            return web.Response(status=404)
        if isinstance(told, str):
            kind = "text/html" if "<html" in told or "<a" in told else "application/rss+xml"
            return web.Response(text=told, content_type=kind)
        return web.json_response(told)


def seeker(server: Server, http: Fetcher, **more: object) -> Seeker:
    sources: dict[str, dict[str, object]] = {
        name: {"base_url": f"{server.address}/{name}", "allow_private": True} for name in GUESSES
    }
    for name in ("recruitee", "personio", "teamtailor"):
        sources[name]["base_url"] = f"{server.address}/{name}/{{board}}"
    sources["workday"]["base_url"] = f"{server.address}/workday/{{host}}"
    told = {"names": ("Acme Labs", "Acme"), "home": server.address, "most": 80, "allow_private": True, **more}
    return Seeker(http, providers=providers(Settings(sources=sources)), **told)  # type: ignore[arg-type]  # as written


async def look(town: Town, **more: object) -> tuple[list[FoundFeed], list[FoundBoard], Seeker, Server]:
    async with serve(town.answer) as server, Fetcher("ops@acme.example", limits=Limits(spacing=0)) as http:
        one = seeker(server, http, **more)
        return await one.feeds(NOW), await one.boards(), one, server


async def test_feeds_are_those_that_pages_name_and_usual_ones_each_once_and_each_read() -> None:
    feeds, _, one, server = await look(Town())

    assert [feed.url.removeprefix(server.address) for feed in feeds] == ["/news/all.xml", "/press.rss"]
    assert [(feed.entries, feed.newest) for feed in feeds] == [(1, "one"), (1, "two")]
    assert one.unanswered == []


async def test_a_board_that_the_site_links_to_is_sure_and_needs_no_guess() -> None:
    _, boards, _, server = await look(Town())

    first = boards[0]
    assert (first.provider, first.board, first.linked, first.theirs) == ("lever", "acme-labs", True, True)
    assert [asked.path for asked in server.asked if "/lever/" in asked.path] == ["/lever/v0/postings/acme-labs"]


async def test_a_board_that_is_guessed_is_shown_with_the_name_it_gives_itself() -> None:
    _, boards, _, _ = await look(Town(), home="", names=("Acme", "Acme Labs"))

    assert {(board.provider, board.owner, board.theirs) for board in boards} == {
        ("greenhouse", "Acme Kitchens of Ohio", None),  # it may be: the person sees the name
        ("lever", "", None),
        ("recruitee", "ACME Labs GmbH", True),
        ("workable", "Globex", False),
    }
    assert boards[-1].owner == "Globex"


async def test_an_empty_board_and_one_that_answers_with_a_page_are_no_finds() -> None:
    _, boards, _, _ = await look(Town())

    assert {"ashby", "personio"}.isdisjoint(board.provider for board in boards)


@pytest.mark.parametrize("most", [1, 5, 20])
async def test_it_never_asks_more_than_it_may(most: int) -> None:
    _, _, one, server = await look(Town(), most=most)

    assert len(server.asked) == one.asked == most


async def test_what_robots_txt_forbids_is_not_asked_for() -> None:
    feeds, _, _, server = await look(Town(closed="/news"))

    assert [feed.url.removeprefix(server.address) for feed in feeds] == ["/rss.xml"]
    assert not [asked.path for asked in server.asked if asked.path.startswith("/news")]


async def test_who_does_not_answer_is_told_and_stops_nothing() -> None:
    feeds, boards, one, _ = await look(Town(status={"/press.rss": 503, "/greenhouse/v1/boards/acme/jobs": 429}))

    assert len(feeds) == 1
    assert {board.provider for board in boards} == {"lever", "recruitee", "workable"}
    assert sorted(told.rpartition("(")[2] for told in one.unanswered) == ["429).", "503)."]


@pytest.mark.parametrize(
    ("url", "home"),
    [
        ("https://acme.com/", "https://acme.com"),
        ("https://www.acme.com/en", "https://www.acme.com"),
        ("https://acme.io/", "https://acme.io"),
        ("https://parked.example/acme.com", ""),
        ("https://notacme.com/", ""),
    ],
)
def test_a_site_may_lie_a_little_elsewhere_and_not_at_somebody_elses(url: str, home: str) -> None:
    assert settled(url, "acme.com") == home


@pytest.mark.parametrize(
    ("name", "domain", "found"),
    [
        ("Acme Robotics, Inc.", "acme.ai", ("acme", "acmerobotics", "acme-robotics")),
        ("L'Équipe SA", "", ("lequipe",)),
        ("Acme", "www.acme-labs.com", ("acme-labs", "acme", "acmelabs")),
        ("X", "", ()),
    ],
)
def test_slugs_are_guessed_from_name_and_domain(name: str, domain: str, found: tuple[str, ...]) -> None:
    assert slugs(name, domain) == found


@given(st.text(max_size=60), st.text(max_size=60))
def test_guesses_are_few_and_fit_an_address(name: str, domain: str) -> None:
    for one in slugs(name):
        assert one.isascii()
        assert len(boards("greenhouse", slugs(name))) <= 3
        assert is_theirs(one, [name])


@pytest.mark.parametrize(
    ("owner", "theirs"),
    [("Acme", True), ("ACME Labs GmbH", True), ("Acme Kitchens", None), ("Acm", False), ("Globex", False), ("", False)],
)
def test_whose_a_board_is(owner: str, theirs: bool | None) -> None:
    assert is_theirs(owner, ["Acme Labs", "Acme"]) is theirs


@pytest.mark.parametrize(
    ("provider", "answer", "owner"),
    [
        ("greenhouse", {"jobs": [{"company_name": "Acme"}]}, "Acme"),
        ("smartrecruiters", {"content": [{"company": {"name": "Acme"}}]}, "Acme"),
        ("workable", {"name": "Acme", "jobs": []}, "Acme"),
        ("teamtailor", {"title": "Acme", "items": []}, "Acme"),
        ("lever", [{"text": "Welder"}], ""),
        ("greenhouse", ["not a table"], ""),
    ],
)
def test_each_provider_names_the_company_somewhere_or_nowhere(provider: str, answer: object, owner: str) -> None:
    assert owner_of(provider, json.dumps(answer).encode()) == owner


LINKS = {
    "https://boards.greenhouse.io/acme/jobs/12": ("greenhouse", "acme"),
    "https://boards.greenhouse.io/embed/job_board/js?for=acme": ("greenhouse", "acme"),
    "https://job-boards.eu.greenhouse.io/acme": ("greenhouse", "acme"),
    "https://jobs.lever.co/acme": ("lever", "acme"),
    "https://jobs.ashbyhq.com/Acme%20Labs": ("ashby", "Acme Labs"),
    "https://careers.smartrecruiters.com/Acme": ("smartrecruiters", "Acme"),
    "https://apply.workable.com/acme/": ("workable", "acme"),
    "https://acme.recruitee.com/o/welder": ("recruitee", "acme"),
    "https://acme.jobs.personio.de/": ("personio", "acme"),
    "https://acme.teamtailor.com/jobs": ("teamtailor", "acme.teamtailor.com"),
    "https://acme.wd5.myworkdayjobs.com/en-US/Careers/job/1": ("workday", "acme.wd5/Careers"),
}


@pytest.mark.parametrize(("link", "board"), LINKS.items())
def test_a_link_to_a_board_names_it(link: str, board: tuple[str, str]) -> None:
    found = links_of(f'<a href="{link}">Jobs</a>'.encode(), "https://acme.example/", "acme.example")

    assert found.boards == (board,)


@pytest.mark.parametrize(
    "link", ["https://www.recruitee.com/", "https://support.teamtailor.com/x", "https://apply.workable.com/api/v1"]
)
def test_a_link_to_a_provider_itself_names_none(link: str) -> None:
    assert links_of(f'<a href="{link}">x</a>'.encode(), "https://acme.example/", "acme.example").boards == ()


@given(st.binary(max_size=2_000))
def test_any_page_can_be_looked_at(body: bytes) -> None:
    links_of(body, "https://acme.example/", "acme.example")

"""Bad input gets one clear sentence that says what to do, with exit code 2; never a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sources.find import find
from tests.cli.newsroom import CHANNEL, Newsroom, channel, write_config
from tests.cli.running import UNSET, Desk, Ended

pytestmark = pytest.mark.slow  # seconds altogether: ./run.sh check leaves it out

ROOT = Path(__file__).parents[2]
NOBODY = "postgresql://127.0.0.1:1/x"
GOOD = '[[companies]]\nname = "OpenAI"\n'


def refused(ended: Ended, *sentences: str) -> None:
    """Hold that a command ended with 2 and said these sentences on stderr, and nothing else anywhere."""
    assert ended.code == 2, ended
    assert ended.out == ""
    assert ended.err.splitlines() == list(sentences)


def written(folder: Path, text: str) -> Desk:
    """Make a desk with this config.toml."""
    (folder / "config.toml").write_text(text, "utf-8")
    return Desk(folder / "config.toml")


def test_an_unknown_key_is_named_with_its_path(tmp_path: Path) -> None:
    desk = written(tmp_path, "[slack]\nmood = 'http'\n")
    refused(
        desk.type("score", "OpenAI"),
        f"{desk.config}: slack.mood: unknown key; see config.example.toml for those that exist",
    )


def test_all_faults_are_said_at_once_each_with_its_path(tmp_path: Path) -> None:
    desk = written(
        tmp_path,
        """
        timezone = "Europe/Pari"
        database = "mysql://x"
        [slack]
        api_url = "http://slack.example/api/"
        port = 70000
        [[companies]]
        nmae = "OpenAI"
        [[channels]]
        id = "#hiring"
        threshold = 0
        digest = "weekdays"
        story_wait = "soon"
        """,
    )
    ended = desk.type("serve")
    assert (ended.code, ended.out) == (2, "")
    places = {line.removeprefix(f"{desk.config}: ").partition(":")[0] for line in ended.err.splitlines()}
    channels = {f"channels[1].{key}" for key in ("id", "threshold", "digest", "story_wait")}
    slack = {"slack.api_url", "slack.port"}
    assert places == {"timezone", "database", "companies[1].name", "companies[1].nmae", *channels, *slack}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('[sources.github]\ntoken = "ghp_1"', "sources.github.token: secrets do not belong in a file: set SIGNALS_SOU"),
        ('[slack]\nbot_token = "xoxb-1"', "slack.bot_token: secrets do not belong in a file: set SIGNALS_SLACK__BOT"),
        ('[[channels]]\nid = "C01"\ndigest = "weekdays"', '"weekdays" is no rhythm: write "weekdays 09:00"'),
        ('[[channels]]\nid = "C01"\nquiet = "night"', '"night" are no quiet hours: write "20:00-07:00"'),
        ('[[channels]]\nid = "C01"\ncompanies = ["Nobody"]', "Nobody is not among [[companies]]: add it there"),
        ('[[companies]]\nname = "A"\n[[companies]]\nname = "A"', "companies: A stands twice"),
        ('[slack]\nmode = "carrier pigeon"', "slack.mode: Input should be 'socket', 'http' or 'console'"),
        ("= 3", "not valid TOML"),
    ],
)  # fmt: skip
def test_each_fault_says_what_to_write(text: str, sentence: str, tmp_path: Path) -> None:
    ended = written(tmp_path, text).type("poll")
    assert ended.code == 2
    assert sentence in ended.err
    assert "xoxb" not in ended.err


def test_a_missing_config_says_where_to_copy_one_from(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    for command in (("serve",), ("poll",), ("digest", CHANNEL), ("rules", "test")):
        refused(Desk(file).type(*command), f"{file} is not there: copy config.example.toml to {file} and edit it")
    found = Desk(file).type("check")
    assert (found.code, found.out) == (2, f"✗ {file} is not there: copy config.example.toml to {file} and edit it\n")


def test_an_unknown_source_section_names_those_that_exist(tmp_path: Path) -> None:
    desk = written(tmp_path, f'contact = "a@b.example"\ndatabase = "sqlite:///{tmp_path}/x.db"\n[sources.linkedin]\n')
    known = ", ".join(find())
    refused(desk.type("poll"), f"sources.linkedin: there is no such source; there are: {known}")


def test_a_fault_in_a_source_section_has_its_path(tmp_path: Path) -> None:
    desk = written(
        tmp_path, f'contact = "a@b.example"\ndatabase = "sqlite:///{tmp_path}/x.db"\n[sources.feed]\nurl = 1\n'
    )
    ended = desk.type("poll")
    assert ended.code == 2
    assert "sources.feed.url: unknown key" in ended.err


def test_polling_without_sources_says_how_to_add_one(tmp_path: Path) -> None:
    desk = written(tmp_path, f'contact = "a@b.example"\ndatabase = "sqlite:///{tmp_path}/x.db"\n')
    refused(desk.type("poll"), "sources: none is configured: add [sources.feed] as config.example.toml shows it")


def test_polling_needs_a_contact(tmp_path: Path) -> None:
    desk = written(tmp_path, f'database = "sqlite:///{tmp_path}/x.db"\n[sources.feed]\nurls = ["https://a.example/"]\n')
    refused(desk.type("poll"), "contact: give a URL or an e-mail address; every site we read is told whom to ask")


# --- sources that fail ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def ailing(room: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk that polls one good feed, one dead one and a page that is no feed."""
    urls = [room.feed, f"{room.base}/dead", f"{room.base}/moved"]
    return Desk(write_config(tmp_path_factory.mktemp("ailing"), urls))


def test_a_dead_feed_and_a_broken_page_stop_no_other_and_say_what_to_do(ailing: Desk, room: Newsroom) -> None:
    ended = ailing.type("poll")
    assert (ended.code, ended.err) == (1, "")
    told = dict(line.split(": ", 1) for line in ended.out.splitlines())
    assert told[f"feed:{room.feed}"] == "3 new of 3"
    dead, moved = told[f"feed:{room.base}/dead"], told[f"feed:{room.base}/moved"]
    assert "nothing at this address (404)" in dead
    assert "correct its settings in config.toml" in dead
    assert "Got an HTML page, not a feed" in moved
    assert "Nothing is lost, we ask again" in moved


def test_lists_and_digests_name_the_sources_that_fail(ailing: Desk, room: Newsroom) -> None:
    ailing.type("poll")
    told = {row["source"]: row.get("trouble") for row in ailing.type("sources", "--json").rows}
    assert told[f"feed:{room.feed}"] is None
    assert "(404)" in str(told[f"feed:{room.base}/dead"])
    late = next(line for line in ailing.type("digest", CHANNEL).out.splitlines() if "late:" in line.lower())
    assert "/dead" in late
    assert "/moved" in late


def test_trying_sources_and_checking_them_tell_all_faults(ailing: Desk, room: Newsroom) -> None:
    tried, checked = ailing.type("sources", "test", "--json"), ailing.type("check")
    assert tried.code == 1
    assert [row["source"].rpartition("/")[2] for row in tried.rows if row.get("trouble")] == ["dead", "moved"]
    assert checked.code == 2
    assert [line.partition(" ")[0] for line in checked.out.splitlines()] == ["✗", "✗"]


def test_many_sources_that_cannot_be_reached_are_one_fault_to_a_person_and_one_each_to_a_program(
    room: Newsroom, tmp_path: Path
) -> None:
    shared = [room.feed, f"{room.base}/dead"]
    few = Desk(write_config(tmp_path, [*shared, "http://127.0.0.1:9/1", "http://127.0.0.1:9/2"]))
    assert len(few.type("check").out.splitlines()) == 3
    many = Desk(write_config(tmp_path, [*shared, *(f"http://127.0.0.1:9/{n}" for n in range(3))]))
    dead, together = many.type("check").out.splitlines()
    assert "(404)" in dead
    assert together.startswith("✗ 3 sources could not be reached: is there a network? For example feed:http://127.0")
    assert together.endswith("We will try again by ourselves; nothing to do.")
    assert len(many.type("check", "--json").rows) == 4


# --- words on the command line --------------------------------------------------------------------------------------


def test_unknown_names_are_answered_with_those_that_exist(stocked: Desk) -> None:
    companies = "these are: OpenAI, Anthropic. Add it as [[companies]] in config.toml"
    refused(stocked.type("score", "Opnai"), f"Opnai: not watched; {companies}")
    refused(stocked.type("note", "Nobody", "hello"), f"Nobody: not watched; {companies}")
    refused(
        stocked.type("digest", "C0ELSE"),
        f"C0ELSE: watches nothing; these do: {CHANNEL}. Add it as [[channels]] in config.toml",
    )
    refused(stocked.type("poll", "fed"), "fed: no such source is configured; there are: feed")
    refused(stocked.type("sources", "test", "fed"), "fed: no such source is configured; there are: feed")
    refused(stocked.type("rules", "tset"), "rules tset: there is only `rules` and `rules test`")
    refused(
        stocked.type("sources", "tset"),
        "sources tset: there is `sources`, `sources test NAME`, `sources find COMPANY`, `sources packs` and "
        "`sources add --pack NAME`",
    )
    refused(
        stocked.type("serve", "--role", "web"),
        "--role web: one process does everything in this version; use --role all",
    )


@pytest.mark.parametrize("at", ["yesterday", "2024-13-01", "2024-10-02 25:00", "02/10/2024"])
def test_a_moment_that_is_none_is_answered_with_how_to_write_one(at: str, stocked: Desk) -> None:
    for command in (("score", "OpenAI"), ("digest", CHANNEL)):
        refused(
            stocked.type(*command, "--at", at),
            f"--at {at}: write a day or a moment, such as 2024-10-02 or 2024-10-02T09:00Z",
        )


def test_posting_a_digest_needs_a_token(stocked: Desk) -> None:
    refused(
        stocked.type("digest", CHANNEL, "--post"),
        "--post needs SIGNALS_SLACK__BOT_TOKEN: set it in the environment or in .env",
    )


# --- files ----------------------------------------------------------------------------------------------------------


def test_files_that_are_not_what_they_should_be_are_named(stocked: Desk, tmp_path: Path) -> None:
    gone, text = tmp_path / "gone.csv", tmp_path / "text.csv"
    text.write_text("Dear all,\n", "utf-8")
    refused(stocked.type("import", str(gone), "--owner", "U0LEA"), f"{gone}: cannot be read: No such file or directory")
    wrong = stocked.type("import", str(text), "--owner", "U0LEA")
    assert wrong.code == 2
    assert "Give the Connections.csv that LinkedIn makes" in wrong.err
    refused(
        stocked.type("import", str(text)),
        "--owner: name the Slack member whose connections these are, such as U0123456789",
    )
    for nobody in ("lea", "C0HIRING", "U1", "@U0LEA", "u0lea"):
        refused(
            stocked.type("import", str(text), "--owner", nobody),
            "--owner: name the Slack member whose connections these are, such as U0123456789",
        )
    nowhere = tmp_path / "no" / "copy.db"
    refused(
        stocked.type("backup", str(nowhere)),
        f"{nowhere} cannot be written (No such file or directory): choose another place.",
    )


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ("{oops", "line 1: not an item: Expecting property name"),
        ('{"id": "a", "title": "x"}\n[1]', "line 2: not an item: it has to be an object"),
        ('{"title": "x"}', "line 1: not an item: a line needs an id that is a text"),
    ],
)
def test_detect_names_the_line_that_is_no_item(lines: str, sentence: str, stocked: Desk) -> None:
    ended = stocked.type("detect", "--companies", str(stocked.config), stdin=lines, config=False)
    assert ended.code == 2
    assert ended.err.startswith(sentence)
    assert len(ended.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "line", "sentence"),
    [
        ("a.jsonl", "{oops", "a.jsonl, line 1: Expecting property name"),
        ("a.jsonl", '{"id": "a", "title": "x"}', "a.jsonl, line 1: an item needs a date"),
        ("a.jsonl", '{"id": "a", "title": "x", "date": "soon"}', "a.jsonl, line 1: an item needs a date"),
        ("a.txt", "", "holds no *.jsonl files of recorded items"),
    ],
)
def test_replay_names_what_it_cannot_play(name: str, line: str, sentence: str, stocked: Desk, tmp_path: Path) -> None:
    (tmp_path / name).write_text(line, "utf-8")
    ended = stocked.type("replay", str(tmp_path), "--companies", str(stocked.config), config=False)
    assert ended.code == 2
    assert sentence in ended.err
    assert len(ended.err.splitlines()) == 1
    away = stocked.type("replay", str(tmp_path / "away"), "--companies", str(stocked.config), config=False)
    assert "there is no such folder" in away.err


def test_a_bad_rule_file_is_told_with_all_its_faults(stocked: Desk, tmp_path: Path) -> None:
    rules, item = tmp_path / "rules.toml", {"id": "a", "title": "OpenAI CTO Mira Murati leaves", "date": "2024-09-25"}
    (tmp_path / "a.jsonl").write_text(json.dumps(item), "utf-8")
    rules.write_text('[[rules]]\nid = "mood"\nstrenght = 3\n', "utf-8")
    words = ("replay", str(tmp_path), "--companies", str(stocked.config), "--rules")
    ended = stocked.type(*words, str(rules), config=False)
    assert ended.code == 2
    assert all(line.startswith("rules.toml, line ") for line in ended.err.splitlines())
    assert "strenght" in ended.err
    assert "title" in ended.err
    refused(
        stocked.type(*words, str(tmp_path / "gone.toml"), config=False),
        f"{tmp_path / 'gone.toml'}: cannot be read: No such file or directory",
    )


# --- database and Slack ---------------------------------------------------------------------------------------------


def test_an_unreachable_database_is_said_by_every_command(room: Newsroom, tmp_path: Path) -> None:
    file = write_config(tmp_path, [room.feed])
    file.write_text(file.read_text("utf-8").replace(f"sqlite:///{tmp_path}/signals.db", NOBODY), "utf-8")
    sentence = f"{NOBODY} cannot be reached: start the server, or check host, port and name in `database`"
    for command in (("score", "OpenAI"), ("poll",), ("export",), ("migrate",), ("forget", "Jo Doe"), ("access", "X")):
        ended = Desk(file).type(*command)
        assert ended.code == 2, command
        assert ended.err.startswith(sentence), command
        assert len(ended.err.splitlines()) == 1
    checked = Desk(file).type("check")
    assert checked.code == 2
    assert checked.out.startswith(f"✗ database: {sentence}")


def test_a_database_that_cannot_be_one_is_said(tmp_path: Path) -> None:
    (tmp_path / "signals.db").write_text("a shopping list, and long enough to be read as a header " * 4, "utf-8")
    desk = written(tmp_path, f'database = "sqlite:///{tmp_path}/signals.db"\n{GOOD}')
    ended = desk.type("score", "OpenAI")
    assert (ended.code, len(ended.err.splitlines())) == (2, 1)
    assert "is not a database: choose another file" in ended.err
    elsewhere = written(tmp_path, f'database = "sqlite:///{tmp_path}/away/signals.db"\n{GOOD}')
    refused(elsewhere.type("migrate"), f"The folder {tmp_path}/away does not exist: create it.")


def test_looking_into_a_database_that_was_never_made_says_how_to_make_it(tmp_path: Path) -> None:
    desk = written(tmp_path, f'database = "sqlite:///{tmp_path}/signals.db"\n{GOOD}')
    refused(
        desk.type("score", "OpenAI"),
        f"There is no database at {tmp_path}/signals.db yet: run `bot.py serve` or `bot.py poll` first.",
    )


@pytest.mark.parametrize(("mode", "other"), [("http", "SIGNING_SECRET"), ("socket", "APP_TOKEN")])
def test_missing_tokens_are_all_named_at_once(mode: str, other: str, room: Newsroom, tmp_path: Path) -> None:
    desk = Desk(write_config(tmp_path, [room.feed], slack=f'mode = "{mode}"'))
    where = 'set it in the environment or in .env, or write mode = "console" to see the messages here'
    sentences = [f'slack.mode is "{mode}" and needs SIGNALS_SLACK__{name}: {where}' for name in ("BOT_TOKEN", other)]
    refused(desk.type("serve"), *sentences)
    assert desk.type("check").out.splitlines() == [f"✗ {sentence}" for sentence in sentences]


def test_secrets_that_others_can_read_are_told(room: Newsroom, tmp_path: Path) -> None:
    desk = Desk(write_config(tmp_path, [room.feed]))
    secrets = tmp_path / ".env"
    secrets.write_text("SIGNALS_SLACK__BOT_TOKEN=\n", "utf-8")
    secrets.chmod(0o644)
    assert f"✗ {secrets}: others on this machine can read the secrets: chmod 600 {secrets}" in desk.type("check").out
    secrets.chmod(0o600)
    assert desk.type("check").out == "All is well.\n"


def test_a_slack_that_refuses_the_token_is_said_by_check(room: Newsroom, tmp_path: Path) -> None:
    slack = f'mode = "http"\napi_url = "{room.base}/api/"'
    desk = Desk(write_config(tmp_path, [room.feed], slack=slack))
    ended = desk.type("check", SIGNALS_SLACK__BOT_TOKEN="xoxb-1-wrong", SIGNALS_SLACK__SIGNING_SECRET="0" * 32)
    assert ended.code == 2
    assert "check SIGNALS_SLACK__BOT_TOKEN and slack.api_url" in ended.out
    assert "wrong" not in ended.out.replace("is wrong", "")


# --- as processes ---------------------------------------------------------------------------------------------------


def bot(*words: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run the bot as a process, as a shell would."""
    own = {name: value for name, value in os.environ.items() if name not in UNSET}
    command = [sys.executable, str(ROOT / "bot.py"), *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, env={**own, **env})


@pytest.mark.slow
def test_serve_says_that_its_port_is_taken_or_its_database_unreachable(room: Newsroom, tmp_path: Path) -> None:
    port = int(room.base.rpartition(":")[2])
    file = write_config(tmp_path, [room.feed], slack=f'mode = "http"\nport = {port}')
    tokens = {"SIGNALS_SLACK__BOT_TOKEN": "xoxb-1", "SIGNALS_SLACK__SIGNING_SECRET": "0" * 32}
    taken = bot("serve", "--config", str(file), **tokens)
    assert taken.returncode == 2
    assert taken.stderr.strip().splitlines()[-1] == (
        f"slack.port: 127.0.0.1:{port} cannot be listened on (Address already in use): "
        "stop what has it, or choose another host or port"
    )
    file.write_text(file.read_text("utf-8").replace(f"sqlite:///{tmp_path}/signals.db", NOBODY), "utf-8")
    unreachable = bot("serve", "--config", str(file), **tokens)
    assert unreachable.returncode == 2
    assert unreachable.stderr.strip().splitlines()[-1].startswith(f"{NOBODY} cannot be reached: start the server")
    assert "Traceback" not in taken.stderr + unreachable.stderr


@pytest.mark.slow
def test_no_command_ever_shows_a_traceback(tmp_path: Path) -> None:
    written(tmp_path, f'database = "{NOBODY}"\n[mood]\n{channel()}')
    config = ("--config", str(tmp_path / "config.toml"))
    commands = [("serve",), ("poll",), ("score", "X"), ("sources",)]
    for words in commands:
        ended = bot(*words, *config)
        assert (ended.returncode, ended.stdout) == (2, ""), words
        assert ended.stderr.splitlines() == [
            f"{tmp_path}/config.toml: mood: unknown key; see config.example.toml for those that exist"
        ]

"""Every command does its work on a small database that one poll of a local newsroom filled."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import chdir
from pathlib import Path

import pytest

from tests.cli.newsroom import CHANNEL, Newsroom, write_config
from tests.cli.running import Desk

pytestmark = pytest.mark.slow  # seconds altogether: ./run.sh check leaves it out

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
MURATI = "https://newsroom.example/murati"
EXPORT = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
COLLEAGUE = (
    "Ada,Fontaine,https://www.linkedin.com/in/ada-fontaine-demo,ada@mail.example,{},Research Engineer,12 Mar 2022\n"
)


def test_help_names_every_command_and_loads_nothing_heavy() -> None:
    heavy = "sqlalchemy aiohttp slack_bolt slack_sdk pydantic httpx structlog config pipeline"
    code = f"import sys, bot; print([name for name in '{heavy}'.split() if name in sys.modules])"
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == "[]"


def test_help_lists_the_commands_of_the_design(stocked: Desk) -> None:
    told = stocked.type("--help", config=False, COLUMNS="200")
    commands = "demo serve poll detect score digest flow feedback learn replay rules sources import note export forget"
    assert [
        word for word in [*commands.split(), "access", "check", "migrate", "backup"] if f" {word} " not in told.out
    ] == []


def test_poll_says_what_each_source_gave(room: Newsroom, tmp_path: Path) -> None:
    desk = Desk(write_config(tmp_path, [room.feed]))
    first, again = desk.type("poll"), desk.type("poll", "feed", "--json")
    assert (first.code, first.out) == (0, f"feed:{room.feed}: 3 new of 3\n")
    assert again.rows == [{"source": f"feed:{room.feed}", "items": 0, "new": 0, "trouble": None}]


def test_score_names_its_reasons_and_they_sum_to_the_number(stocked: Desk) -> None:
    told, row = stocked.type("score", "openai"), stocked.type("score", "OpenAI", "--json").rows[0]
    assert "OpenAI: why these numbers" in told.out
    assert MURATI in told.out
    assert f"= {row['window']}  Sum" in told.out
    assert row["window"] == sum(points["value"] for points in row["points"] if points["axis"] == "window") > 0


def test_score_can_be_asked_of_another_day(stocked: Desk) -> None:
    row = stocked.type("score", "OpenAI", "--at", "2024-10-02T09:00Z", "--json").rows[0]
    assert (row["window"], row["at"]) == (None, "2024-10-02 09:00:00+00:00")
    assert "Nothing was heard of OpenAI" in row["reason"]


def test_a_digest_is_drawn_without_being_sent(stocked: Desk) -> None:
    shown, row = stocked.type("digest", CHANNEL), stocked.type("digest", CHANNEL, "--json").rows[0]
    assert "Mira Murati (CTO) leaves OpenAI" in shown.out
    assert (row["channel"], row["kind"]) == (CHANNEL, "digest")
    assert shown.out.strip() == row["shown"].strip()


def test_rules_are_listed_and_tried_on_what_is_stored(stocked: Desk) -> None:
    listed, tried = stocked.type("rules", "--json").rows, stocked.type("rules", "test", "--json").rows
    assert [row["id"] for row in listed] == [row["id"] for row in tried]
    days = {row["id"]: (row["days"], row["companies"]) for row in tried}
    assert days["departure.c_suite"] == (1, 1)
    assert days["shutdown.everybody"] == (0, 0)
    assert "A founder left" in stocked.type("rules").out


def test_other_rules_are_tried_on_what_is_stored(stocked: Desk, tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    other.write_text('[rules."departure.c_suite"]\nstrength = 1\n', "utf-8")
    rows = stocked.type("rules", "test", "--rules", str(other), "--json").rows
    lost, scored = rows[0], rows[-1]
    assert (lost["change"], lost["company"], lost["verdict"]) == ("alert lost", "OpenAI", "Now")
    assert lost.keys() == {"change", "channel", "date", "company", "story", "verdict", "reason"}
    assert (scored["change"], scored["company"]) == ("re-scored", "OpenAI")
    told = stocked.type("rules", "test", "--rules", str(other)).out
    assert "alert lost in C0HIRING" in told
    assert "sourcing window" in told


def test_the_same_rules_would_change_nothing(stocked: Desk) -> None:
    ended = stocked.type("rules", "test", "--rules", str(ROOT / "rules" / "pack"))
    assert (ended.code, ended.out) == (0, "Nothing would change: no alert and no number.\n")


def test_other_rules_that_are_wrong_are_told_with_their_lines(stocked: Desk, tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    other.write_text('[rules."departure.c_suite"]\nstrenght = 20\n', "utf-8")
    ended = stocked.type("rules", "test", "--rules", str(other))
    assert ended.code == 2
    assert f"{other}, line 2: rule departure.c_suite: unknown key 'strenght', perhaps 'strength'" in ended.err
    alone = stocked.type("rules", "--rules", str(other))
    assert (alone.code, "belongs to `rules test`" in alone.err) == (2, True)


def test_sources_are_listed_with_how_they_fare(stocked: Desk, room: Newsroom) -> None:
    rows = stocked.type("sources", "--json").rows
    assert [row["source"] for row in rows if "configured" in row] == sorted(
        row["source"] for row in rows if "configured" in row
    )
    assert {"connections", "feed", "hacker_news", "note", "sec_8k"} <= {row["source"] for row in rows}
    fares = next(row for row in rows if row["source"] == f"feed:{room.feed}")
    assert fares["polled"].endswith(" UTC")
    assert fares["next_due"].endswith(" UTC")
    assert (fares["items"], fares["signals"] >= 1, fares["circuit"], fares["trouble"]) == (3, True, "closed", None)
    assert fares["cost"] == "86400 questions a day"  # the test polls each second
    told = stocked.type("sources").out
    assert f"3 items and {fares['signals']} signals in 7 days, 86400 questions a day" in told
    assert "terms: Publishers offer feeds to be polled." in told


def test_sources_are_listed_before_there_is_a_configuration(tmp_path: Path) -> None:
    ended = Desk(tmp_path / "config.toml").type("sources")
    assert ended.code == 0
    assert "feed  0  " in ended.out


def test_a_source_is_tried_without_keeping_anything(stocked: Desk, room: Newsroom) -> None:
    before = (stocked.folder / "signals.db").read_bytes()
    rows = stocked.type("sources", "test", "feed", "--json").rows
    assert rows[0] == {"source": f"feed:{room.feed}", "items": 3, "named": 2}
    assert [row["events"] for row in rows[1:]] == [None, "hire Anthropic", "departure OpenAI"]
    told = stocked.type("sources", "test", "feed").out
    assert "3 items, 2 of them name somebody you watch" in told
    assert [row["url"] for row in rows[1:]][-1] == MURATI
    assert (stocked.folder / "signals.db").read_bytes() == before


def test_two_exports_tell_who_moved_and_only_their_owner(desk: Desk) -> None:
    for name, company in (("before", "OpenAI"), ("after", "Anthropic")):
        (desk.folder / f"{name}.csv").write_text(EXPORT + COLLEAGUE.format(company), "utf-8")
    first = desk.type("import", str(desk.folder / "before.csv"), "--owner", "U0LEA")
    second = desk.type("import", str(desk.folder / "after.csv"), "--owner", "U0LEA", "--json")
    assert "This is the first export" in first.out
    assert [row["told"] for row in second.rows][-1] == "Ada Fontaine: OpenAI → Anthropic"
    everywhere = [desk.type("digest", CHANNEL).out, desk.type("export").out, desk.type("score", "OpenAI").out]
    assert not [shown for shown in everywhere if "Fontaine" in shown]
    assert b"ada@mail.example" not in (desk.folder / "signals.db").read_bytes()


def test_a_note_counts_for_its_company(desk: Desk) -> None:
    before = desk.type("score", "OpenAI", "--json").rows[0]["window"]
    said = desk.type("note", "openai", "Several engineers at OpenAI are looking for new jobs.", "--author", "Lea")
    assert said.out == "Noted: somebody at OpenAI is looking around.\n"
    assert desk.type("score", "OpenAI", "--json").rows[0]["window"] > before


def test_score_of_nothing_says_what_to_type(stocked: Desk) -> None:
    ended = stocked.type("score", "")
    assert (ended.code, ended.err) == (2, "say which company: bot.py score OpenAI\n")


def test_export_prints_the_same_with_json(stocked: Desk) -> None:
    assert stocked.type("export").out == stocked.type("export", "--json").out != ""


def test_export_gives_every_story_with_its_evidence(stocked: Desk) -> None:
    stories = {(row["company"], row["kind"]): row for row in stocked.type("export").rows}
    assert {company for company, _ in stories} == {"OpenAI", "Anthropic"}
    assert MURATI in {told["url"] for row in stories.values() for told in row["evidence"]}


def test_a_person_is_shown_then_forgotten_for_good(desk: Desk) -> None:
    shown = desk.type("access", "Mira Murati", "--json").rows
    assert {"item", "signal"} <= {row["what"] for row in shown}
    assert {row["url"] for row in shown} >= {MURATI}
    counted = desk.type("forget", "Mira Murati")
    assert counted.code == 0
    assert counted.out.startswith("This is stored about Mira Murati: items 1, signals 1, stories 1")
    assert "Nothing was removed: add --yes" in counted.out
    assert desk.type("access", "Mira Murati", "--json").rows == shown
    assert "Removed what was stored about Mira Murati (items 1, " in desk.type("forget", "Mira Murati", "--yes").out
    assert desk.type("access", "Mira Murati").out == "Nothing is stored about Mira Murati.\n"
    assert desk.type("access", "Mira Murati", "--json").out == ""
    desk.type("poll")
    assert "Murati" not in desk.type("score", "OpenAI").out
    assert b"Murati" not in (desk.folder / "signals.db").read_bytes()


def test_forgetting_a_stranger_says_that_nothing_was_there(desk: Desk) -> None:
    assert desk.type("forget", "Ada Lovelace").out.startswith("Nothing is stored about Ada Lovelace. Nothing was")
    told = desk.type("forget", "Ada Lovelace", "--yes").out
    assert told == "Nothing is stored about Ada Lovelace. What later imports say of them is dropped.\n"


def test_check_finds_nothing_wrong_with_a_good_configuration(stocked: Desk) -> None:
    ended = stocked.type("check")
    assert (ended.code, ended.out) == (0, "All is well.\n")
    assert stocked.type("check", "--json").rows == [{"ok": True}]


def test_migrate_makes_the_tables_once(room: Newsroom, tmp_path: Path) -> None:
    desk = Desk(write_config(tmp_path, [room.feed]))
    assert desk.type("migrate").out.startswith("Applied: ")
    assert desk.type("migrate").out == "The database is up to date.\n"


def test_a_backup_holds_everything(desk: Desk) -> None:
    copy = desk.folder / "copy.db"
    ended = desk.type("backup", str(copy))
    assert (ended.code, ended.out) == (0, f"Copied into {copy}.\n")
    with sqlite3.connect(copy) as stored:
        assert stored.execute("select count(*) from items").fetchone() == (3,)
    stored.close()


def test_a_backup_overwrites_nothing(desk: Desk) -> None:
    there = desk.folder / "there.txt"
    there.write_text("mine", "utf-8")
    ended = desk.type("backup", str(there))
    assert ended.code == 2
    assert ended.err.startswith(f"{there} is there already")
    assert there.read_text("utf-8") == "mine"


LINES = [
    {"id": "a", "title": "OpenAI CTO Mira Murati is leaving the company", "site": "cnbc.com", "date": "2024-09-25"},
    {"id": "b", "title": "Rain expected in the west", "date": "2024-09-25"},
    {"id": "c", "title": "Mira Murati steps down as OpenAI CTO", "site": "zdnet.com", "date": "2024-09-26"},
    {"id": "d", "title": "OpenAI closes record $6.6 billion round", "lede": "", "date": "2024-10-02"},
]
FIELDS = ["type", "company", "person", "role", "seniority", "from_company", "to_company", "amount", "headcount"]
FIELDS += ["certainty", "confidence", "quote"]


def test_detect_answers_each_line_with_one_in_the_same_order(stocked: Desk) -> None:
    given = "".join(f"{json.dumps(line)}\n" for line in LINES)
    ended = stocked.type("detect", "--companies", str(stocked.config), stdin=given, config=False)
    rows = ended.rows
    assert [row["id"] for row in rows] == ["a", "b", "c", "d"]
    assert all(list(row) == ["id", "companies", "story", "events"] for row in rows)
    assert rows[1] == {"id": "b", "companies": [], "story": None, "events": []}
    assert rows[0]["story"] == rows[2]["story"] is not None
    assert all(list(event) == FIELDS for row in rows for event in row["events"])
    [left] = rows[0]["events"]
    assert (left["person"], left["amount"], left["headcount"]) == ("Mira Murati", None, None)
    assert rows[3]["events"][0]["amount"] == "6.6 billion USD"


def test_detect_reads_config_toml_when_no_file_is_named(stocked: Desk) -> None:
    with chdir(stocked.folder):
        ended = stocked.type("detect", "--json", stdin=f"{json.dumps(LINES[0])}\n", config=False)
    assert ended.rows[0]["companies"] == ["OpenAI"]


def test_detect_needs_no_database(stocked: Desk, tmp_path: Path) -> None:
    companies = tmp_path / "companies.toml"
    companies.write_text('[[companies]]\nname = "OpenAI"\n', "utf-8")
    ended = stocked.type("detect", "--companies", str(companies), stdin=f"{json.dumps(LINES[0])}\n", config=False)
    assert ended.rows[0]["companies"] == ["OpenAI"]
    assert [file.name for file in tmp_path.iterdir()] == ["companies.toml"]


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of recorded days: two files, and a table of contents that holds no items."""
    folder = tmp_path_factory.mktemp("recorded")
    lines = [json.dumps(line) + "\n" for line in LINES]
    (folder / "b-september.jsonl").write_text("".join(lines[:3]), "utf-8")
    (folder / "a-october.jsonl").write_text(lines[3], "utf-8")
    (folder / "INDEX.jsonl").write_text('{"company": "OpenAI", "kind": "exodus"}\n', "utf-8")
    return folder


def test_replay_plays_the_days_in_order(stocked: Desk, recorded: Path) -> None:
    rows = stocked.type("replay", str(recorded), "--companies", str(stocked.config), "--json", config=False).rows
    verdicts, numbers = [row for row in rows if "verdict" in row], [row for row in rows if "window" in row]
    assert [row["date"] for row in rows] == sorted(row["date"] for row in rows)
    assert all(list(row) == ["date", "story", "company", "verdict", "reason"] for row in verdicts)
    assert all(list(row) == ["date", "company", "window", "pressure", "confidence"] for row in numbers)
    windows = [row["window"] for row in numbers if row["company"] == "OpenAI"]
    assert windows[0] > 0
    assert {row["company"] for row in verdicts} == {"OpenAI"}


def test_replay_decides_what_was_held_at_the_moment_until_which_it_was(stocked: Desk, tmp_path: Path) -> None:
    titles = [f"OpenAI co-founder {name} leaves for Anthropic" for name in ("Ada Quill", "Ben Ode", "Cleo Park")]
    at = "2024-09-25T21:50:00Z"  # ten to midnight where the channel is
    rows = [json.dumps({"id": title, "title": title, "date": at}) + "\n" for title in titles]
    (tmp_path / "day.jsonl").write_text("".join(rows), "utf-8")
    words = ("replay", str(tmp_path), "--companies", str(stocked.config))
    verdicts = [row for row in stocked.type(*words, "--json", config=False).rows if "verdict" in row]
    lifting = next(row["story"] for row in verdicts if row["verdict"] == "Now")
    assert [(row["verdict"], row["date"]) for row in verdicts if row["story"] == lifting] == [
        ("Held", "2024-09-25"),  # for twenty minutes, for other outlets
        ("Held", "2024-09-25"),  # until the quiet hours end
        ("Now", "2024-09-26"),
    ]
    columns, *lines = stocked.type(*words, config=False).out.splitlines()
    assert columns.split() == ["date", "company", "what", "headline", "or", "numbers", "why"]
    alert = next(line for line in lines if line.split()[:3] == ["2024-09-26", "OpenAI", "alert"])
    assert any(title in alert for title in titles)


def test_replay_for_a_person_names_its_columns_with_other_rules_too(stocked: Desk, recorded: Path) -> None:
    rules = ROOT / "rules" / "pack" / "departures.toml"
    words = ("replay", str(recorded), "--companies", str(stocked.config), "--rules", str(rules))
    columns, *changes = stocked.type(*words, config=False).out.splitlines()
    assert columns.startswith("date ")
    assert any("re-scored" in line and "rival pressure" in line for line in changes)


def test_replay_with_other_rules_tells_what_would_change(stocked: Desk, recorded: Path, tmp_path: Path) -> None:
    rules = ROOT / "rules" / "pack" / "departures.toml"
    words = ("replay", str(recorded), "--companies", str(stocked.config), "--rules", str(rules), "--json")
    rows = stocked.type(*words, config=False).rows
    assert {row["change"] for row in rows} <= {"alert lost", "alert gained", "re-scored"}
    assert any(row["change"] == "re-scored" and row["company"] == "OpenAI" for row in rows)


@pytest.mark.slow
def test_replay_plays_the_recorded_histories(stocked: Desk) -> None:
    folder = SHARED / "histories"
    if not folder.exists():
        pytest.skip("needs ../shared")
    rows = stocked.type("replay", str(folder), "--companies", str(stocked.config), "--json", config=False).rows
    assert max(row["window"] or 0 for row in rows if row.get("company") == "OpenAI" and "window" in row) >= 50


def test_looking_is_possible_while_another_process_has_the_database(desk: Desk) -> None:
    holder = "import fcntl, sys; f = open(sys.argv[1], 'w'); fcntl.flock(f, fcntl.LOCK_EX); print(flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", holder, f"{desk.folder / 'signals.db'}.lock"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        looks = [("score", "OpenAI"), ("digest", CHANNEL), ("sources",), ("export",), ("access", "X"), ("check",)]
        codes = {words[0]: desk.type(*words).code for words in looks}
        codes["backup"] = desk.type("backup", str(desk.folder / "copy.db")).code
        changes = desk.type("note", "OpenAI", "hello")
        other.communicate(b"\n")
    assert set(codes.values()) == {0}, codes
    assert changes.code == 2
    assert "is in use by another process" in changes.err

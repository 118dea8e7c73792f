"""What config.toml may say."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

import config
from cli.serve import slack_settings
from cli.wiring import open_sources
from model.errors import ConfigError


def written(folder: Path, lines: str) -> config.Settings:
    path = folder / "config.toml"
    path.write_text(lines, "utf-8")
    return config.load(path)


@pytest.mark.parametrize(("said", "seconds"), [("0m", 0), ("0s", 0), ("90s", 90), ("20m", 1200)])
def test_a_story_may_wait_or_not(said: str, seconds: int, tmp_path: Path) -> None:
    settings = written(tmp_path, f'[[channels]]\nid = "C0123"\nstory_wait = "{said}"\n')
    assert config.subscriptions(settings)[0].story_wait == seconds


@pytest.mark.parametrize("said", ["0", "-1m", "soon"])
def test_a_wait_has_to_be_a_length_of_time(said: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="is not a length of time"):
        written(tmp_path, f'[[channels]]\nid = "C0123"\nstory_wait = "{said}"\n')


def test_a_channel_has_its_own_language_or_that_of_all(tmp_path: Path) -> None:
    two = '[[channels]]\nid = "C0123"\n[[channels]]\nid = "C0456"\nlanguage = "en"\n'
    french = written(tmp_path, f'language = "fr"\n{two}')
    assert [one.language.value for one in config.subscriptions(french)] == ["fr", "en"]
    assert config.defaults(french, "C0789").language.value == "fr"
    assert config.person(french, "U0LEA").language.value == "fr"
    english = written(tmp_path, two.replace('"en"', '"fr"'))
    assert [one.language.value for one in config.subscriptions(english)] == ["en", "fr"]


def test_a_language_that_we_do_not_speak_is_refused_with_those_that_we_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"language: Input should be 'en' or 'fr'"):
        written(tmp_path, 'language = "de"\n')


def test_admins_and_our_own_pages_reach_the_folder_that_knows_slack(tmp_path: Path) -> None:
    settings = written(tmp_path, '[slack]\nadmins = ["U0ADA", "W0BEN"]\npublic_url = "https://signals.example"\n')
    assert slack_settings(settings).admins == {"U0ADA", "W0BEN"}
    assert settings.slack.public_url == "https://signals.example"


@pytest.mark.parametrize("said", ["", "lea@example.com", "https://example.com/bot", "http://talent.example"])
def test_a_contact_is_a_page_or_an_address_or_not_yet_set(said: str, tmp_path: Path) -> None:
    assert written(tmp_path, f'contact = "{said}"\n').contact == said


@pytest.mark.parametrize("said", ["lea", "lea@here", "@lea", "example.com/bot", "https://", "a b@example.com"])
def test_a_contact_that_reaches_nobody_is_refused_with_what_to_write(said: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r'contact: ".*" is no way to reach you.*"lea@example\.com"'):
        written(tmp_path, f'contact = "{said}"\n')


def test_a_fault_in_a_company_names_it(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"companies\[2\] \(Acme\)\.boards\.ashby: "):
        written(tmp_path, '[[companies]]\nname = "A"\n[[companies]]\nname = "Acme"\nboards = { ashby = 12 }\n')


@pytest.mark.parametrize("said", ['admins = ["ada"]', 'admins = ["@ada"]', 'public_url = "http://signals.example"'])
def test_a_name_that_is_no_members_id_and_a_page_without_https_are_faults(said: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"slack\.(admins|public_url)"):
        written(tmp_path, f"[slack]\n{said}\n")


def test_what_belongs_to_a_workspace_that_left_is_kept_thirty_days_at_most(tmp_path: Path) -> None:
    assert written(tmp_path, '[slack]\npurge_after = "7d"\n').slack.purge_after == timedelta(days=7)
    with pytest.raises(ConfigError, match="purge_after"):
        written(tmp_path, '[slack]\npurge_after = "31d"\n')


def test_a_channel_of_another_workspace_needs_other_workspaces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = '[slack]\nmode = "http"\n[[channels]]\nid = "C0123"\n[[channels]]\nid = "C0123"\nworkspace = "T0123"\n'
    with pytest.raises(ConfigError, match="there is one workspace"):
        written(tmp_path, lines)
    monkeypatch.setenv("SIGNALS_SLACK__CLIENT_ID", "1.2")
    monkeypatch.setenv("SIGNALS_SLACK__CLIENT_SECRET", "shh")
    own, other = config.subscriptions(written(tmp_path, lines))
    assert (own.channel, own.workspace) == ("C0123", "")
    assert (other.channel, other.workspace) == ("T0123/C0123", "T0123")


def test_a_fault_of_a_whole_section_is_told_with_its_name() -> None:
    settings = config.Settings(sources={"bluesky": {"handle": "team.example"}})
    with pytest.raises(ConfigError, match=r"^sources\.bluesky: handle and password belong together"):
        open_sources(settings, [])


@pytest.mark.parametrize(
    ("said", "to_write"),
    [
        ('[slack]\nadmins = ["lea"]\n', r"slack\.admins\[1\]: write the id, such as \"U0123456789\""),
        ('[slack]\nadmins = "U0ADA"\n', r"slack\.admins: write a list"),
        ('[[channels]]\nid = "#recruiting"\n', r"channels\[1\]\.id: write the id, such as \"C0123456789\""),
        ('[channels]\nid = "C0123"\n', r"channels: write \[\[channels\]\], in two brackets"),
    ],
)
def test_a_name_for_an_id_and_one_bracket_for_two_are_told_with_what_to_write(
    said: str, to_write: str, tmp_path: Path
) -> None:
    with pytest.raises(ConfigError, match=to_write):
        written(tmp_path, said)

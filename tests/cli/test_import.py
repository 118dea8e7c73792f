"""`bot.py import FILE`: lists of lay-offs and directories, told apart from exports by how they begin."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.newsroom import CHANNEL, write_config
from tests.cli.running import Desk
from tests.sources.recorded import FIXTURES

pytestmark = pytest.mark.slow
HEADER = "company,location,total_laid_off,date,percentage_laid_off,industry,source"
LINK = "https://paper.example/openai-cuts"
TODAY = datetime.now(UTC)


def day(ago: int) -> str:
    return f"{TODAY - timedelta(days=ago):%-m/%-d/%Y}"


def layoffs(folder: Path, *rows: str) -> str:
    file = folder / "list.csv"
    file.write_text("\n".join([HEADER, *rows]) + "\n", "utf-8")
    return str(file)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(write_config(tmp_path, []))


def test_a_list_is_told_once_and_an_edited_row_is_no_second_story(desk: Desk) -> None:
    row = f"OpenAI,Austin,{{}},{day(1)},,AI,{LINK}"
    first = desk.type("import", layoffs(desk.folder, row.format("120.0"), "Umbra,Oslo,5,1/2/2024,,AI,", "x"))
    again = desk.type("import", layoffs(desk.folder, row.format("120.0")), "--json").rows
    desk.type("import", layoffs(desk.folder, row.format("150.0")))
    stories = [one for one in desk.type("export", "--json").rows if one.get("kind") == "layoffs"]

    assert first.code == 0, first
    told, wrong = first.out.splitlines()
    assert told.startswith("2 rows read, 2 of them new; of companies you watch: 1. What is older than a week counts")
    assert wrong == "line 4: it has 1 values, the header has 7"
    assert (again[0]["rows"], again[0]["new"], again[0]["watched"]) == (1, 0, 1)
    assert len(stories) == 1
    assert "OpenAI lays off 150 people" in desk.type("digest", CHANNEL).out


def test_old_rows_count_and_are_told_nowhere(desk: Desk) -> None:
    desk.type("import", layoffs(desk.folder, f"OpenAI,Austin,900,{day(20)},,AI,{LINK}"))

    assert "900" not in desk.type("digest", CHANNEL).out
    assert "900" in desk.type("score", "OpenAI").out


def test_the_folder_and_the_command_are_one_source(tmp_path: Path) -> None:
    dropped = tmp_path / "dropped"
    dropped.mkdir()
    desk = Desk(write_config(tmp_path, [], more=f'[sources.layoffs]\nfolder = "{dropped}"\n'))
    file = layoffs(tmp_path, f"OpenAI,Austin,120,{day(1)},,AI,{LINK}")
    desk.type("import", file)
    (dropped / "same.csv").write_bytes(Path(file).read_bytes())

    os.utime(dropped / "same.csv", (TODAY.timestamp() - 60,) * 2)

    assert "layoffs: 0 new of 1" in desk.type("poll", "layoffs").out.replace("layoffs::", "layoffs:")


def test_a_directory_prints_what_it_would_fill_in_and_stores_nothing(desk: Desk) -> None:
    file = desk.folder / "yc.json"
    shutil.copy(FIXTURES / "directories" / "yc.json", file)
    config = desk.config.read_text("utf-8").replace(
        'name = "OpenAI"', 'name = "Northwind"\ndomain = "northwind.example"'
    )
    desk.config.write_text(config, "utf-8")
    told = desk.type("import", str(file))
    rows = desk.type("import", str(file), "--json").rows

    assert told.out.splitlines() == [
        "3 companies read; of companies you watch: 1. Nothing is stored.",
        "Northwind: Northwind  https://directory.example/companies/northwind",
        "  it says: acquired, with no day",
        "  it says: hiring, with no day",
        '  aliases = ["Zephyr Tools, Inc."]',
        "  employees = 340",
        "entry 4: it has no name",
    ]
    assert rows[1]["add"] == {"aliases": ["Zephyr Tools, Inc."], "employees": 340}
    assert not (desk.folder / "signals.db").exists()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[{"name": "Acme", ', "cut short"),
        ("[]", "no file of the YC directory"),
        (f"{HEADER}\nOpenAI,x\n", "No line can be read; 2"),
        ("What,Ever\n1,2\n", "name the Slack member"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(desk: Desk, text: str, says: str) -> None:
    (desk.folder / "file").write_text(text, "utf-8")
    ended = desk.type("import", str(desk.folder / "file"))

    assert ended.code != 0
    assert says in ended.err
    assert "cannot be read" in desk.type("import", str(desk.folder / "nowhere")).err

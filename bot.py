"""Talent Signals: see early that a company has become easy to hire from. `python bot.py --help` lists the commands."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from cli.terminal import emit, load, moment, run, stop

# Everything else is imported where it is used: --help has to answer at once.

app = typer.Typer(help=__doc__, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)

Config = Annotated[Path, typer.Option("--config", help="The configuration; config.example.toml explains it.")]
Json = Annotated[bool, typer.Option("--json", help="Print lines of JSON for another program.")]
At = Annotated[str, typer.Option("--at", help="A day or a moment, such as 2024-10-02 or 2024-10-02T09:00Z.")]
HERE = Path("config.toml")
OTHER = r"what other rules would change: a file or folder of [\[rules]] instead of the pack, or a file of changes"


@app.command()
def demo(
    html: Annotated[Path, typer.Option(help="Where to write the preview.")] = Path("preview/demo.html"),
    as_json: Json = False,
) -> None:
    """Play the recorded weeks of autumn 2024: prints alerts and digests, writes a preview; no token, no network."""
    from demo.gallery.draw import demo

    run(demo(html, as_json))


@app.command()
def preview(
    out: Annotated[Path, typer.Option(help="Where to write the page.")] = Path("preview/gallery.html"),
    as_json: Json = False,
) -> None:
    """Draw every message, window and Home as Slack shows it, with the data of the demo; no token, no network."""
    from demo.gallery.draw import preview

    run(preview(out, as_json))


@app.command()
def serve(
    config: Config = HERE,
    role: Annotated[str, typer.Option(help="all: polls, posts and answers in one process.")] = "all",
) -> None:
    """Run the bot: it polls, scores, posts and answers until it is stopped."""
    from cli.serve import serve as run_bot

    if role != "all":
        stop(f"--role {role}: one process does everything in this version; use --role all")
    run(run_bot(load(config, talks=True)))


@app.command()
def poll(
    sources: Annotated[list[str] | None, typer.Argument()] = None, config: Config = HERE, as_json: Json = False
) -> None:
    """Poll every source once (or those named) and read what came; prints what each gave."""
    from cli.poll import poll_line, poll_once

    rows = run(poll_once(load(config), sources or []))
    emit(rows, as_json, poll_line)
    if any(row["trouble"] for row in rows):
        raise typer.Exit(1)


@app.command()
def detect(
    companies: Annotated[Path, typer.Option(help="Whom to watch: a file of companies as in config.toml.")] = HERE,
    explain: Annotated[bool, typer.Option("--explain", help="Tell of each item how it was read, and why.")] = False,
    as_json: Json = False,
) -> None:
    """Read items (lines of JSON on stdin) and print what happened to whom in each: lines of JSON, one an item."""
    from cli.detect import detect_lines, explain_lines

    settings = load(companies)
    if explain:
        run(explain_lines(settings, sys.stdin, sys.stdout, as_json))
    else:
        run(detect_lines(settings, sys.stdin, sys.stdout))


@app.command()
def score(company: str, at: At = "", config: Config = HERE, as_json: Json = False) -> None:
    """Show a company's two numbers with every reason."""
    from cli.look import score_company

    row, text = run(score_company(load(config), company, moment(at)))
    emit([row], as_json, lambda _: text)


@app.command()
def digest(
    channel: str,
    at: At = "",
    post: Annotated[bool, typer.Option(help="Put it into the channel.")] = False,
    config: Config = HERE,
    as_json: Json = False,
) -> None:
    """Draw the digest of a channel, or of a member who imported connections (U0123456789); or post it."""
    from cli.look import show_digest

    rows = run(show_digest(load(config), channel, moment(at), post))
    emit(rows, as_json, lambda row: str(row["shown"]))
    if not rows and not as_json:
        print(f"There is nothing to tell {channel} now: no message would be sent.")


@app.command()
def flow(
    companies: Annotated[list[str] | None, typer.Argument(help="None, one for its moves, or two for a pair.")] = None,
    since: Annotated[str, typer.Option("--since", help="Only moves told from this day on, such as 2024-01-01.")] = "",
    config: Config = HERE,
    as_json: Json = False,
) -> None:
    """Show who moved from where to where, by month and seniority."""
    from cli.flow import flow_rows
    from cli.tables import lay_out

    rows = run(flow_rows(load(config), companies or [], moment(since, "--since") if since else None))
    if as_json:
        emit(rows, True, str)
    else:
        print("\n".join(lay_out(rows)) or "Nobody is known to have moved between two companies there.")


@app.command()
def replay(
    folder: Annotated[Path, typer.Argument(help="A folder of *.jsonl files of recorded items.")],
    companies: Annotated[Path, typer.Option(help="Whom to watch; by default those of --config.")] = HERE,
    rules: Annotated[Path | None, typer.Option(help=OTHER.capitalize())] = None,
    as_json: Json = False,
) -> None:
    """Play recorded days through read, merge, score and decide; prints how numbers moved and what was said when."""
    from cli.replay import HEADLINE, replay_days
    from cli.replay_lines import lines

    rows = run(replay_days(load(companies), folder, rules))
    if rules:
        show_changes(rows, as_json)
    elif as_json:
        emit([{key: value for key, value in row.items() if key != HEADLINE} for row in rows], True, str)
    else:
        for line in lines(rows):
            print(line)


@app.command()
def rules(
    action: Annotated[str, typer.Argument(help="Nothing to list them; test to try them on what is stored.")] = "",
    rules: Annotated[Path | None, typer.Option(help=f"With test: {OTHER}")] = None,
    config: Config = HERE,
    as_json: Json = False,
) -> None:
    """List the rules, try them on the last 90 days of the store, or tell what others would have changed in them."""
    from cli.tables import lay_out
    from cli.tell import for_people, list_rules, try_other_rules, try_rules

    if action not in ("", "test"):
        stop(f"rules {action}: there is only `rules` and `rules test`")
    if rules and action:
        show_changes(run(try_other_rules(load(config), rules)), as_json)
        return
    if rules:
        stop("--rules belongs to `rules test`: it is tried on what is stored")
    rows = run(try_rules(load(config))) if action else run(list_rules(load(config, required=False)))
    if as_json:
        emit(rows, True, str)
    else:
        print("\n".join(lay_out([for_people(row) for row in rows])))


def show_changes(rows: Sequence[dict[str, Any]], as_json: bool) -> None:
    """Show what other rules would change, a sentence when that is nothing."""
    from cli.replay import HEADLINE
    from cli.replay_lines import lines

    if as_json:
        emit([{key: value for key, value in row.items() if key != HEADLINE} for row in rows], True, str)
    else:
        print("\n".join(lines(rows)) or "Nothing would change: no alert and no number.")


@app.command()
def sources(
    action: Annotated[str, typer.Argument(help="Nothing to list them; test, find, packs or add.")] = "",
    name: str = typer.Argument("", help="Which one to test; whose to find; which pack to look into."),
    domain: Annotated[str, typer.Option(help="find: the company's site, such as acme.com.")] = "",
    add: Annotated[bool, typer.Option("--add", help="find: poll the feeds that are found from now on.")] = False,
    most: Annotated[int, typer.Option(help="find: how many questions to ask at most.", min=1, max=500)] = 80,
    pack: Annotated[list[str] | None, typer.Option(help="add: a pack of the catalogue; may be repeated.")] = None,
    channel: Annotated[str, typer.Option(help="add: watch companies of boards here when nobody does.")] = "",
    by: Annotated[str, typer.Option(help="add: who says so.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="add: only tell what would be added.")] = False,
    config: Config = HERE,
    as_json: Json = False,
) -> None:
    """List the sources and how they fare, ask one, find a company's own, or add a pack of the catalogue."""
    from cli.seek import find_sources, lines
    from cli.tell import list_sources, source_line, try_source

    if action in ("packs", "add"):
        show_packs(action, name, pack or [], (channel, by, dry_run), config, as_json)
        return
    if action not in ("", "test", "find"):
        known = "`sources`, `sources test NAME`, `sources find COMPANY`, `sources packs` and `sources add --pack NAME`"
        stop(f"sources {action}: there is {known}")
    if action == "find":
        found = run(find_sources(load(config), name, domain, most, add=add))
        if as_json:
            emit(found, True, str)
        else:
            print("\n".join(lines(found, added=add)))
        return
    rows = run(try_source(load(config), name)) if action else run(list_sources(load(config, required=False)))
    emit(rows, as_json, source_line)
    if action and any(row.get("trouble") for row in rows):
        raise typer.Exit(1)


def show_packs(
    action: str, name: str, pack: list[str], said: tuple[str, str, bool], config: Path, as_json: bool
) -> None:
    """List packs, or add some and tell what became of each entry; `said` is the channel, by whom, and whether dry."""
    from cli.packs import add_packs, list_packs, told
    from cli.tables import lay_out

    if action == "packs":
        rows = run(list_packs(load(config, required=False), name))
        lines = lay_out(rows)
    else:
        rows = run(add_packs(load(config), [*pack, *([name] if name else [])], *said))
        lines = told(rows, said[2])
    if as_json:
        emit(rows, True, str)
    else:
        print("\n".join(lines))


@app.command(name="import")
def import_file(
    file: Path,
    owner: Annotated[str, typer.Option(help="The Slack member whose file this is, such as U0123456789.")] = "",
    config: Config = HERE,
    as_json: Json = False,
) -> None:
    """Take in Connections.csv or Recruiter's candidates, for that member alone; a list of lay-offs; a YC directory."""
    from cli.intake import import_file as take_in

    rows = run(take_in(load(config), file, owner))
    emit(rows, as_json, lambda row: str(row["told"]))


@app.command()
def note(
    company: str,
    text: str,
    author: Annotated[str, typer.Option(help="Who heard it.")] = "recruiter",
    url: Annotated[str, typer.Option(help="Where it can be read.")] = "",
    config: Config = HERE,
    as_json: Json = False,
) -> None:
    """Take down what a recruiter heard about a company."""
    from cli.people import take_note

    emit([run(take_note(load(config), company, text, author, url))], as_json, lambda row: str(row["told"]))


@app.command()
def feedback(
    story: Annotated[str, typer.Argument(help="The story's id, as `export` prints it.")],
    opinion: Annotated[
        str, typer.Argument(help="wrong-company, old, not-a-signal, too-weak, duplicate or useful.", metavar="VERDICT")
    ],
    by: Annotated[str, typer.Option(help="Who says so: a Slack member.")] = "recruiter",
    channel: Annotated[str, typer.Option(help="Where it was read; by default the one channel that was told.")] = "",
    text: Annotated[str, typer.Option(help="Why, in your own words.")] = "",
    config: Config = HERE,
    as_json: Json = False,
) -> None:
    """Say what a story was worth; what many say becomes a proposal that `learn` shows."""
    from cli.learn import give_feedback

    row, sentence = run(give_feedback(load(config), story, opinion, by, channel, text))
    emit([row], as_json, lambda _: sentence)


@app.command()
def learn(
    action: Annotated[str, typer.Argument(help="Nothing to list; apply or undo one.")] = "",
    proposal: Annotated[str, typer.Argument(help="Its id, as the list prints it.")] = "",
    by: Annotated[str, typer.Option(help="Which admin says so.")] = "admin",
    why: Annotated[str, typer.Option(help="Why, in your own words; by default the proposal's reason.")] = "",
    config: Config = HERE,
    as_json: Json = False,
) -> None:
    """List what recruiters' feedback proposes and what it would have changed in 90 days; apply it, or take it back."""
    from cli.learn import apply_lesson, lines, list_lessons, plain, undo_lesson

    settings = load(config)
    if action == "apply":
        emit([run(apply_lesson(settings, proposal, by, why))], as_json, lambda row: str(row["told"]))
    elif action == "undo":
        emit([run(undo_lesson(settings, proposal, by))], as_json, lambda row: str(row["told"]))
    elif action:
        stop(f"learn {action}: there is `learn`, `learn apply ID` and `learn undo ID`")
    else:
        rows = run(list_lessons(settings))
        if as_json:
            emit([plain(row) for row in rows], True, str)
        else:
            print("\n".join(lines(rows)))


@app.command()
def export(config: Config = HERE, as_json: Json = False) -> None:
    """Print every story that may be shown in a channel, as lines of JSON, with --json or without."""
    from cli.look import export_stories

    emit(run(export_stories(load(config))), True, str)


@app.command()
def forget(
    person: str,
    yes: Annotated[bool, typer.Option("--yes", help="Remove it; without this, only count what is stored.")] = False,
    config: Config = HERE,
    as_json: Json = False,
) -> None:
    """Count what is stored about a person; with --yes remove it for good: later imports do not bring them back."""
    from cli.people import forget_person

    emit([run(forget_person(load(config), person, yes))], as_json, lambda row: str(row["told"]))


@app.command()
def access(person: str, config: Config = HERE, as_json: Json = False) -> None:
    """Show everything stored about a person, with its source and date."""
    from cli.people import show_person

    rows = run(show_person(load(config), person))
    emit(rows, as_json, lambda row: "  ".join(str(value) for value in row.values()))
    if not rows and not as_json:
        print(f"Nothing is stored about {person}.")


@app.command()
def check(config: Config = HERE, as_json: Json = False) -> None:
    """Check configuration, tokens, scopes, database and every source; says all faults at once and exits with 2.

    An optional scope that is not granted is told with what it would add; it is no fault.
    """
    from cli.check import check_all, told_together

    found = run(check_all(config))
    emit(
        [{"fault": fault} for fault in (found.faults if as_json else told_together(found))],
        as_json,
        lambda row: f"✗ {row['fault']}",
    )
    emit([{"hint": hint} for hint in found.hints], as_json, lambda row: f"· {row['hint']}")
    if found.faults:
        raise typer.Exit(2)
    print(json.dumps({"ok": True}) if as_json else "All is well.")


@app.command()
def migrate(config: Config = HERE) -> None:
    """Bring the database to this version's form (serve does it by itself)."""
    from cli.database import migrate_store

    print(run(migrate_store(load(config))))


@app.command()
def backup(file: Path, config: Config = HERE) -> None:
    """Copy the database into a file while the bot runs."""
    from cli.database import back_up

    print(run(back_up(load(config), file)))


@app.command()
def tokens(action: Annotated[str, typer.Argument(help="new-key or reencrypt.")], config: Config = HERE) -> None:
    """Print a key for the tokens of other workspaces; or hide them all with NEW of NEW,OLD, so that OLD may go."""
    from cli.tenancy import token_work

    print(run(token_work(action, lambda: load(config))))


if __name__ == "__main__":
    app()

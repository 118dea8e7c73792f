"""The named cases of tests/cases/rules: stories as TOML, and what a rule makes of them.

A case gives its stories, maybe the company, and, when the rule counts, the reason that a recruiter reads and the raw
points it gives. A story has the fields of tests.make.story; `days` is how long ago it was told, `outlets` how many told
it, `effective` in how many days it takes effect, `times` how many such stories about different people there are, each a
tenth of a day older. `beside` names other rules that are there. Today is 4 October 2024, the company is Acme.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from model.company import Company
from model.signal import Certainty, Kind, Seniority, SourceClass
from model.story import State, Story
from rules.engine import reasons
from rules.language import Rule, Rules
from rules.reason import tell
from tests.make import NOW, ago, amount, story
from tests.rules.pack import rule

FOLDER = Path(__file__).parents[1] / "cases" / "rules"
FILES = sorted(FOLDER.glob("*.toml"))
CASES = [case for path in FILES for case in tomllib.loads(path.read_text("utf-8"))["cases"]]
WORDS: dict[str, Callable[[Any], Any]] = {
    "kind": Kind, "seniority": Seniority, "certainty": Certainty, "state": State, "source_class": SourceClass,
    "amount": amount, "days": ago, "outlets": lambda count: tuple(f"outlet{i}.example" for i in range(count)),
    "effective": lambda days: ago(-days),
}  # fmt: skip
NOBODY = {"person": None, "role": None, "seniority": None, "confidence": 0.9}
SURNAMES = ("Ames", "Bell", "Cole", "Dahl", "Ekman", "Frey", "Gold", "Hart", "Iyer", "Jung", "Kerr", "Lowe", "Meyer")


def told(fields: Mapping[str, Any], number: str) -> Story:
    """Make the story that a case describes; what it does not say is unknown."""
    said = {key: WORDS[key](value) if key in WORDS else value for key, value in fields.items()}
    said["seen"] = said.pop("days", ago(3))
    return story(**{**NOBODY, "from_company": None, "company": "Acme", "id": f"story-{number}", **said})


def stories_of(case: Mapping[str, Any]) -> Iterator[Story]:
    """Make all stories of a case."""
    for number, fields in enumerate(case["stories"]):
        times = fields.get("times", 1)
        for copy in range(times):
            one = {key: value for key, value in fields.items() if key != "times"}
            if times > 1:
                one["days"] = fields.get("days", 3) + copy / 10
                if "person" in fields:
                    one["person"] = f"{fields['person']} {SURNAMES[copy]}"
            yield told(one, f"{number}-{copy:02}")


def outcome(case: Mapping[str, Any], changed: Rule | None = None) -> tuple[str, float] | None:
    """Tell the reason and the raw points that the case's rule gives, None when it does not count.

    `changed` stands in for the rule of the pack that has its id.
    """
    company = Company(**{"name": "Acme", "rivals": ("Rival",), **case.get("company", {})})
    ids = sorted({case["rule"], *case.get("beside", ())})
    rules = Rules(tuple(changed if changed and changed.id == id_ else rule(id_) for id_ in ids))
    found = [one for one in reasons(company, list(stories_of(case)), rules, NOW) if one.rule.id == case["rule"]]
    if not found:
        return None
    more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
    return tell(found[0].rule.reason, found[0].stories, NOW) + more, round(sum(c.raw for c in found), 1)


def expected(case: Mapping[str, Any]) -> tuple[str, float] | None:
    """Tell what the case says."""
    return (case["reason"], float(case["points"])) if "reason" in case else None

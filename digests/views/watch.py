"""The window in which a company is described: which one is meant, and by what it is known in texts."""

from __future__ import annotations

from collections.abc import Sequence

from slack_sdk.models.blocks import Block

from digests.blocks import line, rich, text
from digests.buttons import Choice
from digests.escape import clean
from digests.sentence import LONGEST_NAME
from digests.texts import say
from digests.views.parts import field, modal, radio, select, typed
from model.company import Company
from model.message import View

CALLBACK = "watch"
WHICH, NEW = "which", "new"
NAME, DOMAIN, ALIASES, MUST, NEVER, RIVALS, TIER = "name", "domain", "aliases", "must", "never", "rivals", "tier"
DEPARTMENTS, CITIES = "departments", "cities"
LISTS = (ALIASES, MUST, NEVER, RIVALS, DEPARTMENTS, CITIES)
TIERS = (1, 2, 3)
LONGEST_DOMAIN, LONGEST_LIST = 253, 500
MOST_NEAR = 5


def view_watch(
    company: Company, near: Sequence[Company], about: str, *, everyday: bool = False, known: bool = False
) -> View:
    """Ask about a company. `near` are known ones that may be meant; one that is `known` keeps its name."""
    blocks: list[Block] = [which(near, new=True)] if near else []
    if everyday and not company.must:
        name = clean(company.name, LONGEST_NAME)
        blocks.append(rich(line(text("⚠️ "), text(say("watch_everyday", name=name)))))
    if known:
        blocks.append(rich(line(text(clean(company.name, LONGEST_NAME), bold=True))))
    else:
        blocks.append(field(NAME, say("watch_name"), typed(NAME, most=LONGEST_NAME, before=company.name)))
    domain = typed(DOMAIN, most=LONGEST_DOMAIN, before=company.domain or "", shows=say("watch_domain_shows"))
    tiers = [Choice(str(tier), say(f"watch_tier_{tier}")) for tier in TIERS]
    blocks += [
        field(DOMAIN, say("watch_domain"), domain, optional=True),
        *(_list(name, getattr(company, name)) for name in LISTS),
        field(TIER, say("watch_tier"), select(TIER, tiers, str(company.tier))),
    ]
    if known:
        return modal(CALLBACK, say("watch_edit"), blocks, about=about, submit=say("view_save"))
    return modal(CALLBACK, say("watch_title"), blocks, about=about, submit=say("watch_do"))


def which(near: Sequence[Company], *, new: bool = False) -> Block:
    """Ask which company is meant; `new` lets it be none of these."""
    choices = [
        Choice(str(n), clean(one.name, LONGEST_NAME), clean(one.domain or "", 70) or say("watch_no_line"))
        for n, one in enumerate(near[:MOST_NEAR])
    ]
    hint = say("watch_new") if new else ""
    none = [Choice(NEW, say("watch_none"))] if new else []
    return field(WHICH, say("watch_candidates"), radio(WHICH, [*choices, *none], "0"), hint=hint)


def names_of(near: Sequence[Company]) -> dict[str, str]:
    """Give what the private part of a window has to remember of the choices."""
    return {f"near{n}": company.name for n, company in enumerate(near[:MOST_NEAR])}


def _list(name: str, words: Sequence[str]) -> Block:
    shows = say("watch_must_shows") if name == MUST else ""
    element = typed(name, most=LONGEST_LIST, before=", ".join(words), shows=shows)
    hint = say("watch_parts_hint") if name in (DEPARTMENTS, CITIES) else say("watch_words_hint")
    return field(name, say(f"watch_{name}"), element, hint=hint, optional=True)

"""What is watched right now, in one workspace or in all: companies, who hears of them, how news are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from digests.privacy import of_place, seen_by
from digests.us import Us
from model.address import BETWEEN
from model.company import Company
from model.kept import kept_for
from model.story import Story
from model.subscription import Subscription
from rules.language import Rules
from rules.sought import sought
from signals.reader import Reader


@dataclass(frozen=True, slots=True)
class Watch:
    """What is watched right now. `us` is our own company: while it is not known, nothing private is told (P1).

    `place` is whose watch it is where there are several workspaces (HOME for the bot token's), None where there is one.
    """

    companies: tuple[Company, ...]
    subscriptions: tuple[Subscription, ...]
    reader: Reader
    rules: Rules
    us: Us = field(default_factory=Us)
    place: str | None = None

    @property
    def everybody(self) -> str | None:
        """Name all who read in this workspace, for the wall of digests/privacy.py."""
        return f"{self.place}{BETWEEN}" if self.place else None

    def company(self, name: str) -> Company:
        """Find a watched company; one that is watched no more keeps its name and nothing else."""
        return _by_name(self.companies).get(name) or Company(name)

    @property
    def domains(self) -> Mapping[str, str]:
        """Map companies to their own domains: what stands there is the company's own word."""
        return {company.name: company.domain for company in self.companies if company.domain}

    def ours(self, changed: Sequence[Story]) -> Sequence[Story]:
        """Keep what is this workspace's business: news, what its people wrote down, and what they imported.

        Of a company's posts those in the departments and cities that it asked for.
        """
        narrow = {company.name: company for company in self.companies if company.departments or company.cities}
        changed = [one for one in changed if one.company not in narrow or sought(one, narrow[one.company])]
        if self.place is None:
            return changed
        names = {company.name for company in self.companies}
        known = [story for story in changed if story.company in names]
        own = [story if story.private and of_place(story.evidence[0]) == self.place else None for story in known]
        seen = [seen_by(story, self.everybody) for story in known]
        return [story for pair in zip(own, seen, strict=True) if (story := pair[0] or pair[1])]


@kept_for()
def _by_name(companies: tuple[Company, ...]) -> Mapping[str, Company]:
    return {company.name: company for company in reversed(companies)}

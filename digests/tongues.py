"""Which language is spoken to whom: a channel has its own, a person may choose one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from model.language import Language
from model.subscription import Audience, Subscription


@dataclass(frozen=True, slots=True)
class Tongues:
    """`usual` is spoken to whoever chose none; `chosen` maps Slack's ids of people to what they chose."""

    usual: Language = Language.ENGLISH
    chosen: Mapping[str, Language] = field(default_factory=dict)

    def of_person(self, person: str) -> Language:
        """Tell what is spoken to somebody alone: in the App Home and in direct messages."""
        return self.chosen.get(person, self.usual)

    def of(self, subscription: Subscription) -> Language:
        """Tell what a subscription hears."""
        if subscription.audience is Audience.PERSON:
            return self.of_person(subscription.channel)
        return subscription.language

    def choosing(self, person: str, language: Language) -> Tongues:
        """Speak so to this person from now on."""
        return replace(self, chosen={**self.chosen, person: language})

"""The languages the bot speaks to its readers in; news are read in more (signals/lexicon)."""

from __future__ import annotations

from enum import StrEnum


class Language(StrEnum):
    """By its two-letter code, as config.toml writes it."""

    ENGLISH = "en"
    FRENCH = "fr"

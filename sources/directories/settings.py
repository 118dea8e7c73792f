"""The section [wikidata] of config.toml."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class WikidataSettings(BaseModel):
    """Whether `bot.py sources find` asks Wikidata (`ask`), and where it is. It then learns whom is looked for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ask: bool = True
    base_url: str = "https://query.wikidata.org/sparql"
    allow_private: bool = False

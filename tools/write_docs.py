"""Write the pages of docs/ that are made from the code; a test holds them up to date.

.venv/bin/python tools/write_docs.py
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from sources.find import find  # noqa: E402  the path has to be set first - the checkout has to be on the path first
from sources.settings import spelled  # noqa: E402  the path has to be set first

HEAD = """# Sources

Made by `tools/write_docs.py` from the modules in `sources/`; change it there. Every source is a section
`[sources.NAME]` of config.toml; all of them take `every`. A job board needs no section: `boards` of a company names it.

To begin with there is a catalogue of feeds and job boards (`sources/catalogue/`, which anybody can extend in a
spreadsheet): `bot.py sources packs` lists its packs, `sources add --pack NAME` adds one. An entry says on which day its
address was last seen to answer; those without a day are best guesses, which `sources test` asks. Addresses and days of
2026 are taken over from the Talent Intelligence Tracker's list of sources (dk-forge/talent-intelligence-tracker,
CC BY 4.0); the choice and the names are ours.

Two directories fill in config.toml and tell nothing, since neither says when anything changed and both lag behind:

- Wikidata (CC0), asked by `bot.py sources find` alone (`[wikidata] ask`): site, names, former names, ticker, `cik`, by
  the company's site where it is known, else by exact names. Who leads a company (P169) is not asked.
- a file of the YC directory in the shape of yc-oss/api (no clear licence, never fetched), given to `bot.py import`:
  former names and `employees`. That a company is acquired, inactive or hiring is printed to be looked up.
"""


def sources_page() -> str:
    """Draw docs/sources.md: what each source reads, how often, why we may, and its settings."""
    parts = [HEAD]
    for name, module in find([]).items():
        first, _, more = module.__doc__.strip().partition("\n")
        settings = [f"`{key}`" for key in module.Settings.model_fields if key != "every"]
        parts += [
            f"## {name}\n",
            f"{first}\n",
            f"{more.strip()}\n" if more.strip() else "",
            f"- every: {spelled(module.EVERY)} unless config.toml says otherwise",
            f"- settings: {', '.join(settings)}",
            f"- terms: {module.TERMS}\n",
        ]
    return "\n".join(part for part in parts if part)


PAGES: dict[str, Callable[[], str]] = {"sources.md": sources_page}


def main() -> None:
    """Write every page and say which."""
    for name, draw in PAGES.items():
        (ROOT / "docs" / name).write_text(draw(), "utf-8")
        print(f"wrote docs/{name}")


if __name__ == "__main__":
    main()

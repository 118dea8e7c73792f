"""Titles of posts that lead a function, a country or the company, as job boards write them in several languages.

A post says its rank at the start of a part of its title: "Head of Design", "(Senior) Director, Sales" is none,
"Executive Assistant to the CEO" neither.
"""

from __future__ import annotations

import re

from signals.fold import fold

_LEADS = re.compile(
    r"""(?:(?:founding|global|group|regional|interim|deputy|senior|executive|corporate|associate)\ )*
    (?: (?:co-?)?head\ of\ | head,\  | vp\b | svp\b | evp\b | vice[\ -]president\b | chief\ [a-z&\ ]{2,40}\ officer\b
      | c[efotpirms]o\b | ciso\b | chro\b | general\ (?:manager|counsel)\b | managing\ director\b
      | country\ (?:manager|director|lead)\b
      | leiter(?:in)?\b | leitung\b | (?:bereichs|abteilungs|landes|entwicklungs|vertriebs)leit(?:er|erin|ung)\b
      | geschaftsfuhrer(?:in)?\b | vorstand\b
      | direct(?:eur|rice)\ (?:general|du\ |de\ |des\ |d'|commercial|technique|financi|pays) | vice-president(?:e)?\b
      | responsable\ (?:pays|france)\b
      | direct(?:or|ora)\ (?:general|de\ |comercial|financier|tecnic) | (?:jefe|jefa)\ de\ | vicepresident[ea]\b
    )""",
    re.VERBOSE,
)  # fmt: skip
_PARTS = re.compile(r"\s*[|/(:\[–—]\s*|\s+-\s+|,\s+")
_SERVES = re.compile(r"\b(?:assistant|assistenz|assistente?|office\b|chief of staff|reporting|stellvertret)")


def leads(title: str) -> bool:
    """Tell whether the post called so leads a function, a country or the company."""
    folded = fold(title)
    if _SERVES.search(folded):
        return False
    return any(_LEADS.match(part.strip()) for part in [folded, *_PARTS.split(folded)])

"""Guess a text's language by its small words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from signals.fold import fold
from signals.vocabulary import Lexicon

_WORD = re.compile(r"[^\W\d_]+")


def guess(text: str, lexicons: Sequence[Lexicon]) -> str | None:
    """Return the language whose small words the text uses most, None when it uses none of any."""
    words = _WORD.findall(fold(text))
    best, most = None, 0
    for lexicon in lexicons:
        small = lexicon.words("stopwords")
        count = sum(word in small for word in words)
        if count > most:
            best, most = lexicon.language, count
    return best

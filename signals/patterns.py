"""The pattern language of the lexicon, and its compilation.

A sentence is rewritten as a string with one character for each unit: C a watched company, O another organisation,
P a person, R a role, G a group of people, M money, N a number, and for every word the lexicon knows a character of its
own. A pattern becomes a regular expression over that string. Its repetitions are bounded and not nested, so the time a
sentence takes is bounded by its length, whatever it says.

    word|other_word   one of these words; _ joins the words of a phrase
    @name             one of the words of the list [words].name
    {actor}           the people it is about, with what is said of them: "OpenAI's CTO Mira Murati", "two researchers"
    {company}         a watched company;  {from} {to}  any organisation;  {role} {amount} {count} {percent}
    ...  or  ...8     at most 5 (8) units that are not a full stop, a colon or a semicolon
    ( a | b )?        grouping, written with spaces;  ?  after any element makes it optional, * repeats it up to 5 times
    !@name            not followed by one of these
    ^ $               the border of the sentence
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

COMPANY, ORGANISATION, PERSON, ROLE, GROUP, MONEY, NUMBER = "COPRGMN"
UNKNOWN, UNKNOWN_CAPITAL = "wW"
SIGNS = frozenset(",:;.!?()[]\"'«»“”‘’-–—/&%$€£¥#@*+=<>|…¿¡")
_FIRST_WORD = 0xE000  # the private use area: no text has these characters as signs

_GAP = r"[^:;.!?]{0,%d}?"
_PART = re.compile(r"^(\(|\)\?|\)\*|\)|\||\^|\$|,)$|^(\.\.\.)(\d*)$|^(!?)(\{\w+\}|@\w+|[^\s?*!]+)([?*]?)$")


class Alphabet:
    """Gives each word of one lexicon its character."""

    def __init__(self) -> None:
        self._of: dict[str, str] = {}

    def __getitem__(self, word: str) -> str:
        """Return the character of `word`, giving it one when it is new."""
        if len(word) == 1 and word in SIGNS:
            return word
        known = self._of.get(word)
        if known is None:
            known = self._of[word] = chr(_FIRST_WORD + len(self._of))
        return known

    def known(self) -> Mapping[str, str]:
        """Return the words that have a character."""
        return self._of


@dataclass(frozen=True, slots=True)
class Pattern:
    """One compiled pattern. A sentence without any of `anchors` cannot match."""

    source: str
    search: re.Pattern[str]
    anchors: frozenset[str]


def _one(chars: str) -> str:
    """Return an expression for one of `chars`."""
    return re.escape(chars) if len(chars) == 1 else "[" + "".join(map(re.escape, chars)) + "]"


class Compiler:
    """Compiles patterns over one alphabet. `lists` are the word lists, `cut` splits a phrase into words.

    `nouns` maps words that are titles or groups by themselves to ROLE or GROUP: in a sentence they stand as such.
    """

    def __init__(
        self,
        alphabet: Alphabet,
        lists: Mapping[str, tuple[str, ...]],
        cut: Callable[[str], tuple[str, ...]],
        nouns: Mapping[str, str],
    ) -> None:
        self._alphabet = alphabet
        self._lists = lists
        self._cut = cut
        self._nouns = nouns
        np = "".join(re.escape(char) for char in self._chars(lists.get("np", ())))
        noun = f"[{COMPANY}{ORGANISATION}{PERSON}{ROLE}{GROUP}{NUMBER}{UNKNOWN}{UNKNOWN_CAPITAL}'’&/\\-\"“”{np}"
        aside = f"(?:,{noun}]{{1,10}},|\\([^)]{{1,6}}\\))?"
        self._slots = {
            "actor": f"(?P<actor>{noun},]{{1,26}}+)",
            "company": f"(?P<company>{COMPANY}){aside}",
            "from": f"(?P<from>{COMPANY}|{ORGANISATION}|{PERSON}|{UNKNOWN_CAPITAL}{{1,3}})",
            "to": f"(?P<to>{COMPANY}|{ORGANISATION}|{PERSON}|{UNKNOWN_CAPITAL}{{1,3}})",
            "role": f"{noun}]{{0,4}}?(?P<role>{ROLE})",
            "amount": f"(?P<amount>{MONEY})",
            "count": f"(?P<count>{NUMBER})",
            "percent": "%",
            "group": f"{noun}]{{0,5}}?(?P<group>{GROUP})",
            "noun": f"{noun}]",
            "org": f"(?:{COMPANY}|{ORGANISATION})",
        }

    def compile(self, source: str) -> Pattern:
        """Compile one pattern; raises ValueError that says what is wrong with it."""
        pieces: list[str] = []
        # One frame for each open bracket: the anchors of its alternatives, the last one still growing.
        frames: list[list[frozenset[str]]] = [[frozenset()]]
        for part in source.split():
            regex, firsts, optional = self._part(part)
            pieces.append(regex)
            if part == "(":
                frames.append([frozenset()])
            elif part == "|":
                frames[-1].append(frozenset())
            elif part.startswith(")"):
                if len(frames) == 1:
                    raise ValueError("a bracket is closed that was not opened")
                closed = frames.pop()
                firsts = frozenset().union(*closed) if part == ")" and all(closed) else frozenset()
            if firsts and not optional:
                frames[-1][-1] = min((one for one in (frames[-1][-1], firsts) if one), key=len)
        if len(frames) > 1:
            raise ValueError("a bracket is not closed")
        anchors = frozenset().union(*frames[0]) if all(frames[0]) else frozenset[str]()
        if not anchors:
            raise ValueError("it needs at least one word that must be there")
        try:
            return Pattern(source, re.compile("".join(pieces)), anchors)
        except re.error as error:
            raise ValueError(f"a slot stands twice, or a bracket is wrong ({error})") from error

    def _part(self, part: str) -> tuple[str, frozenset[str], bool]:
        """Return the expression of one element, the first characters of its words, and whether it may be missing."""
        found = _PART.match(part)
        if not found:
            raise ValueError(f"cannot read {part!r}")
        sign, gap, width, negated, atom, times = found.groups()
        if sign:
            return {"(": "(?:", ")*": "){0,5}"}.get(sign, sign), frozenset(), part not in {")"}
        if gap:
            return _GAP % int(width or 5), frozenset(), True
        regex, firsts = self._atom(atom)
        regex = f"(?!{regex})" if negated else f"(?:{regex}){{0,5}}" if times == "*" else f"(?:{regex}){times}"
        return regex, firsts, bool(times or negated)

    def _atom(self, atom: str) -> tuple[str, frozenset[str]]:
        """Return the expression of alternatives joined by |: slots, lists and words; no anchors beside a slot."""
        phrases: list[str] = []
        slots: list[str] = []
        for one in atom.split("|"):
            if one.startswith("{"):
                slots.append(self._slot(one.strip("{}")))
            elif one.startswith("@"):
                if one[1:] not in self._lists:
                    raise ValueError(f"there is no word list [words].{one[1:]}")
                phrases.extend(self._lists[one[1:]])
            else:
                phrases.append(one)
        regex, firsts = self._words(phrases)
        return "|".join([*slots, *regex]), frozenset() if slots else firsts

    def _slot(self, name: str) -> str:
        if name not in self._slots:
            raise ValueError(f"there is no slot {{{name}}}; there are {', '.join(sorted(self._slots))}")
        return self._slots[name]

    def _words(self, phrases: Sequence[str]) -> tuple[list[str], frozenset[str]]:
        coded = {tuple(self._code(word) for word in self._cut(phrase)) for phrase in phrases}
        if () in coded:
            raise ValueError("an alternative is empty")
        singles = "".join(sorted({re.escape(char) for code in coded if len(code) == 1 for char in code[0]}))
        longer = sorted(("".join(map(_one, code)) for code in coded if len(code) > 1), key=len, reverse=True)
        return [*longer, f"[{singles}]"] if singles else longer, frozenset(c for code in coded for c in code[0])

    def _code(self, word: str) -> str:
        """Return the characters that `word` may stand as: its own, and ROLE or GROUP for a noun that is one."""
        return self._alphabet[word] + self._nouns.get(word, "")

    def _chars(self, phrases: tuple[str, ...]) -> list[str]:
        return sorted({self._alphabet[word] for phrase in phrases for word in self._cut(phrase)})

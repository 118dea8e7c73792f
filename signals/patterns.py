"""The pattern language of the lexicon, and its compilation.

A sentence is rewritten as a string with one character for each unit: C a watched company, O another organisation,
P a person, R a role, G a group of people, M money, N a number, and for every word the lexicon knows a character of its
own. A pattern becomes a regular expression over that string. Its repetitions are bounded and not nested, so the time a
sentence takes is bounded by its length, whatever it says.

    word|other_word   one of these words; _ joins the words of a phrase
    @name             one of the words of the list [words].name
    {actor}           the people it is about, with what is said of them: "OpenAI's CTO Mira Murati", "two researchers"
    {whom}            the same behind words that describe them: "loses its chess-playing AR pioneer Ada Keller"
    {person}          one named person and nothing else: "Ada Keller new finance chief of Northwind"
    {human}           a named person whom it is not about: "Ada Keller ersetzt Jan Peeters"
    {company}         a watched company;  {from} {to}  any organisation;  {role} {amount} {count} {percent} {year}
    {money}           a sum that need not be the one it is about
    {noun}            any word but a function word ([words].function)
    {what}            at most 9 such words that say what kind of company follows: "the popular editing app", "rival"
    {thing}           such a word, number or year, but no name
    {between}         at most 12 units of any kind that are no name, full stop, colon or semicolon
    {subject}         a watched company whose second verb follows: "Northwind opens in Lyon and", "Northwind, which …,"
    {owner}           the same people behind whose name "'s" stands; "her departure" is read as "Ada Keller's departure"
    ...  or  ...8     at most 5 (8) units that are no full stop, semicolon or, but behind an opening company, colon
    ....8             the same, and none of them another named person
    ...8-name         the same, and none of them a company or a word of the list [words].name
    ( a | b )?        grouping, written with spaces;  ?  after any element makes it optional, * repeats it up to 5 times
                      (@aux* up to 8)
    !@name            not followed by one of these
    ^ $               the border of the sentence; a full stop may stand behind its last word
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from signals.alphabet import FIRST_WORD, SIGNS, Alphabet
from signals.charsets import escaped, members, one_of
from signals.rough import ENDING, NAME_START, NOUN, WHO, Rough

COMPANY, ORGANISATION, PERSON, ROLE, GROUP, MONEY, NUMBER = "COPRGMN"
UNKNOWN, UNKNOWN_CAPITAL = "wW"
_NAMES = COMPANY + ORGANISATION + PERSON

# What a slot leaves in a sentence; the others hold anything.
_LEFT = {
    "company": COMPANY,
    "subject": COMPANY,
    "org": COMPANY + ORGANISATION,
    "human": PERSON,
    "role": ROLE,
    "group": GROUP,
    "amount": MONEY,
    "money": MONEY,
    "count": NUMBER,
    "percent": "%",
    "year": "Y",
}
_UNIT = f".{{0,5}}?{NOUN}.{{0,8}}?"  # the words that a role or a group may consist of
_POST = f".{{0,40}}?{NOUN}.{{0,8}}?"  # the same with what may stand before it
_COMMON = 50  # a small word, a role or a company is as frequent as this many others together
_LONGEST = 160  # words between a company and its second verb, at most
_CLAUSE = 16  # words of a relative clause that is read over, at most
_FILLERS = 8  # "announced on Wednesday that it has since been"
_SOUGHT = re.compile(r"(?<!\S)(\.{3}\S*\s+)\{actor\}(?!\S)")  # a gap goes on to where there is somebody
_SLOT = re.compile(r"\(\?P<(\w+)>")
# "Northwind: staff revolts" is told of Northwind: a colon behind the company that opens a sentence parts nothing.
_TOPIC = rf"(?:(?<=^{COMPANY}):(?![^:]{{0,3}}[{COMPANY}{ORGANISATION}]))?"
_GAP = _TOPIC + r"[^:;.!?]{0,%d}?"
_GAP_APART = _TOPIC + rf"[^:;.!?{PERSON}]{{0,%d}}?"
_GAP_WITHOUT = f"[^:;.!?{COMPANY}{ORGANISATION}%s]{{0,%d}}?"
_PART = re.compile(
    r"^(\(|\)\?|\)\*|\)|\||\^|\$|,)$|^(\.{3,4})(\d*)(?:-(\w+))?$|^(?P<negated>!?)(?P<atom>\{\w+\}|@\w+|[^\s?*!]+)(?P<times>[?*]?)$"
)


@dataclass(frozen=True, slots=True)
class Need:
    """What a sentence must hold to match: one of `chars`; of those that stand for words, one of `phrases`.

    A language has thousands of needs with dozens of each, so neither is a set: the characters stand in their order.
    """

    chars: str
    phrases: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Pattern:
    """One pattern. `pieces` make its expression.

    A sentence that lacks one of `needs` cannot match; the rarest stands first.
    `rough` are the parts that have to follow each other, at any distance, in the bare words of a sentence.
    """

    source: str
    pieces: tuple[str, ...]
    needs: tuple[Need, ...]
    rough: tuple[str, ...]

    def compile(self) -> re.Pattern[str]:
        """Return the expression over the characters of a sentence; most are never needed by a day's news."""
        return re.compile("".join(self.pieces))


_NOTHING = Need("")


def _any(needs: Sequence[Need]) -> Need:
    """Return the need that any one of `needs` satisfies."""
    if len(needs) == 1:
        return needs[0]
    phrases = dict.fromkeys(phrase for need in needs for phrase in need.phrases)
    return Need(_ordered("".join(need.chars for need in needs)), tuple(phrases))


def _ordered(chars: str) -> str:
    """Return each of the characters once, in their order."""
    return "".join(sorted(set(chars)))


def _often(atom: str, times: str) -> str:
    """Return how often an element may stand, as an expression does."""
    return f"{{0,{_FILLERS if atom == '@aux' else 5}}}" if times == "*" else times


class Compiler:
    """Compiles patterns over one alphabet. `lists` are the word lists, `cut` splits a phrase into words.

    `nouns` maps words that are titles or groups by themselves to ROLE or GROUP: in a sentence they stand as such.
    `heads` gives the titles that patterns name their characters as somebody's role. The words `inner` may stand inside
    a phrase about people as if the lexicon did not know them.
    """

    def __init__(
        self,
        alphabet: Alphabet,
        lists: Mapping[str, tuple[str, ...]],
        cut: Callable[[str], tuple[str, ...]],
        nouns: Mapping[str, str],
        inner: frozenset[str] = frozenset(),
        heads: Mapping[str, str] | None = None,
    ) -> None:
        self._alphabet = alphabet
        self._lists = lists
        self._cut = cut
        self._nouns = nouns
        self._heads = heads or {}
        roles = ROLE + "".join(self._heads.values())
        self._left = {**_LEFT, "role": roles}
        self._small = frozenset(
            word for name in ("stopwords", "np") for one in lists.get(name, ()) for word in cut(one)
        )
        self._weights: dict[str, int] = {}
        self._codes: dict[str, str] = {}
        self._kept: dict[str, str] = {}  # parts that many patterns share
        self._seen: dict[str, tuple[str, Need, bool, str]] = {}
        self._rough_slots = self._roughly()
        self._slots = self._described((*lists.get("np", ()), *lists.get("fields", ()), *sorted(inner)), roles)

    def _described(self, describing: tuple[str, ...], roles: str) -> dict[str, str]:
        """Return the expressions of slots; `describing` words may describe people, `roles` what roles stand as."""
        lists = self._lists
        np = members((*"'’&/-\"“”", *roles, *self._chars(describing)))
        noun = f"[{COMPANY}{ORGANISATION}{PERSON}{ROLE}{GROUP}{NUMBER}{UNKNOWN}{UNKNOWN_CAPITAL}{np}"
        sited = members(self._chars(lists.get("sited", ())))
        place = f"(?:[{sited}]{UNKNOWN_CAPITAL}{{1,3}})?" if sited else ""  # "the Northwind plant in Lyon"
        aside = place + r"(?:,[^,:;.!?]{1,24},|\([^)]{1,6}\))?"
        wide = self._phrase(describing)
        joints = members(self._chars((*lists.get("and", ()), *lists.get("but", ()))))
        roles = members(roles)
        others = f"{PERSON}{roles}"  # one of them may be the subject of the second verb
        genitive = re.escape(self._alphabet["'s"])
        # Somebody is in it, or before the commas that end it: "Ada Keller, who had joined in June, departed".
        somebody, either = (f"(?={noun},]{{0,25}}[{others}{GROUP}{UNKNOWN_CAPITAL}{one}])" for one in ("", ","))
        return {
            "actor": f"(?P<actor>{either}{noun},]{{1,26}}+){self._clause()}",
            "somebody": f"(?P<actor>{somebody}{noun},]{{1,26}}+)",
            "person": f"(?P<actor>{PERSON})",
            "owner": f"(?P<actor>{noun},]{{1,26}}+)(?:(?<={genitive})|{genitive})",
            "whom": f"(?P<whom>{wide}]{{0,4}}?)(?P<actor>(?={noun},]{{0,10}}[{others}{GROUP}]){noun},]{{1,26}}+)",
            "company": f"(?P<company>{COMPANY}){aside}",
            "subject": f"(?P<company>{COMPANY})(?![{GROUP}{genitive}])[^:;.!?{others}]{{0,25}}?[,{joints}](?P<verb>)",
            "from": f"(?P<from>{COMPANY}|{ORGANISATION}|{PERSON}|{UNKNOWN_CAPITAL}{{1,3}})",
            "to": f"(?P<to>{COMPANY}|{ORGANISATION}|{PERSON}|{UNKNOWN_CAPITAL}{{1,3}})",
            "role": f"{wide}]{{0,4}}?(?P<role>[{roles}])",
            "amount": f"(?P<amount>{MONEY})",
            "money": MONEY,
            "count": f"(?P<count>{NUMBER})",
            "percent": "%",
            "year": "Y",
            "group": f"{wide}]{{0,5}}?(?P<group>{GROUP})",
            "noun": f"{wide}]",
            "what": f"{wide}]{{0,9}}?",
            "thing": f"(?:{wide}{_NAMES}]|Y)",
            "between": f"[^:;.!?{_NAMES}]{{0,12}}?",
            "org": f"(?:{COMPANY}|{ORGANISATION})",
            "human": PERSON,
        }

    def _clause(self) -> str:
        """Return what reads over a relative clause behind people: "Ada Keller, die seit 2019 im Haus ist, geht".

        Brackets behind a name are read over in every language: "Ada Keller (Lyon, 1975)".
        """
        opening = members(self._chars(self._lists.get("opens_aside", ())))
        return r"(?:\([^)]{1,6}\))?" + (f"(?:(?<=,[{opening}])[^,:;.!?]{{1,{_CLAUSE}}},)?" if opening else "")

    def _phrase(self, describing: tuple[str, ...]) -> str:
        """Return the open set of what stands within a phrase about people or things, and before a company's name.

        That is any word but the `function` words of the language, though not those of them that describe.
        """
        function = self._chars(self._lists.get("function", ()))
        apart = SIGNS.difference("'’&/-\"“”").union(MONEY, "%Y", function)
        words = set(self._chars(describing)) - SIGNS  # "a.i." describes, its full stops do not
        return "[^" + members(apart - words)

    def _roughly(self) -> dict[str, str]:
        """Return the expressions of slots over bare words; those that are not among them may be anything."""
        name = f"{NAME_START}.{{0,12}}?"
        company = self._named_or_meant()
        slots = {"company": company, "subject": f"{company}.{{0,{_LONGEST}}}?", "from": name, "to": name}
        slots |= {"actor": WHO, "somebody": WHO, "owner": WHO, "whom": WHO, "role": _POST, "group": _POST}
        return {f"{{{slot}}}": regex for slot, regex in slots.items()}

    def _named_or_meant(self) -> str:
        """Return the expression of a company over bare words: "the fledgling AI lab" may stand for one.

        So may "it" where it opens a clause.
        """
        the, firms, it, joints = (
            members(self._chars(self._lists.get(name, ()))) for name in ("the", "the_firm", "it", "and")
        )
        meant = [f"[{the}{COMPANY}].{{0,5}}?[{COMPANY}{firms}]"] if firms else []
        meant += [f"(?<![^,:–—{joints}-])[{it}]"] if it else []
        return f"(?:{'|'.join([COMPANY, *meant])})(?:,.{{1,90}}?,|\\([^)]{{1,50}}\\))?"

    def compile(self, source: str) -> Pattern:
        """Compile one pattern; raises ValueError that says what is wrong with it."""
        pieces: list[str] = []
        rough = Rough()
        # One frame for each open bracket: what each of its alternatives needs, the last one still growing.
        frames: list[list[list[Need]]] = [[[]]]
        for part in _SOUGHT.sub(r"\1{somebody}", source).split():
            if part not in self._seen:  # most lists stand in many patterns
                self._seen[part] = *self._part(part), self._bare(part)
            regex, needed, optional, bare = self._seen[part]
            pieces.append(regex)
            rough.add(part, bare)
            needs = [needed] if needed.chars and not optional else []
            if part == "(":
                frames.append([[]])
            elif part == "|":
                frames[-1].append([])
            elif part.startswith(")"):
                if len(frames) == 1:
                    raise ValueError("a bracket is closed that was not opened")
                closed = frames.pop()
                needs = self._either(closed) if part == ")" else []
            frames[-1][-1].extend(needs)
        if len(frames) > 1:
            raise ValueError("a bracket is not closed")
        wanted = sorted(self._either(frames[0]), key=self._weight)
        if not any(char >= FIRST_WORD or char in SIGNS for one in wanted for char in one.chars):
            raise ValueError("it needs at least one word that must be there")
        slots = [slot for piece in pieces if "?P<" in piece for slot in _SLOT.findall(piece)]
        twice = sorted({slot for slot in slots if slots.count(slot) > 1})
        if twice:
            raise ValueError(f"a slot stands twice: {', '.join(twice)}")
        return Pattern(
            source, tuple(pieces), tuple(wanted), tuple(self._kept.setdefault(one, one) for one in rough.parts())
        )

    def _either(self, alternatives: list[list[Need]]) -> list[Need]:
        """Return what is needed when any one of the alternatives, each with its needs, has to match."""
        if len(alternatives) == 1:
            return alternatives[0]
        if not all(alternatives):
            return []
        return [_any([min(needs, key=self._weight) for needs in alternatives])]

    def _weight(self, need: Need) -> int:
        """Tell how frequent the characters of a need are together in sentences."""
        return sum(self._weights.get(char, _COMMON) for char in need.chars)

    def _part(self, part: str) -> tuple[str, Need, bool]:
        """Return the expression of one element, what it needs, and whether it may be missing."""
        found = _PART.match(part)
        if not found:
            raise ValueError(f"cannot read {part!r}")
        sign, gap, width, without, negated, atom, times = found.groups()
        if sign:
            return {"(": "(?:", ")*": "){0,5}", "$": ENDING}.get(sign, sign), _NOTHING, part not in {")"}
        if without:
            return _GAP_WITHOUT % (members(self._single(without)), int(width or 5)), _NOTHING, True
        if gap:
            return (_GAP if len(gap) == 3 else _GAP_APART) % int(width or 5), _NOTHING, True
        regex, firsts = self._atom(atom)
        regex = f"(?!{regex})" if negated else f"(?:{regex}){_often(atom, times)}"
        return regex, firsts, bool(times or negated)

    def _atom(self, atom: str) -> tuple[str, Need]:
        """Return the expression of alternatives joined by |: slots, lists and words; and what it needs."""
        phrases: list[str] = []
        slots: list[str] = []
        left: list[str] = []
        for one in atom.split("|"):
            if one.startswith("{"):
                slots.append(self._slot(one.strip("{}")))
                left.append(self._left.get(one.strip("{}"), ""))
            elif one.startswith("@"):
                phrases.extend(self._list(one[1:]))
            else:
                phrases.append(one)
        regex, firsts = self._words(phrases)
        return "|".join([*slots, *regex]), _any([firsts, *(Need(_ordered(chars)) for chars in left)]) if all(
            left
        ) else _NOTHING

    def _slot(self, name: str) -> str:
        if name not in self._slots:
            raise ValueError(f"there is no slot {{{name}}}; there are {', '.join(sorted(self._slots))}")
        return self._slots[name]

    def _words(self, phrases: Sequence[str]) -> tuple[list[str], Need]:
        cut = [self._cut(phrase) for phrase in phrases]
        coded = {tuple(map(self._code, words)) for words in cut}
        if () in coded:
            raise ValueError("an alternative is empty")
        singles = members(char for code in coded if len(code) == 1 for char in code[0])
        longer = sorted(("".join(map(one_of, code)) for code in coded if len(code) > 1), key=len, reverse=True)
        # A noun may stand as another role or group, so only the words beside it tell.
        spoken = [self._beside(words) for words in cut]
        rarest = {max(words, key=lambda word: (word not in self._small, len(word))) for words in spoken}
        need = Need(
            _ordered("".join(map(self._code, rarest))),
            tuple(dict.fromkeys(words for words in spoken if self._nouns.get(words[0]) != GROUP)),
        )
        return [*longer, f"[{singles}]"] if singles else longer, need

    def _bare(self, part: str) -> str:
        """Return the expression of an element over bare words, "" where it may be anything or nothing."""
        found = _PART.match(part)
        if not found or not found["atom"] or found["negated"]:
            return ""
        atom, times = found["atom"], found["times"]
        if "{" in atom:
            return "" if times else self._rough_slots.get(atom, "")
        phrases: list[str] = []
        for one in atom.split("|"):
            phrases.extend(self._lists[one[1:]] if one.startswith("@") else (one,))
        cut = [self._cut(phrase) for phrase in phrases]
        nouns = any(word in self._nouns for words in cut for word in words)
        if nouns and times == "*":
            return ""
        # Most titles of a list read alike here: as any title.
        options = dict.fromkeys(
            "".join(NOUN if word in self._nouns else escaped(self._alphabet[word]) for word in words) for words in cut
        )
        singles = members(one[-1] for one in options if len(one.lstrip("\\")) == 1 and one != NOUN)
        longer = [one for one in options if len(one.lstrip("\\")) > 1 or one == NOUN]
        regex = "|".join([*longer, f"[{singles}]"] if singles else longer)
        return f"(?:{regex})".replace(NOUN, _UNIT) + _often(atom, times)

    def _beside(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """Return the longest part of a phrase that has a telling word and no noun, or else its noun."""
        if self._nouns.keys().isdisjoint(words):
            return words
        parts = [tuple(part) for noun, part in groupby(words, self._nouns.__contains__) if not noun]
        noun = next(((word,) for word in words if word in self._nouns), words)
        telling = [part for part in parts if not self._small.issuperset(part)]
        return max(telling, key=lambda part: sum(map(len, part)), default=noun)

    def _code(self, word: str) -> str:
        """Return the characters that `word` may stand as: its own, and GROUP for people: "employees" are any group."""
        known = self._codes.get(word)
        if known is None:
            char = self._alphabet[word]
            self._weights[char] = _COMMON if word in self._small or char == word else 1
            other = GROUP if self._nouns.get(word) == GROUP else self._heads.get(word, "")
            known = self._codes[word] = char + other
        return known

    def _single(self, name: str) -> list[str]:
        """Return the characters of a list of single words."""
        if any(len(self._cut(phrase)) > 1 for phrase in self._list(name)):
            raise ValueError(f"[words].{name} must have single words only, to be kept out of a gap")
        return self._chars(self._list(name))

    def _list(self, name: str) -> tuple[str, ...]:
        if name not in self._lists:
            raise ValueError(f"there is no word list [words].{name}")
        return self._lists[name]

    def _chars(self, phrases: tuple[str, ...]) -> list[str]:
        return sorted({self._alphabet[word] for phrase in phrases for word in self._cut(phrase)})

"""What a rule may ask of a story, in the words of a rule file."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from model.signal import Certainty, Kind, Seniority, SourceClass
from model.story import State
from rules.expression import When, compile_when

# Words that look as if they meant somebody; a rule knows no more of a company than its name and its rivals.
_NOBODY = frozenset({"us", "rivals", "target", "own", "our", "all", "none of them"})


def _days(text: object) -> timedelta:
    found = re.fullmatch(r"([1-9][0-9]{0,3})d", str(text))
    if not found:
        raise ValueError(f'{text!r} is no span: write days, such as "90d"')
    return timedelta(days=int(found[1]))


def _somebody(name: str) -> str:
    if not name.strip() or name.casefold() in _NOBODY:
        raise ValueError("must be 'any', 'rival', 'none' or the name of a company as config.toml writes it")
    return name.strip()


def _not_above(low: str, high: str) -> Callable[[Conditions], Conditions]:
    def check(self: Conditions) -> Conditions:
        least, most = getattr(self, low), getattr(self, high)
        if least is not None and most is not None and most < least:
            raise ValueError(f"{high} is below {low}: no story can meet both")
        return self

    return check


Text = Annotated[str, Field(min_length=1)]
Span = Annotated[timedelta, BeforeValidator(_days)]
Mover = Annotated[str, AfterValidator(_somebody)]


class Conditions(BaseModel):
    """What has to hold of a story; a condition that is left out holds for every one.

    `role_words` are words or phrases of which one stands in the role ("research", "machine learning"). Amounts are in
    units of whatever currency is told; `min_share` is the head count as a share of the staff, where both are known.
    `from_company` and `to_company` ask where somebody came from or went: "any" company, a "rival" of the scored one,
    "none" for nothing told, or a company by its name. `company_tier` is the scored company's own tier.
    `when` is an expression in CEL, for what the other keys cannot say.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    kinds: Annotated[frozenset[Kind], Field(min_length=1)]
    seniority: frozenset[Seniority | Literal["unknown"]] = frozenset()
    named: bool | None = None
    role_words: frozenset[Text] = frozenset()
    certainty: frozenset[Certainty] = frozenset()
    states: frozenset[State] = frozenset()
    source_classes: frozenset[SourceClass] = frozenset()
    min_amount: Annotated[float, Field(gt=0)] | None = None
    max_amount: Annotated[float, Field(gt=0)] | None = None
    min_headcount: Annotated[int, Field(gt=0)] | None = None
    max_headcount: Annotated[int, Field(gt=0)] | None = None
    min_share: Annotated[float, Field(gt=0, le=1)] | None = None
    from_company: Mover | None = None
    to_company: Mover | None = None
    company_tier: frozenset[Literal[1, 2, 3]] = frozenset()
    when: Annotated[When, BeforeValidator(compile_when)] | None = None

    @model_validator(mode="after")
    def _bounds_leave_room(self) -> Self:
        _not_above("min_amount", "max_amount")(self)
        _not_above("min_headcount", "max_headcount")(self)
        return self


class Children(Conditions):
    """Stories that a mass event tells already: those first told within the span `within` after it."""

    within: Span

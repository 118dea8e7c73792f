"""Was it told already? Then its message is edited; the channel hears again only of a change of state or a doubling."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from digests.case import Case, Side, sides
from digests.escape import clean
from digests.mutes import mute_of
from digests.patience import quiet_until
from digests.sentence import together
from digests.texts import count, number, say
from model.score import Score
from model.signal import Signal
from model.story import State
from model.subscription import Cause, Held, Receipt, Update, Verdict
from stories.amended import age, row_of

# Further outlets are no news: they are gathered for an hour before the thread shows them.
PAUSE = timedelta(hours=1)
SHOWN = 3
HEARD = frozenset({State.CONFIRMED, State.DENIED})


def denied_untold(case: Case) -> Verdict | None:
    """Hold a denial of what nobody here was told."""
    if case.story.state is State.DENIED and case.receipt() is None:
        return Held(say("held_denied"), cause=Cause.DENIED)
    return None


def told_already(case: Case) -> Verdict | None:
    """Edit the message of a told story when something changed, else hold."""
    told = case.receipt()
    if told is None:
        return None
    update = _new_state(case, told) or _doubled(case, told)
    if update is not None and mute_of(case) is not None:
        return replace(update, broadcast=False)  # the message stays true, the channel is left alone
    if update is not None:
        end = quiet_until(case) if update.broadcast else None
        return update if end is None else Held(say("held_quiet", until=case.clock(end)), end, Cause.QUIET)
    return (
        _amended(case, told)
        or _new_outlets(case, told)
        or Held(say("held_told", when=case.clock(told.at)), cause=Cause.TOLD)
    )


def _new_state(case: Case, told: Receipt) -> Update | None:
    state = case.story.state
    if told.state is None or told.state is state:
        return None
    log = say(
        "log_state",
        when=case.clock(case.now),
        state=say(state.value),
        outlets=count("outlets", len(case.story.outlets)),
    )
    reason = say("update_state", before=say(told.state.value), after=say(state.value))
    return Update(reason, broadcast=state in HEARD, log=log, told=case.told_at())


def _doubled(case: Case, told: Receipt) -> Update | None:
    side = _main_side(case)
    if side is None or not told.score or side.after < 2 * told.score:
        return None
    slots = {"axis": side.name, "before": told.score, "after": side.after}
    log = say("log_doubled", when=case.clock(case.now), **slots)
    reason = say("update_doubled", company=case.story.company, **slots)
    return Update(reason, broadcast=True, log=log, told=case.told_at())


def _amended(case: Case, told: Receipt) -> Update | None:
    """Tell in the thread that a notice was amended since: the same line of a register or list with another number."""
    notices = sorted((s for s in case.story.evidence if row_of(s) and s.headcount), key=age)
    known = {row_of(s): s for s in notices if _heard(s) <= told.at}  # of each line the newest
    heard = ((s, known.get(row_of(s))) for s in notices if _heard(s) > told.at)
    amended = [(s, was) for s, was in heard if was and age(s) > age(was) and s.headcount != was.headcount]
    if not amended:
        return None
    later, before = amended[-1]
    slots = {"before": number(before.headcount or 0), "after": number(later.headcount or 0)}
    log = say("log_amended", when=case.clock(case.now), **slots)
    return Update(say("update_amended", **slots), broadcast=False, log=log, told=case.told_at())


def _heard(notice: Signal) -> datetime:
    return notice.heard or notice.published


def _new_outlets(case: Case, told: Receipt) -> Verdict | None:
    known = {signal.site for signal in case.story.evidence if signal.published <= told.at}
    names = [site for site in case.story.outlets if site not in known]
    if not names:
        return None
    later = told.at + PAUSE
    if case.now < later:
        soon = say("held_told_soon", when=case.clock(told.at), until=case.clock(later))
        return Held(soon, later, Cause.TOLD)
    outlets = together([clean(name, 60) for name in names[:SHOWN]], len(names) - SHOWN)
    log = say("log_outlets", when=case.clock(case.now), outlets=outlets)
    return Update(say("update_outlets", outlets=outlets), broadcast=False, log=log, told=case.told_at())


def _main_side(case: Case) -> Side | None:
    raised = sides(case.story, case.before, case.after) if isinstance(case.after, Score) else []
    return raised[0] if raised else None

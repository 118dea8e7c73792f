"""The answer to `/signals list`: what a channel watches, when it is told, when its next digest comes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from digests.blocks import Span, bullets, day, header, line, one, rich, text
from digests.buttons import settings_row
from digests.escape import clean, escape
from digests.kinds import kind_name
from digests.sentence import LONGEST_NAME
from digests.texts import count, say, titled
from model.message import Drawn
from model.signal import Kind
from model.subscription import Density, Subscription

SHOWN = 60


def draw_list(subscription: Subscription, companies: Sequence[str], next_digest: datetime | None) -> Drawn:
    """Draw a channel's wishes; `companies` are the names it watches, in the order to show them."""
    title = say("list_title")
    watched = _watched(subscription, companies)
    lines: list[Sequence[Span]] = [[text(_alerts(subscription))]]
    if subscription.kinds:
        names = ", ".join(kind_name(kind) for kind in Kind if kind in subscription.kinds)
        lines.append([text(say("list_kinds", kinds=names), cap=1000)])
    if subscription.quiet is not None:
        quiet = subscription.quiet
        lines.append(
            [
                text(
                    say(
                        "list_quiet", start=f"{quiet.start:%H:%M}", end=f"{quiet.end:%H:%M}", zone=subscription.zone.key
                    )
                )
            ]
        )
    if subscription.density is Density.COMPACT:
        lines.append([text(say("list_compact"))])
    if next_digest is None:
        lines.append([text(say("list_no_digest"))])
    else:
        lines.append([text(say("list_next")), day(next_digest, subscription.zone, timed=True)])
    return one(
        titled(title, escape(watched, 500)),
        [
            header(title),
            rich(line(text(watched, cap=2900))),
            rich(bullets(lines)),
            settings_row(subscription.channel),
        ],
    )


def _watched(subscription: Subscription, companies: Sequence[str]) -> str:
    if not companies:
        return say("list_none")
    names = [clean(name, LONGEST_NAME) for name in companies[:SHOWN]]
    if len(companies) > SHOWN:
        names.append(say("list_more", count=len(companies) - SHOWN))
    return say("list_some" if subscription.companies else "list_all", companies=", ".join(names))


def _alerts(subscription: Subscription) -> str:
    return say(
        "list_alerts",
        threshold=subscription.threshold,
        state=say(subscription.instant_from.value),
        cap=count("alerts", subscription.cap),
    )

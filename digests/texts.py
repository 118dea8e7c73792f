"""Every sentence the bot says, as one table that needs no programmer to read. Words in braces are filled in.

A test holds the table against the code: no sentence is missing and none is left over. French comes as a second table.
"""

from __future__ import annotations

from collections.abc import Mapping

TEXT: Mapping[str, str] = {
    # Why a story speaks, waits or stays silent
    "held_company": "this channel does not watch {company}",
    "held_kind": "this channel did not ask for news of the kind “{kind}”",
    "held_private": "about a private person: only its owner may see it",
    "held_old": "old news: it happened before this source was first read",
    "held_denied": "denied before anybody was told",
    "held_told": "told already ({when})",
    "held_told_soon": "told already ({when}); further outlets go to its thread after {until}",
    "held_wait": "waiting until {until} for other outlets and the filing",
    "held_quiet": "quiet hours until {until}",
    "digest_state": "only {state} so far; alerts here start at {least}",
    "digest_lite": "the report names nobody, no number and no group",
    "digest_note": "a note that tells of no event we know: it alerts nobody",
    "digest_not_enough": "not enough evidence for a number yet: {reason}",
    "digest_nothing": "it adds nothing to the numbers of {company}",
    "digest_above": "{company}'s {axis} was already above your threshold ({before}, yours is {threshold})",
    "digest_below": "{company}'s {axis} is {after}, your threshold is {threshold}",
    "digest_stale": "older than a day: too late to interrupt anybody",
    "digest_cap": "{count} today already",
    "now": "{company}'s {axis} rose from {before} to {after}, your threshold is {threshold}",
    "now_first": "{company}'s {axis} is {after} at the first count, your threshold is {threshold}",
    "update_state": "it was {before} when told, now it is {after}",
    "update_doubled": "{company}'s {axis} has doubled since it was told: {before} then, {after} now",
    "update_outlets": "reported by {outlets} as well",
    "log_state": "{when} · now {state}, reported by {outlets}",
    "log_doubled": "{when} · {axis} doubled: {before} → {after}",
    "log_outlets": "{when} · also in {outlets}",
    # While a file of rules is wrong
    "rules_wrong": "A rule file is wrong since {since}; the last good rules stay in force. {fault}{more}",
    "rules_more": " (and {count} more: `bot.py check` lists them)",
    # What recruiters said of stories, and what it proposes
    "opinion_wrong_company": "wrong company",
    "opinion_old": "old",
    "opinion_not_a_signal": "not a talent signal",
    "opinion_too_weak": "too weak",
    "opinion_duplicate": "duplicate",
    "opinion_useful": "useful",
    "learn_noted": "Noted: “{title}” is called {opinion} by {by}. That alone changes nothing; see `learn`.",
    "learn_alias": "also call {name} “{value}”",
    "learn_never": "a text with “{value}” is never about {name}",
    "learn_strength": "strength of {name}: {before} → {value}",
    "learn_off": "switch {name} off (its strength is {before})",
    "learn_threshold": "threshold of {name}: {before} → {value}",
    "learn_why_alias": (
        "{people} said of {stories} that they were about {company}: “{word}” stands in them and in no other story."
    ),
    "learn_why_never": (
        "{people} said of {stories} that they were not about {company}: “{word}” stands in them and in no other story."
    ),
    "learn_why_strength": (
        "{opinions} of {people} say that “{title}” was no talent signal, against {useful} for useful: "
        "it would count half."
    ),
    "learn_why_off": "{opinions} of {people} say that “{title}” was no talent signal, and nobody that it was useful.",
    "learn_why_threshold": (
        "{alerts} of {people} in {channel} say that an alert was too weak: below {value} such stories would wait for "
        "the digest, and nothing that was called useful would."
    ),
    "learn_effect": "last {days} days: {lost} lost, {gained} gained, {rescored} re-scored",
    "precision": "{useful} useful of {opinions}",
    "learn_nothing": "Nothing is proposed: a change needs {opinions} that say the same, of {people}.",
    "learn_applied": "Applied: {change}. To take it back: learn undo {id}",
    "learn_undone": "Taken back: {change}. All is as it was before.",
    # Words of their own
    "window": "sourcing window",
    "pressure": "rival pressure",
    "rumoured": "rumoured",
    "reported": "reported",
    "confirmed": "confirmed",
    "denied": "denied",
    "low": "low confidence",
    "fair": "fair confidence",
    "high": "high confidence",
    "new": "new",
    "no_title": "(without a title)",
    "no_name": "somebody",
    "note": "a recruiter's note",
    "connections": "your own connections",
    "and": "and",
    "more_people": "{count} more",
    # What stands before a sentence that is doubtful or denied
    "say_rumoured": "It is rumoured: ",
    "say_denied": "Denied: ",
    # The alert
    "alert_first_line": "{company} · {axis} {before} → {after}",
    "alert_first_count": "{company} · {axis} {after}",
    "alert_told_line": "{company} · {axis} told at {before} → now {after}",
    "alert_why": "Why {after}",
    "alert_more_reasons": "{count} smaller reasons",
    "alert_also": "also in {count} more",
    "alert_threshold": "your threshold is {threshold}",
    "alert_updated": "updated",
    "alert_not_shown": "evidence that is not shown here",
    # The digest
    "digest_title": "Digest · {days}",
    "count_strong": "{count} strong",
    "count_worth": "{count} worth a look",
    "count_denied": "{count} denied",
    "count_read": "{articles} read",
    "count_known": "{count} about stories you already have",
    "digest_act_now": "Act now",
    "digest_worth": "Worth a look",
    "digest_rivals": "Rivals hiring",
    "digest_changed": "Changed since {since}",
    "digest_due": "Due now",
    "due_after": " · day {days} after the first report",
    "due_today": " · takes effect about now",
    "digest_rest": "More, by company",
    "digest_nothing_strong": "Nothing strong since {since}.",
    "digest_quiet": "Nothing new about your companies since {since}. {articles} read, {late}.",
    "digest_cut": "without room here: {stories}; ask /signals and the company's name.",
    "digest_held": "Held back from alerts: {count} ({causes})",
    "cause_company": "of companies that are not watched here",
    "cause_kind": "of kinds that nobody here asked for",
    "cause_private": "about private persons",
    "cause_old": "old when first read",
    "cause_denied": "denied before they were told",
    "cause_told": "told already",
    "cause_state": "not yet certain enough",
    "cause_note": "mere notes",
    "cause_lite": "without a name or a number",
    "cause_no_number": "of companies without a number yet",
    "cause_nothing": "that move no number",
    "cause_above": "where the number was high already",
    "cause_below": "below the threshold",
    "cause_stale": "older than a day",
    "cause_wait": "waiting for other outlets",
    "cause_quiet": "in quiet hours",
    "cause_cap": "beyond the day's alerts",
    "cause_late": "too late to be sent",
    "digest_in_thread": "in the thread: {stories}",
    "sources_fine": "all sources working",
    "sources_late": "late: {names}",
    "source_since": "{name} (since {since})",
    # The card, why, list
    "card_not_enough": "No numbers yet",
    "card_stories": "Latest",
    "card_nothing": "Nothing is known about {company} yet. As soon as something is heard, it stands here.",
    "card_history": "last {days} days",
    "card_evidence": "{confidence} · evidence from {oldest} to {newest}",
    "card_evidence_day": "{confidence} · evidence of {newest}",
    "card_hint": "Every reason and its source: /signals why {company}",
    "why_sum": "Sum",
    "why_none": "No reasons on this side.",
    "why_more": "{count} smaller reasons together",
    "why_title": "{company}: why these numbers",
    "list_title": "What this channel watches",
    "list_all": "Every company in config.toml: {companies}",
    "list_some": "{companies}",
    "list_none": "No company yet. Add one: /signals watch OpenAI",
    "list_more": "{count} more",
    "list_kinds": "Only news of these kinds: {kinds}",
    "list_alerts": "Alerts from {threshold} points, once {state}, at most {cap} a day",
    "list_quiet": "No alerts from {start} to {end} ({zone})",
    "list_next": "Next digest: ",
    "list_no_digest": "No digest is scheduled.",
    # Help and one-sentence answers
    "help_title": "What you can ask",
    "help_intro": "I read the news about your companies and say when a good time to hire from one of them has come.",
    "help_company": "/signals {company}",
    "help_company_does": "the two numbers of a company, with the main reasons and the latest news",
    "help_why": "/signals why {company}",
    "help_why_does": "every reason with its points and its source",
    "help_list": "/signals list",
    "help_list_does": "what this channel watches and when its next digest comes",
    "help_watch": "/signals watch {company}",
    "help_watch_does": "watch a company in this channel",
    "help_unwatch": "/signals unwatch {company}",
    "help_unwatch_does": "stop watching it",
    "help_digest": "/signals digest now",
    "help_digest_does": "the digest, now",
    "help_numbers": (
        "Sourcing window: how good a time to hire from the company, 0 to 100. "
        "Rival pressure: how hard it competes for your people. Each is the sum of its reasons."
    ),
    # The HTML page
    "page_channels": "Channels",
    "bot_name": "Talent Signals",
    "unknown": "No company called “{name}” is watched here.",
    "unknown_maybe": "Did you mean {names}?",
    "unknown_add": "To add it: /signals watch {name}",
}

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

COUNTED: Mapping[str, tuple[str, str]] = {
    "articles": ("1 article", "{n} articles"),
    "stories": ("1 story", "{n} stories"),
    "outlets": ("1 outlet", "{n} outlets"),
    "alerts": ("1 alert", "{n} alerts"),
    "people": ("1 person", "{n} people"),
    "opinions": ("1 opinion", "{n} opinions"),
    "days": ("1 day", "{n} days"),
    "replies": ("1 reply", "{n} replies"),
}


def say(key: str, **slots: object) -> str:
    """Fill one sentence of the table. A missing key or slot is our own mistake and raises KeyError."""
    return TEXT[key].format(**slots)


def count(what: str, n: int) -> str:
    """Say "1 article" or "1,200 articles"."""
    one, many = COUNTED[what]
    return one if n == 1 else many.format(n=f"{n:,}")

"""The tables of what people say, want and do; those of news and of what was told are in store/tables.py."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, LargeBinary, Table, UniqueConstraint

from store.columns import Moment, Serial, Words
from store.tables import metadata

watches = Table(
    "watches",
    metadata,
    Column("workspace", Words, primary_key=True),
    Column("channel", Words, primary_key=True),
    Column("name", Words, primary_key=True),
    Column("watched", Boolean, nullable=False),
    Column("body", Words, nullable=False),
)

# What recruiters say of stories. A story that goes leaves its row, as the outbox does: it counts for rules and sources.
feedback = Table(
    "feedback",
    metadata,
    Column("story", Words, primary_key=True),
    Column("author", Words, primary_key=True),
    Column("company", Words, nullable=False),
    Column("opinion", Words, nullable=False),
    Column("at", Moment, nullable=False),
    Column("channel", Words, nullable=False),
    Column("words", Words, nullable=False),
    Column("rules", Words, nullable=False),
    Column("sources", Words, nullable=False),
    Column("told", Integer),
)

# Changes that an admin applied, of which those without `undone_at` are in force; a proposal is so once.
overrides = Table(
    "overrides",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("proposal", Words, nullable=False),
    Column("change", Words, nullable=False),
    Column("reason", Words, nullable=False),
    Column("author", Words, nullable=False),
    Column("at", Moment, nullable=False),
    Column("undone_by", Words),
    Column("undone_at", Moment),
)

# Who has a story: one person a workspace.
claims = Table(
    "claims",
    metadata,
    Column("workspace", Words, primary_key=True),
    Column("story", Words, ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True),
    Column("author", Words, nullable=False),
    Column("name", Words, nullable=False),
    Column("giver", Words, nullable=False),
    Column("at", Moment, nullable=False),
    Index("claims_story", "story"),
)

# `state` and `number` are how the story stood when its follower heard of it last.
follows = Table(
    "follows",
    metadata,
    Column("workspace", Words, primary_key=True),
    Column("story", Words, ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True),
    Column("author", Words, primary_key=True),
    Column("channel", Words, nullable=False),
    Column("state", Words, nullable=False),
    Column("number", Integer),
    Column("at", Moment, nullable=False),
    Index("follows_story", "story"),
)

# `due` is NULL for what comes back when the story changes. A row goes when it has been told.
reminders = Table(
    "reminders",
    metadata,
    Column("workspace", Words, primary_key=True),
    Column("story", Words, ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True),
    Column("author", Words, primary_key=True),
    Column("channel", Words, nullable=False),
    Column("occasion", Words, nullable=False),
    Column("due", Moment),
    Column("state", Words, nullable=False),
    Column("number", Integer),
    Column("at", Moment, nullable=False),
    Index("reminders_due", "due"),
    Index("reminders_story", "story"),
)

# In force until `until`, unless `ended`. `state` and `number` are there when what is stronger speaks all the same.
mutes = Table(
    "mutes",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("workspace", Words, nullable=False),
    Column("channel", Words, nullable=False),
    Column("scope", Words, nullable=False),
    Column("name", Words, nullable=False),
    Column("until", Moment, nullable=False),
    Column("author", Words, nullable=False),
    Column("who", Words, nullable=False),
    Column("why", Words, nullable=False),
    Column("at", Moment, nullable=False),
    Column("state", Words),
    Column("number", Integer),
    Column("ended", Moment),
    Index("mutes_channel", "channel", "until"),
)

# What the people of channels chose for them above config.toml; a channel without a row keeps the file's settings.
choices = Table(
    "choices",
    metadata,
    Column("workspace", Words, primary_key=True),
    Column("channel", Words, primary_key=True),
    Column("body", Words, nullable=False),
    Column("at", Moment, nullable=False),
)

# Who did something where: so much of a channel's settings as they may see there is shown to them elsewhere.
presences = Table(
    "presences",
    metadata,
    Column("workspace", Words, primary_key=True),
    Column("author", Words, primary_key=True),
    Column("channel", Words, primary_key=True),
    Column("at", Moment, nullable=False),
)

# Which language people chose for what is said to them alone.
tongues = Table(
    "tongues",
    metadata,
    Column("workspace", Words, primary_key=True),
    Column("person", Words, primary_key=True),
    Column("language", Words, nullable=False),
)

# What people say of a channel's digest as a whole.
digest_feedback = Table(
    "digest_feedback",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("workspace", Words, nullable=False),
    Column("channel", Words, nullable=False),
    Column("author", Words, nullable=False),
    Column("opinion", Words, nullable=False),
    Column("words", Words, nullable=False),
    Column("at", Moment, nullable=False),
    Index("digest_feedback_channel", "channel", "at"),
)

# Feeds that were added by command, beyond config.toml.
feeds = Table(
    "feeds",
    metadata,
    Column("workspace", Words, primary_key=True),
    Column("url", Words, primary_key=True),
    Column("author", Words, nullable=False),
    Column("at", Moment, nullable=False),
)

# What vendors' webhooks brought. `body` is NULL once it is kept as items; `aside` says why nobody could read it. The
# row outlives its body: a second delivery of the event is known by it.
deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("hook", Words, nullable=False),
    Column("event", Words, nullable=False),
    Column("received", Moment, nullable=False),
    Column("body", LargeBinary),
    Column("aside", Words),
    UniqueConstraint("hook", "event", name="deliveries_once"),
)  # fmt: skip

# What each vendor sent and cost, by day in UTC (2026-11-30).
spending = Table(
    "spending",
    metadata,
    Column("hook", Words, primary_key=True),
    Column("day", Words, primary_key=True),
    Column("calls", Integer, nullable=False),
    Column("credits", Integer, nullable=False),
    Column("failures", Integer, nullable=False),
)

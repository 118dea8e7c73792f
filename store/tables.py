"""The tables, the same on SQLite and PostgreSQL. store/migrations makes them; a test holds the two together."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    UniqueConstraint,
    text,
)

from store.columns import Moment, Serial, Words

metadata = MetaData()

polls = Table(
    "polls",
    metadata,
    Column("source", Words, primary_key=True),
    Column("etag", Words),
    Column("last_modified", Words),
    Column("cursor", Words),
    Column("body_digest", Words),
    Column("polled", Moment),
    Column("next_due", Moment),
    Column("failures", Integer, nullable=False),
    Column("down_since", Moment),
    Column("trouble", Words),
    Column("gone", Boolean, nullable=False),
    Column("moved_to", Words),
    Column("moved", Integer, nullable=False),
    Column("had_items", Boolean, nullable=False),
    Column("noticed", Moment),
)

# `digest` is of (source, key): the item's identity for ever, so an erased row keeps it.
items = Table(
    "items",
    metadata,
    Column("digest", LargeBinary, primary_key=True),
    Column("source", Words, nullable=False),
    Column("key", Words, nullable=False),
    Column("url", Words, nullable=False),
    Column("title", Words, nullable=False),
    Column("text", Words, nullable=False),
    Column("lang", Words),
    Column("site", Words, nullable=False),
    Column("published", Moment, nullable=False),
    Column("fetched", Moment, nullable=False),
    Column("shape", Words, nullable=False),
    Column("state", SmallInteger, nullable=False),
    Column("silent", Boolean, nullable=False),
    Index("items_published", "published", "digest"),
)

# `words` is what the story says, to be searched (digests/found.py).
stories = Table(
    "stories",
    metadata,
    Column("id", Words, primary_key=True),
    Column("company", Words, nullable=False),
    Column("state", Words, nullable=False),
    Column("last_seen", Moment, nullable=False),
    Column("private", Boolean, nullable=False),
    Column("body", Words, nullable=False),
    Column("words", Words),
    Index("stories_company", "company", "last_seen"),
    Index("stories_seen", "last_seen"),
)

# Who moved where, as stories of departures and hires tell it: by a word of the person's surname, from or to `company`.
sides = Table(
    "sides",
    metadata,
    Column("story", Words, ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True),
    Column("surname", Words, primary_key=True),
    Column("company", Words, primary_key=True),
    Column("other", Words, primary_key=True),
    Index("sides_surname", "surname"),
    Index("sides_company", "company"),
    Index("sides_other", "other"),
    sqlite_with_rowid=False,
)

# `effective` is the day on which what is told takes effect, of the few that tell one.
signals = Table(
    "signals",
    metadata,
    Column("story", Words, ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True),
    Column("item", LargeBinary, primary_key=True),
    Column("published", Moment, nullable=False),
    Column("private", Boolean, nullable=False),
    Column("body", Words, nullable=False),
    Column("effective", Moment),
    Index("signals_published", "published"),
    sqlite_with_rowid=False,
)

# `workspace` is whose score it is, "" for the bot token's: a score counts what its own people wrote down.
scores = Table(
    "scores",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("workspace", Words, nullable=False, server_default=text("''")),
    Column("company", Words, nullable=False),
    Column("at", Moment, nullable=False),
    Column("body", Words, nullable=False),
    Index("scores_company", "company", "id"),
)

# `digested` is the due time of the digest that told the story, `digested_state` how the story stood then; `mute` is
# what held it.
verdicts = Table(
    "verdicts",
    metadata,
    Column("channel", Words, primary_key=True),
    Column("story", Words, ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", Words, nullable=False),
    Column("reason", Words, nullable=False),
    Column("until", Moment),
    Column("cause", Words),
    Column("at", Moment, nullable=False),
    Column("digested", Moment),
    Column("digested_state", Words),
    Column("mute", BigInteger),
    Index("verdicts_story", "story"),
    Index("verdicts_until", "until"),
)

# `due` is set on the messages of a digest only. Deleting a story leaves its rows: they are what was said.
outbox = Table(
    "outbox",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("channel", Words, nullable=False),
    Column("kind", Words, nullable=False),
    Column("key", Words, nullable=False),
    Column("story", Words),
    Column("drawn", Words, nullable=False),
    Column("broadcast", Boolean, nullable=False),
    Column("expires", Integer),
    Column("story_state", Words),
    Column("score", Integer),
    Column("due", Moment),
    Column("made", Moment, nullable=False),
    Column("state", Words, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("not_before", Moment, nullable=False),
    Column("lease_until", Moment),
    Column("trouble", Words),
    UniqueConstraint("channel", "kind", "key", name="outbox_once"),
    Index("outbox_made", "channel", "made"),
    Index("outbox_story", "story"),
)

receipts = Table(
    "receipts",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("channel", Words, nullable=False),
    Column("ts", Words, nullable=False),
    Column("kind", Words, nullable=False),
    Column("story", Words),
    Column("state", Words),
    Column("score", Integer),
    Column("message", Serial),
    Column("at", Moment, nullable=False),
    Column("place", Words),
    Index("receipts_story", "story", "channel"),
    Index("receipts_message", "message"),
)

pauses = Table(
    "pauses",
    metadata,
    Column("channel", Words, primary_key=True),
    Column("trouble", Words, nullable=False),
)

schedules = Table(
    "schedules",
    metadata,
    Column("channel", Words, primary_key=True),
    Column("due", Moment, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("workspace", Words, nullable=False),
    Column("actor", Words, nullable=False),
    Column("action", Words, nullable=False),
    Column("before", Words),
    Column("after", Words),
    Index("audit_workspace", "workspace", "id"),
)

salts = Table("salts", metadata, Column("name", Words, primary_key=True), Column("salt", LargeBinary, nullable=False))

suppressed = Table(
    "suppressed",
    metadata,
    Column("digest", LargeBinary, primary_key=True),
    Column("at", Moment, nullable=False),
)

# Stories that turned out to be part of another: their buttons stand in messages for as long as Slack keeps those.
folded = Table(
    "folded",
    metadata,
    Column("story", Words, primary_key=True),
    Column("heir", Words, nullable=False),
    Index("folded_heir", "heir"),
)

# The app as workspaces and organisations installed it; "" for ids that Slack leaves out. `token` and `refresh` are
# encrypted, "" once it is uninstalled. `rotate` is when the token is renewed next, `purge` when what is the
# workspace's goes.
installs = Table(
    "installs",
    metadata,
    Column("enterprise", Words, primary_key=True),
    Column("team", Words, primary_key=True),
    Column("app", Words, primary_key=True),
    Column("token", Words, nullable=False),
    Column("refresh", Words, nullable=False),
    Column("expires", Moment),
    Column("rotate", Moment),
    Column("org", Boolean, nullable=False),
    Column("name", Words, nullable=False),
    Column("installer", Words, nullable=False),
    Column("bot", Words, nullable=False),
    Column("bot_user", Words, nullable=False),
    Column("scopes", Words, nullable=False),
    Column("trouble", Words, nullable=False),
    Column("at", Moment, nullable=False),
    Column("gone", Moment),
    Column("purge", Moment),
)

# Workspaces that were seen under an organisation that installed the app as a whole.
org_teams = Table(
    "org_teams",
    metadata,
    Column("team", Words, primary_key=True),
    Column("enterprise", Words, nullable=False),
)

# Sign-ins under way; a state is used once.
oauth_states = Table(
    "oauth_states",
    metadata,
    Column("digest", LargeBinary, primary_key=True),
    Column("until", Moment, nullable=False),
)

"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("id", SERIAL, primary_key=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("before", sa.Text()),
        sa.Column("after", sa.Text()),
    )
    op.create_index("audit_workspace", "audit", ["workspace", "id"])
    op.create_table(
        "items",
        sa.Column("digest", sa.LargeBinary(), primary_key=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("lang", sa.Text()),
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("published", sa.BigInteger(), nullable=False),
        sa.Column("fetched", sa.BigInteger(), nullable=False),
        sa.Column("shape", sa.Text(), nullable=False),
        sa.Column("state", sa.SmallInteger(), nullable=False),
        sa.Column("silent", sa.Boolean(), nullable=False),
    )
    op.create_index(
        "items_pending",
        "items",
        ["published"],
        sqlite_where=sa.text("state = 1"),
        postgresql_where=sa.text("state = 1"),
    )
    op.create_index("items_published", "items", ["published", "digest"])
    op.create_table(
        "outbox",
        sa.Column("id", SERIAL, primary_key=True),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("story", sa.Text()),
        sa.Column("drawn", sa.Text(), nullable=False),
        sa.Column("broadcast", sa.Boolean(), nullable=False),
        sa.Column("expires", sa.Integer()),
        sa.Column("story_state", sa.Text()),
        sa.Column("score", sa.Integer()),
        sa.Column("due", sa.BigInteger()),
        sa.Column("made", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.BigInteger(), nullable=False),
        sa.Column("lease_until", sa.BigInteger()),
        sa.Column("trouble", sa.Text()),
        sa.UniqueConstraint("channel", "kind", "key", name="outbox_once"),
    )
    op.create_index("outbox_made", "outbox", ["channel", "made"])
    op.create_index(
        "outbox_open",
        "outbox",
        ["channel", "id"],
        sqlite_where=sa.text("state IN ('pending', 'posting')"),
        postgresql_where=sa.text("state IN ('pending', 'posting')"),
    )
    op.create_index("outbox_story", "outbox", ["story"])
    op.create_table(
        "pauses",
        sa.Column("channel", sa.Text(), primary_key=True),
        sa.Column("trouble", sa.Text(), nullable=False),
    )
    op.create_table(
        "polls",
        sa.Column("source", sa.Text(), primary_key=True),
        sa.Column("etag", sa.Text()),
        sa.Column("last_modified", sa.Text()),
        sa.Column("cursor", sa.Text()),
        sa.Column("body_digest", sa.Text()),
        sa.Column("polled", sa.BigInteger()),
        sa.Column("next_due", sa.BigInteger()),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("down_since", sa.BigInteger()),
        sa.Column("trouble", sa.Text()),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.Column("moved_to", sa.Text()),
        sa.Column("moved", sa.Integer(), nullable=False),
        sa.Column("had_items", sa.Boolean(), nullable=False),
        sa.Column("noticed", sa.BigInteger()),
    )
    op.create_table(
        "receipts",
        sa.Column("id", SERIAL, primary_key=True),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("ts", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("story", sa.Text()),
        sa.Column("state", sa.Text()),
        sa.Column("score", sa.Integer()),
        sa.Column("message", SERIAL),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )
    op.create_index("receipts_message", "receipts", ["message"])
    op.create_index("receipts_story", "receipts", ["story", "channel"])
    op.create_table(
        "salts",
        sa.Column("name", sa.Text(), primary_key=True),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "schedules",
        sa.Column("channel", sa.Text(), primary_key=True),
        sa.Column("due", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "scores",
        sa.Column("id", SERIAL, primary_key=True),
        sa.Column("company", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
    )
    op.create_index("scores_company", "scores", ["company", "id"])
    op.create_table(
        "stories",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("company", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("last_seen", sa.BigInteger(), nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
    )
    op.create_index("stories_company", "stories", ["company", "last_seen"])
    op.create_index("stories_seen", "stories", ["last_seen"])
    op.create_table(
        "suppressed",
        sa.Column("digest", sa.LargeBinary(), primary_key=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "watches",
        sa.Column("workspace", sa.Text(), primary_key=True),
        sa.Column("channel", sa.Text(), primary_key=True),
        sa.Column("name", sa.Text(), primary_key=True),
        sa.Column("watched", sa.Boolean(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
    )
    op.create_table(
        "signals",
        sa.Column("story", sa.Text(), sa.ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("item", sa.LargeBinary(), primary_key=True),
        sa.Column("published", sa.BigInteger(), nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("signals_published", "signals", ["published"])
    op.create_table(
        "verdicts",
        sa.Column("channel", sa.Text(), primary_key=True),
        sa.Column("story", sa.Text(), sa.ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("until", sa.BigInteger()),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("digested", sa.BigInteger()),
        sa.Column("digested_state", sa.Text()),
    )
    op.create_index("verdicts_story", "verdicts", ["story"])
    op.create_index("verdicts_until", "verdicts", ["until"])

"""What people do with stories: who has one, who follows one, reminders, mutes."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def of_story() -> sa.Column:
    return sa.Column("story", sa.Text(), sa.ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True)


def upgrade() -> None:
    with op.batch_alter_table("verdicts") as table:
        table.add_column(sa.Column("mute", sa.BigInteger()))
    op.create_table(
        "claims",
        sa.Column("workspace", sa.Text(), primary_key=True),
        of_story(),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("giver", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )
    op.create_index("claims_story", "claims", ["story"])
    op.create_table(
        "follows",
        sa.Column("workspace", sa.Text(), primary_key=True),
        of_story(),
        sa.Column("author", sa.Text(), primary_key=True),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer()),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )
    op.create_index("follows_story", "follows", ["story"])
    op.create_table(
        "reminders",
        sa.Column("workspace", sa.Text(), primary_key=True),
        of_story(),
        sa.Column("author", sa.Text(), primary_key=True),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("occasion", sa.Text(), nullable=False),
        sa.Column("due", sa.BigInteger()),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer()),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )
    op.create_index("reminders_due", "reminders", ["due"])
    op.create_index("reminders_story", "reminders", ["story"])
    op.create_table(
        "mutes",
        sa.Column("id", SERIAL, primary_key=True),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text()),
        sa.Column("number", sa.Integer()),
        sa.Column("ended", sa.BigInteger()),
    )
    op.create_index("mutes_channel", "mutes", ["channel", "until"])
    op.create_table(
        "folded",
        sa.Column("story", sa.Text(), primary_key=True),
        sa.Column("heir", sa.Text(), nullable=False),
    )
    op.create_index("folded_heir", "folded", ["heir"])

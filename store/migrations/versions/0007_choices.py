"""What the people of a channel choose for it, of which the digest's rhythm was the first; and who was seen where."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "choices",
        sa.Column("workspace", sa.Text(), primary_key=True),
        sa.Column("channel", sa.Text(), primary_key=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "presences",
        sa.Column("workspace", sa.Text(), primary_key=True),
        sa.Column("author", sa.Text(), primary_key=True),
        sa.Column("channel", sa.Text(), primary_key=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )
    connection = op.get_bind()
    place = sa.text("SELECT workspace, channel, rhythm FROM rhythms")
    kept = sa.text("INSERT INTO choices (workspace, channel, body, at) VALUES (:workspace, :channel, :body, 0)")
    for row in connection.execute(place).all():
        body = json.dumps({"v": 1, "digest": row.rhythm})
        connection.execute(kept, {"workspace": row.workspace, "channel": row.channel, "body": body})
    op.drop_table("rhythms")

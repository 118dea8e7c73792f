"""Several workspaces: who installed the app, under which organisation they are, and sign-ins under way."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("scores", sa.Column("workspace", sa.Text(), nullable=False, server_default=sa.text("''")))
    op.create_table(
        "installs",
        sa.Column("enterprise", sa.Text(), primary_key=True),
        sa.Column("team", sa.Text(), primary_key=True),
        sa.Column("app", sa.Text(), primary_key=True),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("refresh", sa.Text(), nullable=False),
        sa.Column("expires", sa.BigInteger()),
        sa.Column("rotate", sa.BigInteger()),
        sa.Column("org", sa.Boolean(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("installer", sa.Text(), nullable=False),
        sa.Column("bot", sa.Text(), nullable=False),
        sa.Column("bot_user", sa.Text(), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("trouble", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("gone", sa.BigInteger()),
        sa.Column("purge", sa.BigInteger()),
    )
    op.create_table(
        "org_teams",
        sa.Column("team", sa.Text(), primary_key=True),
        sa.Column("enterprise", sa.Text(), nullable=False),
    )
    op.create_table(
        "oauth_states",
        sa.Column("digest", sa.LargeBinary(), primary_key=True),
        sa.Column("until", sa.BigInteger(), nullable=False),
    )

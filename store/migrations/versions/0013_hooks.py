"""What vendors' webhooks brought, and what each vendor cost."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "deliveries",
        sa.Column("id", SERIAL, primary_key=True),
        sa.Column("hook", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.LargeBinary()),
        sa.Column("aside", sa.Text()),
        sa.UniqueConstraint("hook", "event", name="deliveries_once"),
    )
    waiting = sa.text("body IS NOT NULL")
    op.create_index(
        "deliveries_waiting", "deliveries", ["hook", "id"], sqlite_where=waiting, postgresql_where=waiting
    )
    op.create_table(
        "spending",
        sa.Column("hook", sa.Text(), primary_key=True),
        sa.Column("day", sa.Text(), primary_key=True),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("credits", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
    )

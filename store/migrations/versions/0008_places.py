"""Where Slack put a message that was addressed to a person: it is edited and deleted there."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("receipts", sa.Column("place", sa.Text()))

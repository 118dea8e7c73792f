"""What kept a story from speaking at once, by which a digest counts; of what was decided before it is not known."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("verdicts", sa.Column("cause", sa.Text()))

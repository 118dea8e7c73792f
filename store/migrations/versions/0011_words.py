"""What a story says, to be searched, and who moved where; stories of before are found by reading them."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("stories", sa.Column("words", sa.Text()))
    op.create_index(
        "stories_unread",
        "stories",
        ["last_seen"],
        sqlite_where=sa.text("words IS NULL"),
        postgresql_where=sa.text("words IS NULL"),
    )
    op.create_table(
        "sides",
        sa.Column(
            "story", sa.Text(), sa.ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("surname", sa.Text(), primary_key=True),
        sa.Column("company", sa.Text(), primary_key=True),
        sa.Column("other", sa.Text(), primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_index("sides_surname", "sides", ["surname"])
    op.create_index("sides_company", "sides", ["company"])
    op.create_index("sides_other", "sides", ["other"])

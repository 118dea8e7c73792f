"""The day on which what a signal tells takes effect, to be looked up when it comes."""

import json
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
signals = sa.table("signals", sa.column("story"), sa.column("item"), sa.column("body"), sa.column("effective"))


def upgrade() -> None:
    op.add_column("signals", sa.Column("effective", sa.BigInteger()))
    op.create_index(
        "signals_effective",
        "signals",
        ["effective"],
        sqlite_where=sa.text("effective IS NOT NULL"),
        postgresql_where=sa.text("effective IS NOT NULL"),
    )
    connection = op.get_bind()
    dated = sa.select(signals.c.story, signals.c.item, signals.c.body).where(signals.c.body.contains('"effective": "'))
    for story, item, body in connection.execute(dated).all():
        effective = json.loads(body).get("effective")
        if isinstance(effective, str):
            micros = (datetime.fromisoformat(effective) - EPOCH) // timedelta(microseconds=1)
            this = sa.and_(signals.c.story == story, signals.c.item == item)
            connection.execute(signals.update().where(this).values(effective=micros))

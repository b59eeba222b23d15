"""time series: snapshots and quotes cut by time, rollups of the snapshots.

Revision: 0003
Revises: 0002
Created: 2026-11-22 21:20:00

Going down keeps every snapshot and quote; rollups are made from them again on the way up, so that rollups of
snapshots which were archived since are lost. Restore a backup instead of going down in such a database.
"""

import sqlalchemy as sa
from alembic import context, op

from services.storage.capability import choose_capability
from services.storage.series_making import create_time_series, drop_time_series

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "series_state",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("watermark", sa.DateTime(timezone=True), nullable=False),
        sa.Column("purged_before", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_series_state")),
    )
    op.create_table(
        "account_series",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("late_version", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("dirty_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refused", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("purged_before", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_account_series_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", "table_name", name=op.f("pk_account_series")),
    )
    op.create_table(
        "series_compactions",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("compacted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_series_compactions")),
    )
    connection = op.get_bind()
    setting = context.config.attributes.get("timeseries_engine", "auto")
    create_time_series(connection, choose_capability(connection, setting))


def downgrade() -> None:
    drop_time_series(op.get_bind())
    op.drop_table("series_compactions")
    op.drop_table("account_series")
    op.drop_table("series_state")

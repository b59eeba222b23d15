"""exports: how far a file is, when it was begun, and why it failed.

Revision: 0009
Revises: 0008
Created: 2026-11-28 22:20:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

COLUMNS = ("rows_done", "rows_total", "started_at", "finished_at", "attempts", "is_cancelled", "error")


def upgrade() -> None:
    op.add_column(
        "exports", sa.Column("rows_done", sa.BigInteger(), server_default=sa.text("0"), nullable=False)
    )
    op.add_column("exports", sa.Column("rows_total", sa.BigInteger(), nullable=True))
    op.add_column("exports", sa.Column("started_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("exports", sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("exports", sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.add_column(
        "exports", sa.Column("is_cancelled", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )
    op.add_column("exports", sa.Column("error", sa.Text(), server_default=sa.text("''"), nullable=False))
    op.create_index(op.f("ix_exports_status_created_at"), "exports", ["status", "created_at"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_exports_status_created_at"), table_name="exports")
    for name in COLUMNS:
        op.drop_column("exports", name)

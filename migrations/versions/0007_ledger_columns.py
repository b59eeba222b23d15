"""metrics: ledgers kept as columns, each under the version it was read in.

Revision: 0007
Revises: 0006
Created: 2026-11-28 22:10:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ledger_columns",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("ledger_version", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_ledger_columns_account_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_ledger_columns")),
    )
    op.execute("ALTER TABLE ledger_columns ALTER COLUMN content SET STORAGE EXTERNAL")  # read, not unpacked


def downgrade() -> None:
    op.drop_table("ledger_columns")

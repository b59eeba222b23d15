"""stops: the first stop of each position, which says what a trade risked.

Revision: 0008
Revises: 0007
Created: 2026-11-28 22:20:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "position_stops",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("position_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("stop", sa.Numeric(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_position_stops_account_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("account_id", "position_id", name=op.f("pk_position_stops")),
    )


def downgrade() -> None:
    op.drop_table("position_stops")

"""deals: the place among what a file tells of one instant.

Revision: 0013
Revises: 0012
Created: 2026-11-30 06:45:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("deals", sa.Column("place", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.execute("DELETE FROM ledger_columns")  # kept in the form of before; read anew when asked for


def downgrade() -> None:
    op.execute("DELETE FROM ledger_columns")
    op.drop_column("deals", "place")

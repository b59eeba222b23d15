"""price bars: minutes of prices that a person brought, for excursions of imported trades.

Revision: 0012
Revises: 0011
Created: 2026-11-29 15:00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "price_bars",
        sa.Column("server", sa.Text(), nullable=False),
        sa.Column("symbol", sa.Text(), nullable=False),
        sa.Column("time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("low", sa.Double(), nullable=False),
        sa.Column("high", sa.Double(), nullable=False),
        sa.Column("spread", sa.Double(), nullable=False),
        sa.CheckConstraint("low > 0 AND high >= low AND spread >= 0", name=op.f("ck_price_bars_sound")),
        sa.PrimaryKeyConstraint("server", "symbol", "time", name=op.f("pk_price_bars")),
    )
    op.create_table(
        "price_bar_stretches",
        sa.Column("server", sa.Text(), nullable=False),
        sa.Column("symbol", sa.Text(), nullable=False),
        sa.Column("first", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last", sa.DateTime(timezone=True), nullable=False),
        sa.Column("bars", sa.BigInteger(), nullable=False),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("server", "symbol", "first", "last", name=op.f("pk_price_bar_stretches")),
    )


def downgrade() -> None:
    op.drop_table("price_bar_stretches")
    op.drop_table("price_bars")

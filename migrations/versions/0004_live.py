"""live: symbols as brokers specify them, clocks of their servers, and what agents push.

Revision: 0004
Revises: 0003
Created: 2026-11-23 00:20:00
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

MONEY = ("margin_initial", "face_value", "accrued_interest", "liquidity_rate")
STATED = ("tick_value_profit", "tick_value_loss")
TEXTS = ("currency_base", "currency_margin")


def upgrade() -> None:
    for name in STATED:
        op.add_column("symbols", sa.Column(name, sa.Numeric(), nullable=True))
    for name in TEXTS:
        op.add_column("symbols", sa.Column(name, sa.Text(), server_default=sa.text("''"), nullable=False))
    for name in MONEY:
        op.add_column("symbols", sa.Column(name, sa.Numeric(), server_default=sa.text("0"), nullable=False))
    op.create_table(
        "server_clocks",
        sa.Column("server", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("offset_minutes", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("server", "since", name=op.f("pk_server_clocks")),
    )
    op.create_table(
        "pushed_batches",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("server", sa.Text(), nullable=False),
        sa.Column("batch", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pushed_batches")),
    )


def downgrade() -> None:
    op.drop_table("pushed_batches")
    op.drop_table("server_clocks")
    for name in (*MONEY, *TEXTS, *STATED):
        op.drop_column("symbols", name)

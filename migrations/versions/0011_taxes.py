"""taxes: symbols as files tell them, deals that are no trades, files without a time of day, the taxpayer.

Revision: 0011
Revises: 0010
Created: 2026-11-29 13:40:00
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

DATES_ONLY = """
UPDATE imports i SET has_dates_only = true WHERE i.kind = 'executions' AND NOT EXISTS (
  SELECT FROM deals d
  WHERE d.account_id = i.account_id AND d.type IN (0, 1) AND d.server_time::time <> '00:00')
"""


def _of_account(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_account_id")
    return sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=name, ondelete="CASCADE")


def upgrade() -> None:
    op.create_table(
        "instruments",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("symbol", sa.Text(), nullable=False),
        sa.Column("asset_class", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("multiplier", sa.Numeric(), nullable=False),
        sa.Column("is_assumed", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        _of_account("instruments"),
        sa.PrimaryKeyConstraint("account_id", "symbol", name=op.f("pk_instruments")),
    )
    op.create_table(
        "deal_events",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("ticket", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("ratio", sa.Numeric(), nullable=True),
        sa.Column("settles", sa.Date(), nullable=True),
        sa.Column("lot", sa.Text(), server_default=sa.text("''"), nullable=False),
        _of_account("deal_events"),
        sa.PrimaryKeyConstraint("account_id", "ticket", name=op.f("pk_deal_events")),
    )
    op.create_table(
        "broker_reports",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("lines", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        _of_account("broker_reports"),
        sa.PrimaryKeyConstraint("account_id", "year", name=op.f("pk_broker_reports")),
    )
    op.create_table(
        "tax_profile",
        sa.Column("id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("profile", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_tax_profile_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tax_profile")),
    )
    op.add_column(
        "imports", sa.Column("has_dates_only", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )
    op.execute(DATES_ONLY)


def downgrade() -> None:
    op.drop_column("imports", "has_dates_only")
    op.drop_table("tax_profile")
    op.drop_table("broker_reports")
    op.drop_table("deal_events")
    op.drop_table("instruments")

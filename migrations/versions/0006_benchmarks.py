"""benchmarks: imported series of daily closes.

Revision: 0006
Revises: 0005
Created: 2026-11-28 22:00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "benchmark_series",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_benchmark_series")),
        sa.UniqueConstraint("name", name=op.f("uq_benchmark_series_name")),
        sa.UniqueConstraint("sha256", name=op.f("uq_benchmark_series_sha256")),
    )
    op.create_table(
        "benchmark_closes",
        sa.Column("series_id", sa.Uuid(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("close", sa.Double(), nullable=False),
        sa.CheckConstraint("close > 0", name=op.f("ck_benchmark_closes_positive")),
        sa.ForeignKeyConstraint(
            ["series_id"],
            ["benchmark_series.id"],
            name=op.f("fk_benchmark_closes_series_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("series_id", "date", name=op.f("pk_benchmark_closes")),
    )


def downgrade() -> None:
    op.drop_table("benchmark_closes")
    op.drop_table("benchmark_series")

"""job runs, and what archives and backups prove.

Revision: 0002
Revises: 0001
Created: 2026-11-22 21:01:02.394072
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "job_runs",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("job", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("runs", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("seconds", sa.Double(), server_default=sa.text("0"), nullable=False),
        sa.Column("message", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column(
            "detail", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False
        ),
        sa.Column("process", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_runs")),
    )
    op.create_index(op.f("ix_job_runs_job_started_at"), "job_runs", ["job", "started_at"], unique=False)
    op.create_index(op.f("ix_job_runs_started_at"), "job_runs", ["started_at"], unique=False)
    op.add_column(
        "archives", sa.Column("manifest_sha256", sa.Text(), server_default=sa.text("''"), nullable=False)
    )
    op.add_column(
        "archives", sa.Column("previous_sha256", sa.Text(), server_default=sa.text("''"), nullable=False)
    )
    op.add_column(
        "archives", sa.Column("records", sa.BigInteger(), server_default=sa.text("0"), nullable=False)
    )
    op.add_column(
        "archives", sa.Column("bytes", sa.BigInteger(), server_default=sa.text("0"), nullable=False)
    )
    op.add_column("archives", sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("archives", sa.Column("purged_at", sa.DateTime(timezone=True), nullable=True))
    op.alter_column("archives", "account_id", existing_type=sa.UUID(), nullable=True)
    op.add_column("backups", sa.Column("reason", sa.Text(), server_default=sa.text("''"), nullable=False))
    op.add_column("backups", sa.Column("parent_id", sa.Uuid(), nullable=True))
    op.add_column("backups", sa.Column("records", sa.BigInteger(), nullable=True))
    op.add_column("backups", sa.Column("bytes", sa.BigInteger(), nullable=True))
    op.add_column(
        "backups", sa.Column("is_encrypted", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )
    op.add_column("backups", sa.Column("error", sa.Text(), server_default=sa.text("''"), nullable=False))
    op.add_column("backups", sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:

    op.drop_column("backups", "finished_at")
    op.drop_column("backups", "error")
    op.drop_column("backups", "is_encrypted")
    op.drop_column("backups", "bytes")
    op.drop_column("backups", "records")
    op.drop_column("backups", "parent_id")
    op.drop_column("backups", "reason")
    op.alter_column("archives", "account_id", existing_type=sa.UUID(), nullable=False)
    op.drop_column("archives", "purged_at")
    op.drop_column("archives", "verified_at")
    op.drop_column("archives", "bytes")
    op.drop_column("archives", "records")
    op.drop_column("archives", "previous_sha256")
    op.drop_column("archives", "manifest_sha256")
    op.drop_index(op.f("ix_job_runs_started_at"), table_name="job_runs")
    op.drop_index(op.f("ix_job_runs_job_started_at"), table_name="job_runs")
    op.drop_table("job_runs")

"""metrics: answers kept under what they were made of.

Revision: 0010
Revises: 0009
Created: 2026-11-28 23:00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kept_answers",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_kept_answers")),
    )
    op.execute("ALTER TABLE kept_answers ALTER COLUMN content SET STORAGE EXTERNAL")  # read, not unpacked


def downgrade() -> None:
    op.drop_table("kept_answers")

"""What the tables share: metadata with its naming convention, and columns that recur."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    DateTime,
    ForeignKey,
    MetaData,
    Numeric,
    Text,
    Uuid,
    func,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

UTC_TIME = DateTime(timezone=True)
NO = text("false")
ZERO = text("0")
EMPTY = text("''")


def id_column() -> Column[object]:
    """A UUID made by the server."""
    return Column("id", Uuid, primary_key=True, server_default=func.gen_random_uuid())


def account_column(*, primary_key: bool = False) -> Column[object]:
    """The account a row belongs to; it goes when the account goes."""
    return Column(
        "account_id",
        Uuid,
        ForeignKey("accounts.id", ondelete="CASCADE"),
        primary_key=primary_key,
        nullable=False,
    )


def created_column() -> Column[object]:
    """When the row was made."""
    return Column("created_at", UTC_TIME, nullable=False, server_default=func.now())


def money_column(name: str, *, nullable: bool = False) -> Column[object]:
    """An exact amount: NUMERIC without a scale keeps what was booked."""
    default = None if nullable else ZERO
    return Column(name, Numeric, nullable=nullable, server_default=default)


def text_column(name: str) -> Column[object]:
    """A text that is empty when unknown."""
    return Column(name, Text, nullable=False, server_default=EMPTY)

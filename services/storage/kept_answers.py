"""Answers kept by name, found by the key of everything they were made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.dialects import postgresql

from services.storage.tables import kept_answers

if TYPE_CHECKING:
    from sqlalchemy import Connection


def read_answer(connection: Connection, key: str) -> bytes | None:
    """What is kept under a key; None where nothing is."""
    table = kept_answers.c
    content = connection.scalar(select(table.content).where(table.key == key).limit(1))
    return None if content is None else bytes(content)


def is_kept(connection: Connection, name: str, key: str) -> bool:
    """Whether what is kept under a name has this key."""
    table = kept_answers.c
    return connection.scalar(select(table.key).where(table.name == name)) == key


def keep_answer(connection: Connection, name: str, key: str, content: bytes) -> None:
    """Keep an answer in the place of the one of the same name."""
    statement = postgresql.insert(kept_answers).values(name=name, key=key, content=content)
    renewed = {column: statement.excluded[column] for column in ("key", "content", "kept_at")}
    connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_=renewed))

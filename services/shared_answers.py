"""The door to answers that other processes made: in Redis where there is one, and in the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.storage.kept_answers import is_kept, keep_answer, read_answer

if TYPE_CHECKING:
    from services.redis_answers import RedisAnswers
    from services.storage.engine import Database


class SharedAnswers:
    """Finds answers as bytes by the key of everything they were made of, so none can be stale."""

    def __init__(self, database: Database, redis: RedisAnswers | None) -> None:
        self._database = database
        self._redis = redis

    def find(self, key: str) -> bytes | None:
        """An answer that some process made; None where none did."""
        found = None if self._redis is None else self._redis.find(key)
        if found is not None:
            return found
        with self._database.read() as connection:
            return read_answer(connection, key)

    @property
    def takes_any(self) -> bool:
        """Whether every answer may be left, not only those that are kept by name."""
        return self._redis is not None

    def leave(self, key: str, content: bytes) -> None:
        """Leave an answer for other processes, for a while."""
        if self._redis is not None:
            self._redis.leave(key, content)

    def holds(self, name: str, key: str) -> bool:
        """Whether the database keeps the answer of this name under this key."""
        with self._database.read() as connection:
            return is_kept(connection, name, key)

    def keep(self, name: str, key: str, content: bytes) -> None:
        """Keep an answer in the database in the place of the one of the same name."""
        with self._database.begin() as connection:
            keep_answer(connection, name, key, content)

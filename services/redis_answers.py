"""Answers that processes leave for each other in Redis; without it each makes its own."""

from __future__ import annotations

import hashlib
import time
from typing import TYPE_CHECKING

import structlog
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

if TYPE_CHECKING:
    from collections.abc import Callable

PREFIX = "tradeperf:answer:"
KEPT_SECONDS = 3_600
TIMEOUT_SECONDS = 0.5  # making an answer takes a second or two; waiting longer than that gains nothing
AWAY_SECONDS = 30.0
CHECK_BYTES = 32

log = structlog.get_logger(__name__)


class RedisAnswers:
    """Bytes by key for an hour; a Redis that is away is not asked again for half a minute."""

    def __init__(self, url: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._client = Redis.from_url(
            url,
            socket_timeout=TIMEOUT_SECONDS,
            socket_connect_timeout=TIMEOUT_SECONDS,
            retry=Retry(NoBackoff(), 0),
        )
        self._clock = clock
        self._away_until = 0.0
        self._is_away = False

    def find(self, key: str) -> bytes | None:
        """What was left under a key, as whole as it was left; None where nothing is."""
        found = self._asked(lambda: self._client.get(PREFIX + key))
        if not isinstance(found, bytes):
            return None
        content = found[CHECK_BYTES:]
        if found[:CHECK_BYTES] == hashlib.sha256(content).digest():
            return content
        log.warning("redis_answer_refused", key=key)
        return None

    def leave(self, key: str, content: bytes) -> None:
        """Leave bytes for others."""
        checked = hashlib.sha256(content).digest() + content
        self._asked(lambda: self._client.set(PREFIX + key, checked, ex=KEPT_SECONDS))

    def _asked(self, ask: Callable[[], object]) -> object:
        """What Redis answers; None while it is away, which is logged once."""
        if self._clock() < self._away_until:
            return None
        try:
            answer = ask()
        except RedisError as error:
            if not self._is_away:
                log.warning("redis_answers_away", error=str(error))
            self._is_away, self._away_until = True, self._clock() + AWAY_SECONDS
            return None
        self._is_away = False
        return answer

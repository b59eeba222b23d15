"""Answers in Redis: whole or none, for an hour, and left alone while it is away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redis import Redis
from structlog.testing import capture_logs

from services.redis_answers import AWAY_SECONDS, PREFIX, RedisAnswers
from tests.live.redis_server import needs_redis, redis

if TYPE_CHECKING:
    from tests.live.redis_server import RedisServer

__all__ = ["redis"]  # the fixture


@needs_redis
def test_a_damaged_answer_is_none(redis: RedisServer) -> None:
    answers = RedisAnswers(redis.url)
    answers.leave("a", b"whole")
    assert answers.find("a") == b"whole"
    with Redis.from_url(redis.url) as client:
        client.append(PREFIX + "a", b"more")
    assert answers.find("a") is None
    assert answers.find("b") is None


@needs_redis
def test_a_redis_that_was_away_is_left_alone_for_a_while_and_logged_once(redis: RedisServer) -> None:
    time = [0.0]
    answers = RedisAnswers(redis.url, clock=lambda: time[0])
    redis.kill()
    with capture_logs() as logs:
        answers.leave("a", b"lost")
        redis.start()
        answers.leave("a", b"not sent")
        assert answers.find("a") is None
        time[0] = AWAY_SECONDS + 1
        assert answers.find("a") is None
        answers.leave("a", b"sent")
    assert answers.find("a") == b"sent"
    assert [line["event"] for line in logs] == ["redis_answers_away"]

"""The `replay` feed over an hour of the simulated one, a minute to a step."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from services.feed_recording import Polled, new_recording
from services.market.replay import ReplayFeed
from services.settings import load
from tests.market.fake_host import FakeHost
from tests.market.harness_simulated import WEDNESDAY, SimulatedHarness

if TYPE_CHECKING:
    from services.feed import Feed, FeedBatch


class ReplayHarness:
    """A file does not die once it is open; see test_replay.py for one that is missing or damaged."""

    steps = SimulatedHarness.steps
    can_die = False

    def __init__(self) -> None:
        self._host = FakeHost(settings=load({"REPLAY_FILE": str(_recording())}))
        self._now = datetime(2026, 3, 2, 12, tzinfo=UTC)
        self.feed: Feed = ReplayFeed(self._host)

    def step(self) -> FeedBatch:
        self._now += timedelta(minutes=1)
        return self.feed.poll(self._now)

    def tell_again(self) -> None:
        """Play it once more."""
        self.feed.close()
        self.feed = ReplayFeed(self._host)

    def kill(self) -> None:
        raise NotImplementedError

    def revive(self) -> None:
        raise NotImplementedError


def open_harness() -> ReplayHarness:
    return ReplayHarness()


@cache
def _recording() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="recording-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path, simulated = folder / "hour.jsonl.gz", SimulatedHarness()
    with new_recording(path) as recording:
        for minute in range(simulated.steps):
            recording.write(Polled(WEDNESDAY + timedelta(minutes=minute + 1), simulated.step()))
    return path

"""Frames within a process and between the processes of a machine."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
from multiprocessing.connection import Client
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from services.live.bus.backoff import Backoff
from services.live.bus.local_bus import LocalBus
from services.live.bus.machine_address import ADDRESS, KEY
from services.live.bus.machine_publisher import MachinePublisher
from services.live.bus.machine_reader import MachineReader
from services.live.bus.opening import Side, open_bus
from services.live.frame import Frame, StateFrame
from services.live.meeting_place import meeting_place
from services.live.mirror import Mirror
from services.settings import PROJECT, load
from tests.live.newsroom import Newsroom
from tests.live.telephone import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

READER = """
import sys
from pathlib import Path
from services.live.bus.machine_reader import MachineReader
reader = MachineReader(Path(sys.argv[1]))
reader.subscribe(lambda frame: print(frame.seq, flush=True))
sys.stdin.read()
reader.close()
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """A data folder whose path is short enough for an address."""
    with tempfile.TemporaryDirectory(prefix="live-") as name:
        yield Path(name)


@pytest.fixture
def newsroom() -> Newsroom:
    return Newsroom()


class Heard:
    """Everything a bus told, and the state it adds up to."""

    def __init__(self) -> None:
        self.frames: list[Frame] = []
        self.mirror = Mirror()

    def __call__(self, frame: Frame) -> None:
        self.frames.append(frame)
        self.mirror.apply(frame)

    @property
    def seq(self) -> int:
        return self.mirror.seq


def test_listeners_of_the_process_hear_at_once_until_they_leave(newsroom: Newsroom) -> None:
    bus, one, two = LocalBus(), Heard(), Heard()
    leave = bus.subscribe(one)
    bus.subscribe(two)
    state = newsroom.state()
    bus.publish(state)
    leave()
    bus.publish(newsroom.pnl({"balance": {0: 1}}))
    bus.close()
    bus.publish(newsroom.pnl({"balance": {0: 2}}))
    assert one.frames == [state]
    assert len(two.frames) == 2


def test_another_process_hears_the_same(folder: Path, newsroom: Newsroom) -> None:
    publisher = MachinePublisher(folder)
    command = [sys.executable, "-c", READER, str(folder)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, cwd=PROJECT, text=True, **pipes) as process:  # type: ignore[call-overload]
        wait_until(lambda: bool(publisher.readers))
        publisher.publish(newsroom.state())
        for number in range(20):
            publisher.publish(newsroom.pnl({"balance": {0: number}}))
        numbers = [int(process.stdout.readline()) for _ in range(21)]
        process.stdin.close()
    publisher.close()
    assert numbers == list(range(newsroom.seq - 20, newsroom.seq + 1))


def test_whoever_comes_late_begins_with_the_whole_state(folder: Path, newsroom: Newsroom) -> None:
    publisher = MachinePublisher(folder)
    for frame in (newsroom.state(), newsroom.pnl({"balance": {0: 1}})):
        publisher.publish(frame)
    reader, heard = MachineReader(folder), Heard()
    reader.subscribe(heard)
    wait_until(lambda: publisher.readers == 1)
    publisher.publish(newsroom.pnl({"balance": {0: 2}}))
    wait_until(lambda: heard.seq == newsroom.seq)
    reader.close()
    publisher.close()
    assert isinstance(heard.frames[0], StateFrame)
    assert heard.mirror.column("balance") == [2, 100, 200]


def test_a_reader_comes_back_when_the_publisher_does(folder: Path, newsroom: Newsroom) -> None:
    reader, heard = MachineReader(folder), Heard()
    reader.subscribe(heard)
    for _ in range(3):
        publisher = MachinePublisher(folder)
        wait_until(lambda publisher=publisher: publisher.readers == 1)  # type: ignore[misc]
        publisher.publish(newsroom.state())
        publisher.publish(newsroom.pnl({"balance": {0: 1}}))
        wait_until(lambda: heard.seq == newsroom.seq)
        publisher.close()
    reader.close()
    assert sum(isinstance(frame, StateFrame) for frame in heard.frames) == 3


def test_a_reader_that_reads_nothing_holds_nobody_up(folder: Path) -> None:
    newsroom = Newsroom(500)
    publisher, quick, heard = MachinePublisher(folder), MachineReader(folder), Heard()
    quick.subscribe(heard)
    stuck = Client(str(folder / ADDRESS), authkey=(folder / KEY).read_bytes())
    wait_until(lambda: publisher.readers == 2)
    publisher.publish(newsroom.state())
    for number in range(2_000):
        publisher.publish(newsroom.pnl({"balance": dict.fromkeys(range(500), number)}))
    wait_until(lambda: is_healed(publisher, newsroom, heard))
    received = 0
    while stuck.poll(0.2):
        stuck.recv_bytes()
        received += 1
    assert received < 2_000
    stuck.close()
    quick.close()
    publisher.close()


def is_healed(publisher: MachinePublisher, newsroom: Newsroom, heard: Heard) -> bool:
    """The next frames bring a reader that fell behind to the newest state."""
    publisher.publish(newsroom.pnl({"credit": {0: newsroom.seq}}))
    return heard.mirror.is_known and heard.mirror.column("balance")[0] == 1_999


def test_strangers_are_turned_away(folder: Path, newsroom: Newsroom) -> None:
    publisher = MachinePublisher(folder)
    assert (folder / KEY).stat().st_mode & 0o777 == 0o600
    if sys.platform != "win32":
        assert (folder / ADDRESS).stat().st_mode & 0o777 == 0o600
    with pytest.raises(Exception, match="digest"):
        Client(str(folder / ADDRESS), authkey=b"guessed")
    reader, heard = MachineReader(folder), Heard()
    reader.subscribe(heard)
    wait_until(lambda: publisher.readers == 1)
    publisher.publish(newsroom.state())
    wait_until(lambda: heard.seq == newsroom.seq)
    reader.close()
    publisher.close()


def test_a_reader_publishes_nothing(folder: Path, newsroom: Newsroom) -> None:
    reader = MachineReader(folder)
    with pytest.raises(RuntimeError):
        reader.publish(newsroom.state())
    reader.close()


def test_closing_ends_every_thread(folder: Path) -> None:
    before = set(threading.enumerate())
    publisher, reader = MachinePublisher(folder), MachineReader(folder)
    wait_until(lambda: publisher.readers == 1)
    reader.close()
    publisher.close()
    wait_until(lambda: set(threading.enumerate()) <= before)


def test_the_settings_choose_the_bus(folder: Path) -> None:
    settings = load({"DATA_DIR": str(folder)})
    kinds = [LocalBus, MachinePublisher, MachineReader]
    for side, kind in zip(Side, kinds, strict=True):
        bus = open_bus(settings, side)
        assert type(bus) is kind
        bus.close()


@pytest.mark.skipif(sys.platform == "win32", reason="addresses have no bound there")
def test_a_long_path_meets_elsewhere(folder: Path, newsroom: Newsroom) -> None:
    deep = folder / ("x" * 60) / ("y" * 60)
    place = meeting_place(deep)
    assert len(os.fsencode(place)) < 100
    publisher, reader, heard = MachinePublisher(deep), MachineReader(deep), Heard()
    reader.subscribe(heard)
    wait_until(lambda: publisher.readers == 1)
    publisher.publish(newsroom.state())
    wait_until(lambda: heard.seq == newsroom.seq)
    reader.close()
    publisher.close()
    for name in place.iterdir():
        name.unlink()
    place.rmdir()


def test_pauses_grow_to_a_bound_and_begin_anew() -> None:
    backoff = Backoff(first=1.0, most=5.0)
    pauses = [backoff.pause() for _ in range(6)]
    for pause, most in zip(pauses, [1, 2, 4, 5, 5, 5], strict=True):
        assert most / 2 <= pause <= most
    backoff.reset()
    assert backoff.pause() <= 1.0

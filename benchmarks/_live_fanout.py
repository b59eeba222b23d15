"""Fan-out: what a frame costs on its way to many WebSocket clients, beside peers and the bare system call.

Server and clients are processes of their own; only the server's processor time is counted. Starlette and
uvicorn run in the environment of the peers, which is made at the first time.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import orjson
import psutil

from benchmarks._figure import Figure
from benchmarks._live_frames import Frames
from benchmarks._peers_environment import peers_python, run
from services.live.audience import Audience
from services.live.editor import Editor
from services.live.messages import changed_places
from services.live.mirror import Mirror
from services.live.rows import row_document
from services.live.subscription import Shape, Subscription

if TYPE_CHECKING:
    from collections.abc import Iterator

ROUNDS = 5
SECONDS, WARM_SECONDS = 2.5, 0.6
CLIENTS, RATE = 200, 20
MANY, MANY_RATE = 1_000, 4
NEIGHBORS, NEIGHBOR_RATE = 20, 200


class Talk:
    """A child process that answers lines."""

    def __init__(self, *command: str) -> None:
        self.process = subprocess.Popen(  # noqa: S603 - our own programs
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
            cwd=Path(__file__).resolve().parent.parent,
        )
        self.first = self._line()

    def ask(self, question: object) -> str:
        """The answer to a line."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{question}\n")
        self.process.stdin.flush()
        return self._line()

    def close(self) -> None:
        """End it."""
        with self.process:
            assert self.process.stdin is not None
            self.process.stdin.close()
            self.process.wait(20)

    def _line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()


@dataclass(frozen=True, slots=True)
class Round:
    """Frames that arrived, their share of all, processor seconds, and delays in microseconds."""

    arrived: int
    share: float
    cpu: float
    delays: list[int]

    @property
    def each(self) -> float:
        """Processor time per delivery in microseconds."""
        return self.cpu / self.arrived * 1e6

    @property
    def late(self) -> float:
        """The delay of the hundredth that is latest, in milliseconds."""
        return statistics.quantiles(self.delays, n=100)[98] / 1000


def server(name: str) -> Talk:
    """A server process; its first line is the port."""
    if name == "starlette":
        return Talk(peers_python(), str(Path(__file__).with_name("_live_starlette.py")))
    return Talk(sys.executable, "-m", "benchmarks._live_server", name)


@contextmanager
def clients(port: str, count: int, stuck: int = 0) -> Iterator[Talk]:
    """That many clients, connected."""
    talk = Talk(sys.executable, "-m", "benchmarks._live_clients", port, str(count), str(stuck))
    try:
        yield talk
    finally:
        talk.close()


def measured(serving: Talk, count: int, rate: int, stuck: int = 0) -> Round:
    """One round of *count* clients that get *rate* frames a second."""
    with clients(serving.first, count, stuck) as listening:
        time.sleep(WARM_SECONDS)
        before = int(listening.ask("count"))
        sent = int(serving.ask(rate))
        time.sleep(WARM_SECONDS)
        cpu, arrived = float(serving.ask("cpu")), int(listening.ask("count"))
        time.sleep(SECONDS)
        delays = json.loads(listening.ask("late"))
        spent, came = float(serving.ask("cpu")) - cpu, int(listening.ask("count")) - arrived
        serving.ask(0)
        time.sleep(WARM_SECONDS)
        all_sent, all_came = int(serving.ask(0)) - sent, int(listening.ask("count")) - before
    return Round(came, all_came / (all_sent * count), spent, delays)


def lines() -> list[Figure]:
    """Every figure of the fan-out."""
    return [*_encoding(), *_deliveries(), *_many(), *_idle(), *_stuck()]


def _deliveries() -> list[Figure]:
    names = ["floor", "ours", "flask_sock", *(["starlette"] if _has_starlette() else [])]
    serving = {name: server(name) for name in names}
    rounds: dict[str, list[Round]] = {name: [] for name in names}
    for _ in range(ROUNDS):
        for name in names:
            rounds[name].append(measured(serving[name], CLIENTS, RATE))
    for talk in serving.values():
        talk.close()
    each = {name: statistics.median(found.each for found in rounds[name]) for name in names}

    def times(name: str, other: str) -> float:
        pairs = zip(rounds[name], rounds[other], strict=True)
        return statistics.median(one.each / two.each for one, two in pairs)

    told = [Figure(f"processor time per delivery, {name}", each[name], "µs") for name in names]
    bars = [
        Figure("ours per delivery, of the bare send", times("ours", "floor"), "times", most=2.0),
        Figure("flask-sock per delivery, of ours", times("flask_sock", "ours"), "times", least=5.0),
    ]
    if "starlette" in names:
        bars.append(Figure("Starlette per delivery, of ours", times("starlette", "ours"), "times", least=1.0))
    return [*told, *bars]


def _many() -> list[Figure]:
    serving = server("ours")
    rounds = [measured(serving, MANY, MANY_RATE) for _ in range(ROUNDS)]
    serving.close()
    share = min(found.share for found in rounds)
    late = statistics.median(found.late for found in rounds)
    return [
        Figure(f"delivered of {MANY_RATE} frames a second to {MANY} clients", share * 100, "%", least=100.0),
        Figure("latest hundredth of those", late, "ms", most=250.0),
    ]


def _idle() -> list[Figure]:
    serving = server("ours")
    process = psutil.Process(serving.process.pid)
    before = process.memory_info().rss
    with clients(serving.first, MANY):
        time.sleep(2.0)
        grown = process.memory_info().rss - before
    serving.close()
    return [Figure("memory per idle client", grown / MANY / 1024, "KiB", most=30.0)]


def _stuck() -> list[Figure]:
    serving = server("ours")
    pairs = [
        [measured(serving, NEIGHBORS, NEIGHBOR_RATE, stuck).late for stuck in (0, 1)] for _ in range(ROUNDS)
    ]
    serving.close()
    without = statistics.median(late for late, _ in pairs)
    ratio = statistics.median(late for _, late in pairs) / without
    return [
        Figure("latest hundredth without a stuck client", without, "ms"),
        Figure("latest hundredth with one, of that", ratio, "times", most=2.0),
    ]


def _encoding() -> list[Figure]:
    frames = Frames(accounts=1_000)
    mirror = Mirror()
    mirror.apply(frames.state())
    editor = Editor(mirror)
    audience = Audience(Subscription(shape=Shape.COLUMNS), mirror.accounts)
    frame = frames.next()
    mirror.apply(frame)
    places = sorted(changed_places(frame))
    rows = [row_document(mirror.row_at(place), frame.seq) for place in range(1_000)]
    size = len(editor.news(frame, audience, places).wire)
    whole = {"type": "snapshot", "seq": frame.seq, "data": rows}
    ratios = []
    for _ in range(ROUNDS):
        ours = _spent(lambda: editor.news(frame, audience, places), 2_000)
        ratios.append(_spent(lambda: json.dumps(whole), 20) / ours)
    return [
        Figure("frame of 100 of 1,000 accounts in columns", size, "B", most=1_800),
        Figure("json.dumps of the rows of all 1,000, of that", statistics.median(ratios), "times", least=80),
        Figure("orjson of the rows of all 1,000", len(orjson.dumps(whole)) / 1024, "KiB"),
    ]


def _spent(work: Any, times: int) -> float:  # noqa: ANN401 - any call
    started = time.process_time()
    for _ in range(times):
        work()
    return (time.process_time() - started) / times


def _has_starlette() -> bool:
    """Whether the peer can be measured; says why not."""
    try:
        run(peers_python(), "-c", "import starlette, uvicorn")
    except subprocess.CalledProcessError:
        click.echo("Starlette is left out: the peers could not be installed.", err=True)
        return False
    return True

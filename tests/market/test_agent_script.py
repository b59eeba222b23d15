"""The agent's script over a stand-in terminal, against the real application over HTTP."""

from __future__ import annotations

import ast
import importlib.util
import re
import threading
import time
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import SecretStr
from werkzeug.serving import make_server

from dashboard import context
from services.container import Services
from services.feed_json import from_json
from services.market.agent import AgentFeed
from services.settings import PROJECT
from services.storage import pushes
from tests.market.fake_host import FakeHost
from tests.market.fake_mt5 import FAILED, NO_IPC, TRADING, FakeMT5
from tests.market.mt5_desk import MONDAY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import ModuleType

    from dash import Dash

    from services.feed import FeedBatch

SCRIPT = PROJECT / "deploy" / "mt5" / "agent.py"
TOKEN = "t" * 40


@pytest.fixture(scope="module")
def agent() -> ModuleType:
    spec = importlib.util.spec_from_file_location("mt5_agent", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def url(app: Dash, services: Services) -> Iterator[str]:
    """The application on a port of its own, as an agent sees it."""
    changes = {"ingest_token": SecretStr(TOKEN), "market_data_provider": "agent"}
    settings = services.settings.model_copy(update=changes)
    context.install(app.server, Services(settings, services.database, None))
    server = make_server("127.0.0.1", 0, app.server, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


class Bench:
    """An agent beside a stand-in, on a clock that the test moves."""

    def __init__(self, agent: ModuleType, tracker: Any) -> None:
        self.now = MONDAY.timestamp()
        self.mt5 = FakeMT5(lambda: self.now)
        self.mt5.initialize()
        self.agent = agent.Agent(agent.Terminal(self.mt5), tracker)

    def run(self, steps: int = 4, seconds: float = 1.0) -> list[bool]:
        return [self._step(seconds) for _ in range(steps)]

    def _step(self, seconds: float) -> bool:
        self.now += seconds
        self.mt5.tick_all()
        return bool(self.agent.step(self.now))


class Kept:
    """A tracker that keeps what it is sent, and fails when it is told to."""

    def __init__(self) -> None:
        self.batches: list[FeedBatch] = []
        self.since: str | None = None
        self.failure: Exception | None = None

    def state(self, *_: str) -> dict[str, Any]:
        return {"deals_since": self.since}

    def push(self, batch: dict[str, Any]) -> dict[str, Any]:
        if self.failure is not None:
            raise self.failure
        self.batches.append(from_json(batch))
        return {"accepted": len(self.batches), "deals_since": self.since}

    @property
    def deals(self) -> list[int]:
        return [deal.ticket for batch in self.batches for deal in batch.reports[0].deals]


def test_what_the_terminal_holds_reaches_the_feed(agent: ModuleType, url: str, services: Services) -> None:
    bench = Bench(agent, agent.Tracker(url, TOKEN))
    bench.mt5.deposit(1000.0)
    bench.mt5.close(bench.mt5.open(volume=0.1 + 0.2), 3.3)
    bench.mt5.open("EURGBP")
    assert bench.run() == [False, False, True, True]
    host = FakeHost()
    with services.database.begin() as connection:
        host.pushed += pushes.take(connection, 100)
    batch = AgentFeed(host).poll(MONDAY)
    first = batch.reports[0]
    assert [deal.cash for deal in first.deals] == [Decimal(x) for x in ("1000.00", "-0.70", "3.30", "-0.70")]
    assert [deal.time for deal in first.deals] == [MONDAY] * 4
    assert first.deals[1].volume == Decimal("0.3")
    assert (first.server_zone, first.account.login) == ("NY+7", "1001")
    assert first.stated is not None
    assert first.stated.balance == Decimal("1001.90")
    assert {symbol.name for symbol in first.symbols} >= {"EURUSD", "EURGBP", "GBPUSD"}
    assert {quote.symbol for quote in batch.quotes} >= {"EURGBP", "GBPUSD"}
    assert batch.reports[1].deals == ()


def test_a_wrong_token_is_said(agent: ModuleType, url: str) -> None:
    bench = Bench(agent, agent.Tracker(url, "wrong"))
    with pytest.raises(agent.RefusedError, match=r"The tracker refuses \(401\): Send the token"):
        bench.run(1)


def test_a_tracker_that_is_away_is_said(agent: ModuleType) -> None:
    bench = Bench(agent, agent.Tracker("http://127.0.0.1:9", TOKEN))
    with pytest.raises(agent.TroubleError, match="cannot be reached"):
        bench.run(1)


def test_deals_are_sent_until_they_are_accepted_and_then_no_more(agent: ModuleType) -> None:
    kept = Kept()
    bench = Bench(agent, kept)
    ticket = bench.mt5.deposit(5.0)
    bench.run(2)
    kept.failure = agent.TroubleError("away")
    for _ in range(3):
        with pytest.raises(agent.TroubleError):
            bench.run(1)
    assert kept.deals == []
    kept.failure = None
    bench.run(30)
    assert kept.deals == [ticket]
    late = bench.mt5.late_deal(0.0, hours=60)
    bench.run(12)
    assert kept.deals == [ticket, late]


def test_a_deal_that_the_broker_cancels_is_sent_again(agent: ModuleType) -> None:
    kept = Kept()
    bench = Bench(agent, kept)
    ticket = bench.mt5.close(bench.mt5.open(), 0.0)
    bench.run()
    bench.mt5.cancel_deal(ticket)
    bench.run(12)
    assert kept.deals.count(ticket) == 2
    assert [deal.type for batch in kept.batches for deal in batch.reports[0].deals][-1] == 14


def test_only_what_the_tracker_wants_is_sent(agent: ModuleType) -> None:
    kept = Kept()
    bench = Bench(agent, kept)
    bench.mt5.deposit(1.0)
    bench.now += timedelta(days=10).total_seconds()
    new = bench.mt5.deposit(2.0)
    kept.since = (MONDAY + timedelta(days=7)).replace(tzinfo=None).isoformat()
    bench.run()
    assert kept.deals == [new]


def test_what_the_tracker_lost_is_sent_again_after_a_while(agent: ModuleType) -> None:
    kept = Kept()
    bench = Bench(agent, kept)
    ticket = bench.mt5.deposit(1.0)
    bench.run()
    bench.run(3, agent.ASK_AGAIN / 2)
    assert kept.deals == [ticket, ticket]


def test_a_long_history_comes_in_parts_and_smaller_ones_when_they_are_too_large(agent: ModuleType) -> None:
    kept = Kept()
    bench = Bench(agent, kept)
    for _ in range(agent.CHUNK + 5):
        bench.mt5.deposit(1.0)
    bench.run(2)
    kept.failure = agent.RefusedError(413, "too large")
    with pytest.raises(agent.RefusedError):
        bench.run(1)
    kept.failure = None
    bench.run(4)
    sizes = [len(batch.reports[0].deals) for batch in kept.batches]
    assert sizes == [agent.CHUNK // 2, agent.CHUNK // 2, 5, 0]
    assert kept.deals == sorted(kept.deals)
    assert [batch.reports[0].stated is None for batch in kept.batches] == [True, True, False, False]


def test_an_error_of_the_terminal_is_no_empty_account(agent: ModuleType) -> None:
    kept = Kept()
    bench = Bench(agent, kept)
    bench.mt5.open()
    bench.run()
    count = len(kept.batches)
    for code in (FAILED, NO_IPC):
        bench.mt5.fail_after(2, code)
        with pytest.raises(agent.TerminalError):
            bench.run(1)
        bench.mt5.initialize()
    assert len(kept.batches) == count


def _main(agent: ModuleType, mt5: FakeMT5, *arguments: str) -> int:
    return int(agent.main(list(arguments), mt5))


def test_once_pushes_everything_and_ends(
    agent: ModuleType, url: str, services: Services, tmp_path: Path
) -> None:
    token = tmp_path / "token"
    token.write_text(TOKEN + "\n")
    mt5 = FakeMT5(time.time)
    mt5.deposit(5.0)
    options = ("--url", url, "--token-file", str(token), "--once", "--offset", "120", "--interval", "0.01")
    assert _main(agent, mt5, *options) == 0
    with services.database.begin() as connection:
        (batch,) = pushes.take(connection, 10)
    assert batch.reports[0].deals[0].profit == Decimal("5.00")
    assert abs(batch.reports[0].deals[0].time - datetime.now(UTC)) < timedelta(minutes=5)
    assert mt5.calls[-1] == "shutdown"


@pytest.mark.parametrize("arguments", [(), ("--url", "ftp://x"), ("--url", "http://x")])
def test_without_address_or_token_it_does_not_start(
    agent: ModuleType, arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("INGEST_TOKEN", "INGEST_TOKEN_FILE", "TRACKER_URL"):
        monkeypatch.delenv(name, raising=False)
    assert _main(agent, FakeMT5(), *arguments) == 2


def test_once_fails_when_nobody_takes_it(agent: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INGEST_TOKEN", TOKEN)
    assert _main(agent, FakeMT5(), "--url", "http://127.0.0.1:9", "--once", "--offset", "0") == 1


def test_it_names_no_call_that_trades_and_needs_nothing_but_python_3_8() -> None:
    source = SCRIPT.read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 8))
    for name in TRADING:
        assert re.search(rf"\b{name}\b", source) is None
    imported = re.findall(r"^(?:import|from) (\w+)", source, re.MULTILINE)
    assert set(imported) <= {
        "__future__", "argparse", "importlib", "json", "logging", "os", "random", "sys", "time", "urllib",
        "datetime", "decimal", "pathlib", "typing",
    }  # fmt: skip

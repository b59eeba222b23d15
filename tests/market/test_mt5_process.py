"""The process that holds the module: it dies, it hangs, it is replaced, and nobody waits for it."""

from __future__ import annotations

import io
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

import orjson
import psutil
import pytest

from services.errors import FeedUnavailableError
from services.feed_json import from_json
from services.market._mt5_child import Lines, serve
from services.market._mt5_pipe import Job
from services.market._mt5_process import ChildSource
from services.market._mt5_session import Login
from services.market.mt5 import Mt5Feed, open_feed
from services.settings import load
from tests.market.fake_host import FakeHost
from tests.market.fake_mt5 import FakeMT5

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from services.feed import FeedBatch

PATIENCE = 90.0
MODULE = "tests.market.fake_mt5_script"


@pytest.fixture
def feed() -> Iterator[Mt5Feed]:
    source = ChildSource(Job(Login(), MODULE, seconds=0.05), hung_seconds=10.0)
    feed = Mt5Feed(FakeHost(), source)
    yield feed
    feed.close()


def _until(feed: Mt5Feed, found: Callable[[FeedBatch], object], errors: list[str] | None = None) -> FeedBatch:
    """Poll until a batch is what the test waits for."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            batch = feed.poll(datetime.now(UTC))
        except FeedUnavailableError as error:
            if errors is not None:
                errors.append(str(error))
        else:
            if found(batch):
                return batch
        time.sleep(0.02)
    raise AssertionError("what was waited for did not come")


def _until_it_fails(feed: Mt5Feed) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        feed.poll(datetime.now(UTC))
        time.sleep(0.02)


def test_a_real_process_tells_what_the_terminal_holds(feed: Mt5Feed) -> None:
    batch = _until(feed, lambda batch: any(report.deals for report in batch.reports))
    report = next(report for report in batch.reports if report.deals)
    assert [deal.type for deal in report.deals] == [2, 0]
    assert report.server_zone is not None
    assert _until(feed, lambda batch: batch.quotes).quotes[0].bid > 0


@pytest.mark.parametrize(("suffering", "said"), [("die", "ended (3)"), ("hang", "hung")])
def test_a_process_that_is_lost_is_replaced(
    feed: Mt5Feed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffering: str, said: str
) -> None:
    mark = tmp_path / "suffered"
    monkeypatch.setenv("FAKE_MT5", f"{suffering}:{mark}")
    errors: list[str] = []
    _until(feed, lambda batch: mark.exists() and errors and batch.reports, errors)
    assert any(said in error for error in errors)


def test_without_the_package_one_sentence_names_the_other_way() -> None:
    feed = open_feed(FakeHost())
    with pytest.raises(FeedUnavailableError, match=r"deploy/mt5/agent\.py .* MARKET_DATA_PROVIDER"):
        _until_it_fails(feed)
    feed.close()


def test_closing_ends_the_process_and_closing_twice_does_nothing(feed: Mt5Feed) -> None:
    before = set(psutil.Process().children())
    _until(feed, lambda batch: batch.reports)
    (child,) = set(psutil.Process().children()) - before
    feed.close()
    feed.close()
    assert not child.is_running()


def test_the_process_gets_no_setting_of_the_product(feed: Mt5Feed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INGEST_TOKEN", "secret" * 10)
    monkeypatch.setenv("MT5_PASSWORD_FILE", "/secret")
    before = set(psutil.Process().children())
    _until(feed, lambda batch: batch.reports)
    (child,) = set(psutil.Process().children()) - before
    assert {"INGEST_TOKEN", "MT5_PASSWORD_FILE"} & child.environ().keys() == set()
    assert not any("secret" in part for part in child.cmdline())


class _Broken(io.BytesIO):
    """A pipe whose other end goes away after some lines."""

    def __init__(self, lines: int) -> None:
        super().__init__()
        self._left = lines

    def write(self, line: Any) -> int:
        if not self._left:
            raise BrokenPipeError
        self._left -= 1
        return super().write(line)


def _job(module: str) -> dict[str, object]:
    return {"module": module, "path": None, "login": None, "password": "", "server": "", "seconds": 0.0}


def _served(*told: dict[str, object], lines: int = 8) -> list[dict[str, Any]]:
    """What the process writes when it is told this, until the other end is gone."""
    reader = io.BytesIO(b"".join(orjson.dumps(line) + b"\n" for line in told))
    writer = _Broken(lines)
    with suppress(SystemExit):
        serve(Lines(reader, writer))
    return [orjson.loads(line) for line in writer.getvalue().splitlines()]


def test_the_process_says_that_the_package_is_missing_and_ends() -> None:
    (line,) = _served(_job("no_such_module_at_all"))
    assert "not installed" in line["error"]


def test_the_process_asks_what_is_known_and_ends_with_the_other_end() -> None:
    now = datetime.now(UTC)
    clock = [(now - timedelta(days=1)).isoformat(), "UTC+2", 120]
    known: dict[str, object] = {"last_deal": now.isoformat(), "clocks": [clock], "zone": "UTC+2"}
    first, *rest = _served(_job(MODULE), known)
    assert first == {"ask": ["1001", "Fake-Server"]}
    assert len(rest) == 7
    assert from_json(rest[0]["batch"]).reports[0].server_zone == "UTC+2"
    assert [list(line) for line in _served(_job(MODULE))] == [["ask"]]


def test_the_process_says_what_the_terminal_says(monkeypatch: pytest.MonkeyPatch) -> None:
    module = FakeMT5()
    module.disconnect(can_start=False)
    module.account["trade_allowed"] = True
    monkeypatch.setitem(sys.modules, "broken_mt5", cast("Any", module))
    lines = _served(_job("broken_mt5"), lines=2)
    assert ["IPC initialize failed" in line["error"] for line in lines] == [True, True]


def test_the_settings_say_how_to_log_in() -> None:
    host = FakeHost(load({"MT5_LOGIN": "1001", "MT5_PASSWORD": "pw", "MT5_SERVER": "S", "MT5_PATH": "t.exe"}))
    feed = open_feed(host)
    source = feed._source
    assert isinstance(source, ChildSource)
    login = source._job.login
    assert (login.path, login.options()) == ("t.exe", {"login": 1001, "password": "pw", "server": "S"})
    assert "pw" not in repr(login)
    feed.close()

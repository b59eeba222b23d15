"""The live work in its threads: who leads, what is heard, what a process of each role has."""

from __future__ import annotations

import threading
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from services.container import Services
from services.errors import InvalidInputError, NotFoundError, UnavailableError
from services.live.answer import pnl_now
from services.live.aside import InThread
from services.live.bus.local_bus import LocalBus
from services.live.frame import PnlFrame, StateFrame
from services.live.hearing import SILENT_SECONDS, Hearing
from services.live.parts import LiveParts
from services.live.worker import LiveWorker, open_feed
from services.role import Role
from services.storage.engine import Database
from tests.live.telephone import wait_until

if TYPE_CHECKING:
    from services.errors import ServiceError
    from services.live.frame import Frame


class Clock:
    def __init__(self) -> None:
        self.time = 0.0

    def __call__(self) -> float:
        return self.time


def test_a_worker_leads_and_tells_until_it_is_stopped(demo_services: Services) -> None:
    frames: list[Frame] = []
    worker = LiveWorker(demo_services, frames.append)
    worker.start()
    wait_until(lambda: sum(isinstance(frame, PnlFrame) for frame in frames) > 3)
    assert worker.session is not None
    worker.stop()
    numbers = [frame.seq for frame in frames if not isinstance(frame, StateFrame)]
    assert numbers == sorted(set(numbers))
    (last,) = [frame for frame in frames if isinstance(frame, StateFrame)][-1:]
    assert all(last.values["balance"])
    assert not worker.leads


def test_a_second_worker_waits_and_takes_over(demo_services: Services, database_url: str) -> None:
    del database_url
    other = Services(demo_services.settings, Database(_url(demo_services)), None)
    told: dict[str, int] = {"first": 0, "second": 0}
    first = LiveWorker(demo_services, lambda _: _count(told, "first"))
    second = LiveWorker(other, lambda _: _count(told, "second"))
    first.start()
    wait_until(lambda: told["first"] > 3)
    second.start()
    wait_until(lambda: told["first"] > 8)
    assert told["second"] == 0
    first.stop()
    wait_until(lambda: told["second"] > 3)
    second.stop()
    other.close()


def _url(services: Services) -> str:
    url = services.settings.database_url
    assert url is not None
    return url.get_secret_value()


def _count(told: dict[str, int], who: str) -> None:
    told[who] += 1


def test_an_unknown_feed_is_named(demo_services: Services) -> None:
    del demo_services
    with pytest.raises(NotFoundError, match="no_such"):
        open_feed("no_such", None)  # type: ignore[arg-type] # it is not asked for anything


def test_what_was_heard_is_answered_until_it_is_silent(demo_services: Services) -> None:
    bus, clock = LocalBus(), Clock()
    heard = Hearing(bus, clock=clock)
    account = demo_services.performance.accounts()[0]
    stored = demo_services.performance.pnl(account.id)
    assert pnl_now(stored, heard).seq == stored.seq, "nothing was heard yet"
    worker = LiveWorker(demo_services, bus.publish)
    worker.start()
    wait_until(lambda: heard.row(str(account.id)) is not None and heard.seq > 0)
    now = pnl_now(stored, heard)
    worker.stop()
    row = heard.row(str(account.id))
    assert row is not None
    assert now.equity == now.balance + now.unrealized_pnl
    assert now.balance == Decimal(row.number("balance")).scaleb(-account.currency_digits)
    assert heard.market() is not None
    clock.time += SILENT_SECONDS
    assert heard.row(str(account.id)) is None
    assert heard.market() is None
    assert pnl_now(stored, heard).seq == stored.seq
    heard.close()


@pytest.mark.parametrize(
    ("role", "streams", "feeds", "hears"),
    [
        (Role.WEB, False, False, True),
        (Role.STREAM, True, False, True),
        (Role.LIVE, True, True, False),
        (Role.FEED, False, True, False),
        (Role.JOBS, False, False, False),
        (Role.ALL, True, True, True),
    ],
)
def test_a_role_has_its_parts_and_no_others(
    services: Services, role: Role, *, streams: bool, feeds: bool, hears: bool
) -> None:
    services.settings.data_dir.mkdir(parents=True, exist_ok=True)
    parts = LiveParts(services, role)
    parts.start()
    found = (parts.stream is not None, parts.worker is not None, parts.hearing is not None)
    parts.stop()
    assert found == (streams, feeds, hears)


def test_work_aside_is_done_in_order_and_handled_where_it_is_asked_for() -> None:
    woken = threading.Event()
    aside = InThread("aside", woken.set)
    done: list[str] = []
    wrong: list[ServiceError] = []

    def fail() -> str:
        raise UnavailableError("The database does not answer.")

    aside.do(lambda: "one", done.append, wrong.append)
    aside.do(fail, done.append, wrong.append)
    aside.do(lambda: "two", done.append, wrong.append)
    aside.close()
    assert woken.is_set()
    assert (done, wrong) == ([], [])
    aside.finish()
    assert done == ["one", "two"]
    assert [str(error) for error in wrong] == ["The database does not answer."]


def test_an_error_that_nobody_foresaw_is_raised_where_the_work_is_handled() -> None:
    aside = InThread("aside")
    aside.do(lambda: 1 // 0, _never, _never)
    aside.close()
    with pytest.raises(ZeroDivisionError):
        aside.finish()


def _never(found: object) -> None:
    raise InvalidInputError(f"Not asked for: {found}")

"""What the live page shows before the stream has said anything, and instead of it where there is none."""

from __future__ import annotations

from dataclasses import dataclass, replace
from heapq import nlargest
from typing import TYPE_CHECKING

from services.answers import TradeRow
from services.calc.recent_lines import RecentLine, change_line, total_line
from services.calc.standing import current_state, live_pnl
from services.live.engine import Engine, minor
from services.live.frame import COLUMNS, Market, MarketState, StateFrame
from services.live.loading import Loading
from services.live.publisher import milliseconds

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from services.calc.record import TrackRecord
    from services.model import Account
    from services.performance import Performance
    from services.storage.engine import Database

MOST_TRADES, MOST_LINES = 8, 6
STALE_SECONDS = 3_600.0  # nothing is priced here, so nothing can grow old


@dataclass(frozen=True, slots=True)
class NamedLine:
    """A line of the chart: the equity of all (in *currency*), or the change of one account."""

    line: RecentLine
    name: str
    account_id: str = ""
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Glance:
    """Accounts as they are stored: values and positions, the last closed trades, the equity so far."""

    state: StateFrame
    trades: tuple[TradeRow, ...]
    lines: tuple[NamedLine, ...]


def glance(
    database: Database, performance: Performance, accounts: Sequence[Account], since: datetime, now: datetime
) -> Glance:
    """The accounts at *now*, their trades and their equity since *since*; raises UnavailableError."""
    records = [performance.record(account.id) for account in accounts]
    trades = [TradeRow(record.account, trade) for record in records for trade in record.trades[-MOST_TRADES:]]
    newest = nlargest(MOST_TRADES, trades, key=lambda row: row.trade.exit_time)
    state = _state(database, performance, records, now)
    return Glance(state, tuple(newest), _lines(records, since, now))


def _state(
    database: Database, performance: Performance, records: Sequence[TrackRecord], now: datetime
) -> StateFrame:
    """What the engine says of the accounts before the first price."""
    engine, loading = Engine(lambda *_: None, stale_seconds=STALE_SECONDS), Loading(database, performance)
    for record in records:
        is_fed = not live_pnl(record, zone=performance.zone_of([record.account]), now=now).stale
        engine.put(replace(loading.account(record.account.id, now).account, is_fed=is_fed))
    engine.settle()
    for record in records:
        state, known = current_state(record), engine.values[record.account.id]
        margin = None if state.margin is None else minor(state.margin, record.account.currency_digits)
        known["margin"] = margin
        known["stale"] = int(not engine.accounts[record.account.id].is_fed)
    entries = engine.entries()
    by_id = {str(key): key for key in engine.accounts}
    ids = [by_id[entry.id] for entry in entries]
    return StateFrame(
        seq=0,
        time=milliseconds(now),
        market=Market("", MarketState.DOWN),
        accounts=entries,
        values={name: [engine.values[key][name] for key in ids] for name in COLUMNS},
        positions={str(key): engine.positions(key) for key in ids},
    )


def _lines(records: Sequence[TrackRecord], since: datetime, now: datetime) -> tuple[NamedLine, ...]:
    equities = [float(current_state(record).equity) for record in records]
    currencies = {record.account.currency for record in records}
    if len(currencies) == 1:
        line = total_line([record.track for record in records], equities, since, now)
        lines = [NamedLine(line, "equity", currency=currencies.pop())]
    else:
        lines = [
            NamedLine(
                change_line(record.track, equity, since, now), record.account.name, str(record.account.id)
            )
            for record, equity in zip(records, equities, strict=True)
        ]
    drawn = [named for named in lines if named.line.is_drawn]
    return tuple(drawn[:MOST_LINES])

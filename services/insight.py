"""One account in depth: fetch its record, compute, answer what its panels and the API show."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from services.breakdowns import find_breakdown
from services.calc.adding_to_losers import adding_to_losers
from services.calc.executions import Executions
from services.calc.histogram import histogram
from services.calc.lot_growth import lot_growth
from services.calc.monte_carlo import Horizon, monte_carlo
from services.calc.open_risk import open_risk
from services.calc.rolling import WINDOW
from services.calc.server_zone import server_zone
from services.calc.streaks import run_lengths
from services.comparison.breakdown_table import breakdown_table
from services.insight_answers import (
    Distribution,
    Falls,
    HiddenRisk,
    Outlook,
    ResultUnit,
    RollingFigures,
    Streaks,
    Subject,
)
from services.kept import Kept, Newest
from services.storage.archives import accounts_with_purged
from services.storage.executions import read_executions

if TYPE_CHECKING:
    from uuid import UUID

    from services.calc.account_series import AccountSeries
    from services.calc.adding_to_losers import AddingToLosers
    from services.calc.drawdown_table import Drawdown
    from services.calc.monte_carlo import MonteCarlo
    from services.calc.period import Period
    from services.calc.record import TrackRecord
    from services.comparison.breakdown_table import BreakdownTable
    from services.measurements import Measurements
    from services.performance import Performance
    from services.storage.engine import Database
    from services.trade_books import TradeBooks

KEPT, KEPT_EXECUTIONS = 64, 2_000_000
NO_TRADES = "No trade was closed in the period."
NO_R = "No stop is known of any trade, so no result can be told in R."
STREAKS = (
    "max_consecutive_wins",
    "max_consecutive_losses",
    "max_consecutive_profit",
    "max_consecutive_loss",
    "current_streak",
    "z_score",
    "z_probability",
)


class Insight:
    """Answers about one account; what is costly is kept as long as its ledger and snapshots stay the same."""

    def __init__(self, performance: Performance, books: TradeBooks, database: Database) -> None:
        self._performance = performance
        self._books = books
        self._database = database
        self._measured: Kept[Measurements] = Kept(KEPT)
        self._paths: Kept[MonteCarlo] = Kept(KEPT)
        self._falls: Kept[tuple[Drawdown, ...]] = Kept(KEPT)
        self._adding: Kept[AddingToLosers] = Kept(KEPT)
        self._executions: Newest[Executions] = Newest(KEPT_EXECUTIONS, lambda deals: 1 + deals.time.size)

    def distribution(
        self, account_id: UUID | str, period: Period, zone: str | None = None, unit: str = ResultUnit.MONEY
    ) -> Distribution:
        """How often results of each size came, in money or in R; raises NotFoundError."""
        _, subject, measured = self._ask(account_id, period, zone)
        results = measured.statistics["results"]
        net, is_r = results.net[0], unit == ResultUnit.R
        with np.errstate(invalid="ignore", divide="ignore"):
            values = net / results.risk[0] if is_r else net
        counted = histogram(values)
        reason = "" if counted.n else NO_R if is_r and net.size else NO_TRADES
        wins, losses = int((net > 0).sum()), int((net < 0).sum())
        return Distribution(subject, ResultUnit(unit), counted, net.size, wins, losses, reason)

    def rolling(self, account_id: UUID | str, period: Period, zone: str | None = None) -> RollingFigures:
        """Sharpe ratio and volatility of the last 63 days, day by day; raises NotFoundError."""
        _, subject, measured = self._ask(account_id, period, zone)
        day, sharpe = measured.rolling("rolling_sharpe")
        _, volatility = measured.rolling("rolling_volatility")
        reason = f"It takes {WINDOW} days; there are {day.size}." if day.size < WINDOW else ""
        return RollingFigures(
            subject, day, sharpe, volatility, WINDOW, measured.per_year, measured.series, reason
        )

    def drawdowns(self, account_id: UUID | str, period: Period, zone: str | None = None) -> Falls:
        """The ten deepest falls; raises NotFoundError."""
        record, subject, measured = self._ask(account_id, period, zone)
        falls = self._falls.get((record.version, period), measured.drawdowns)
        return Falls(subject, falls, measured.series)

    def outlook(
        self,
        account_id: UUID | str,
        period: Period,
        zone: str | None = None,
        horizon: str = Horizon.QUARTER,
    ) -> Outlook:
        """What chance could make of the account within a horizon; raises NotFoundError."""
        record, subject, measured = self._ask(account_id, period, zone)
        series: AccountSeries = measured.statistics["account"]
        ahead = Horizon(horizon)
        key = (record.version, period, subject.zone, ahead)
        return Outlook(
            subject, self._paths.get(key, lambda: monte_carlo(series.days, ahead)), measured.series
        )

    def hidden_risk(self, account_id: UUID | str, period: Period, zone: str | None = None) -> HiddenRisk:
        """What closed trades do not show; raises NotFoundError."""
        record, subject, measured = self._ask(account_id, period, zone)
        series: AccountSeries = measured.statistics["account"]
        trades = self._books.book([record.account.id], period, None, zone).trades
        return HiddenRisk(
            subject,
            measured.named("max_drawdown"),
            measured.named("max_balance_drawdown"),
            measured.named("hidden_risk_gap"),
            open_risk(series.track, series.inside),
            self._adding.get((record.version, period), lambda: self._adding_of(record, period)),
            lot_growth(trades.net, trades.volume, trades.entry, trades.exit, trades.symbol),
        )

    def streaks(self, account_id: UUID | str, period: Period, zone: str | None = None) -> Streaks:
        """Wins and losses in a row; raises NotFoundError."""
        _, subject, measured = self._ask(account_id, period, zone)
        figures = {name: measured.named(name) for name in STREAKS}
        return Streaks(subject, figures, run_lengths(measured.statistics["results"].net[0]))

    def breakdown(
        self, account_id: UUID | str, name: str, period: Period, zone: str | None = None
    ) -> BreakdownTable:
        """The result by the breakdown called *name*; raises NotFoundError."""
        kind, record = find_breakdown(name), self._performance.record(account_id)
        book = self._books.book([record.account.id], period, None, zone)
        local = server_zone(book.terms.zone).local_times(book.trades.exit)
        return breakdown_table(kind, book.trades.net, kind.place(book.trades, local), book.terms)

    def _ask(
        self, account_id: UUID | str, period: Period, zone: str | None
    ) -> tuple[TrackRecord, Subject, Measurements]:
        record = self._performance.record(account_id)
        days = self._performance.zone_of([record.account], zone)
        key = (record.version, period, days)
        measured = self._measured.get(key, lambda: self._performance.measured(record, period, days))
        return record, Subject(record.account, period, days), measured

    def _adding_of(self, record: TrackRecord, period: Period) -> AddingToLosers:
        deals = self._executions_of(record)
        return adding_to_losers(deals, period.mask(deals.time))

    def _executions_of(self, record: TrackRecord) -> Executions:
        account_id = record.account.id

        def read() -> Executions:
            with self._database.read() as connection:
                if account_id not in accounts_with_purged(connection, ("deals",)):
                    return read_executions(connection, account_id)
            return Executions.of(record.deals)

        return self._executions.get(account_id, record.account.ledger_version, read)

"""How accounts perform: fetch a record, compute, return an answer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from services.account_figures import AccountFigures
from services.answers import AccountPage, AccountSummary, Overview, Standing
from services.asked import account_uuid, commonest, why_not_added
from services.calc.beside import ALONE
from services.calc.currency import DailyRates
from services.calc.curve import flows_of
from services.calc.day_residuals import day_residuals
from services.calc.notices import notices_for, settled
from services.calc.period import Period, months_of
from services.calc.portfolio import AccountRates, missing_rates
from services.calc.standing import live_pnl, reconciliation_of, standing_of
from services.errors import NotFoundError
from services.excursions import ExcursionReading
from services.measure import measure
from services.metrics import NET, find_metric
from services.model import ZERO
from services.storage import records as records_table
from services.storage import series
from services.summaries import Summaries
from services.track_records import TrackRecords, utc_now
from services.trade_rows import trade_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from uuid import UUID

    from services.answers import LivePnl, Reconciliation, TradeRow
    from services.calc.beside import Beside
    from services.calc.record import TrackRecord
    from services.calc.return_kernel import DailySeries
    from services.measurements import Measurements
    from services.metrics import MetricValue
    from services.model import Account
    from services.settings import Settings
    from services.storage.engine import Database
    from services.track_records import Archive, Marked

DEMO_RATES = "demo"
REAL_RATES = ("manual",)


class Performance:
    """Reads accounts and answers what pages, API and files show."""

    def __init__(
        self,
        database: Database,
        settings: Settings,
        *,
        archived: Archive | None = None,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._database = database
        self._settings = settings
        self._archived = archived
        self._records = TrackRecords(database, archived=archived, now=now)
        self._summaries = Summaries()
        self._excursions = ExcursionReading(database)
        self._figures = AccountFigures()
        self._now = now

    def accounts(self) -> tuple[Account, ...]:
        """Every account, by name."""
        return self._records.accounts()

    def find(self, text: str) -> Account:
        """The account with this UUID, name or login; raises NotFoundError."""
        return self._records.find(text)

    def has_demo(self) -> bool:
        """Whether any account is made up."""
        return any(account.is_demo for account in self.accounts())

    def record(self, account_id: UUID | str) -> TrackRecord:
        """Everything known of one account; raises NotFoundError."""
        return self._records.record(account_uuid(account_id))

    def records(self, accounts: Sequence[UUID | str] = ()) -> tuple[TrackRecord, ...]:
        """The records of these accounts (all when none are named), by name; raises NotFoundError."""
        wanted = [account_uuid(account) for account in accounts]
        found = self._records.all(wanted)
        missing = set(wanted) - {record.account.id for record in found}
        if missing:
            raise NotFoundError("account", min(missing, key=str))
        return found

    def marked(self, accounts: Sequence[UUID | str] = ()) -> tuple[Marked, ...]:
        """What these accounts (all when none are named) are read by, by name; raises NotFoundError."""
        wanted = [account_uuid(account) for account in accounts]
        found = self._records.marked(wanted)
        missing = set(wanted) - {one.account.id for one in found}
        if missing:
            raise NotFoundError("account", min(missing, key=str))
        return found

    def owners(self, accounts: Sequence[UUID | str] = ()) -> tuple[Account, ...]:
        """These accounts (all when none are named), by name, nothing else read; raises NotFoundError."""
        wanted, everyone = {account_uuid(account) for account in accounts}, self.accounts()
        missing = wanted - {account.id for account in everyone}
        if missing:
            raise NotFoundError("account", min(missing, key=str))
        return tuple(account for account in everyone if not wanted or account.id in wanted)

    def currency_of(self, accounts: Sequence[Account], currency: str | None = None) -> str:
        """The currency that totals are told in: *currency*, else the one most accounts have."""
        return currency or commonest([account.currency for account in accounts])

    def fresh(self, account_id: UUID) -> TrackRecord:
        """The same, read anew whatever is kept in memory; raises NotFoundError."""
        records = TrackRecords(self._database, archived=self._archived, now=self._now, with_rows=True)
        return records.record(account_id)

    def zone_of(self, accounts: Sequence[Account], zone: str | None = None) -> str:
        """The zone days are cut by: *zone*, else the setting, else the servers' own when they share one."""
        if zone:
            return zone
        if self._settings.reporting_timezone:
            return self._settings.reporting_timezone
        zones = {account.server_zone for account in accounts}
        return zones.pop() if len(zones) == 1 else "UTC"

    def pnl(self, account_id: UUID | str, zone: str | None = None) -> LivePnl:
        """Profit of an account now; raises NotFoundError."""
        record = self.record(account_id)
        return live_pnl(record, zone=self.zone_of([record.account], zone), now=self._now())

    def metrics(
        self,
        account_id: UUID | str,
        period: Period,
        *,
        basis: str = NET,
        zone: str | None = None,
        intervals: bool = False,
        beside: Beside = ALONE,
    ) -> tuple[MetricValue, ...]:
        """Every metric of an account over a period, by name; raises NotFoundError.

        With *intervals* those that stand on trades or days have their 95 % interval.
        """
        measured = self._measured(account_id, period, basis, zone, beside)
        return measured.with_intervals(measured.values()) if intervals else measured.values()

    def days(self, account_id: UUID | str, period: Period, zone: str) -> DailySeries:
        """The daily returns of an account over a period, days cut by *zone*; raises NotFoundError."""
        return self._figures.days(self.record(account_id), period, zone)

    def explain(
        self,
        account_id: UUID | str,
        name: str,
        basis: str,
        period: Period,
        zone: str | None = None,
        *,
        beside: Beside = ALONE,
    ) -> MetricValue:
        """One metric of an account with all it stands on and its interval; raises NotFoundError."""
        metric = find_metric(name)
        if basis not in metric.bases:
            raise NotFoundError("metric", name)
        return self._measured(account_id, period, basis, zone, beside).interval(metric)

    def measured(self, record: TrackRecord, period: Period, zone: str) -> Measurements:
        """The statistics of a record on the net basis."""
        return measure(record, period, zone=zone, basis=NET)

    def reconciliation(self, account_id: UUID | str) -> Reconciliation:
        """An account against what its broker stated; raises NotFoundError."""
        record = self.record(account_id)
        return replace(reconciliation_of(record, standing_of(record)), days=day_residuals(record))

    def months(self, record: TrackRecord, period: Period) -> tuple[Period, ...]:
        """The calendar months of a period in which the account has something recorded."""
        zone = self.zone_of([record.account])
        return months_of(record.track.time[period.mask(record.track.time)], zone)

    def trades(
        self, accounts: Sequence[UUID | str], period: Period, zone: str | None = None
    ) -> tuple[TradeRow, ...]:
        """The trades closed in a period (of all accounts when none are named), newest first."""
        del zone  # the period is cut already
        rows = [
            row
            for record in self._records.all([account_uuid(account) for account in accounts])
            for row in trade_rows(record, self._excursions.of(record), period)
        ]
        return tuple(sorted(rows, key=lambda row: row.trade.exit_time, reverse=True))

    def last_update(self) -> datetime | None:
        """When any account's state was last known to change; None without accounts."""
        with self._database.read() as connection:
            states = records_table.read_states(connection).values()
        return max((state.time for state in states), default=None)

    def account(
        self, account_id: UUID | str, period: Period, zone: str | None = None, *, beside: Beside = ALONE
    ) -> AccountPage:
        """Everything an account's page shows; raises NotFoundError."""
        record = self.record(account_id)
        account = record.account
        days = self.zone_of([account], zone)
        aside = replace(beside, excursions=self._excursions.of(record))
        standing = standing_of(record)
        return AccountPage(
            account=account,
            pnl=live_pnl(record, zone=days, now=self._now()),
            standing=standing,
            period_start=period.start,
            period_end=period.end,
            zone=days,
            first_deal=record.ledger.deals.first,
            last_deal=record.ledger.deals.last,
            net=self._figures.net(record, period, days, aside),
            mt5=self._figures.mt5(record, period, days),
            curve=self._figures.curve(record, period),
            positions=record.positions,
            reconciliation=reconciliation_of(record, standing),
            notices=notices_for(self._summary(record, period, days), record),
        )

    def overview(
        self,
        period: Period,
        currency: str | None = None,
        zone: str | None = None,
        accounts: Sequence[UUID | str] = (),
    ) -> Overview:
        """All accounts (or these) over a period, in *currency* or the one most of them have."""
        records = self._records.all([account_uuid(account) for account in accounts])
        days = self.zone_of([record.account for record in records], zone)
        summaries = tuple(self._summary(record, period, days) for record in records)
        target = currency or commonest([record.account.currency for record in records])
        notices = [
            notice
            for summary, record in zip(summaries, records, strict=True)
            for notice in notices_for(summary, record)
        ]
        fine = sum(summary.standing is Standing.RECONCILED for summary in summaries)
        rates = self.rates(records, target)
        missing = missing_rates(records, rates, target)
        can_add = bool(records) and not missing
        joint = self._summaries.joint(records, rates, target, period, days) if can_add else None
        return Overview(
            currency=target,
            period_start=period.start,
            period_end=period.end,
            zone=days,
            accounts=summaries,
            figures=() if joint is None else joint.figures,
            costs=ZERO if joint is None else joint.costs,
            flows=sum(len(flows_of(record.others_in(period))) for record in records),
            curve=None if joint is None else joint.curve,
            notices=settled(notices, fine),
            not_added=why_not_added(missing, target),
        )

    def _measured(
        self, account_id: UUID | str, period: Period, basis: str, zone: str | None, beside: Beside
    ) -> Measurements:
        record = self.record(account_id)
        aside = replace(beside, excursions=self._excursions.of(record))
        return measure(record, period, zone=self.zone_of([record.account], zone), basis=basis, beside=aside)

    def _summary(self, record: TrackRecord, period: Period, zone: str) -> AccountSummary:
        return self._summaries.summary(record, period, zone, self._now())

    def rates(self, records: Sequence[TrackRecord], currency: str) -> AccountRates:
        """Stored daily rates; the demo's own are for demo accounts only. None where nothing is foreign."""
        return self.rates_of([record.account for record in records], currency)

    def rates_of(self, accounts: Sequence[Account], currency: str) -> AccountRates:
        """The same for accounts whose records nobody read."""
        if all(account.currency == currency for account in accounts):
            return AccountRates(DailyRates(), DailyRates())
        with self._database.read() as connection:
            return AccountRates(
                demo=DailyRates.of(series.read_rates(connection, [DEMO_RATES])),
                real=DailyRates.of(series.read_rates(connection, REAL_RATES)),
            )

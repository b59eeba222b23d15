"""A statement against itself: balance chain, positions against deals, stated figures against ours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.calc.deal_class import deal_class
from services.calc.deal_columns import DealColumns
from services.calc.ledger import ledger_totals
from services.calc.money import round_money
from services.calc.mt5_report import mt5_report
from services.calc.relocate import Clock
from services.calc.round_trips import in_order, round_trips
from services.calc.server_zone import server_zone
from services.calc.stated import LEDGER_FIGURES, canonical, decimals_in, numbers_in, recompute
from services.calc.stated_figures import StatedInputs
from services.model import ZERO, DealClass
from services.statement import StatementKind

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal

    from services.answers import Figure
    from services.calc.ledger import LedgerTotals
    from services.calc.round_trips import OpenTrade, RoundTrips
    from services.model import Deal
    from services.statement import StatedPosition, Statement

_MOST_PROBLEMS = 20


@dataclass(frozen=True, slots=True)
class Chain:
    """The balances printed beside the deals: what was there before, and where the chain breaks."""

    opening: Decimal
    residual: Decimal
    problems: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What a statement's own figures say about it; money in the account's currency."""

    opening_balance: Decimal
    balance: Decimal
    residual: Decimal
    figures: tuple[Figure, ...]
    chain: str
    problems: tuple[str, ...]
    orphans: int
    trips: RoundTrips
    totals: LedgerTotals


def check_chain(statement: Statement) -> Chain:
    """The balance chain in file order: each printed balance is the one before plus the deal's cash."""
    rows = [row for row in statement.deals if row.balance is not None]
    if not rows or rows[0].balance is None:
        opening = statement.opening_balance or ZERO
        return Chain(opening, ZERO, (), "no balances stated beside the deals")
    balance = opening = rows[0].balance - _moved(rows[0].deal)
    residual = ZERO
    problems = []
    for row in rows:
        stated = row.balance or ZERO
        expected = balance + _moved(row.deal)
        if stated != expected:
            residual += stated - expected
            problems.append(
                f"Row {row.row}: the balance is {stated},"
                f" but {balance} and deal {row.deal.ticket} make {expected}."
            )
        balance = stated
    text = (
        f"unbroken over {len(rows)} deals"
        if not problems
        else f"broken at {len(problems)} of {len(rows)} deals"
    )
    return Chain(opening, residual, tuple(problems), text)


def _moved(deal: Deal) -> Decimal:
    """What the deal adds to the balance; credit is kept apart from it."""
    return ZERO if deal_class(deal) is DealClass.CREDIT else deal.cash


def entries_before(statement: Statement, zone: str) -> dict[int, tuple[datetime, Decimal]]:
    """Entry (UTC by the server's *zone*, price) of each closed position the statement lists, by its id."""
    clock = Clock(server_zone(zone))
    return {
        trade.position_id: (clock.to_utc(trade.open_time), trade.open_price) for trade in statement.trades
    }


def reconcile(statement: Statement, *, digits: int, zone: str = "UTC") -> Reconciled:
    """Everything the statement can be checked by; *digits* are the currency's, *zone* is the server's."""
    deals = [row.deal for row in statement.deals]
    chain = check_chain(statement)
    totals = ledger_totals(deals)
    trips = round_trips(deals, digits=digits, entries=entries_before(statement, zone))
    balance = chain.opening + totals.balance_change
    figures = _figures(statement, chain.opening, balance, totals)
    residual = chain.residual or _stated_gap(statement, balance)
    problems = [*chain.problems, *statement.problems, *_repeated(statement), *_contradictions(figures)]
    if chain.opening < 0 and statement.kind is StatementKind.MT4_STATEMENT:
        problems.append(
            f"The balance before the first row would be {chain.opening}, below zero: rows are missing."
        )
    if not chain.opening:
        problems += _position_problems(statement, trips)
    return Reconciled(
        opening_balance=chain.opening,
        balance=balance,
        residual=round_money(residual, digits),
        figures=figures,
        chain=chain.text,
        problems=_shortened(problems),
        orphans=sum(trade.is_orphan for trade in trips.closed),
        trips=trips,
        totals=totals,
    )


def _repeated(statement: Statement) -> list[str]:
    """Rows whose ticket an earlier row has already."""
    seen: set[int] = set()
    problems = []
    for row in statement.deals:
        if row.deal.ticket in seen:
            problems.append(f"Row {row.row}: deal {row.deal.ticket} is in the file twice.")
        seen.add(row.deal.ticket)
    return problems


def _contradictions(figures: tuple[Figure, ...]) -> list[str]:
    """Figures of the ledger itself that its deals do not give; other figures are shown, not refused."""
    return [
        f"The file states {figure.name} {figure.stated}, its deals make {figure.computed}."
        for figure in figures
        if not figure.match and canonical(figure.name) in LEDGER_FIGURES
    ]


def _shortened(problems: list[str]) -> tuple[str, ...]:
    left = len(problems) - _MOST_PROBLEMS
    return (*problems[:_MOST_PROBLEMS], *([f"… and {left} more."] if left > 0 else []))


def stated_balance(statement: Statement) -> Decimal | None:
    """The balance the file states at its end; None when it states none."""
    text = next((text for name, text in statement.figures.items() if canonical(name) == "balance"), "")
    stated = decimals_in(text)
    return stated[0] if stated else None


def _stated_gap(statement: Statement, balance: Decimal) -> Decimal:
    """Stated balance minus ours; 0 where none is stated."""
    stated = stated_balance(statement)
    return ZERO if stated is None else stated - balance


def _figures(
    statement: Statement, opening: Decimal, balance: Decimal, totals: LedgerTotals
) -> tuple[Figure, ...]:
    if statement.kind is StatementKind.EXECUTIONS:
        return ()
    deals = [row.deal for row in statement.deals]
    is_mt4 = statement.kind is StatementKind.MT4_STATEMENT
    stated = {canonical(name): numbers_in(text) or (0.0,) for name, text in statement.figures.items()}
    open_swaps = sum((position.swap + position.commission for position in statement.positions), ZERO)
    floating = sum((position.profit for position in statement.positions), ZERO)
    credit = stated.get("credit facility", (float(totals.credit),))[0] if opening else float(totals.credit)
    cells = statement.format.endswith("xlsx")
    inputs = StatedInputs(
        report=mt5_report(DealColumns.of(in_order(deals) if is_mt4 else deals), opening),
        balance=float(balance),
        credit=credit,
        floating=float(floating + open_swaps if is_mt4 else floating),
        equity=float(balance + floating + open_swaps) + credit,
        flows=float(totals.flows),
        closed=float(totals.trades + totals.costs),
        stated=stated,
        positive_loss=is_mt4,
        margin_factor=1.0 if cells else 100.0,
    )
    tester = statement.kind is StatementKind.MT5_TESTER
    return recompute(statement.figures, inputs, cells=cells, tester=tester)


def _position_problems(statement: Statement, trips: RoundTrips) -> list[str]:
    """Open positions that the file lists and its deals do not leave open, and the other way round.

    A net position that was reversed may be listed under another id, so what is left over is matched by
    symbol, side and volume.
    """
    if statement.kind in (StatementKind.EXECUTIONS, StatementKind.MT5_TESTER):
        return []
    left = {trade.position_id: trade for trade in trips.open}
    unmatched = []
    for position in statement.positions:
        trade = left.get(position.position_id)
        if trade is None or trade.volume != position.volume:
            unmatched.append(position)
        else:
            del left[position.position_id]
    problems = []
    for position in unmatched:
        same = next((trade for trade in left.values() if _is_same(trade, position)), None)
        if same is not None:
            del left[same.position_id]
            continue
        volume = left.pop(position.position_id).volume if position.position_id in left else ZERO
        problems.append(
            f"Row {position.row}: position {position.position_id} is open with {position.volume}"
            f" {position.symbol}, but its deals leave {volume} open."
        )
    if statement.positions:
        problems += [
            f"Deals leave position {trade.position_id} open with {trade.volume}; the file does not."
            for trade in left.values()
        ]
    return problems


def _is_same(trade: OpenTrade, position: StatedPosition) -> bool:
    return (trade.symbol, trade.side, trade.volume) == (position.symbol, position.side, position.volume)

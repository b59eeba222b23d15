"""`accounts` and `metrics`: what the dashboard shows, in the terminal."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from commands import opened
from commands._output import print_json
from services.errors import NotFoundError

if TYPE_CHECKING:
    from services.answers import LivePnl
    from services.calc.beside import Beside
    from services.calc.period import Period
    from services.container import Services
    from services.metrics import MetricValue
    from services.model import Account


def register(group: click.Group) -> None:
    """Add both commands."""
    group.add_command(accounts)
    group.add_command(metrics)


@click.command("accounts")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def accounts(*, as_json: bool) -> None:
    """List the accounts with balance, equity and profit."""
    with opened() as services:
        found = [services.performance.pnl(account.id) for account in services.performance.accounts()]
    if as_json:
        print_json([_account_document(pnl) for pnl in found])
        return
    for pnl in found:
        account, state = pnl.account, pnl.state
        click.echo(
            f"{account.name:<28} {account.login:>14} {account.margin_mode.value:<8} {state.balance:>16}"
            f" {state.equity:>16} {account.currency}  realized {pnl.realized_pnl}"
        )


def _account_document(pnl: LivePnl) -> dict[str, Any]:
    account = pnl.account
    return {
        "account_id": account.id,
        "account_name": account.name,
        "login": account.login,
        "server": account.server,
        "currency": account.currency,
        "margin_mode": account.margin_mode,
        "is_demo": account.is_demo,
        "balance": pnl.state.balance,
        "equity": pnl.state.equity,
        "realized_pnl": pnl.realized_pnl,
        "unrealized_pnl": pnl.unrealized_pnl,
        "timestamp": pnl.state.time,
    }


@click.command("metrics")
@click.argument("account")
@click.option("--basis", type=click.Choice(["net", "mt5"]), default="net", show_default=True)
@click.option("--from", "start", help="First day, YYYY-MM-DD.")
@click.option("--to", "end", help="Last day, YYYY-MM-DD.")
@click.option("--explain", metavar="NAME", help="Say how one metric is made.")
@click.option("--benchmark", metavar="KIND:NAME", help="Beside account:…, group:… or series:… (name or id).")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def metrics(
    account: str,
    *,
    basis: str,
    start: str | None,
    end: str | None,
    explain: str | None,
    benchmark: str | None,
    as_json: bool,
) -> None:
    """Print every metric of ACCOUNT (a name, a login or a UUID)."""
    from services.documents import metric_document  # noqa: PLC0415 - `--help` needs no numpy

    with opened() as services:
        found = services.performance.find(account)
        period = _period(services, found, start, end)
        beside = _beside(services, found, benchmark)
        if explain is None:
            values = list(services.performance.metrics(found.id, period, basis=basis, beside=beside))
        else:
            values = [_explained(services, found, explain, basis, period, beside)]
    if as_json:
        print_json({value.metric.name: metric_document(value, found) for value in values})
        return
    for value in values:
        _print(value, explained=explain is not None)


def _period(services: Services, account: Account, start: str | None, end: str | None) -> Period:
    from services.calc.period import Period  # noqa: PLC0415 - `--help` needs no numpy

    text = f"{start or ''}..{end or ''}" if start or end else "all"
    return Period.parse(text, zone=services.performance.zone_of([account]), now=datetime.now(UTC))


def _beside(services: Services, account: Account, benchmark: str | None) -> Beside:
    from services.calc.beside import ALONE, Beside  # noqa: PLC0415 - `--help` needs no numpy

    if benchmark is None:
        return ALONE
    zone = services.performance.zone_of([account])
    return Beside(benchmark=services.benchmarks.choose(benchmark, [account.id], zone).benchmark)


def _explained(
    services: Services, account: Account, name: str, basis: str, period: Period, beside: Beside
) -> MetricValue:
    try:
        return services.performance.explain(account.id, name, basis, period, beside=beside)
    except NotFoundError as error:
        raise click.UsageError(f"No metric named {name!r} on the {basis} basis.") from error


def _print(value: MetricValue, *, explained: bool) -> None:
    number = f"{value.value:>18,.6f}" if value.is_defined else f"{'–':>18}"
    click.echo(f"{value.metric.name:<28} {number}  n={value.n:<6} {value.reason}")
    if explained:
        click.echo(f"  {value.metric.definition}")
        click.echo(f"  formula: {value.metric.formula}")
        click.echo(f"  basis {value.basis}, days of {value.zone}, {value.annualisation or 'not annualised'}")
        if not math.isnan(value.low):
            click.echo(f"  95 % interval {value.low:,.6f} to {value.high:,.6f}, drawn again 1,000 times")
        if value.metric.source:
            click.echo(f"  source: {value.metric.source}")

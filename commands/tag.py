"""`tag`: says what a deal's money is where the broker booked it as something else."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

import click

from commands import opened

if TYPE_CHECKING:
    from services.calc.deal_class import TagRule
    from services.calc.record import TrackRecord
    from services.model import DealClass

BY_TYPE = "by-type"
CLASSES = ("trade", "cost", "flow", "credit", "bonus", "cancelled", BY_TYPE)


@click.command("tag")
@click.argument("account")
@click.argument("tickets", nargs=-1, type=int)
@click.option("--as", "name", type=click.Choice(CLASSES), required=True, help="What the money is.")
@click.option("--comment", help="Tag every balance deal whose comment matches this pattern.")
@click.option("--largest", help="Only amounts up to this one, with --comment.")
@click.option("--reason", required=True, help="Why; kept with the old version of each deal.")
@click.option("--dry-run", is_flag=True, help="List the deals, change nothing.")
def command(
    account: str,
    tickets: tuple[int, ...],
    *,
    name: str,
    comment: str | None,
    largest: str | None,
    reason: str,
    dry_run: bool,
) -> None:
    """Re-tag deals of ACCOUNT by ticket or by comment, with an audit trail.

    Brokers book swaps and dividends as balance rows: `tag "My account" --comment Interest --largest 100
    --as cost --reason "swap booked as balance"` makes them costs, so that they are not taken for deposits.
    """
    with opened() as services:
        found = services.performance.find(account)
        record = services.performance.record(found.id)
        chosen = _chosen(record, tickets, name, comment, largest)
        for deal in record.deals:
            if deal.ticket in chosen:
                click.echo(f"{deal.ticket}  {deal.time:%Y-%m-%d %H:%M}  {deal.cash:>14}  {deal.comment}")
        changed = 0 if dry_run else services.account_care.tag(found.id, chosen, reason=reason)
    click.echo(f"{len(chosen)} deals chosen, {changed} changed.", err=True)


def _chosen(
    record: TrackRecord, tickets: tuple[int, ...], name: str, comment: str | None, largest: str | None
) -> dict[int, DealClass | None]:
    from services.calc.deal_class import suggested_tags  # noqa: PLC0415 - `--help` needs no numpy
    from services.model import DealClass  # noqa: PLC0415

    tag = None if name == BY_TYPE else DealClass(name)
    unknown = set(tickets) - {deal.ticket for deal in record.deals}
    if unknown:
        raise click.UsageError(f"The account has no deal {min(unknown)}.")
    chosen: dict[int, DealClass | None] = dict.fromkeys(tickets, tag)
    if comment is not None:
        if tag is None:
            raise click.UsageError("With --comment, --as must name a class.")
        chosen |= suggested_tags(record.deals, [_rule(comment, tag, largest)])
    if not chosen:
        raise click.UsageError("No deal is chosen; give tickets, or a --comment that matches.")
    return chosen


def _rule(comment: str, tag: DealClass, largest: str | None) -> TagRule:
    from services.calc.deal_class import TagRule  # noqa: PLC0415

    try:
        return TagRule(comment, tag, None if largest is None else Decimal(largest))
    except InvalidOperation as error:
        raise click.UsageError(f"{largest!r} is not an amount.") from error

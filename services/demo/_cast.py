"""Who the demo accounts are: names, currencies, strategies, and the money that moves in and out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.demo._strategies import CashPlan, Grid, NetReverser, TrendFollower
from services.model import DealType, MarginMode

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """How one demo account is made up."""

    name: str
    login: str
    currency: str
    margin_mode: MarginMode
    commission: float
    strategy: Callable[[np.random.Generator], TrendFollower | NetReverser | Grid]
    cash: tuple[CashPlan, ...]


DEMO_ACCOUNTS = (
    DemoAccount(
        "Momentum USD",
        "90000001",
        "USD",
        MarginMode.HEDGING,
        3.5,
        TrendFollower,
        (
            CashPlan(0, 25_000, "Deposit"),
            CashPlan(121, 10_000, "Deposit"),
            CashPlan(268, -4_000, "Withdrawal"),
            CashPlan(390, 8_000, "Deposit"),
            CashPlan(455, -6_500, "Withdrawal"),
        ),
    ),
    DemoAccount(
        "Reversal EUR",
        "90000002",
        "EUR",
        MarginMode.NETTING,
        3.0,
        NetReverser,
        (
            CashPlan(0, 18_000, "Deposit"),
            CashPlan(95, -20, "Inactivity charge", DealType.CHARGE),
            CashPlan(180, 5_000, "Deposit"),
            CashPlan(300, 14.6, "Interest", DealType.INTEREST),
            CashPlan(410, -2_500, "Withdrawal"),
        ),
    ),
    DemoAccount(
        "Grid JPY",
        "90000003",
        "JPY",
        MarginMode.HEDGING,
        0.0,
        Grid,
        (
            CashPlan(0, 1_500_000, "Deposit"),
            CashPlan(240, 500_000, "Deposit"),
            CashPlan(430, -250_000, "Withdrawal"),
        ),
    ),
)

"""Closed trades as rows: each with its account, its excursions and its result in R."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from services.answers import TradeRow
from services.calc.excursion import in_r

if TYPE_CHECKING:
    from services.calc.account_series import Excursions
    from services.calc.period import Period
    from services.calc.record import TrackRecord


def trade_rows(record: TrackRecord, excursions: Excursions, period: Period) -> list[TradeRow]:
    """The trades of a record that were closed in a period; *excursions* are those of all its trades."""
    return [
        TradeRow(
            record.account,
            trade,
            mae=_known(excursions.mae[place]),
            mfe=_known(excursions.mfe[place]),
            r=_known(in_r(trade.net_profit, float(excursions.risk[place]))),
        )
        for place, trade in enumerate(record.trades)
        if period.contains(trade.exit_time)
    ]


def _known(value: float) -> float | None:
    return None if math.isnan(value) else float(value)

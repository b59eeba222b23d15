"""Metrics of an account's page: made once while nothing changed, and those of a fresh measurement."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from services import account_figures
from services.account_figures import AccountFigures
from services.calc.account_series import Peers
from services.calc.beside import ALONE, Beside
from services.calc.period import Period
from services.calc.return_kernel import daily_series
from services.calc.server_zone import server_zone
from services.measure import measure
from services.metrics import MT5, NET
from services.track_records import utc_now

if TYPE_CHECKING:
    import pytest

    from services.container import Services

PERIOD = Period.parse("all", zone="UTC", now=utc_now())
PEERS = Beside(peers=Peers(np.array([3.0]), np.array([0.01])))


def test_figures_are_made_once_and_anew_when_anything_they_stand_on_changes(
    demo_services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = demo_services.performance.record(demo_services.performance.accounts()[0].id)
    figures, made = AccountFigures(), []

    def counted(*given: Any, **named: Any) -> Any:
        made.append(named["basis"])
        return measure(*given, **named)

    monkeypatch.setattr(account_figures, "measure", counted)
    for _ in range(2):
        net, mt5 = figures.net(record, PERIOD, "UTC", ALONE), figures.mt5(record, PERIOD, "UTC")
    assert made == [NET, MT5]
    for found, basis in ((net, NET), (mt5, MT5)):
        fresh = measure(record, PERIOD, zone="UTC", basis=basis).values()
        np.testing.assert_equal([asdict(one) for one in found], [asdict(one) for one in fresh])
    later = replace(record.account, ledger_version=record.account.ledger_version + 1)
    changes = (
        replace(record, account=later),
        replace(record, late_version=record.late_version + 1),
        replace(record, state=None),
        replace(record, positions=record.positions[1:]),
    )
    for changed in changes:
        figures.net(changed, PERIOD, "UTC", ALONE)
    figures.net(record, PERIOD, "Asia/Tokyo", ALONE)
    assert made == [NET, MT5] + [NET] * 5


def test_beside_others_nothing_is_kept(demo_services: Services) -> None:
    record = demo_services.performance.record(demo_services.performance.accounts()[0].id)
    figures = AccountFigures()
    alone, beside = (figures.net(record, PERIOD, "UTC", one) for one in (ALONE, PEERS))
    deflated = [
        next(one for one in found if one.metric.name == "deflated_sharpe_ratio") for found in (alone, beside)
    ]
    assert not deflated[0].is_defined
    assert deflated[1].is_defined


def test_curve_and_days_are_made_once_a_version(demo_services: Services) -> None:
    record = demo_services.performance.record(demo_services.performance.accounts()[0].id)
    figures, newer = AccountFigures(), replace(record, late_version=record.late_version + 1)
    curve, days = figures.curve(record, PERIOD), figures.days(record, PERIOD, "UTC")
    assert figures.curve(record, PERIOD) is curve
    assert figures.days(record, PERIOD, "UTC") is days
    assert figures.curve(newer, PERIOD) is not curve
    assert figures.days(newer, PERIOD, "UTC") is not days
    inside = PERIOD.mask(record.track.time)
    np.testing.assert_array_equal(
        days.returns, daily_series(record.track, inside, server_zone("UTC")).returns
    )

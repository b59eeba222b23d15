"""A leader whose feed cannot be opened waits and says so once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from structlog.testing import capture_logs

from services.container import Services
from services.live import worker
from services.live.worker import LiveWorker
from tests.live.telephone import wait_until

if TYPE_CHECKING:
    import pytest

    from services.live.frame import Frame


def test_a_feed_without_its_setting_is_told_once(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "WATCH_SECONDS", 0.01)
    settings = services.settings.model_copy(update={"market_data_provider": "replay"})
    sent: list[Frame] = []
    live = LiveWorker(Services(settings, services.database, None), sent.append)
    tries: list[bool] = []
    leads = live._leader.leads

    def try_to_lead() -> bool:
        tries.append(leads())
        return tries[-1]

    monkeypatch.setattr(live._leader, "leads", try_to_lead)
    with capture_logs() as logs:
        live.start()
        wait_until(lambda: len(tries) > 5)
        live.stop()
    assert [line["event"] for line in logs] == ["live_waits"]
    assert "REPLAY_FILE" in logs[0]["reason"]
    assert sent == []

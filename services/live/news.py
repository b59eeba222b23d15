"""What the leader tells beside prices: files that are made, and where accounts stand with their rules."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import structlog

from services.live.aside import AtOnce
from services.live.events import alert_data
from services.live.export_news import ExportNews
from services.live.rules_watch import RulesWatch

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from services.errors import ServiceError
    from services.live.aside import Aside
    from services.live.engine import Engine
    from services.live.publisher import Publisher
    from services.live.rule_desk import RuleDesk
    from services.live.rules_watch import Seen
    from services.prop_firm.live import LiveRules
    from services.storage.engine import Database
    from services.storage.kept_exports import KeptExport

LOOK, TELL, RETRY = timedelta(seconds=0.5), timedelta(seconds=1), timedelta(seconds=5)

log = structlog.get_logger(__name__)


class News:
    """One session's; what waits for the database is done aside."""

    def __init__(
        self,
        database: Database,
        engine: Engine,
        publisher: Publisher,
        desk: RuleDesk,
        aside: Aside | None = None,
    ) -> None:
        self._exports, self._watch = ExportNews(database), RulesWatch(engine)
        self._publisher, self._desk = publisher, desk
        self._aside = aside or AtOnce()
        self._next: dict[str, datetime] = {}
        self._under_way: set[str] = set()

    def put(self, account_id: UUID, held: tuple[LiveRules, ...]) -> None:
        """An account's rules as they are now."""
        self._watch.put(account_id, held)

    def remove(self, account_id: UUID) -> None:
        """An account that is gone."""
        self._watch.remove(account_id)

    def step(self, now: datetime) -> None:
        """Do what is due."""
        self._aside.finish()
        for seen in self._watch.look(now):
            log.warning("prop_breach", rule=seen.breach.rule)
            message = f"{seen.account.name}: {seen.breach.sentence}"
            data = alert_data("prop_breach", message)
            self._publisher.event("alert", str(seen.account.id), data, now)
        if self._is_due("rules", now):
            self._next["rules"] = now + TELL
            for account_id, data in self._watch.news():
                self._publisher.event("prop_update", str(account_id), data, now)
        if self._is_due("exports", now):
            self._look(now)
        if self._watch.unkept and self._is_due("breach", now):
            self._keep(self._watch.unkept[0], now)

    def close(self) -> None:
        """Wait for what is under way."""
        self._aside.close()

    def _is_due(self, what: str, now: datetime) -> bool:
        return what not in self._under_way and (what not in self._next or now >= self._next[what])

    def _look(self, now: datetime) -> None:
        self._under_way.add("exports")
        then = partial(self._looked, now=now)
        self._aside.do(partial(self._exports.look, now), then, partial(self._waits, "exports", now))

    def _looked(self, found: Sequence[KeptExport], now: datetime) -> None:
        self._under_way.discard("exports")
        self._next["exports"] = now + LOOK
        for data in self._exports.news(found, now):
            self._publisher.event("export", "", data, now)

    def _keep(self, seen: Seen, now: datetime) -> None:
        self._under_way.add("breach")
        self._aside.do(partial(self._desk.keep, seen), self._kept, partial(self._waits, "breach", now))

    def _kept(self, _: None) -> None:
        self._under_way.discard("breach")
        self._watch.unkept.popleft()

    def _waits(self, what: str, now: datetime, error: ServiceError) -> None:
        self._under_way.discard(what)
        self._next[what] = now + RETRY
        log.warning("live_news_waits", what=what, reason=str(error))

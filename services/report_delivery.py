"""Reports on their way out, as far as somebody asked for it: e-mail with the file, a webhook without it."""

from __future__ import annotations

import json
import smtplib
import ssl
import time
from datetime import timedelta
from email.message import EmailMessage
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit
from urllib.request import Request, urlopen

from services.errors import UnavailableError
from services.storage import records
from services.storage.deliveries import ACTION, failed_deliveries

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from pydantic import SecretStr

    from services.export_history import ExportHistory
    from services.settings import Settings
    from services.storage.engine import Database
    from services.storage.kept_exports import KeptExport

    Way = Callable[[KeptExport], None]

PAUSES = (1.0, 5.0)  # seconds before the second and the third try
LONGEST, GIVEN_UP = timedelta(days=1), timedelta(days=4)
SECONDS = 20
PORTS = {"smtp": 25, "smtps": 465}


class ReportDelivery:
    """Sends a made report where the settings say, tries again, and keeps a record in the audit log."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        history: ExportHistory,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self._settings, self._database, self._history, self._wait = settings, database, history, wait

    def send(self, kept: KeptExport) -> int:
        """Send a report; how many of the ways failed."""
        return sum(not self._tried(name, way, kept, PAUSES) for name, way in self._ways().items())

    def send_again(self, now: datetime) -> tuple[int, int]:
        """Try what is due once more: how many went out, and how many failed again."""
        with self._database.read() as connection:
            failed = failed_deliveries(connection, now - GIVEN_UP)
        ways = self._ways()
        due = [one for one in failed if one.way in ways and now >= one.last + pause_after(one.turns)]
        found = [
            self._tried(one.way, ways[one.way], kept, ())
            for one in due
            if (kept := self._history.find_ready(one.export_id)) is not None
        ]
        return sum(found), len(found) - sum(found)

    def _ways(self) -> dict[str, Way]:
        ways: dict[str, Way] = {}
        if self._settings.smtp_url is not None and self._settings.report_email_to:
            ways["email"] = self._mail
        if self._settings.report_webhook_url is not None:
            ways["webhook"] = self._tell
        return ways

    def _tried(self, name: str, way: Way, kept: KeptExport, pauses: Sequence[float]) -> bool:
        problem = ""
        for tries, pause in enumerate((*pauses, None), start=1):
            try:
                way(kept)
            except (OSError, smtplib.SMTPException, UnavailableError) as error:  # URLError is an OSError
                problem = f"{type(error).__name__}: {error}"
                if pause is not None:
                    self._wait(pause)
                continue
            self._record(name, kept, tries, "")
            return True
        self._record(name, kept, tries, problem)
        return False

    def _record(self, name: str, kept: KeptExport, tries: int, problem: str) -> None:
        detail = {"way": name, "export_id": str(kept.id), "sha256": kept.sha256, "tries": tries}
        with self._database.begin() as connection:
            records.audit(connection, "jobs", ACTION, kept.filename, detail | {"error": problem or None})

    def _mail(self, kept: KeptExport) -> None:
        url = urlsplit(_text(self._settings.smtp_url))
        is_safe, known = url.scheme == "smtps", ssl.create_default_context()
        kind = partial(smtplib.SMTP_SSL, context=known) if is_safe else smtplib.SMTP
        with kind(url.hostname or "", url.port or PORTS[url.scheme], timeout=SECONDS) as server:
            server.ehlo()
            if not is_safe and server.has_extn("starttls"):
                server.starttls(context=known)
                is_safe = True
            if url.username:
                if not is_safe:
                    raise UnavailableError("The mail server offers no TLS, so the password is not sent.")
                server.login(unquote(url.username), unquote(url.password or ""))
            server.send_message(self._message(kept))

    def _message(self, kept: KeptExport) -> EmailMessage:
        message = EmailMessage()
        message["Subject"] = f"Report {kept.filename}"
        message["From"] = self._settings.report_email_from
        message["To"] = ", ".join(self._settings.report_email_to)
        message.set_content(f"{kept.filename}\nSHA-256 {kept.sha256}\n")
        main, _, sub = kept.content_type.partition(";")[0].partition("/")
        content = self._history.path(kept).read_bytes()
        message.add_attachment(content, maintype=main, subtype=sub, filename=kept.filename)
        return message

    def _tell(self, kept: KeptExport) -> None:
        asked = kept.request
        told = {"name": kept.filename, "period_type": asked.get("period_type"), "sha256": kept.sha256}
        told |= {"period_start": asked.get("period_start"), "size": kept.size, "export_id": str(kept.id)}
        url, kind = _text(self._settings.report_webhook_url), {"Content-Type": "application/json"}
        request = Request(url, json.dumps(told).encode(), kind, method="POST")  # noqa: S310 - http(s), by the setting
        with urlopen(request, timeout=SECONDS):  # noqa: S310 - the same
            return


def pause_after(turns: int) -> timedelta:
    """How long to wait after so many turns in vain: an hour, then twice as long each time, a day at most.

    >>> [pause_after(turns) // timedelta(hours=1) for turns in range(1, 8)]
    [1, 2, 4, 8, 16, 24, 24]
    """
    return min(timedelta(hours=1 << (turns - 1)), LONGEST)


def _text(secret: SecretStr | None) -> str:
    return "" if secret is None else secret.get_secret_value()

"""Reports as files: what is asked for is resolved, printed, and written whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from services.durable import durable_file, translated
from services.errors import InvalidInputError, NotFoundError
from services.exports import find_format, make_file
from services.groups import RESERVED
from services.reports import PART, Request, find_report

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from services.calc.period import Period
    from services.container import Services
    from services.exports import Document, ExportFile
    from services.model import Group


class Reporting:
    """Makes documents and files of every report in every format."""

    def __init__(self, services: Services) -> None:
        """The reports of this product."""
        self._services = services

    def request(
        self,
        accounts: Sequence[UUID | str],
        period: Period,
        zone: str | None = None,
        *,
        currency: str | None = None,
        basis: str = "net",
        has_details: bool = True,
        options: Mapping[str, str] | None = None,
    ) -> Request:
        """A request for these accounts (all when none are named); raises NotFoundError, InvalidInputError."""
        performance = self._services.performance
        owners = performance.owners(accounts)
        if not owners:
            raise InvalidInputError("There is no account yet; import a report first.")
        return Request(
            tuple(account.id for account in owners),
            period,
            performance.zone_of(owners, zone),
            currency,
            basis,
            has_details,
            tuple(sorted((options or {}).items())),
        )

    def accounts_named(self, text: str) -> tuple[UUID, ...]:
        """The accounts that *text* means: an account, a group, or `all` (none); raises NotFoundError."""
        if text.strip().casefold() == RESERVED:
            return ()
        try:
            return (self._services.performance.find(text.strip()).id,)
        except NotFoundError:
            group = next((one for one in self._services.groups.all() if _is_named(one, text)), None)
        if group is None:
            raise NotFoundError("account or group", text)
        if not group.accounts:
            raise InvalidInputError(f"The group {group.name!r} has no accounts left.")
        return group.accounts

    def document(self, report: str, request: Request) -> Document:
        """What a report prints, or the `part` of it that is asked for; raises InvalidInputError."""
        whole, part = find_report(report).make(self._services, request), request.option(PART)
        if not part:
            return whole
        found = whole.only(part)
        if not found.parts:
            known = ", ".join(one.name for one in whole.parts)
            raise InvalidInputError(f"{whole.title} has no part {part!r} here; choose {known}.")
        return found

    def file(self, report: str, request: Request, format_name: str) -> ExportFile:
        """A report as a file in memory; raises InvalidInputError."""
        return make_file(self.document(report, request), format_name)

    def preview(self, document: Document) -> str:
        """A document as one page of HTML."""
        return make_file(document, "html").content.decode()

    def write(self, document: Document, format_name: str, folder: Path) -> Path:
        """A document as a file of *folder*, whole or not there; raises InvalidInputError, NoSpaceError."""
        return self.save(document, format_name, folder / f"{document.name}.{find_format(format_name).suffix}")

    def save(self, document: Document, format_name: str, path: Path | None = None) -> Path:
        """The same under a path of one's own, by default its own name in the present folder."""
        chosen = find_format(format_name)
        target = path or Path(f"{document.name}.{chosen.suffix}")
        with translated(target.parent), durable_file(target.parent, target.name) as out:
            chosen.write(document, out)
        return target


def _is_named(group: Group, text: str) -> bool:
    return text.strip().casefold() in (str(group.id), group.name.casefold())

"""What the taxpayer says of himself: every change is kept, and refused where a filed year would change."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from services.errors import InvalidInputError
from services.storage import accounts as accounts_table
from services.storage import records, tax_profile
from services.tax.policy import EVERY_ACCOUNT, Instruction
from services.tax.profile import Override, Profile
from services.tax.standing_methods import Given, standing_methods

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from decimal import Decimal

    from sqlalchemy import Connection

    from services.storage.engine import Database
    from services.tax.model import LotMethod, Owner, TaxClass
    from services.tax.standing_methods import StandingMethod

SET_METHOD = "set_tax_method"
CLOSE_YEAR = "close_tax_year"
SETTABLE = (
    "mark_to_market_from",
    "forex_opt_out_from",
    "cfd_policy",
    "options_as_replacement",
    "column_b",
    "same_day",
    "whole_dollars",
    "exchange_zone",
)


class TaxProfiles:
    """Reads and changes the taxpayer's profile; every change is in the audit log."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self) -> tuple[Profile, int]:
        """The profile and its version."""
        with self._database.read() as connection:
            return read_profile(connection)

    def change(self, changes: Mapping[str, Any], *, actor: str = "user") -> Profile:
        """Set elections and treatments by their names; raises InvalidInputError for an unknown one."""
        unknown = sorted(set(changes) - set(SETTABLE))
        if unknown:
            raise InvalidInputError(f"{unknown[0]!r} is nothing to set; known are {', '.join(SETTABLE)}.")
        fields = Profile.model_fields
        values = {name: fields[name].default if value is None else value for name, value in changes.items()}
        return self._change("set_tax_profile", "taxpayer", dict(changes), lambda _: values, actor)

    def set_class(
        self,
        symbol: str,
        tax_class: TaxClass | None,
        account: str = EVERY_ACCOUNT,
        contract_size: Decimal | str | None = None,
        *,
        actor: str = "user",
    ) -> Profile:
        """Say what a symbol is, in an account (its id) or in all; None takes it back."""
        clean = symbol.strip()
        if not clean:
            raise InvalidInputError("A class needs the symbol that it is of.")

        def changed(profile: Profile) -> dict[str, Any]:
            kept = [item for item in profile.classes if (item.symbol, item.account) != (clean, account)]
            if tax_class is not None:
                kept.append(_override(clean, tax_class, account, contract_size))
            return {"classes": tuple(kept)}

        detail = {"class": tax_class, "account": account}
        return self._change("set_tax_class", clean, detail, changed, actor)

    def set_owner(self, account: str, owner: Owner, *, actor: str = "user") -> Profile:
        """Say whose account (its id) it is."""
        detail = {"owner": owner.value}
        return self._change(
            "set_tax_owner", account, detail, lambda old: {"owners": old.owners | {account: owner}}, actor
        )

    def set_complete(self, account: str, through: date | None, *, actor: str = "user") -> Profile:
        """Say through which day all deals of an account (its id) are here; None takes it back."""

        def changed(profile: Profile) -> dict[str, Any]:
            others = {key: day for key, day in profile.complete.items() if key != account}
            return {"complete": others if through is None else others | {account: through}}

        detail = {"through": None if through is None else through.isoformat()}
        return self._change("set_tax_complete", account, detail, changed, actor)

    def set_reported(self, account: str, *, is_reported: bool, actor: str = "user") -> Profile:
        """Say whether a broker reports the sales of an account (its id) on Form 1099-B or 1099-DA."""

        def changed(profile: Profile) -> dict[str, Any]:
            others = tuple(one for one in profile.reported if one != account)
            return {"reported": (*others, account) if is_reported else others}

        detail = {"is_reported": is_reported}
        return self._change("set_tax_reported", account, detail, changed, actor)

    def set_method(
        self, account: str, method: LotMethod | None, since: date, evidence: str = "", *, actor: str = "user"
    ) -> Profile:
        """Let sales of an account (its id) or of all take lots by a method from a day on; None takes it back.

        Raises InvalidInputError for a day in a filed year, and where there is nothing to take back.
        """

        def changed(profile: Profile) -> dict[str, Any]:
            _refuse_closed(profile, since)
            kept = [item for item in profile.methods if (item.account, item.effective) != (account, since)]
            if method is not None:
                kept.append(Instruction(method, account, since, evidence.strip()))
            elif len(kept) == len(profile.methods):
                raise InvalidInputError(f"No instruction begins on {since}, so none can be taken back.")
            return {"methods": tuple(kept)}

        told = None if method is None else method.value
        detail = {"method": told, "since": since.isoformat(), "evidence": evidence}
        return self._change(SET_METHOD, account, detail, changed, actor)

    def methods(self) -> tuple[StandingMethod, ...]:
        """The standing instructions, with when and through what each was given."""
        with self._database.read() as connection:
            profile, _ = read_profile(connection)
            noted = records.audited(connection, SET_METHOD)
        zone = ZoneInfo(profile.exchange_zone)
        given = {
            (row.object, date.fromisoformat(row.detail["since"])): Given(row.time.astimezone(zone), row.actor)
            for row in noted
        }
        return standing_methods(profile.methods, given)

    def close(
        self, year: int, digest: str, sums: Mapping[str, str | int] | None = None, *, actor: str = "user"
    ) -> Profile:
        """Note that a year was filed, with the hash of its rows and their *sums*; methods in it stay."""

        def changed(profile: Profile) -> dict[str, Any]:
            return {"closed": profile.closed | {year: digest}}

        detail = {"rows_sha256": digest, **(sums or {})}
        return self._change(CLOSE_YEAR, str(year), detail, changed, actor)

    def reopen(self, year: int, *, actor: str = "user") -> Profile:
        """Take back that a year was filed; raises InvalidInputError where nobody said so."""

        def changed(profile: Profile) -> dict[str, Any]:
            if year not in profile.closed:
                raise InvalidInputError(f"The year {year} is open, so it cannot be opened again.")
            return {"closed": {one: digest for one, digest in profile.closed.items() if one != year}}

        return self._change("reopen_tax_year", str(year), {}, changed, actor)

    def _change(
        self,
        action: str,
        subject: str,
        detail: dict[str, Any],
        changed: Callable[[Profile], dict[str, Any]],
        actor: str,
    ) -> Profile:
        with self._database.begin() as connection:
            tax_profile.lock_profile(connection)
            before, version = read_profile(connection)
            after = _valid(before.model_dump() | changed(before))
            tax_profile.write_profile(connection, after.model_dump(mode="json"), version + 1)
            records.audit(connection, actor, action, subject, _plain(after, detail))
        return after


def read_profile(connection: Connection) -> tuple[Profile, int]:
    """The profile and its version; accounts that are gone are forgotten."""
    said, version = tax_profile.read_profile(connection)
    profile = Profile.model_validate(said)
    here = {str(account.id) for account in accounts_table.all_accounts(connection)} | {EVERY_ACCOUNT}
    return profile.model_copy(
        update={
            "owners": {key: owner for key, owner in profile.owners.items() if key in here},
            "complete": {key: day for key, day in profile.complete.items() if key in here},
            "reported": tuple(key for key in profile.reported if key in here),
            "methods": tuple(item for item in profile.methods if item.account in here),
            "classes": tuple(item for item in profile.classes if item.account in here),
        }
    ), version


def _override(
    symbol: str, tax_class: TaxClass, account: str, contract_size: Decimal | str | None
) -> Override:
    try:
        return Override(symbol=symbol, tax_class=tax_class, account=account, contract_size=contract_size)
    except ValidationError as error:
        raise InvalidInputError(f"{contract_size!r} is no contract size; write one such as 100.") from error


def _refuse_closed(profile: Profile, since: date) -> None:
    last = max(profile.closed, default=0)
    if since.year <= last:
        raise InvalidInputError(
            f"The year {last} is closed, and its lots stay as they were filed; a method can begin on"
            f" {last + 1}-01-01 at the earliest."
        )


def _valid(values: dict[str, Any]) -> Profile:
    try:
        return Profile.model_validate(values)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"]))
        if first["type"].startswith("date"):
            raise InvalidInputError(f"{place} takes a day; write it as 2025-01-31.") from error
        raise InvalidInputError(
            f"{place} is not right: {first['msg'].removeprefix('Value error, ')}."
        ) from error


def _plain(profile: Profile, detail: dict[str, Any]) -> dict[str, Any]:
    """The detail as JSON has it, with what the profile made of the values."""
    told = profile.model_dump(mode="json")
    return {name: told.get(name, value) for name, value in detail.items()}

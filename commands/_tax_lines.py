"""Lines that `tax show` prints for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from services.tax.profile import Profile
    from services.tax.year import TaxYear


def profile_lines(profile: Profile, names: dict[str, str]) -> list[str]:
    """The taxpayer's profile."""
    said = profile.model_dump(mode="json")
    plain = [f"{name} = {value}" for name, value in said.items() if not isinstance(value, list | dict)]
    owners = [f"owner of {names[key]} = {owner}" for key, owner in profile.owners.items()]
    methods = [
        f"method of {names.get(item.account, 'every account')} = {item.method} from {item.effective}"
        for item in profile.methods
    ]
    classes = [
        f"class of {item.symbol} = {item.tax_class} in {names.get(item.account, 'every account')}"
        for item in profile.classes
    ]
    reported = [f"a broker reports = {names[key]}" for key in profile.reported]
    complete = [f"complete = {names[key]} through {day}" for key, day in profile.complete.items()]
    closed = [f"closed = {year}" for year in sorted(profile.closed)]
    return [*plain, *owners, *methods, *classes, *reported, *complete, *closed]


def year_lines(found: TaxYear) -> list[str]:
    """What a year comes to."""
    lines = [
        f"{name}: {text}" for name, text in (*found.statement, *(("Note", one) for one in found.warnings))
    ]
    lines += [f"{one.tax_class}: {one.trades} trades, {one.result:.2f} USD" for one in found.classes]
    lines += [f"{step.label}: {step.amount:.2f} USD" for step in found.bridge]
    lines += [
        f"Form 1099, {one.account} {one.symbol} {one.sold}: {one.verdict}, proceeds {one.proceeds:.2f} and"
        f" {one.their_proceeds:.2f}"
        for one in found.compared
        if one.verdict != "the same"
    ]
    lines += [f"Decide {one.symbol} of {one.account}: {one.reason}" for one in found.decisions]
    return lines

"""The cards of `/tax` in which the taxpayer says something: lot methods, accounts, elections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from components.card import card
from components.tax_accounts import accounts_form
from components.tax_decisions import chosen_classes
from components.tax_methods import method_form, methods_list
from components.tax_profile import profile_form
from dashboard.context import services

if TYPE_CHECKING:
    from dash.development.base_component import Component

NOTE = "counts at once, and is in the audit log"


def methods_card() -> Component:
    """Standing lot instructions, and the fields that give one more."""
    accounts = real_accounts()
    given = methods_list(services().tax_profiles.methods(), accounts)
    return card("Lot methods", given, method_form(accounts), note="standing instructions, each from a day on")


def accounts_cards() -> list[Component]:
    """What each real account is for taxes, where there is one."""
    profile, _ = services().tax_profiles.read()
    accounts = real_accounts()
    if not accounts:
        return []
    form = accounts_form(profile, accounts, services().tax_years.last_days())
    return [card("Your accounts", form, note=NOTE)]


def decided_cards() -> list[Component]:
    """What symbols are by the taxpayer's word, where anything was said."""
    profile, _ = services().tax_profiles.read()
    if not profile.classes:
        return []
    names = {str(one.id): one.name for one in services().performance.accounts()}
    return [card("Classes that you chose", chosen_classes(profile.classes, names), note=NOTE)]


def profile_card() -> Component:
    """Elections and treatments."""
    profile, _ = services().tax_profiles.read()
    return card("What you say", profile_form(profile), note=NOTE)


def real_accounts() -> dict[str, str]:
    """Names of accounts by id, without demo accounts."""
    return {str(one.id): one.name for one in services().performance.accounts() if not one.is_demo}

"""Rule sets as data: those that come with the product, and what a malformed one is told."""

from __future__ import annotations

from datetime import time
from decimal import Decimal

import pytest

from services.errors import InvalidInputError, NotFoundError
from services.prop_firm.library import find_rules, library, read_rules
from services.prop_firm.rules import DailyLoss, Limit, RuleSet, rule_set_of

GOOD = """
name: mine
label: Mine
currency: EUR
initial_balance: 10000
reset: {at: "17:00", zone: America/New_York}
daily_loss: {amount: 500}
"""


@pytest.mark.parametrize("rules", library(), ids=lambda rules: rules.name)
def test_every_rule_set_of_ours_survives_being_stored(rules: RuleSet) -> None:
    assert rule_set_of(rules.model_dump(mode="json")) == rules
    assert find_rules(rules.name) is rules


def test_an_unknown_rule_set_is_said() -> None:
    with pytest.raises(NotFoundError, match="no-such-set"):
        find_rules("no-such-set")


def test_a_rule_set_of_ones_own_is_read() -> None:
    rules = read_rules(GOOD)
    assert rules.daily_loss is not None
    assert rules.daily_loss.money(rules.initial_balance) == 500
    assert rules.max_loss is None


def test_a_fraction_is_of_the_initial_balance() -> None:
    assert Limit(fraction=Decimal("0.05")).money(Decimal(200_000)) == 10_000


def test_times_and_numbers_are_read_as_they_are_written() -> None:
    rules = read_rules(GOOD.replace('"17:00"', "17:00").replace("500", "5_00.05"))
    assert (rules.reset.at, rules.daily_loss) == (time(17), DailyLoss(amount=Decimal("500.05")))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("daily_loss: {amount: 500}\nhedging: no", "hedging is nothing that a rule set has"),
        (
            "daily_loss: {amount: 500, fraction: 0.05}",
            "daily_loss needs either amount or fraction, and not both",
        ),
        ("daily_loss: {}", "daily_loss needs either amount or fraction, and not both"),
        ("daily_loss: 500", "daily_loss needs fields in braces, such as {amount: 500}"),
        ("daily_loss: {amount: -5}", "daily_loss.amount must be more than 0"),
        ("daily_loss: {amount: five}", "daily_loss.amount must be a number"),
        ("daily_loss: {amount: .nan}", "daily_loss.amount must be a number"),
        ("daily_loss: {amount: 1e400}", "daily_loss.amount must be at most 1000000000000"),
        ("daily_loss: {fraction: 5}", "daily_loss.fraction must be at most 1"),
        ("daily_loss: {amount: 10001}", "daily_loss is more than the initial balance"),
        ("initial_balance: -1", "initial_balance must be more than 0"),
        ('reset: {at: "25:00", zone: UTC}', "reset.at must be a time of the zone such as 17:00"),
        ('reset: {at: "17:00+02:00", zone: UTC}', "reset.at must be a time of the zone such as 17:00"),
        ("reset: {at: 5, zone: UTC}", "reset.at must be a time of the zone such as 17:00"),
        ('reset: {at: "00:00", zone: Mars/Olympus}', "reset.zone 'Mars/Olympus' is not a time zone"),
        ('reset: {at: "00:00"}', "reset.zone is missing"),
        (
            "max_loss: {amount: 1, trail: sideways}",
            "max_loss.trail must be 'static', 'trailing' or 'end_of_day'",
        ),
        ("max_loss: {amount: 1, locks_at: 10000}", "max_loss.locks_at is for a floor that moves"),
        (
            "max_loss: {amount: 1000, trail: trailing, locks_at: 8999}",
            "max_loss.locks_at is below the floor that the account begins with",
        ),
        ("minimum_days: {count: 0}", "minimum_days.count must be at least 1"),
        ("minimum_days: {count: 1.5}", "minimum_days.count must be a whole number"),
        ("consistency: 50", "consistency must be at most 1"),
        ("max_lots: -1", "max_lots must be more than 0"),
        ("name: Bad Name", "name may have a-z, 0-9 and - only"),
        ("currency: usd", "currency must be a code such as USD"),
        ("label: ''", "label must not be empty"),
        ("daily_loss: null", "it has no rule; it needs one of daily_loss, max_loss"),
        ("daily_loss: [", "no YAML at line"),
        ("daily_loss: {amount: 5}\ndaily_loss: {amount: 6}", "has 'daily_loss' twice, again at line 7"),
    ],
)
def test_a_malformed_rule_set_is_told_in_one_sentence(change: str, sentence: str) -> None:
    key = change.partition(":")[0]
    lines = [line for line in GOOD.strip().splitlines() if not line.startswith(f"{key}:")]
    with pytest.raises(InvalidInputError) as told:
        read_rules("\n".join([*lines, change]))
    assert sentence in str(told.value)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("name", ["name", "label", "currency", "initial_balance", "reset"])
def test_a_missing_field_is_named(name: str) -> None:
    lines = [line for line in GOOD.strip().splitlines() if not line.startswith(f"{name}:")]
    with pytest.raises(InvalidInputError, match=f"malformed: {name} is missing"):
        read_rules("\n".join(lines))


@pytest.mark.parametrize(
    "text",
    ["", "- 1\n- 2", "just words", "a: !!python/object:os.system x", "x" * 30_000, "[" * 9_000, "{[a]: b}"],
)
def test_what_is_no_rule_set_is_refused(text: str) -> None:
    with pytest.raises(InvalidInputError):
        read_rules(text)

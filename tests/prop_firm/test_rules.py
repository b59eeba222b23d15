"""Rule sets as data: those that come with the product, and what a malformed one is told."""

from __future__ import annotations

from decimal import Decimal

import pytest

from services.errors import InvalidInputError, NotFoundError
from services.prop_firm.library import find_rules, library, read_rules
from services.prop_firm.rules import Limit, RuleSet, rule_set_of

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


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("daily_loss: {amount: 500}\nhedging: no", "hedging"),
        ("daily_loss: {amount: 500, fraction: 0.05}", "either amount or fraction"),
        ("daily_loss: {}", "either amount or fraction"),
        ("daily_loss: {amount: -5}", "daily_loss.amount"),
        ("daily_loss: {fraction: 5}", "daily_loss.fraction"),
        ('reset: {at: "25:00", zone: UTC}', "reset.at"),
        ('reset: {at: "00:00", zone: Mars/Olympus}', "Mars/Olympus"),
        ("max_loss: {amount: 1, trail: sideways}", "max_loss.trail"),
        ("minimum_days: {count: 0}", "minimum_days.count"),
        ("name: Bad Name", "name"),
        ("daily_loss: [", "no YAML at line"),
    ],
)
def test_a_malformed_rule_set_is_told_in_one_sentence(change: str, sentence: str) -> None:
    key = change.partition(":")[0]
    lines = [line for line in GOOD.strip().splitlines() if not line.startswith(f"{key}:")]
    with pytest.raises(InvalidInputError, match=sentence.replace("/", ".")) as told:
        read_rules("\n".join([*lines, change]))
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    "text", ["", "- 1\n- 2", "just words", "a: !!python/object:os.system x", "x" * 30_000]
)
def test_what_is_no_rule_set_is_refused(text: str) -> None:
    with pytest.raises(InvalidInputError):
        read_rules(text)

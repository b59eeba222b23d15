"""Benchmarks: files read strictly, the same file once, and the four metrics beside what was chosen."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.calc.benchmark import Benchmark, growth_beside
from services.calc.beside import Beside
from services.calc.period import Period
from services.calc.return_kernel import DailySeries
from services.close_file import read_closes
from services.compared_beside import compared_beside
from services.errors import InvalidInputError, NotFoundError, UnreadableFileError

if TYPE_CHECKING:
    from services.container import Services

EVERYTHING = Period(None, datetime(2027, 1, 1, tzinfo=UTC))
FOUR = ("alpha", "beta", "correlation_to_benchmark", "information_ratio")
TWO = ((date(2026, 1, 2), 100.5), (date(2026, 1, 5), 101.25))


@pytest.mark.parametrize(
    "text",
    [
        "date,close\n2026-01-02,100.5\n2026-01-05,101.25\n",
        "2026-01-02,100.5\n2026-01-05,101.25",
        "Date;Open;Close\n02.01.2026;1;100,5\n\n05.01.2026;1;101,25\n",
        "Datum\tKurs\n2026-01-05\t101.25\n2026-01-02\t100.5\n",
        'Date,Price\n2026-01-02,"100.5"\n2026-01-05 00:00:00,101.25\n',
        "<DATE>,<OPEN>,<CLOSE>\n2026.01.02,1,100.5\n2026.01.05,1,101.25\n",
    ],
)
def test_headings_delimiters_and_dates_are_understood(text: str) -> None:
    for content in (text.encode(), text.encode("utf-8-sig"), text.encode("utf-16")):
        assert read_closes(content) == TWO


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no rows"),
        ("date,close\n", "no rows"),
        ("2026-01-02,1\n", "one close only"),
        ("2026-01-02,1\n2026-01-02,2\n", "Row 2: 2026-01-02 is there twice"),
        ("2026-01-02,1\n2026-01-05,2\n2026-01-03,3\n", "Row 3: 2026-01-03 stands after 2026-01-05"),
        ("date,close\n2026-01-02,1\n2026-01-03,0\n", "Row 3: a close is more than 0"),
        ("2026-01-02,1\n2026-01-03,-4\n", "Row 2: a close is more than 0"),
        ("2026-01-02,1\n2026-01-03,many\n", "Row 2: 'many' is no number"),
        ("03/04/2026,1\n04/04/2026,1\n", "Row 1: '03/04/2026' could be two days"),
        ("2026-02-30,1\n2026-03-01,1\n", "Row 1: '2026-02-30' is no day"),
        ("date,close\n2026-01-02,100,5\n2026-01-03,101,5\n", "Row 2: it has 3 cells"),
        ("a,b\n1,2\n", "not named"),
        ("2026-01-02,1,2\n2026-01-03,1,2\n", "a date and a close only"),
        ("\0\0", "no text"),
    ],
)
def test_what_is_doubtful_is_refused_in_one_sentence_that_names_the_row(text: str, words: str) -> None:
    with pytest.raises(UnreadableFileError, match=words):
        read_closes(text.encode())


@given(st.binary(max_size=200))
def test_any_bytes_are_closes_or_a_sentence(content: bytes) -> None:
    try:
        rows = read_closes(content)
    except UnreadableFileError:
        return
    assert len(rows) > 1
    assert all(close > 0 for _, close in rows)


def test_the_same_file_again_is_the_series_it_made(services: Services) -> None:
    content = b"2026-01-02,1\n2026-01-05,2\n"
    first = services.benchmarks.add("index.csv", content, "Index")
    assert services.benchmarks.add("other.csv", content, "Other") == first
    assert (first.name, first.days, first.first) == ("Index", 2, date(2026, 1, 2))
    with pytest.raises(InvalidInputError, match="called 'Index' already"):
        services.benchmarks.add("x.csv", b"2026-01-02,1\n2026-01-06,2\n", " index ")
    assert services.benchmarks.add("third.csv", b"2026-01-02,1\n2026-01-07,2\n").name == "third"
    services.benchmarks.remove(first.id)
    assert [series.name for series in services.benchmarks.all()] == ["third"]
    with pytest.raises(NotFoundError):
        services.benchmarks.remove(first.id)


def test_the_four_metrics_have_values_beside_a_benchmark_and_a_reason_without(
    demo_services: Services,
) -> None:
    performance = demo_services.performance
    one, two = (account.id for account in performance.accounts()[:2])
    alone = {value.metric.name: value for value in performance.metrics(one, EVERYTHING)}
    assert {alone[name].reason for name in FOUR} == {"No benchmark is chosen."}
    chosen = demo_services.benchmarks.choose(f"account:{two}", [one], "UTC")
    assert chosen.currency == performance.record(two).account.currency
    beside = Beside(benchmark=chosen.benchmark)
    found = {value.metric.name: value for value in performance.metrics(one, EVERYTHING, beside=beside)}
    assert all(found[name].is_defined and found[name].n > 20 for name in FOUR)
    whole = demo_services.combining.together((), EVERYTHING, "USD", beside=beside)
    assert all(value.is_defined for value in whole.net if value.metric.name in FOUR)


def test_a_series_that_is_the_account_times_two_has_beta_one_half(demo_services: Services) -> None:
    performance = demo_services.performance
    account = performance.accounts()[1]
    days = performance.days(account.id, EVERYTHING, "UTC")
    close = 100 * np.cumprod(np.r_[1.0, 1 + 2 * days.returns])
    first = days.day[0] - 1
    rows = zip([first, *days.day], close, strict=True)
    content = "\n".join(f"{day},{price!r}" for day, price in ((day, float(price)) for day, price in rows))
    demo_services.benchmarks.add("double.csv", content.encode())
    chosen = demo_services.benchmarks.choose("series:double", [account.id], "UTC")
    values = performance.metrics(
        account.id, EVERYTHING, zone="UTC", beside=Beside(benchmark=chosen.benchmark)
    )
    numbers = {value.metric.name: value.value for value in values}
    assert numbers["beta"] == pytest.approx(0.5)
    assert numbers["alpha"] == pytest.approx(0, abs=1e-9)
    assert numbers["correlation_to_benchmark"] == pytest.approx(1)


@pytest.mark.parametrize("text", ["", "account:", "index:x", "momentum", "series"])
def test_what_is_no_benchmark_is_told(services: Services, text: str) -> None:
    with pytest.raises(InvalidInputError, match="is no benchmark"):
        services.benchmarks.choose(text, [], "UTC")


def test_an_account_or_a_group_is_not_its_own_benchmark(demo_services: Services) -> None:
    one, two, _ = (account.id for account in demo_services.performance.accounts())
    group = demo_services.groups.make("Both", [one, two])
    for text, accounts in ((f"account:{one}", [one]), ("group:both", [two, one])):
        with pytest.raises(InvalidInputError, match="cannot be its own benchmark"):
            demo_services.benchmarks.choose(text, accounts, "UTC")
    chosen = demo_services.benchmarks.choose(f"group:{group.id}", [one], "UTC")
    assert (chosen.name, chosen.benchmark.day.size > 100) == ("Both", True)
    with pytest.raises(NotFoundError):
        demo_services.benchmarks.choose("series:nothing", [one], "UTC")


def test_growth_beside_counts_only_the_days_both_have() -> None:
    day = np.arange("2026-01-05", "2026-01-09", dtype="datetime64[D]")
    ours = DailySeries(day, np.array([0.1, 0.2, np.nan, 0.0]), np.zeros(4), 252)
    found = growth_beside(ours, Benchmark("x", day[1:], np.array([0.5, 0.1, -0.5])))
    assert found.day.tolist() == [day[1], day[3]]
    assert found.account == pytest.approx([1.2, 1.2])
    assert found.benchmark == pytest.approx([1.5, 0.75])
    assert found.excess == pytest.approx(0.45)
    nothing = growth_beside(ours, Benchmark("x", day[:0], np.zeros(0)))
    assert np.isnan(nothing.excess)


def test_compared_accounts_are_laid_beside_a_benchmark(demo_services: Services) -> None:
    found = demo_services.comparing.compare((), EVERYTHING)
    first = found.ranked[0].account
    chosen = demo_services.benchmarks.choose(f"account:{first.id}", (), found.terms.zone)
    laid = compared_beside(found, chosen)
    assert laid.figures[first.id]["beta"] == pytest.approx(1)
    assert laid.index[-1] == pytest.approx(found.ranked[0].index[-1], rel=1e-6)
    assert laid.days == found.day.size

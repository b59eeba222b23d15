"""The panels of an account's page: one entry each, what it asks for and what shows it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from components.breakdown_panel import breakdown_panel
from components.distribution_panel import distribution_panel
from components.drawdown_panel import drawdown_panel
from components.outlook_panel import HORIZONS, outlook_panel
from components.panel import Options, panel_card, panel_choice
from components.prop_lots import lots_form
from components.prop_panel import prop_panel
from components.risk_panel import risk_panel
from components.rolling_panel import rolling_panel
from components.states import nothing_here
from components.streak_panel import streak_panel
from dashboard.context import services
from dashboard.report_query import file_address
from dashboard.theme import look
from services.breakdowns import breakdowns
from services.calc.monte_carlo import Horizon
from services.errors import ServiceError
from services.insight_answers import ResultUnit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from uuid import UUID

    from dash.development.base_component import Component

    from dashboard.query import Query
    from services.calc.period import Period
    from services.model import Account


@dataclass(frozen=True, slots=True)
class Asked:
    """What a panel is about: an account, the address's state, and what was chosen in the panel."""

    account: Account
    query: Query
    choice: str

    @property
    def about(self) -> tuple[UUID, Period, str | None]:
        """Account, period and zone, as the services take them."""
        zone = services().performance.zone_of([self.account], self.query.zone)
        return self.account.id, self.query.stretch(zone), self.query.zone

    @property
    def trades(self) -> str:
        """The address of the trades it is made of."""
        return replace(self.query, accounts=(str(self.account.id),)).href("/trades")


@dataclass(frozen=True, slots=True)
class Panel:
    """A panel: its place and meaning, what shows it, what may be chosen; a `part` of `report` is its file."""

    name: str
    title: str
    meaning: str
    section: str
    show: Callable[[Asked], Component]
    size: str
    part: str
    report: str = "insight"
    parameter: str = ""
    options: Callable[[], Options] = tuple
    chosen: str = ""

    def card(self, values: Mapping[str, object]) -> Component:
        """Its card before it is filled, with what the address *values* choose."""
        options, wanted = self.options(), values.get(self.parameter)
        chosen = str(wanted) if wanted in [value for value, _ in options] else self.chosen
        choice = panel_choice(self.name, f"{self.title}: {self.parameter}", self.parameter, options, chosen)
        return panel_card(self.name, self.title, self.meaning, size=self.size, choice=choice)


def _breakdown(asked: Asked) -> Component:
    account_id, period, zone = asked.about
    return breakdown_panel(services().insight.breakdown(account_id, asked.choice, period, zone), asked.trades)


def _breakdown_options() -> Options:
    return tuple((item.name, item.label) for item in breakdowns())


def _rules(asked: Asked) -> Component:
    account, firms = asked.account, services().prop_firms
    zone = services().performance.zone_of([account], asked.query.zone)
    standings = firms.standings(account.id)
    held = [position.symbol for position in services().performance.record(account.id).positions]
    what_if = lots_form(account, services().prop_lots.symbols(account), held)
    return prop_panel(account, standings, firms.offered(account, standings), zone, what_if)


SECTIONS = (
    ("results", "Results"),
    ("risk", "Risk"),
    ("rules", "Rules"),
    ("behavior", "Behavior"),
    ("metrics", "Metrics"),
    ("ledger", "Ledger"),
)
PANELS = (
    Panel(
        "distribution",
        "Distribution of trades",
        "How often results of each size came, after costs; zero is always an edge between two bars.",
        "results",
        lambda asked: distribution_panel(services().insight.distribution(*asked.about, asked.choice), look()),
        part="distribution",
        size="chart",
        parameter="unit",
        options=lambda: ((ResultUnit.MONEY.value, "Money"), (ResultUnit.R.value, "R")),
        chosen=ResultUnit.MONEY.value,
    ),
    Panel(
        "breakdown",
        "Where it came from",
        "The closed trades of the period, told apart; every table adds up to the account's net profit.",
        "results",
        _breakdown,
        size="chart",
        parameter="by",
        options=_breakdown_options,
        chosen="symbol",
        part="breakdown",
    ),
    Panel(
        "drawdowns",
        "Ten deepest drawdowns",
        "Falls of the flow-neutral index from a peak until it was reached again; the number of a row shows"
        " its days on the curve above.",
        "risk",
        lambda asked: drawdown_panel(services().insight.drawdowns(*asked.about)),
        size="table",
        part="drawdowns",
    ),
    Panel(
        "rolling",
        "Rolling Sharpe and volatility",
        "Each day's figure is that of the 63 days up to it, annualised: whether the edge is still there.",
        "risk",
        lambda asked: rolling_panel(services().insight.rolling(*asked.about), look()),
        part="rolling",
        size="table",
    ),
    Panel(
        "outlook",
        "Monte Carlo",
        "The account's own daily returns drawn again in blocks, 2,000 times: what chance could make of the"
        " same way to trade. It is no forecast.",
        "outlook",
        lambda asked: outlook_panel(services().insight.outlook(*asked.about, asked.choice), look()),
        part="monte_carlo.ladder",
        size="outlook",
        parameter="horizon",
        options=lambda: HORIZONS,
        chosen=Horizon.QUARTER.value,
    ),
    Panel(
        "rules",
        "Rules of proprietary trading firms",
        "The account's whole history, whatever period is chosen, told as if it had begun with the rules'"
        " initial balance; deposits and payouts move nothing. A breach stays one.",
        "rules",
        _rules,
        size="rules",
        part="rules",
        report="prop_firm",
    ),
    Panel(
        "hidden-risk",
        "Hidden risk",
        "What closed trades do not show: losses held open, entries that added to them, lots that grew.",
        "behavior",
        lambda asked: risk_panel(services().insight.hidden_risk(*asked.about)),
        part="hidden_risk",
        size="facts",
    ),
    Panel(
        "streaks",
        "Streaks",
        "Wins and losses in a row, in the order the trades were closed, beside what a random order of the"
        " same trades would have.",
        "behavior",
        lambda asked: streak_panel(services().insight.streaks(*asked.about), look()),
        part="streaks.streak_figures",
        size="facts",
    ),
)


def panel_cards(section: str, values: Mapping[str, object]) -> list[Component]:
    """The cards of a section, to be filled."""
    return [panel.card(values) for panel in PANELS if panel.section == section]


def panel_body(name: str, asked: Asked) -> Component:
    """What a panel shows; a failure of its service is a sentence in its place."""
    try:
        return _panel(name).show(asked)
    except ServiceError as error:
        return nothing_here(str(error), "exclamation-octagon")


def panel_file(name: str, asked: Asked) -> str:
    """Where the file of what a panel shows is described."""
    panel = _panel(name)
    own = replace(asked.query, accounts=(str(asked.account.id),), group=None, currency=None)
    options = {panel.parameter: asked.choice} if panel.parameter else {}
    return file_address(own, panel.report, part=panel.part, **options)


def _panel(name: str) -> Panel:
    return next(panel for panel in PANELS if panel.name == name)

"""A callback that answers 4,000 points: as a plain value, beside a figure object of the library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import plotly.graph_objects as go
from dash import Dash, Input, Output, dcc, html

from benchmarks._charts_race import equity
from benchmarks._figure import Figure
from benchmarks._metrics_race import cpu_of, race
from components.figure import axis, layout, milliseconds, typed
from dashboard.theme import look_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient

POINTS, CALLS = 4_000, 20
FASTER = 2.5


def callback() -> list[Figure]:
    """CPU time of a callback either way, over Dash and its serializer, without a browser."""
    time, values = equity(POINTS)
    look = look_of("light")

    def plain() -> dict[str, Any]:
        trace = {"type": "scatter", "mode": "lines", "x": milliseconds(time), "y": typed(values)}
        return {"data": [trace], "layout": layout(look, xaxis=axis(look, type="date"), yaxis=axis(look))}

    def objects() -> go.Figure:
        figure = go.Figure(layout=layout(look, xaxis=axis(look, type="date"), yaxis=axis(look)))
        figure.add_trace(go.Scatter(x=time, y=values, mode="lines"))
        return figure

    seconds = race({"plain": _runner(plain), "objects": _runner(objects)})
    return [
        Figure("figure callback, plain value", 1e6 * seconds["plain"] / CALLS, "µs"),
        Figure("figure callback, go.Figure", 1e6 * seconds["objects"] / CALLS, "µs"),
        Figure("faster than go.Figure", seconds["objects"] / seconds["plain"], "×", least=FASTER),
    ]


def _runner(make: Callable[[], object]) -> Callable[[], float]:
    """CPU seconds of some calls of a Dash application whose one callback answers the figure."""
    app = Dash(__name__)
    app.layout = html.Div([dcc.Graph(id="graph"), html.Button(id="button")])

    @app.callback(Output("graph", "figure"), Input("button", "n_clicks"))
    def show(_: int | None) -> object:
        """The figure."""
        return make()

    client, body = app.server.test_client(), _body()
    return lambda: cpu_of(lambda: _call(client, body))


def _call(client: FlaskClient, body: dict[str, Any]) -> None:
    for _ in range(CALLS):
        response = client.post("/_dash-update-component", json=body)
        if response.status_code != 200:
            raise RuntimeError(response.get_data(as_text=True))


def _body() -> dict[str, Any]:
    return {
        "output": "graph.figure",
        "outputs": {"id": "graph", "property": "figure"},
        "inputs": [{"id": "button", "property": "n_clicks", "value": 1}],
        "changedPropIds": ["button.n_clicks"],
    }

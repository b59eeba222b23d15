// The equity line: what the server recorded, and a point for what the stream says, as often as a pixel is wide.
(function () {
  "use strict";
  const tracker = window.tracker;
  const format = tracker.format;
  const store = tracker.store;
  const live = tracker.live;
  const POINTS = 900;
  const MOST = 4000;
  const GAP = 150000;
  let start = null;
  let lines = [];
  let beginning = 0;
  let drawnAs = "";

  function totals(of) {
    return of ? of.total : 0;
  }

  tracker.beginChart = function (given) {
    start = given;
    beginning = given.lines.length ? given.lines[0].time[0] : given.timestamp;
    lines = given.lines.map(function (line) {
      const of = line.account ? store.account(line.account) : null;
      const last = line.value[line.value.length - 1] || 0;
      return {
        account: line.account, currency: line.currency, name: line.name, x: line.time.slice(), y: line.value.slice(),
        last: last, total: totals(of), capital: of ? of.equity / (1 + last) : 0,
      };
    });
    drawnAs = "";
  };

  function value(line) {
    if (!line.account) {
      const sum = tracker.added(tracker.shown(), line.currency);
      return sum ? sum.equity / 10 ** sum.entry.digits : null;
    }
    const of = store.account(line.account);
    return of && line.capital > 0 ? line.last + (of.total - line.total) / line.capital : null;
  }

  function digits() {
    return store.state.directory.get(tracker.shown()[0])?.digits ?? 2;
  }

  function told(line, y) {
    if (!line.currency) {
      return format.fraction(y, 2, true);
    }
    return format.money(y === null ? null : Math.round(y * 10 ** digits()), digits(), false) + " " + line.currency;
  }

  // The newest point; one that lies too near to the one before takes its place.
  function grow(line, now, gap) {
    const y = value(line);
    if (y === null) {
      return;
    }
    if (now - line.x[line.x.length - 1] > Math.max(GAP, 3 * gap)) {
      line.x.push(now);
      line.y.push(null); // nobody knows what it was
    }
    const at = line.x.length;
    const isNear = at > 1 && now - line.x[at - 2] < gap;
    line.x[isNear ? at - 1 : at] = now;
    line.y[isNear ? at - 1 : at] = y;
    const first = now - (start.window || Infinity);
    const old = line.x.findIndex(function (x) { return x >= first; });
    const surplus = Math.max(old - 1, line.x.length - MOST);
    if (surplus > 0) {
      line.x.splice(0, surplus);
      line.y.splice(0, surplus);
    }
  }

  function caption(graph) {
    const box = graph.closest("figure")?.querySelector("figcaption");
    const line = lines[0];
    if (!box || !line.currency) {
      return;
    }
    const known = line.y.filter(function (y) { return y !== null; });
    const since = new Date(line.x[0] + start.offset).toLocaleString("en-GB", {
      day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", timeZone: "UTC",
    }).replace(",", "");
    const text = "Equity since " + since + " " + start.zone + ": from " + told(line, known[0]) + " to "
      + told(line, known[known.length - 1]) + ", lowest " + told(line, Math.min(...known)) + ", highest "
      + told(line, Math.max(...known)) + ".";
    tracker.write(box, text);
    graph.closest("[role=img]")?.setAttribute("aria-label", text);
  }

  function draw(graph, now) {
    const from = start.window ? now - start.window : beginning;
    const shape = {
      x: lines.map(function (line) { return line.x.map(function (x) { return x + start.offset; }); }),
      y: lines.map(function (line) { return line.y; }),
      customdata: lines.map(function (line) { return line.y.map(function (y) { return told(line, y); }); }),
    };
    const range = [from, now + (now - from) * 0.01].map(function (x) {
      return new Date(x + start.offset).toISOString().replace("Z", "");
    });
    const frame = { "xaxis.type": "date", "xaxis.range": range };
    if (lines[0].currency) {
      frame["yaxis.showticklabels"] = !format.isHidden();
    }
    window.Plotly.update(graph, shape, frame);
    caption(graph);
  }

  tracker.growChart = function () {
    const graph = document.querySelector("#live-page .js-plotly-plot");
    if (!graph || !graph.data || !window.Plotly || !start || !lines.length || graph.data.length !== lines.length) {
      return;
    }
    const now = Math.floor(live.now);
    const second = Math.floor(now / 1000) + " " + format.isHidden() + " " + document.documentElement.dataset.bsTheme;
    if (second === drawnAs || !live.isConnected) {
      return;
    }
    drawnAs = second;
    const span = start.window || now - beginning;
    lines.forEach(function (line) { grow(line, now, span / POINTS); });
    draw(graph, now);
  };
})();

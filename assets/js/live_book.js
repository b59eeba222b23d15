// The newest state of every account, kept by the frames of the stream; views ask it and learn what changed.
(function () {
  "use strict";
  const MOST_TRADES = 20;
  const MOST_ALERTS = 20;

  function empty() {
    return {
      ids: [], places: new Map(), directory: new Map(), data: {}, positions: new Map(), trades: [], alerts: [],
      market: null, time: 0, isKnown: false, isStreamed: false,
    };
  }

  let state = empty();
  let changed = { all: false, accounts: new Set(), positions: new Set(), lists: false };
  const heard = [];

  function touch(id) {
    changed.accounts.add(id);
  }

  function told(kind, frame) {
    heard.forEach(function (listener) { listener(kind, frame); });
  }

  function rowsOf(rows) {
    return new Map(rows.map(function (row) { return [row.position_id, row]; }));
  }

  function adopt(frame) {
    const before = state;
    state = empty();
    state.trades = before.trades;
    state.alerts = before.alerts;
    state.market = frame.market || before.market;
    state.ids = frame.accounts;
    state.time = frame.timestamp;
    state.isKnown = true;
    state.isStreamed = frame.type === "snapshot";
    state.data = frame.data;
    frame.accounts.forEach(function (id, place) { state.places.set(id, place); });
    frame.directory.forEach(function (entry) { state.directory.set(entry.id, entry); });
    Object.entries(frame.positions || {}).forEach(function ([id, rows]) { state.positions.set(id, rowsOf(rows)); });
    changed.all = true;
    if (before.isStreamed && before.ids.join() !== state.ids.join()) {
      told("accounts", frame);
    }
    (frame.events || []).forEach(function (event) {
      if (event.type === "trade_closed" || event.type === "alert") {
        happen(event);
      }
    });
  }

  function update(frame) {
    if (frame.quote_time && state.market) {
      state.market.quote_time = frame.quote_time;
    }
    Object.entries(frame.data).forEach(function ([name, [places, values]]) {
      places.forEach(function (place, at) {
        state.data[name][place] = values[at];
        touch(state.ids[place]);
      });
      if (name === "balance" || name === "day_base") {
        told("booked", { accounts: places.map(function (place) { return state.ids[place]; }) });
      }
    });
    (frame.ticks || []).forEach(function ([place, position, price, profit]) {
      const row = state.positions.get(state.ids[place])?.get(position);
      if (row) {
        row.price_current = price;
        row.profit = profit;
        changed.positions.add(state.ids[place]);
      }
    });
  }

  function happen(frame) {
    const id = frame.account_id;
    if (frame.type === "position_update") {
      const held = state.positions.get(id) || new Map();
      state.positions.set(id, held);
      [].concat(frame.data.opened || [], frame.data.changed || []).forEach(function (row) {
        held.set(row.position_id, row);
      });
      (frame.data.closed || []).forEach(function (position) { held.delete(position); });
      changed.positions.add(id);
      told("booked", { accounts: [id] });
    } else if (frame.type === "trade_closed") {
      addTrade(Object.assign({ account_id: id }, frame.data));
      told("booked", { accounts: [id] });
      told("trade", frame);
    } else if (frame.type === "alert") {
      state.alerts.unshift(Object.assign({ account_id: id, time: frame.timestamp }, frame.data));
      state.alerts.length = Math.min(state.alerts.length, MOST_ALERTS);
      changed.lists = true;
      told("alert", frame);
    } else if (frame.type === "export") {
      told("export", frame);
    } else if (frame.type === "prop_update") {
      told("rules", frame);
    } else if (frame.type === "market") {
      state.market = frame.data;
      changed.all = true; // every account's state may be another one
    }
  }

  function key(trade) {
    return [trade.account_id, trade.position_id, trade.exit_time].join(" ");
  }

  function addTrade(trade) {
    if (!state.trades.some(function (known) { return key(known) === key(trade); })) {
      state.trades.unshift(trade);
      state.trades.sort(function (one, two) { return Date.parse(two.exit_time) - Date.parse(one.exit_time); });
      state.trades.length = Math.min(state.trades.length, MOST_TRADES);
      changed.lists = true;
    }
  }

  // What a page brought along; the trades are always of use, the rest until the stream knows better.
  function begin(start, isStreaming) {
    if (!isStreaming) {
      adopt(Object.assign({}, start, { market: state.market }));
    }
    start.trades.forEach(addTrade);
    changed.all = true;
    changed.lists = true;
  }

  function apply(frame) {
    if (frame.type === "snapshot") {
      adopt(frame);
    } else if (state.isKnown && frame.type === "pnl_update") {
      update(frame);
    } else if (state.isKnown) {
      happen(frame);
    }
    if (frame.market) {
      state.market = frame.market;
    }
    state.time = Math.max(state.time, frame.timestamp || 0);
  }

  function account(id) {
    const place = state.places.get(id);
    if (place === undefined) {
      return null;
    }
    const of = function (name) { return state.data[name][place]; };
    const equity = of("balance") + of("credit") + of("unrealized_pnl");
    return {
      id: id, entry: state.directory.get(id), balance: of("balance"), credit: of("credit"), equity: equity,
      floating: of("unrealized_pnl"), total: of("realized_pnl") + of("unrealized_pnl"),
      realized_today: of("realized_today"), week: of("realized_week"), month: of("realized_month"),
      today: equity - of("day_base"), day_base: of("day_base"), margin: of("margin"),
      open: of("open_positions"), stale: of("stale"),
    };
  }

  window.tracker.store = {
    apply: apply,
    begin: begin,
    account: account,
    on: function (listener) { heard.push(listener); },
    get state() { return state; },
    // What changed since the last call.
    take: function () {
      const found = changed;
      changed = { all: false, accounts: new Set(), positions: new Set(), lists: false };
      return found;
    },
    // Look at everything again: another page, or amounts are hidden or shown.
    renew: function () {
      changed.all = true;
      changed.lists = true;
    },
  };
})();

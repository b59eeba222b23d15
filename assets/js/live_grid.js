// The grid of open positions: a row for each, written in place; nothing moves under the pointer or the focus.
(function () {
  "use strict";
  const tracker = window.tracker;
  const format = tracker.format;
  const store = tracker.store;
  const live = tracker.live;
  const MOST = 300;
  const CLOSED = 6000;
  const columns = [
    ["symbol", "strong"], ["account", "muted wide-only"], ["side", ""], ["volume", "number wide-only"],
    ["price_open", "number wide-only"], ["price_current", "number"], ["profit", "number last-phone"],
    ["swap", "number wide-only muted"], ["time", "number wide-only"],
  ];
  const values = {
    symbol: function (row) { return row.of.symbol; },
    account: function (row) { return row.entry.name; },
    side: function (row) { return row.of.side; },
    volume: function (row) { return Number(row.of.volume); },
    price_open: function (row) { return Number(row.of.price_open); },
    price_current: function (row) { return Number(row.of.price_current || 0); },
    profit: function (row) { return row.of.profit / 10 ** row.entry.digits; },
    swap: function (row) { return row.of.swap / 10 ** row.entry.digits; },
    time: function (row) { return -row.of.time; },
  };
  let body = null;
  let rows = new Map();
  let sort = null;
  let isUntidy = false;

  function cellTexts(row) {
    const of = row.of;
    return {
      symbol: of.symbol,
      account: row.entry.name,
      side: (of.side === "buy" ? "\u25B2 " : "\u25BC ") + of.side,
      volume: format.lots(of.volume),
      price_open: format.price(of.price_open),
      price_current: format.price(of.price_current),
      profit: format.money(of.profit, row.entry.digits, true),
      swap: format.money(of.swap, row.entry.digits, true),
      time: row.isFed() ? format.duration((live.now - of.time) / 1000) : format.NOTHING,
    };
  }

  // A cell of two parts: the first is written again and again, the second stays.
  function withNote(cell, text, look) {
    const [value, note] = [document.createElement("span"), document.createElement("span")];
    note.className = look;
    note.textContent = text;
    cell.append(value, " ", note);
    return value;
  }

  function makeRow(id, position) {
    const line = document.createElement("tr");
    const cells = {};
    columns.forEach(function ([name, look]) {
      const cell = document.createElement(name === "symbol" ? "th" : "td");
      if (name === "symbol") {
        cell.scope = "row";
      }
      cell.className = look;
      cells[name] = cell;
      line.append(cell);
    });
    const entry = store.state.directory.get(id);
    // The account stands under the symbol where there is no room for its column.
    cells.symbol = withNote(cells.symbol, entry.name, "only-phone");
    cells.profit = withNote(cells.profit, entry.currency, "unit");
    line.dataset.position = id + "/" + position.position_id;
    return {
      line: line, cells: cells, id: id, entry: entry, of: position, closedAt: 0,
      isFed: function () { return !tracker.isReport(id); },
    };
  }

  function drawRow(row) {
    const texts = cellTexts(row);
    columns.forEach(function ([name]) { tracker.write(row.cells[name], texts[name]); });
    tracker.paintTone(row.cells.profit, format.tone(row.of.profit));
    tracker.paintTone(row.cells.side, row.of.side === "buy" ? "profit" : "loss");
  }

  // While somebody points or stands in the grid, what is there stays where it is.
  function isBusy() {
    const box = body.closest(".table-wrap");
    return box.matches(":hover") || box.contains(document.activeElement);
  }

  function close(row) {
    row.closedAt = Date.now();
    row.line.className = "closed";
    tracker.write(row.cells.side, "closed");
    tracker.paintTone(row.cells.side, "");
  }

  // In the order of accounts and of opening, unless the reader has chosen another.
  function inOrder() {
    const places = store.state.places;
    const all = Array.from(rows.values());
    const natural = function (one, two) {
      return (places.get(one.id) ?? 1e9) - (places.get(two.id) ?? 1e9)
        || one.of.time - two.of.time || one.of.position_id - two.of.position_id;
    };
    if (!sort) {
      return all.sort(natural);
    }
    const value = values[sort.name];
    return all.sort(function (one, two) {
      const [a, b] = [value(one), value(two)];
      return (a < b ? -1 : a > b ? 1 : 0) * (sort.isDown ? -1 : 1) || natural(one, two);
    });
  }

  function arrange() {
    inOrder().forEach(function (row, place) {
      if (body.children[place] !== row.line) {
        body.insertBefore(row.line, body.children[place] || null);
      }
    });
    isUntidy = false;
  }

  function sweep() {
    const busy = isBusy();
    rows.forEach(function (row, key) {
      if (row.closedAt && !busy && Date.now() - row.closedAt > CLOSED) {
        row.line.remove();
        rows.delete(key);
      }
    });
    if (isUntidy && !busy && !sort) {
      arrange();
    }
  }

  function sync(ids) {
    const shown = new Set(ids);
    const known = new Set();
    let total = 0;
    ids.forEach(function (id) {
      (store.state.positions.get(id) || new Map()).forEach(function (position) {
        const key = id + "/" + position.position_id;
        total += 1;
        known.add(key);
        if (rows.has(key)) {
          rows.get(key).of = position;
        } else if (rows.size < MOST && store.state.directory.has(id)) {
          rows.set(key, makeRow(id, position));
          body.append(rows.get(key).line);
          isUntidy = true;
        }
      });
    });
    rows.forEach(function (row, key) {
      if (!shown.has(row.id)) {
        row.line.remove();
        rows.delete(key);
      } else if (!known.has(key) && !row.closedAt) {
        close(row);
      }
    });
    return total;
  }

  function showCount(total) {
    const box = document.getElementById("live-count");
    const shown = Math.min(total, MOST);
    const words = shown < total ? format.count(shown) + " of " + format.count(total) + ", choose an account" : format.count(total);
    tracker.write(box, words);
    const none = document.getElementById("live-none");
    if (none.hidden !== rows.size > 0) {
      none.hidden = rows.size > 0;
    }
  }

  tracker.drawGrid = function (changed) {
    const found = document.getElementById("live-positions");
    if (found !== body) {
      body = found;
      rows = new Map();
      body?.replaceChildren();
    }
    if (!body || !store.state.isKnown || !(changed.all || changed.positions.size)) {
      return;
    }
    showCount(sync(tracker.shown()));
    if (isUntidy && (!isBusy() || rows.size === body.children.length && changed.all && !body.dataset.filled)) {
      arrange();
    }
    body.dataset.filled = "1";
    rows.forEach(function (row) {
      if (!row.closedAt && (changed.all || changed.positions.has(row.id))) {
        drawRow(row);
      }
    });
  };

  tracker.tickGrid = function () {
    if (body && body.isConnected) {
      sweep();
      showCount(rows.size ? sync(tracker.shown()) : 0);
      rows.forEach(function (row) {
        if (!row.closedAt) {
          tracker.write(row.cells.time, cellTexts(row).time);
        }
      });
    }
  };

  // One click sorts, the next the other way, the third as it was.
  document.addEventListener("click", function (event) {
    const button = event.target.closest("[data-sort]");
    if (!button || !body) {
      return;
    }
    const name = button.dataset.sort;
    sort = !sort || sort.name !== name ? { name: name, isDown: false } : sort.isDown ? null : { name: name, isDown: true };
    document.querySelectorAll("[data-sort]").forEach(function (other) {
      const order = sort && sort.name === other.dataset.sort ? (sort.isDown ? "descending" : "ascending") : "none";
      other.closest("th").setAttribute("aria-sort", order);
    });
    arrange();
  });
})();

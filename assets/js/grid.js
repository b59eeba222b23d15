// The trades grid in the browser: numbers as the rest of the pages write them, totals of what is shown, address.
(function () {
  "use strict";
  const MINUS = "\u2212";
  const NOTHING = "\u2014";

  function number(value, digits, sign) {
    if (value === null || value === undefined || !Number.isFinite(value)) {
      return NOTHING;
    }
    const text = Math.abs(value).toLocaleString("en-US", {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
    if (Number(value.toFixed(digits)) === 0) {
      return text;
    }
    return (value < 0 ? MINUS : sign ? "+" : "") + text;
  }

  function money(params, sign) {
    if (params.node && params.node.rowPinned && params.value === undefined) { return ""; }
    if (document.documentElement.dataset.amounts === "hidden") {
      return "\u2022\u2022\u2022";
    }
    const text = number(params.value, params.data ? params.data.digits : 2, sign);
    return params.colDef.field === "net_profit" && params.data ? text + " " + params.data.currency : text;
  }

  function held(seconds) {
    if (seconds === null || seconds === undefined) {
      return NOTHING;
    }
    const whole = Math.floor(seconds);
    if (whole < 60) { return whole + " s"; }
    if (whole < 3600) { return Math.floor(whole / 60) + " min"; }
    if (whole < 86400) { return Math.floor(whole / 3600) + " h " + Math.floor((whole % 3600) / 60) + " min"; }
    return Math.floor(whole / 86400) + " d " + Math.floor((whole % 86400) / 3600) + " h";
  }

  const functions = (window.dashAgGridFunctions = window.dashAgGridFunctions || {});
  functions.tradeMoney = money;
  functions.tradeNumber = function (params) {
    if (params.node && params.node.rowPinned && params.value === undefined) { return ""; }
    return number(params.value, params.colDef.field === "magic" ? 0 : 2, false);
  };
  functions.tradePrice = function (params) {
    if (params.node && params.node.rowPinned) { return ""; }
    if (params.value === null || params.value === undefined) { return NOTHING; }
    return params.value.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 5 });
  };
  functions.tradeHeld = function (params) {
    return params.node && params.node.rowPinned ? "" : held(params.value);
  };
  functions.tradeTime = function (params) {
    return params.node && params.node.rowPinned ? "" : params.value ? params.value.slice(0, 16) : NOTHING;
  };
  functions.tradeSide = function (params) {
    return params.value === "buy" ? "\u25B2 buy" : params.value === "sell" ? "\u25BC sell" : "";
  };

  // ---- totals of the rows that pass the filter, in the pinned row ----------------------------------------------
  const summed = ["profit", "commission", "swap", "fee", "net_profit"];

  function totals(rows) {
    const currencies = Array.from(new Set(rows.map(function (row) { return row.currency; }))).sort();
    return currencies.map(function (currency) {
      return total(rows.filter(function (row) { return row.currency === currency; }), currency);
    });
  }

  function total(rows, currency) {
    const scale = Math.pow(10, rows[0].digits);
    const sums = { key: "total/" + currency, symbol: "Total", currency: currency, digits: rows[0].digits };
    sums.account = rows.length.toLocaleString("en-US") + (rows.length === 1 ? " trade" : " trades");
    sums.volume = rows.reduce(function (sum, row) { return sum + row.volume; }, 0);
    summed.forEach(function (field) {
      sums[field] = rows.reduce(function (sum, row) { return sum + Math.round(row[field] * scale); }, 0) / scale;
    });
    return sums;
  }

  function address(filters, columns) {
    const url = new URL(window.location.href);
    const sorted = (columns || []).find(function (column) { return column.sort; });
    if (sorted) {
      url.searchParams.set("sort", sorted.colId + (sorted.sort === "desc" ? ":desc" : ""));
    } else {
      url.searchParams.delete("sort");
    }
    if (filters && Object.keys(filters).length) {
      url.searchParams.set("filter", JSON.stringify(filters));
    } else {
      url.searchParams.delete("filter");
    }
    show(url);
  }

  // The address, unless the reader has left the page or it grew too long to be passed on.
  function show(url) {
    const here = window.location;
    if (here.pathname.startsWith("/trades") && url.href !== here.href && url.href.length < 2000) {
      window.history.replaceState(window.history.state, "", url.pathname + url.search);
    }
  }

  const none = function () { return window.dash_clientside.no_update; };

  function withGrid(act) {
    window.dash_ag_grid.getApiAsync("trades-grid").then(act);
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    trades: {
      // The totals row, and the sentence that says how many rows are shown.
      total: function (shown, all) {
        const rows = shown || all || [];
        const every = (all || []).length;
        withGrid(function (api) {
          api.setGridOption("pinnedBottomRowData", totals(rows));
        });
        const words = every.toLocaleString("en-US") + (every === 1 ? " trade" : " trades");
        return rows.length === every ? words : rows.length.toLocaleString("en-US") + " of " + words;
      },
      // What is typed above the grid narrows it.
      quick: function (text) {
        withGrid(function (api) {
          api.setGridOption("quickFilterText", text || "");
        });
        const url = new URL(window.location.href);
        if (text) {
          url.searchParams.set("find", text);
        } else {
          url.searchParams.delete("find");
        }
        show(url);
        return none();
      },
      // Sort and filter stand in the address, so that a link shows what its sender saw.
      mirror: function (filters, columns) {
        address(filters, columns);
        return none();
      },
      // The columns that are ticked are shown.
      columns: function (wanted, usual) {
        withGrid(function (api) {
          const every = api.getColumns().map(function (column) { return column.getColId(); });
          api.setColumnsVisible(every.filter(function (name) { return !wanted.includes(name); }), false);
          api.setColumnsVisible(wanted, true);
        });
        const url = new URL(window.location.href);
        if (wanted.length && wanted.slice().sort().join() !== usual.slice().sort().join()) {
          url.searchParams.set("columns", wanted.join("."));
        } else {
          url.searchParams.delete("columns");
        }
        show(url);
        return none();
      },
      // The keys of the rows that pass the filter, for a file of the current view.
      keys: function (csv, xlsx, shown, all) {
        const asked = window.dash_clientside.callback_context.triggered_id;
        if (!csv && !xlsx) {
          return none();
        }
        return {
          format: asked === "trades-xlsx" ? "xlsx" : "csv",
          keys: (shown || all || []).map(function (row) { return row.key; }),
          at: Date.now(),
        };
      },
    },
  });
})();

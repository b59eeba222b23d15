// Figures on any page: elements that name an account and a field get the newest text, and are else left alone.
(function () {
  "use strict";
  const tracker = window.tracker;
  const format = tracker.format;
  const store = tracker.store;
  const live = tracker.live;
  const EVERY = 100;
  const summed = [
    "balance", "credit", "equity", "floating", "total", "realized_today", "week", "month", "today", "day_base", "open",
  ];
  let byAccount = new Map();
  const sums = new Map(); // of one drawing
  let due = 0;
  let last = -EVERY;

  const plain = function (name) {
    return function (of) { return [format.money(of[name], of.entry.digits, false)]; };
  };
  const gain = function (name) {
    return function (of) { return [format.money(of[name], of.entry.digits, true), format.tone(of[name])]; };
  };
  const fields = {
    balance: plain("balance"), equity: plain("equity"), credit: plain("credit"), margin: plain("margin"),
    floating_sum: gain("floating"), week: gain("week"), month: gain("month"), total: gain("total"),
    realized_today: gain("realized_today"),
    floating: function (of) {
      const floating = of.open ? of.floating : null;
      return [format.money(floating, of.entry.digits, true), format.tone(floating)];
    },
    equity_compact: function (of) { return [format.compact(of.equity, of.entry.digits, false)]; },
    today: function (of, box) {
      const change = box.dataset.base === undefined ? of.today : of.equity - Number(box.dataset.base);
      return [format.money(change, of.entry.digits, true), format.tone(change)];
    },
    today_percent: function (of) {
      const change = of.day_base > 0 ? of.today / of.day_base : null;
      return [format.fraction(change, 2, true), format.tone(change)];
    },
    margin_level: function (of) { return [format.fraction(of.margin ? of.equity / of.margin : null, 0, false)]; },
    open: function (of) { return [format.count(of.open)]; },
    state: function (of, box) {
      const [word, look] = tracker.condition([of.id]);
      box.classList.remove("ok", "warn", "loss", "neutral");
      box.classList.add(look);
      box.closest("tr")?.classList.toggle("is-stale", look === "warn" || look === "loss");
      return [word];
    },
  };

  function total(ids, currency) {
    if (!sums.has(currency)) {
      sums.set(currency, added(ids, currency));
    }
    return sums.get(currency);
  }

  // Several accounts as one; a margin that is not known for one of them is not known for all.
  function added(ids, currency) {
    const all = ids.map(store.account).filter(function (one) {
      return one && (!currency || one.entry.currency === currency);
    });
    if (!all.length) {
      return null;
    }
    const sum = { entry: all[0].entry, margin: 0 };
    summed.forEach(function (name) {
      sum[name] = all.reduce(function (found, one) { return found + one[name]; }, 0);
    });
    all.forEach(function (one) {
      sum.margin = sum.margin === null || one.margin === null ? null : sum.margin + one.margin;
    });
    return sum;
  }

  function write(box, text) {
    const node = box.firstChild;
    if (node && node === box.lastChild && node.nodeType === Node.TEXT_NODE) {
      if (node.nodeValue !== text) {
        node.nodeValue = text;
      }
    } else if (box.textContent !== text) {
      box.textContent = text;
    }
  }

  function paintTone(box, tone) {
    ["profit", "loss"].forEach(function (name) {
      if (box.classList.contains(name) !== (tone === name)) {
        box.classList.toggle(name, tone === name);
      }
    });
  }

  function show(box, field, of) {
    const found = of && fields[field] ? fields[field](of, box) : null;
    if (!found) {
      return;
    }
    write(box, found[0]);
    if (found.length > 1) {
      paintTone(box, found[1]);
    }
  }

  function showPosition(box, id, field) {
    const [, position, name] = field.split("/");
    const row = store.state.positions.get(id)?.get(Number(position));
    const entry = store.state.directory.get(id);
    if (!row || !entry) {
      return;
    }
    if (name === "profit") {
      write(box, format.money(row.profit, entry.digits, true));
      paintTone(box, format.tone(row.profit));
    } else if (name === "price") {
      write(box, format.price(row.price_current));
    } else {
      write(box, format.duration((live.now - row.time) / 1000));
    }
  }

  function index() {
    byAccount = new Map();
    document.querySelectorAll("[data-live]").forEach(function (box) {
      const name = box.dataset.live;
      const cut = name.indexOf("/");
      const id = name.slice(0, cut);
      byAccount.set(id, byAccount.get(id) || []);
      byAccount.get(id).push([box, name.slice(cut + 1)]);
    });
  }

  function showAccount(id) {
    const of = store.account(id);
    (byAccount.get(id) || []).forEach(function ([box, field]) {
      if (field.startsWith("position/")) {
        showPosition(box, id, field);
      } else {
        show(box, field, of);
      }
    });
  }

  function showStates() {
    byAccount.forEach(function (boxes, id) {
      boxes.forEach(function ([box, field]) {
        if (field === "state") {
          show(box, field, store.account(id));
        }
      });
    });
  }

  function showTotals() {
    (byAccount.get("total") || []).forEach(function ([box, field]) {
      show(box, field, total(tracker.shown(), box.dataset.currency));
    });
  }

  function showFigures(changed) {
    if (!live.isConnected && live.isWanted && store.state.isStreamed) {
      showStates(); // of the figures the server may know newer ones by now
      return;
    }
    const ids = changed.all ? byAccount.keys() : new Set([...changed.accounts, ...changed.positions]);
    for (const id of ids) {
      showAccount(id);
    }
    showTotals();
  }

  function draw() {
    due = 0;
    last = performance.now();
    if (tracker.isFrozen) {
      return;
    }
    const changed = store.take();
    sums.clear();
    if (store.state.isKnown) {
      showFigures(changed);
    }
    tracker.drawPage(changed);
    watcher.takeRecords();
  }

  // Draw soon, at most ten times a second, and never where nobody looks.
  tracker.paint = function () {
    if (!due && !document.hidden) {
      due = window.setTimeout(function () { window.requestAnimationFrame(draw); }, Math.max(0, EVERY - performance.now() + last));
    }
  };

  // Draw before the browser does: what the server has just written is older than what we know.
  tracker.repaint = function () {
    index();
    store.renew();
    draw();
  };

  function isOurs(node) {
    return node.nodeType === Node.ELEMENT_NODE && (node.matches("[data-live]") || node.querySelector("[data-live]"));
  }

  const watcher = new MutationObserver(function (records) {
    const matters = records.some(function (record) {
      if (record.type === "characterData") {
        return record.target.parentElement?.matches("[data-live]");
      }
      return record.target.id === "_pages_content" || Array.from(record.addedNodes).some(isOurs);
    });
    if (matters) {
      tracker.repaint();
    }
  });
  watcher.observe(document.body, { childList: true, characterData: true, subtree: true });
  new MutationObserver(function () { tracker.thaw(); tracker.repaint(); }).observe(document.documentElement, { attributeFilter: ["data-amounts"] });
  document.addEventListener("visibilitychange", tracker.paint);

  Object.assign(tracker, { total: total, added: added, write: write, paintTone: paintTone, isShown: function (id) { return byAccount.has(id); } });
})();

// Rules of proprietary trading firms on an account's page: they move with every quote.
(function () {
  "use strict";
  const tracker = window.tracker;
  const PATIENCE = 1500;
  const RARELY = 4000;
  const newest = new Map();
  const asked = new Map();

  // Money comes as decimal text with the currency's digits.
  function money(text) {
    const digits = (text.split(".")[1] || "").length;
    return tracker.format.money(Number(text.replace(".", "")), digits, false);
  }

  // A callback that is asked for when something moved, but rarely.
  function rarely(store, selector) {
    let waiting = 0;
    let at = 0;
    return function () {
      if (!waiting) {
        waiting = window.setTimeout(function () {
          waiting = 0;
          at = Date.now();
          if (document.querySelector(selector) && !document.hidden) {
            window.dash_clientside.set_props(store, { data: at });
          }
        }, Math.max(PATIENCE, RARELY - (Date.now() - at)));
      }
    };
  }

  // What else changes with a state (a pill, a note, a breach in words) is the server's to draw, and so are lots.
  const askSoon = rarely("rules-changed", "[data-rules]");
  const tellMoved = rarely("headroom-moved", ".prop-told");

  function showRule(box, rule) {
    const row = box.querySelector('[data-rule="' + rule.rule + '"]');
    if (!row) {
      return true;
    }
    const [used, room, worst, fill] = [".used", ".room", ".worst", ".fill"].map(function (part) { return row.querySelector(part); });
    tracker.write(used, money(rule.used) + " of " + money(rule.limit));
    if (room && rule.headroom !== undefined) {
      tracker.write(room, money(rule.headroom));
    }
    if (worst && rule.worst !== undefined) {
      tracker.write(worst, money(rule.worst));
    }
    const share = Math.min(1, Math.max(0, Number(rule.used) / Number(rule.limit)));
    const width = (100 * share).toFixed(1) + "%";
    if (fill.style.width !== width) {
      fill.style.width = width;
    }
    return row.dataset.status !== rule.status;
  }

  function showSet(account, set) {
    const box = document.querySelector('[data-rules="' + set.name + '"][data-account="' + account + '"]');
    if (!box) {
      return;
    }
    const figure = box.querySelector('[data-figure="headroom"]');
    tracker.write(figure, set.headroom === null ? tracker.format.NOTHING : money(set.headroom));
    const changed = set.rules.filter(function (rule) { return showRule(box, rule); });
    const state = set.name + " " + set.status + " " + set.rules.map(function (rule) { return rule.status; }).join();
    if ((changed.length || box.dataset.status !== set.status) && asked.get(set.name) !== state) {
      asked.set(set.name, state); // once: what is recorded may follow later
      askSoon();
    }
  }

  function show(account) {
    const data = newest.get(account);
    if (data && !document.hidden && !tracker.isFrozen) {
      data.sets.forEach(function (set) { showSet(account, set); });
      tellMoved();
    }
  }

  tracker.store.on(function (kind, about) {
    if (kind === "rules") {
      newest.set(about.account_id, about.data);
      show(about.account_id);
    } else if (kind === "booked" && about.accounts.some(function (id) { return newest.has(id); })) {
      askSoon(); // days, consistency and lots follow what was booked
    }
  });

  // What the server has just drawn is older than the newest quote.
  new MutationObserver(function (records) {
    if (records.some(function (one) { return Array.from(one.addedNodes).some(function (node) { return node.querySelector?.("[data-rules]"); }); })) {
      newest.forEach(function (_, account) { show(account); });
    }
  }).observe(document.body, { childList: true, subtree: true });
  document.addEventListener("visibilitychange", function () { newest.forEach(function (_, account) { show(account); }); });
})();

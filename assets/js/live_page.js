// The live page: what its server sent along, freezing, the sound, and the lists of trades and alerts.
(function () {
  "use strict";
  const tracker = window.tracker;
  const format = tracker.format;
  const store = tracker.store;
  const MOST = 5;
  let page = { accounts: [], offset: 0, lines: [], window: null };
  let frozenAt = 0;
  let listed = null;
  let sound = null;

  function isHere() {
    return Boolean(document.getElementById("live-page"));
  }

  function shown() {
    return isHere() ? page.accounts : store.state.ids;
  }

  function currencies() {
    return Array.from(new Set(shown().map(function (id) { return store.state.directory.get(id)?.currency; }).filter(Boolean)));
  }

  // Whether an account stands still: its page says it came in a report.
  function isReport(id) {
    return (page.reports || []).includes(id);
  }

  function clock(milliseconds) {
    return new Date(milliseconds + page.offset).toISOString();
  }

  // The time of day, with its day where that is another one.
  function when(milliseconds) {
    const [text, now] = [clock(milliseconds), clock(tracker.live.now)];
    if (text.slice(0, 10) === now.slice(0, 10)) {
      return text.slice(11, 19);
    }
    const day = new Date(text).toLocaleDateString("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
    return day + " " + text.slice(11, 19);
  }

  function part(name, look, text) {
    const box = document.createElement(name);
    box.className = look;
    box.textContent = text;
    return box;
  }

  function item(head, tail, line) {
    const box = document.createElement("li");
    const top = part("div", "live-item", "");
    top.append(head, tail);
    box.append(top, part("div", "notice-text", line));
    return box;
  }

  function tradeItem(trade) {
    const entry = store.state.directory.get(trade.account_id);
    const minor = Math.round(Number(trade.net_profit) * 10 ** entry.digits);
    const arrow = trade.side === "buy" ? "\u25B2 " : "\u25BC ";
    const head = part("span", "strong", trade.symbol + " " + arrow + trade.side + " " + format.lots(trade.volume));
    const tail = part("span", format.tone(minor), format.money(minor, entry.digits, true) + " " + entry.currency);
    const time = part("time", "", when(Date.parse(trade.exit_time)));
    const made = item(head, tail, "");
    time.dateTime = trade.exit_time;
    time.title = trade.exit_time;
    made.lastChild.append(time, " \u00B7 " + entry.name);
    return made;
  }

  function alertItem(alert) {
    return item(part("span", "strong warn", alert.message), "", when(alert.time) + " \u00B7 " + alert.code);
  }

  function fill(id, items) {
    const list = document.getElementById(id);
    if (list) {
      list.replaceChildren(...(items.length ? items : [part("li", "none", list.dataset.none)]));
    }
  }

  function drawLists() {
    const ids = new Set(page.accounts);
    const trades = store.state.trades.filter(function (trade) {
      return ids.has(trade.account_id) && store.state.directory.has(trade.account_id);
    });
    fill("live-trades", trades.slice(0, MOST).map(tradeItem));
    fill("live-alerts", store.state.alerts.slice(0, MOST).map(alertItem));
  }

  tracker.drawPage = function (changed) {
    if (!isHere()) {
      return;
    }
    const list = document.getElementById("live-trades");
    if (changed.lists || list !== listed) {
      listed = list;
      drawLists();
    }
    tracker.drawGrid(changed);
    tracker.title();
  };

  tracker.tickPage = function () {
    if (!isHere()) {
      thaw();
      return;
    }
    markButtons();
    if (tracker.isFrozen) {
      tracker.write(document.getElementById("frozen-age"), format.duration((Date.now() - frozenAt) / 1000) + " old");
      return;
    }
    tracker.tickGrid();
    tracker.growChart();
  };

  function mark(selector, isOn) {
    const button = document.querySelector(selector);
    if (button && button.getAttribute("aria-pressed") !== String(isOn)) {
      button.setAttribute("aria-pressed", String(isOn));
    }
  }

  function markButtons() {
    mark("[data-freeze]", Boolean(tracker.isFrozen));
    mark("[data-sound]", hasSound());
  }

  function freeze() {
    if (!isHere()) {
      return;
    }
    if (tracker.isFrozen) {
      thaw();
      return;
    }
    frozenAt = Date.now();
    tracker.isFrozen = true;
    document.documentElement.dataset.frozen = "true";
    tracker.tickPage();
    tracker.announce("Figures are frozen.");
  }

  // The newest at once.
  function thaw() {
    if (tracker.isFrozen) {
      tracker.isFrozen = false;
      delete document.documentElement.dataset.frozen;
      const box = document.getElementById("frozen-age");
      if (box) {
        tracker.write(box, "");
      }
      markButtons();
      tracker.announce("Figures move again.");
      tracker.repaint();
    }
  }

  function hasSound() {
    try {
      return window.localStorage.getItem("sound") === "on";
    } catch {
      return false;
    }
  }

  function toggleSound() {
    tracker.remember("sound", hasSound() ? "off" : "on");
    markButtons();
    if (hasSound()) {
      tick();
    }
  }

  // A browser lets a page sound only after somebody has used it.
  function tick() {
    if (navigator.userActivation && !navigator.userActivation.hasBeenActive) {
      return;
    }
    sound = sound || new AudioContext();
    const tone = sound.createOscillator();
    const volume = sound.createGain();
    volume.gain.setValueAtTime(0.08, sound.currentTime);
    volume.gain.exponentialRampToValueAtTime(0.0001, sound.currentTime + 0.12);
    tone.frequency.value = 880;
    tone.connect(volume).connect(sound.destination);
    tone.start();
    tone.stop(sound.currentTime + 0.13);
  }

  store.on(function (kind, frame) {
    if (kind === "trade" && hasSound() && isHere() && page.accounts.includes(frame.account_id)) {
      tick();
    }
  });

  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-freeze]")) {
      freeze();
    } else if (event.target.closest("[data-sound]")) {
      toggleSound();
    }
  });

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    live: {
      // The server's state is at hand: the beginning, or what there is without the stream.
      begin: function (start) {
        page = start;
        store.begin(start, tracker.live.isConnected);
        tracker.beginChart(start);
        tracker.repaint();
        return window.dash_clientside.no_update;
      },
    },
  });

  Object.assign(tracker, { shown: shown, currencies: currencies, freeze: freeze, thaw: thaw, isReport: isReport });
})();

// The stream begins where the application has one; pages ask their server again only for what it does not tell.
(function () {
  "use strict";
  const tracker = window.tracker;
  const live = tracker.live;
  const PATIENCE = 1500;
  const RARELY = 4000;
  let asking = 0;
  let askedAt = 0;
  let followed = "";

  function set(id, values) {
    try {
      window.dash_clientside.set_props(id, values);
    } catch {
      // This page has no such figures.
    }
  }

  function ticker() {
    return document.querySelector("[data-tick]")?.dataset.tick;
  }

  // The clocks that ask the server stand still while the stream tells more.
  tracker.follow = function () {
    const name = ticker();
    const state = name + " " + live.isConnected;
    if (!live.isWanted || state === followed || !window.dash_clientside?.set_props) {
      return;
    }
    followed = state;
    [name, "freshness-tick"].filter(Boolean).forEach(function (id) {
      set(id, { disabled: live.isConnected });
    });
  };

  // Something was booked: tables and figures of the page follow, a little later and not too often.
  function askSoon() {
    if (asking || tracker.isFrozen) {
      return;
    }
    asking = window.setTimeout(function () {
      asking = 0;
      askedAt = Date.now();
      const name = ticker();
      if (name && name !== "live-tick" && !document.hidden) {
        set(name, { n_intervals: Date.now() });
      }
    }, Math.max(PATIENCE, RARELY - (Date.now() - askedAt)));
  }

  tracker.store.on(function (kind, about) {
    if (kind === "booked" && about.accounts.some(tracker.isShown)) {
      askSoon();
    } else if (kind === "accounts" && ticker()) {
      window.setTimeout(tracker.redraw, PATIENCE);
    }
  });

  function begin() {
    const link = document.getElementById("live-link");
    if (!link) {
      window.setTimeout(begin, 100);
    } else if (link.dataset.stream && !live.isWanted) {
      live.start();
    }
  }

  window.setInterval(tracker.follow, 500);
  begin();
})();

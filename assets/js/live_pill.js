// How the connection is: in the pill of every page, in words for who listens, and in the title of the live page.
(function () {
  "use strict";
  const tracker = window.tracker;
  const format = tracker.format;
  const store = tracker.store;
  const live = tracker.live;
  const ANNOUNCE = 10000;
  const looks = { Live: "ok", Delayed: "warn", Stale: "warn", Closed: "neutral", Offline: "loss", Report: "neutral" };
  const words = { live: "Live", delayed: "Delayed", stale: "Stale", down: "Stale", closed: "Closed" };
  const meanings = {
    Live: "Prices arrive and the figures follow them.",
    Delayed: "Prices arrive late.",
    Stale: "No new prices; the figures are those of the last ones.",
    Closed: "The market is closed.",
    Offline: "The connection is lost; the figures are those of its last moment. It comes back by itself.",
  };
  let told = { word: "", at: -ANNOUNCE };

  function instant(time) {
    return typeof time === "string" ? Date.parse(time) : time;
  }

  // The word and the look of accounts that are fed.
  function condition(ids) {
    const market = store.state.market;
    let word = "Live";
    if (live.isOffline || !market) {
      word = "Offline";
    } else {
      word = words[market.state] || "Stale";
      const known = ids.map(store.account).filter(Boolean);
      if (word === "Live" && known.length && known.every(function (one) { return one.stale; })) {
        word = "Stale";
      }
    }
    return [word, looks[word]];
  }

  // Seconds since the newest price, or since the connection was lost.
  function age(word) {
    if (word === "Offline") {
      return (Date.now() - live.lostAt) / 1000;
    }
    const newest = instant(store.state.market?.quote_time) || 0;
    const base = word === "Live" ? Math.max(newest, store.state.time) : newest;
    return base ? Math.max(0, (live.now - base) / 1000) : null;
  }

  function ageText(seconds) {
    if (seconds === null) {
      return "";
    }
    return seconds < 9.95 ? format.number(seconds, 1, false) + " s" : format.age(seconds);
  }

  function putBack(pill) {
    if (pill.dataset.mine) {
      delete pill.dataset.mine;
      pill.className = pill.dataset.look;
      tracker.write(pill.querySelector(".word"), pill.dataset.word);
      tracker.write(pill.querySelector(".age"), pill.dataset.age);
    }
  }

  function showPill() {
    const pill = document.getElementById("freshness-pill");
    if (!pill) {
      return;
    }
    const fed = pill.dataset.fed.split(" ").filter(Boolean);
    if (!fed.length || !live.isWanted || (!live.isConnected && !live.isOffline)) {
      if (!fed.length || !live.isWanted) {
        putBack(pill);
      }
      return;
    }
    const [word, look] = condition(fed);
    pill.dataset.mine = "1";
    const wanted = "pill live-pill " + look;
    if (pill.className !== wanted) {
      pill.className = wanted;
      pill.title = meanings[word] + " " + pill.querySelector(".visually-hidden").textContent;
    }
    tracker.write(pill.querySelector(".word"), word);
    tracker.write(pill.querySelector(".age"), ageText(age(word)));
    announce(word);
  }

  // Changes of the connection are told politely and rarely; prices never are.
  function announce(word) {
    if (word === told.word || performance.now() - told.at < ANNOUNCE) {
      return;
    }
    if (told.word || word !== "Live") {
      tracker.announce(word + ". " + meanings[word]);
    }
    told = { word: word, at: performance.now() };
  }

  function showLink() {
    const root = document.documentElement;
    const link = !live.isWanted ? "none" : live.isOffline ? "offline" : "on";
    if (root.dataset.link !== link) {
      root.dataset.link = link;
      store.renew();
      tracker.paint();
      tracker.follow();
    }
    live.state = !live.isWanted ? "none" : live.isOffline ? "offline" : words[store.state.market?.state]?.toLowerCase() || "offline";
  }

  tracker.title = function () {
    const sums = tracker.currencies().slice(0, 3).map(function (currency) {
      const sum = tracker.total(tracker.shown(), currency);
      return format.money(sum.floating, sum.entry.digits, true) + " " + currency;
    });
    const text = (sums.length ? sums.join(", ") + " \u00B7 " : "") + "Live \u00B7 Performance Tracker";
    if (document.title !== text) {
      document.title = text;
    }
  };

  function tick() {
    if (!document.hidden) {
      showLink();
      showPill();
      tracker.tickPage();
    }
  }

  tracker.condition = condition;
  tracker.showPill = showPill;
  window.setInterval(tick, 500);
  document.addEventListener("visibilitychange", tick);
  new MutationObserver(showPill).observe(document.body, { childList: true, subtree: true });
})();

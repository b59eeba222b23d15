// The one socket of this window: it comes back by itself and goes on where it was, without a gap or a double.
(function () {
  "use strict";
  const tracker = window.tracker;
  const FIRST_WAIT = 1000;
  const LONGEST_WAIT = 30000;
  const QUIET = 2000; // while frames come all the time, so long a silence is asked about
  const ANSWER = 2000;
  const GRACE = 1500; // a loss that heals at once is not shown
  const SUBSCRIBE = {
    action: "subscribe", accounts: "all", format: "columns",
    channels: ["pnl", "positions", "trades", "alerts", "exports", "rules"],
  };
  const live = {
    seq: 0, received: 0, gaps: 0, doubles: 0, snapshots: 0, reconnects: 0, errors: [], isConnected: false,
  };
  let socket = null;
  let wait = FIRST_WAIT;
  let retry = 0;
  let heartbeat = 15000;
  let heardAt = 0;
  let askedAt = 0;
  let lostAt = 0;
  let lag = Infinity; // our clock minus the server's, with the quickest message seen
  let isHealing = false;
  let isForAll = false;
  let hasBeenOpen = false;

  function address() {
    return window.location.origin.replace(/^http/, "ws") + "/ws";
  }

  function connect() {
    window.clearTimeout(retry);
    retry = 0;
    if (socket) {
      return;
    }
    const mine = (socket = new WebSocket(address()));
    const opening = window.setTimeout(function () { lose(mine); }, 10000);
    mine.onopen = function () {
      window.clearTimeout(opening);
      heardAt = Date.now();
      mine.send(JSON.stringify(SUBSCRIBE));
      // The number of nothing is answered with everything, at once.
      mine.send(JSON.stringify({ action: "resume", since: live.seq }));
      live.reconnects += hasBeenOpen ? 1 : 0;
      hasBeenOpen = true;
    };
    mine.onmessage = function (event) {
      if (mine === socket) {
        hear(JSON.parse(event.data));
      }
    };
    mine.onclose = function (event) {
      window.clearTimeout(opening);
      if (event.code === 1013 || event.code >= 4400) {
        wait = Math.max(wait, 4000);
      }
      lose(mine);
    };
  }

  function lose(mine) {
    if (mine !== socket) {
      return;
    }
    socket = null;
    mine.onmessage = mine.onclose = null;
    mine.close();
    lostAt = lostAt || Date.now();
    live.isConnected = false;
    isHealing = isForAll = false;
    const pause = wait * (0.5 + Math.random() / 2);
    wait = Math.min(wait * 2, LONGEST_WAIT);
    window.clearTimeout(retry);
    retry = window.setTimeout(connect, pause);
    tracker.paint?.();
  }

  function hear(frame) {
    heardAt = Date.now();
    askedAt = 0;
    live.received += 1;
    if (typeof frame.timestamp === "number") {
      lag = Math.min(lag, heardAt - frame.timestamp);
    }
    if (frame.type === "hello") {
      heartbeat = frame.heartbeat_s * 1000;
      return;
    }
    if (frame.type === "error") {
      live.errors.push(frame.code);
      return;
    }
    if (!isOurs(frame) || !isNext(frame)) {
      return;
    }
    live.seq = frame.seq;
    isHealing = false;
    settle();
    tracker.store.apply(frame);
    tracker.paint?.();
  }

  // A slow beginning: what came before our subscription was heard is in the form for everybody.
  function isOurs(frame) {
    if (frame.type === "snapshot") {
      isForAll = Array.isArray(frame.data);
    }
    return !isForAll && (live.seq > 0 || frame.type === "snapshot");
  }

  // Whether a frame is the next one; a heartbeat may repeat the last number, a snapshot may jump.
  function isNext(frame) {
    if (frame.type === "snapshot") {
      live.snapshots += 1;
      return true;
    }
    if (frame.type === "heartbeat" && frame.seq === live.seq) {
      return true;
    }
    if (frame.seq <= live.seq) {
      live.doubles += 1;
      return false;
    }
    if (frame.seq === live.seq + 1) {
      return true;
    }
    if (!isHealing) {
      isHealing = true;
      live.gaps += 1;
      socket.send(JSON.stringify({ action: "resume", since: live.seq }));
    }
    return false;
  }

  function settle() {
    if (!live.isConnected) {
      live.isConnected = true;
      lostAt = 0;
      wait = FIRST_WAIT;
    }
  }

  // A connection that says nothing may be dead without knowing: ask, and let it go when nothing is answered.
  function watch() {
    if (!socket || socket.readyState !== WebSocket.OPEN) {
      return;
    }
    const now = Date.now();
    const market = tracker.store.state.market;
    const most = market && market.state === "live" ? QUIET : heartbeat + 1000;
    if (askedAt && now - askedAt > ANSWER) {
      lostAt = heardAt;
      lose(socket);
    } else if (!askedAt && now - heardAt > most) {
      askedAt = now;
      socket.send("ping");
    }
  }

  // Somebody looks again, or the network is back: no time to wait.
  function hurry() {
    if (document.hidden || !tracker.live.isWanted) {
      return;
    }
    if (!socket) {
      connect();
    }
    watch();
  }

  Object.defineProperties(live, Object.getOwnPropertyDescriptors({
    isWanted: false,
    start: function () {
      live.isWanted = true;
      lostAt = Date.now();
      connect();
      window.setInterval(watch, 250);
      document.addEventListener("visibilitychange", hurry);
      window.addEventListener("online", hurry);
      window.addEventListener("pageshow", hurry);
    },
    // For tests: break the connection as a network does.
    drop: function () { if (socket) { lose(socket); } },
    get isOffline() {
      return live.isWanted && !live.isConnected && Date.now() - lostAt > GRACE;
    },
    get lostAt() { return lostAt; },
    // The server's time now, as well as it can be known.
    get now() { return Date.now() - (Number.isFinite(lag) ? lag : 0); },
  }));
  tracker.live = live;
})();

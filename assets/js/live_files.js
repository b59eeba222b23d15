// Files: one click asks for one; a note follows it on whatever page, by the stream or by asking.
(function () {
  "use strict";
  const tracker = window.tracker;
  const API = "/api/v1/performance/export/";
  const ASK = 2000;
  const SHOWN = 7000;
  const notes = new Map();

  function stored() {
    try {
      return JSON.parse(window.sessionStorage.getItem("files")) || [];
    } catch {
      return [];
    }
  }

  // What this window waits for outlives a page that is loaded anew.
  function remember() {
    const waiting = Array.from(notes.values()).filter(function (one) { return one.isWaiting; });
    try {
      window.sessionStorage.setItem("files", JSON.stringify(waiting.map(function (one) { return [one.id, one.filename]; })));
    } catch {
      // It is followed as long as the page stays.
    }
  }

  function part(name, look, text) {
    const box = document.createElement(name);
    box.className = look;
    box.textContent = text;
    return box;
  }

  function dismiss(id) {
    notes.get(id)?.box.remove();
    notes.delete(id);
    remember();
  }

  function closer(id) {
    const button = part("button", "icon-button", "\u00D7");
    button.type = "button";
    button.setAttribute("aria-label", "Close");
    button.addEventListener("click", function () { dismiss(id); });
    return button;
  }

  function note(id, filename, isWaiting) {
    const known = notes.get(id);
    const box = known ? known.box : part("div", "toast-note file", "");
    const one = { id: id, filename: filename, box: box, isWaiting: isWaiting, heardAt: Date.now() };
    notes.set(id, one);
    remember();
    if (!box.isConnected) {
      document.getElementById("file-notes")?.append(box);
    }
    return box;
  }

  function say(id, filename, text, look) {
    const box = note(id, filename, false);
    box.className = "toast-note file " + look;
    box.replaceChildren(part("span", "", text), closer(id));
    window.setTimeout(function () { dismiss(id); }, look ? 4 * SHOWN : SHOWN);
  }

  function words(state) {
    if (state.status === "queued") {
      return state.filename + " waits for its turn.";
    }
    if (state.status === "asked") {
      return state.filename + " is under way.";
    }
    const left = state.seconds_left;
    const rest = typeof left === "number" ? ", " + tracker.format.age(left) + " left" : "";
    return state.filename + ": " + Math.floor(100 * (state.progress || 0)) + "\u202f%" + rest;
  }

  function showProgress(state) {
    const box = note(state.export_id, state.filename, true);
    let bar = box.querySelector("progress");
    if (!bar) {
      bar = document.createElement("progress");
      bar.max = 1;
      bar.setAttribute("aria-label", "Progress");
      box.replaceChildren(part("span", "", ""), closer(state.export_id), bar);
    }
    tracker.write(box.querySelector("span"), words(state));
    bar.value = state.progress || 0;
  }

  function showReady(state) {
    const box = note(state.export_id, state.filename, false);
    const link = part("a", "button small", "Download");
    link.href = state.download_url;
    link.download = state.filename;
    link.addEventListener("click", function () { window.setTimeout(function () { dismiss(state.export_id); }, 500); });
    box.className = "toast-note file ready";
    box.replaceChildren(part("span", "", state.filename + " is ready."), link, closer(state.export_id));
  }

  function show(state) {
    if (state.status === "ready") {
      showReady(state);
    } else if (state.status === "failed") {
      say(state.export_id, state.filename, state.filename + " was not made: " + state.error, "loss");
    } else if (state.status === "cancelled") {
      say(state.export_id, state.filename, state.filename + " is stopped.", "");
    } else {
      showProgress(state);
    }
  }

  function fetchFile(made) {
    const link = document.createElement("a");
    link.href = made.url;
    link.download = made.filename;
    document.body.append(link);
    link.click();
    link.remove();
    say(made.id, made.filename, made.filename + " is among your downloads.", "");
  }

  // Without the stream, or when it has said nothing of a file for a while, the server is asked.
  function ask() {
    notes.forEach(function (one) {
      if (!one.isWaiting || document.hidden || (tracker.live.isConnected && Date.now() - one.heardAt < 2 * ASK)) {
        return;
      }
      window.fetch(API + one.id).then(function (answer) {
        return answer.ok ? answer.json() : { export_id: one.id, filename: one.filename, status: "failed", error: "it is gone." };
      }).then(function (state) {
        if (notes.get(one.id)?.isWaiting) {
          show(state);
        }
      }).catch(function () {
        one.heardAt = Date.now(); // the server is away; it is asked again
      });
    });
  }

  tracker.store.on(function (kind, state) {
    if (kind === "export" && notes.get(state.export_id)?.isWaiting) {
      show(state);
    }
  });

  tracker.wishFile = function (address) {
    window.dash_clientside.set_props("file-wish", { data: { address: address, at: Date.now() } });
  };

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    files: {
      receive: function (made) {
        if (made && made.error) {
          say("problem", "", made.error, "loss");
        } else if (made && made.url) {
          fetchFile(made);
        } else if (made) {
          showProgress({ export_id: made.id, filename: made.filename, status: made.status });
        }
        return window.dash_clientside.no_update;
      },
    },
  });

  function begin() {
    if (!document.getElementById("file-notes")) {
      window.setTimeout(begin, 100);
      return;
    }
    stored().forEach(function ([id, filename]) {
      showProgress({ export_id: id, filename: filename, status: "asked" });
      notes.get(id).heardAt = 0;
    });
    window.setInterval(ask, ASK);
  }

  begin();
})();

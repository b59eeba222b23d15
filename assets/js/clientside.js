// Functions that Dash calls in the browser.
window.dash_clientside = Object.assign({}, window.dash_clientside, {
  tracker: {
    // Every chart's figure in the colours after a change of theme or palette.
    recolour: function (change, figures) {
      if (!change) {
        return figures.map(function () {
          return window.dash_clientside.no_update;
        });
      }
      const swap = new Map(
        change.before.map(function (colour, index) {
          return [colour, change.after[index]];
        })
      );
      // A color that is seen through is that of a token too.
      function seenThrough(value) {
        const parts = /^rgba\((\d+),(\d+),(\d+),([\d.]+)\)$/.exec(value);
        if (!parts) {
          return value;
        }
        const hex = function (part) { return Number(part).toString(16).padStart(2, "0"); };
        const other = swap.get("#" + parts.slice(1, 4).map(hex).join("").toUpperCase());
        if (!other) {
          return value;
        }
        const channels = [1, 3, 5].map(function (at) { return parseInt(other.slice(at, at + 2), 16); });
        return "rgba(" + channels.concat(parts[4]).join(",") + ")";
      }
      function walk(value) {
        if (typeof value === "string") {
          return swap.get(value.toUpperCase()) || seenThrough(value);
        }
        if (Array.isArray(value)) {
          const isNumbers = typeof value[0] === "number" && typeof value[1] !== "string"; // a colour scale is pairs
          return isNumbers ? value : value.map(walk);
        }
        if (value && typeof value === "object") {
          if (value.bdata) {
            return value;
          }
          return Object.fromEntries(
            Object.entries(value).map(function ([key, item]) {
              return [key, walk(item)];
            })
          );
        }
        return value;
      }
      return figures.map(walk);
    },

    // Bring what was asked for into view, and the focus with it.
    show: function (content, id) {
      const place = document.getElementById(id);
      if (content && place) {
        window.requestAnimationFrame(function () {
          place.scrollIntoView({ block: "start" });
          place.focus({ preventScroll: true });
        });
      }
      return window.dash_clientside.no_update;
    },

    // Leave for the address that a callback named; the page loads afresh.
    leave: function (address) {
      if (address) {
        window.location.assign(address);
      }
      return window.dash_clientside.no_update;
    },
  },
});

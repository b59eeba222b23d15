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
      function walk(value) {
        if (typeof value === "string") {
          return swap.get(value.toUpperCase()) || value;
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

    // Leave for the address that a callback named; the page loads afresh.
    leave: function (address) {
      if (address) {
        window.location.assign(address);
      }
      return window.dash_clientside.no_update;
    },
  },
});

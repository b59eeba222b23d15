// Elements that no callback knows: a plain tree, handed to React in one go (components/markup.py).
(function () {
  "use strict";

  function built(node) {
    if (!Array.isArray(node)) {
      return node;
    }
    const [tag, attributes, ...content] = node;
    return React.createElement(tag || React.Fragment, attributes, ...content.map(built));
  }

  function Markup(props) {
    return React.useMemo(function () { return built(props.tree); }, [props.tree]);
  }

  window.tracker.Markup = Markup;
})();

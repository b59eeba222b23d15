"""Pure views: a value goes in, a component or a figure comes out; nothing here fetches."""

"""Pure calculation: deals in, closed trades, curves, statistics and reconciliations out; no I/O."""

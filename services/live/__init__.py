"""Live profit and loss: feed → ledger → engine → frames → stream."""

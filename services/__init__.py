"""The product, without a web framework: ledger, metrics, importers, exports, storage."""

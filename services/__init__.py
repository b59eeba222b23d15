"""The product, without a web framework: ledger, metrics, importers, exports, storage."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy reads it; threads cost more here

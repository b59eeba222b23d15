"""Rules of proprietary trading firms: data in YAML, evaluated on equity, exact at the reset of every day."""

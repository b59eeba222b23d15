"""Benchmarks: what the product costs, beside what the machine costs anyway."""

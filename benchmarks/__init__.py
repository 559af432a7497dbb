"""Measurements: one module a subject, each with `run()`, which answers its rows. `python -m benchmarks` runs them all."""

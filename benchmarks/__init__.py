"""Measurements: one module a subject, each with a `run()` that answers its rows. `python -m benchmarks` runs all."""

"""Binance lead traders as a source of calls, read from pages that are no official interface."""

"""Prices: the live feed, candles and their history."""

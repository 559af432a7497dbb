"""A loopback exchange that speaks Binance's USDⓈ-M and spot protocols, strictly, in a process of its own or in a test.

`venue.binance_exchange` is the way in for tests, `python -m tests.servers.binance` the process.
"""

"""Other people's Binance clients against the loopback exchange, from an environment of their own (`make peers`).

Nothing here imports the app or its servers: what these clients need is on the wire or it is not.
"""

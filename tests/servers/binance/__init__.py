"""A loopback exchange that speaks Binance's USDⓈ-M and spot protocols, strictly, in a process of its own or in a test.

In a test, with a real ccxt on it::

    async with usdm_desk(tmp_path) as (venue, client):     # or spot_desk; binance_exchange(tmp_path) without a client
        venue.move("BTC/USDT", "67600", "67510.5")          # trades; bid and ask a tick away, or bid=, ask=, mark=
        venue.fault("POST /fapi/v1/order", "drop after", call=2)
        assert venue.journal("accepted", "fill")

As a process: ``python -m tests.servers.binance --journal FILE`` prints its addresses and keys as one JSON line; every
verb of `Steering` is then `POST /_venue` with ``{"do": "move", "args": ["BTC/USDT", "67600"]}``.

Where to look: `steering` has the verbs, `faults` the kinds of faults, `futures_book.Quirks` the habits that can be set,
`catalogue` what is listed, `gate` the door of REST, `streams`, `user_stream` and `socket_api` the websockets. What is
not modelled stands in docs/decisions/0070.
"""

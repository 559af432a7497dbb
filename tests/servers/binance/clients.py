"""The real ccxt on the loopback exchange: every address is rewritten, so that nothing can leave by accident."""

from typing import Any

from tests.servers.binance.venue import Venue

OPTIONS = {"fetchCurrencies": False, "fetchMargins": False, "warnOnFetchOpenOrdersWithoutSymbol": False}


def usdm_client(venue: Venue, **config: Any) -> Any:
    """A `ccxt.pro.binanceusdm` on the loopback exchange, with the account's keys. Close it."""
    import ccxt.pro

    options = {**OPTIONS, "defaultType": "swap", "fetchMarkets": {"types": ["linear"]}, **config.pop("options", {})}
    client = ccxt.pro.binanceusdm(
        {"apiKey": venue.api_key, "secret": venue.api_secret, "enableRateLimit": False, **config, "options": options}
    )
    return _redirect(client, venue)


def spot_client(venue: Venue, **config: Any) -> Any:
    """A `ccxt.pro.binance` for spot on the loopback exchange, with the account's keys. Close it."""
    import ccxt.pro

    options = {**OPTIONS, "defaultType": "spot", "fetchMarkets": {"types": ["spot"]}, **config.pop("options", {})}
    client = ccxt.pro.binance(
        {"apiKey": venue.api_key, "secret": venue.api_secret, "enableRateLimit": False, **config, "options": options}
    )
    return _redirect(client, venue)


def _redirect(client: Any, venue: Venue) -> Any:
    api = client.urls["api"]
    for name, address in api.items():
        if isinstance(address, str):
            api[name] = venue.rest_url + "/" + address.split("/", 3)[3]
    streams = api["ws"]
    streams["linear"] = f"{venue.ws_url}/ws"
    streams["spot"] = f"{venue.ws_url}/stream/ws"
    streams["ws-api"] = {"linear": f"{venue.ws_url}/ws-fapi/v1", "spot": f"{venue.ws_url}/ws-api/v3"}
    for name in [each for each in streams if each not in ("linear", "spot", "ws-api")]:
        del streams[name]
    return client

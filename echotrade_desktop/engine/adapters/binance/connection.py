"""Where Binance is: which market, which mode, at which addresses; and the keys of an account."""

from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlsplit

from echotrade_desktop.engine.domain.errors import BadInput
from echotrade_desktop.engine.domain.market import MarketKind


class BinanceMarketName(StrEnum):
    """Which of Binance's markets is shown and traded."""

    USDM = "usdm"
    SPOT = "spot"

    @property
    def kind(self) -> MarketKind:
        """The same in the words of the domain."""
        return MarketKind.PERPETUAL if self is BinanceMarketName.USDM else MarketKind.SPOT


class Mode(StrEnum):
    """Binance itself, or one of its practice places."""

    REAL = "real"
    TESTNET = "testnet"
    DEMO = "demo"


@dataclass(frozen=True, slots=True)
class ApiKeys:
    """The keys of an account; never shown, never logged."""

    key: str = field(repr=False)
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Addresses:
    """Roots without a path: REST, the account's permissions (spot's host, None where there is none), websockets."""

    rest: str
    account: str | None
    stream: str
    requests: str  # where requests are made over a websocket (spot's user stream)


_REAL, _TESTNET, _DEMO = Mode.REAL, Mode.TESTNET, Mode.DEMO
_USDM, _SPOT = BinanceMarketName.USDM, BinanceMarketName.SPOT
_KNOWN = {
    (_USDM, _REAL): Addresses(
        "https://fapi.binance.com", "https://api.binance.com", "wss://fstream.binance.com", "wss://ws-fapi.binance.com"
    ),
    (_USDM, _TESTNET): Addresses(
        "https://testnet.binancefuture.com", None, "wss://fstream.binancefuture.com", "wss://testnet.binancefuture.com"
    ),
    (_USDM, _DEMO): Addresses(
        "https://demo-fapi.binance.com", None, "wss://fstream.binancefuture.com", "wss://testnet.binancefuture.com"
    ),
    (_SPOT, _REAL): Addresses(
        "https://api.binance.com",
        "https://api.binance.com",
        "wss://stream.binance.com:9443",
        "wss://ws-api.binance.com:443",
    ),
    (_SPOT, _TESTNET): Addresses(
        "https://testnet.binance.vision",
        None,
        "wss://stream.testnet.binance.vision",
        "wss://ws-api.testnet.binance.vision",
    ),
    (_SPOT, _DEMO): Addresses(
        "https://demo-api.binance.com", None, "wss://demo-stream.binance.com", "wss://demo-ws-api.binance.com"
    ),
}


@dataclass(frozen=True, slots=True)
class Connection:
    """Which market of Binance in which mode.

    `rest_url` and `ws_url` put another server in Binance's place: the root of a mirror or a test server, such as
    `http://127.0.0.1:8080` and `ws://127.0.0.1:8080`; empty for Binance's own. Raises `BadInput` for an address that
    is none. With an own `rest_url` nothing at all is asked of Binance's hosts.
    """

    market: BinanceMarketName = BinanceMarketName.USDM
    mode: Mode = Mode.REAL
    rest_url: str = ""
    ws_url: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "market", BinanceMarketName(self.market))
        object.__setattr__(self, "mode", Mode(self.mode))
        if bool(self.rest_url) != bool(self.ws_url):
            raise BadInput("Another exchange server needs both addresses: exchange.rest_url and exchange.ws_url.")
        _check(self.rest_url, "exchange.rest_url", ("http", "https"))
        _check(self.ws_url, "exchange.ws_url", ("ws", "wss"))

    @property
    def addresses(self) -> Addresses:
        """Return where this connection goes."""
        if not self.rest_url:
            return _KNOWN[self.market, self.mode]
        rest, stream = self.rest_url.rstrip("/"), self.ws_url.rstrip("/")
        return Addresses(rest, rest, stream, stream)

    @property
    def name(self) -> str:
        """Return what the screen calls it."""
        what = "Binance" if self.market is BinanceMarketName.USDM else "Binance spot"
        return what if self.mode is Mode.REAL else f"{what} {self.mode.value}"


def _check(url: str, setting: str, schemes: tuple[str, ...]) -> None:
    if not url:
        return
    parts = urlsplit(url)
    if parts.scheme not in schemes or not parts.hostname or parts.path.strip("/") or parts.query:
        raise BadInput(f"{setting} must be an address such as {schemes[0]}://127.0.0.1:8080, without a path.")

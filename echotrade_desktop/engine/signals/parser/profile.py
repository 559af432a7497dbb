"""What the parser may know about the world and about the channel a message comes from."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from echotrade_desktop.engine.domain.channel import ChannelProfile, DashMeaning

__all__ = ["DEFAULT", "ChannelProfile", "DashMeaning", "ParserContext"]


@dataclass(frozen=True, slots=True)
class ParserContext:
    """`known_symbols`: the venue's catalogue ("BTC/USDT"), None to use the built-in table of bases.

    `market_price` answers a symbol's last price in quote currency, or None; it must be a pure look-up.
    """

    known_symbols: frozenset[str] | None = None
    market_price: Callable[[str], Decimal | None] | None = None
    profile: ChannelProfile = field(default_factory=ChannelProfile)


DEFAULT = ParserContext()

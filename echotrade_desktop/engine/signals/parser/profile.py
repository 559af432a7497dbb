"""What the parser may know about the world and about the channel a message comes from."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class DashMeaning(StrEnum):
    """How a channel joins entry prices with a dash or slash."""

    AUTO = "auto"  # two are a range, three or more a ladder
    RANGE = "range"  # lowest to highest, however many
    LADDER = "ladder"  # each price is a level


@dataclass(frozen=True, slots=True)
class ChannelProfile:
    """What the user taught the parser about one channel.

    `words` maps a phrase to a mark of the lexicon ("stop", "target", "entry", "long", ...); `ignore_words` swallow
    the number behind them. `pattern` is a regular expression with the named groups symbol, side, entry, stop,
    target and leverage; patterns that could need more than linear time are refused (see `patterns.check`).
    """

    words: tuple[tuple[str, str], ...] = ()
    ignore_words: tuple[str, ...] = ()
    default_quote: str = "USDT"
    dash: DashMeaning = DashMeaning.AUTO
    pattern: str | None = None


@dataclass(frozen=True, slots=True)
class ParserContext:
    """`known_symbols`: the venue's catalogue ("BTC/USDT"), None to use the built-in table of bases.

    `market_price` answers a symbol's last price in quote currency, or None; it must be a pure look-up.
    """

    known_symbols: frozenset[str] | None = None
    market_price: Callable[[str], Decimal | None] | None = None
    profile: ChannelProfile = field(default_factory=ChannelProfile)


DEFAULT = ParserContext()

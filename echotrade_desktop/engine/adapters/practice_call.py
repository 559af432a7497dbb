"""A call of the practice channel, made of its template and the price of the moment, in its author's hand."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, Decimal

from echotrade_desktop.engine.adapters.practice_script import PLACEHOLDER, Author, Line, levels_of
from echotrade_desktop.engine.domain.amounts import HUNDRED
from echotrade_desktop.engine.domain.market import Side, Ticker

THOUSAND = Decimal(1000)
WRITTEN_IN_K = 10 * THOUSAND  # smaller prices lose too much in 1.2k


@dataclass(frozen=True, slots=True)
class PracticeCall:
    """A call with its prices as its author rounds them; `price` is the market's when it was made."""

    symbol: str
    side: Side
    price: Decimal
    levels: Mapping[str, Decimal]

    def is_above(self, level: str) -> bool:
        """Whether a level lies in the direction in which prices rise: a long's targets, a short's stop."""
        return (level != "stop") == (self.side is Side.LONG)

    def reached(self, level: str, price: Decimal) -> bool:
        """Whether the market at `price` is at that level or beyond it."""
        return price >= self.levels[level] if self.is_above(level) else price <= self.levels[level]


def make_call(line: Line, ticker: Ticker) -> PracticeCall:
    """Return the call that `line` makes at the market's price."""
    if line.side is None:
        raise ValueError(f"the practice message {line.text[:30]!r} is no call")
    return PracticeCall(ticker.symbol, line.side, ticker.price, _levels(line, ticker.price))


def changed(call: PracticeCall, line: Line) -> PracticeCall:
    """Return the call with the levels that `line` sets anew."""
    return replace(call, levels={**call.levels, **_levels(line, call.price)})


def words_of(line: Line, call: PracticeCall | None, price: Decimal | None) -> str:
    """Return the text of a message: its own levels, else those of the call it speaks of, and the price of now."""
    if call is None:
        return line.text
    values = {"symbol": call.symbol, "base": call.symbol.partition("/")[0], "pair": call.symbol.replace("/", "")}
    levels = dict(call.levels) if line.side is not None else dict(changed(call, line).levels)
    levels["price"] = _rounded(price or call.price, line.author, call.price)
    values |= {name: _written(level, line.author) for name, level in levels.items()}
    return PLACEHOLDER.sub(lambda match: values[match[1]], line.text)


def _levels(line: Line, price: Decimal) -> dict[str, Decimal]:
    return {
        name: _rounded(price * (1 + offset / HUNDRED), line.author, price) for name, offset in levels_of(line).items()
    }


def _rounded(price: Decimal, author: Author, like: Decimal) -> Decimal:
    """Round to the digits that the author writes, but not finer than the market quotes."""
    step = max(Decimal(1).scaleb(price.adjusted() + 1 - author.digits), Decimal(1).scaleb(_exponent(like)))
    return (price / step).to_integral_value(ROUND_HALF_EVEN) * step


def _exponent(price: Decimal) -> int:
    exponent = price.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _written(price: Decimal, author: Author) -> str:
    if author.thousands == "k" and price >= WRITTEN_IN_K:
        return f"{(price / THOUSAND).normalize():f}k"
    plain = price.to_integral_value() if price == price.to_integral_value() else price
    return f"{plain:,f}" if author.thousands == "," else f"{plain:f}"

"""Figures about closed trades. Each is None where there is nothing to compute it from, never a made-up zero.

Win rate and profit factor as in any trading textbook: wins over trades; gains over losses, both after fees.
"""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from echotrade_desktop.engine.domain.amounts import ZERO
from echotrade_desktop.engine.domain.tallies import ClosedTrade
from echotrade_desktop.engine.trading.credible import beta_interval

LEAST_SAMPLE = 20  # closed trades below which a record says too little
PRIOR_TRADES = Decimal(20)  # weight of the prior in the reputation
PRIOR_WIN_RATE = Decimal("0.5")
SURE = Decimal("0.9")  # of the interval around a reputation


@dataclass(frozen=True, slots=True)
class TradeStatistics:
    """Results of a set of closed trades, money in quote currency after fees."""

    closed: int
    won: int
    net_pnl: Decimal
    win_rate: Decimal | None
    profit_factor: Decimal | None


def statistics(closed: Collection[ClosedTrade]) -> TradeStatistics:
    """Summarise closed trades."""
    results = [trade.net_pnl for trade in closed]
    gains = sum((result for result in results if result > ZERO), ZERO)
    losses = -sum((result for result in results if result < ZERO), ZERO)
    won = sum(1 for result in results if result > ZERO)
    return TradeStatistics(
        closed=len(results),
        won=won,
        net_pnl=sum(results, ZERO),
        win_rate=Decimal(won) / len(results) if results else None,
        profit_factor=gains / losses if losses else None,
    )


def reputation(won: int, closed: int) -> Decimal | None:
    """Return the win rate shrunk toward one half by twenty imagined trades, None below `LEAST_SAMPLE` trades.

    (won + 20 × 0.5) / (closed + 20): the mean of a Beta(10, 10) prior after the trades, so that three lucky calls
    do not beat a hundred good ones.
    """
    if closed < LEAST_SAMPLE:
        return None
    return (won + PRIOR_TRADES * PRIOR_WIN_RATE) / (closed + PRIOR_TRADES)


def reputation_interval(won: int, closed: int) -> tuple[Decimal, Decimal] | tuple[None, None]:
    """Return between which two win rates the true one lies with nine chances in ten, to three decimals.

    The 5 % and 95 % quantiles of Beta(10 + won, 10 + lost), the same belief whose mean is `reputation`.
    """
    if closed < LEAST_SAMPLE:
        return None, None
    half = PRIOR_TRADES * PRIOR_WIN_RATE
    return beta_interval(half + won, PRIOR_TRADES - half + closed - won, SURE)


def deepest_fall(closed: Collection[ClosedTrade]) -> Decimal:
    """Return how far the sum of results ever fell below its highest, in the order of closing; zero or more."""
    total = highest = deepest = ZERO
    for trade in sorted(closed, key=lambda one: one.closed_at):
        total += trade.net_pnl
        highest = max(highest, total)
        deepest = max(deepest, highest - total)
    return deepest

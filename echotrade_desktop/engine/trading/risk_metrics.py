"""What a way of trading has been worth: returns of whole days, and the ratios made from them.

Every figure is None where there is nothing to compute it from; none is made up. Returns are shares (0.01 is 1 %) of one
day of UTC each, from the last equity mark of the day before to the last of the day. Crypto trades every day of the
year, so a year has `DAYS` periods. The risk-free rate is taken as 0.
"""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from echotrade_desktop.engine.domain.amounts import ONE, ZERO

DAYS = Decimal(365)
LEAST_DAYS = 20  # finished days below which a ratio of a year says too little


def max_drawdown(values: Sequence[Decimal]) -> Decimal | None:
    """Return the deepest fall from a peak to a later value, as a share of that peak; None without a value.

    max over t of (peak before t − value at t) / peak: Magdon-Ismail and Atiya, "Maximum Drawdown", Risk 17 (2004).
    """
    if not values:
        return None
    peak, deepest = values[0], ZERO
    for value in values:
        peak = max(peak, value)
        if peak > ZERO:
            deepest = max(deepest, (peak - value) / peak)
    return deepest


def returns_of(values: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """Return the simple returns between values that follow each other: v[t] / v[t−1] − 1."""
    return tuple(after / before - ONE for before, after in pairwise(values) if before > ZERO)


def growth(returns: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """Return what 1 becomes, the 1 itself first: the curve that `returns` describe."""
    curve = [ONE]
    for one in returns:
        curve.append(curve[-1] * (ONE + one))
    return tuple(curve)


def annual_return(returns: Sequence[Decimal], periods: Decimal = DAYS) -> Decimal | None:
    """Return the compound return of a year, (Π(1 + r))^(periods / n) − 1; None without returns or with all lost."""
    end = growth(returns)[-1]
    if not returns or end <= ZERO:
        return None
    power: Decimal = end ** (periods / len(returns))
    return power - ONE


def sharpe(returns: Sequence[Decimal], periods: Decimal = DAYS) -> Decimal | None:
    """Return mean / standard deviation × √periods; None for fewer than two returns or when they are all equal.

    The standard deviation has n − 1 in its denominator: William F. Sharpe, "The Sharpe Ratio", Journal of Portfolio
    Management 21 (1994), equations 3 to 6; annualised as there with the square root of time.
    """
    if len(returns) < 2:
        return None
    mean = _mean(returns)
    variance = sum(((one - mean) ** 2 for one in returns), ZERO) / (len(returns) - 1)
    return mean / variance.sqrt() * periods.sqrt() if variance > ZERO else None


def sortino(returns: Sequence[Decimal], target: Decimal = ZERO, periods: Decimal = DAYS) -> Decimal | None:
    """Return (mean − target) / target downside deviation × √periods; None without a return below the target.

    The downside deviation is √(Σ min(0, r − target)² / n) over all n returns, those above the target as zeros:
    Rollinger and Hoffman, "Sortino: A 'Sharper' Ratio", Red Rock Capital.
    """
    if not returns:
        return None
    below = sum((min(ZERO, one - target) ** 2 for one in returns), ZERO) / len(returns)
    return (_mean(returns) - target) / below.sqrt() * periods.sqrt() if below > ZERO else None


def calmar(returns: Sequence[Decimal], periods: Decimal = DAYS) -> Decimal | None:
    """Return the compound return of a year over the deepest drawdown of the same returns; None without one.

    Terry W. Young, "Calmar Ratio: A Smoother Tool", Futures (October 1991); there over 36 months, here over all days.
    """
    yearly, fall = annual_return(returns, periods), max_drawdown(growth(returns))
    return yearly / fall if yearly is not None and fall else None


def expectancy(results: Sequence[Decimal]) -> Decimal | None:
    """Return what a trade has brought on average: win rate × average win − loss rate × average loss.

    Van K. Tharp, "Trade Your Way to Financial Freedom". With results in money, their arithmetic mean.
    """
    return _mean(results) if results else None


def _mean(numbers: Sequence[Decimal]) -> Decimal:
    return sum(numbers, ZERO) / len(numbers)

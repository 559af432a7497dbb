"""How sure a win rate is: the central interval of a Beta distribution, from the standard library alone."""

from decimal import Decimal
from functools import lru_cache
from math import exp, lgamma, log

_TINY = 1e-300
_CLOSE = 1e-14
_MOST_STEPS = 500
_HALVINGS = 60


@lru_cache(maxsize=512)
def beta_interval(a: Decimal, b: Decimal, level: Decimal) -> tuple[Decimal, Decimal]:
    """Return the central `level` interval of Beta(a, b), both above 0, to three decimals.

    With a = prior wins + wins and b = prior losses + losses it is the credible interval of the true win rate: Gelman
    et al., "Bayesian Data Analysis", 3rd edition, section 2.4.
    """
    tail = float(1 - level) / 2
    low, high = beta_quantile(tail, float(a), float(b)), beta_quantile(1 - tail, float(a), float(b))
    return Decimal(f"{low:.3f}"), Decimal(f"{high:.3f}")


def beta_quantile(share: float, a: float, b: float) -> float:
    """Return the x below which a Beta(a, b) lies with probability `share`, by halving."""
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if beta_share(middle, a, b) < share else (low, middle)
    return (low + high) / 2


def beta_share(x: float, a: float, b: float) -> float:
    """Return the probability that a Beta(a, b) lies below x: the regularised incomplete beta function.

    By its continued fraction, Abramowitz and Stegun 26.5.8, mirrored where that converges faster.
    """
    if not 0.0 < x < 1.0:
        return 0.0 if x <= 0.0 else 1.0
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x))
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1.0 - front * _fraction(1 - x, b, a) / b


def _fraction(x: float, a: float, b: float) -> float:
    """Evaluate the continued fraction by Lentz's method."""
    c, d = 1.0, 1.0 / _not_zero(1.0 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, _MOST_STEPS):
        for step in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1.0 / _not_zero(1.0 + step * d)
            c = _not_zero(1.0 + step / c)
            value *= c * d
        if abs(c * d - 1.0) < _CLOSE:
            break
    return value


def _not_zero(number: float) -> float:
    return number if abs(number) > _TINY else _TINY

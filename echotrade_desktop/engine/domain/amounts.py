"""The door for numbers: everything that becomes money or a price passes here as `Decimal`."""

from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation

from echotrade_desktop.engine.domain.errors import BadNumber

ZERO = Decimal(0)
ONE = Decimal(1)
HUNDRED = Decimal(100)
LONGEST_NUMBER = 40  # characters; no venue writes longer prices
LARGEST_POWER = 18  # of ten; a price or an amount is below it, and above its inverse
LEDGER_STEP = Decimal("1E-16")  # what a division is rounded to; prices × quantities of any venue are multiples of it


def decimal_from(text: str | int | Decimal) -> Decimal:
    """Return the finite number that `text` states.

    Raises `BadNumber` for NaN, infinity, floats, text that is no number, and what is absurdly long, large or small.
    """
    if isinstance(text, float):
        raise BadNumber(f"{text!r} is a float; money is read from text")
    if isinstance(text, str) and len(text) > LONGEST_NUMBER:
        raise BadNumber("the number is too long to be a price or an amount")
    try:
        number = Decimal(text)
    except (InvalidOperation, TypeError, ValueError):
        raise BadNumber(f"{text!r} is not a number") from None
    if not number.is_finite():
        raise BadNumber(f"{text!r} is not a finite number")
    if number and not -LARGEST_POWER <= number.adjusted() < LARGEST_POWER:
        raise BadNumber(f"{text!r} is too {'large' if number.adjusted() > 0 else 'small'} to be a price or an amount")
    return number


def positive(text: str | int | Decimal, name: str = "the number") -> Decimal:
    """Return `text` as a number above zero, or raise `BadNumber` naming it."""
    number = decimal_from(text)
    if number <= 0:
        raise BadNumber(f"{name} must be above zero, not {number}")
    return number


def down_to_step(number: Decimal, step: Decimal) -> Decimal:
    """Round towards zero to a multiple of `step` (quantities)."""
    return number // step * step  # the integer division is exact; a rounded quotient could end one step too high


def up_to_step(number: Decimal, step: Decimal) -> Decimal:
    """Round away from zero to a multiple of `step`."""
    steps, rest = divmod(number, step)
    return (steps + ONE.copy_sign(number) if rest else steps) * step


def part_of(amount: Decimal, part: Decimal, whole: Decimal) -> Decimal:
    """Return amount × part / whole, exact to `LEDGER_STEP`, so that sums and differences of parts stay exact."""
    return (amount * part / whole).quantize(LEDGER_STEP, ROUND_HALF_EVEN)

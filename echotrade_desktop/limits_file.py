"""The user's limits as text and back, under the settings' own rules, kept in `settings.toml`."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_origin

from echotrade_desktop import settings
from echotrade_desktop.engine.domain import words
from echotrade_desktop.engine.domain.amounts import HUNDRED
from echotrade_desktop.engine.domain.limit_rules import BadLimits, LimitRule
from echotrade_desktop.engine.domain.limits import RiskLimits
from echotrade_desktop.engine.domain.messages import LimitChange
from echotrade_desktop.settings_file import Rule, Unusable, checked

SHARE, MONEY, SECONDS, TIMES, PLAIN = "%", "$", "s", "×", ""
NAMES: dict[str, tuple[str, str]] = {
    "starting_cash": ("Starting cash", MONEY),
    "position_size": ("Base size", SHARE),
    "default_stop": ("Default stop", SHARE),
    "max_drawdown": ("Drawdown limit", SHARE),
    "max_daily_loss": ("Daily loss limit", SHARE),
    "max_positions": ("Open positions", PLAIN),
    "max_trade_share": ("Largest trade", SHARE),
    "max_exposure": ("Total exposure", SHARE),
    "min_trade": ("Smallest trade", MONEY),
    "max_leverage": ("Leverage cap", TIMES),
    "min_confidence": ("Confidence", PLAIN),
    "min_consensus": ("Agreement", PLAIN),
    "call_confidence": ("Confidence of a call", PLAIN),
    "consensus_window": ("Agreement window", SECONDS),
    "max_drift": ("Price drift", SHARE),
    "max_age": ("Age when received", SECONDS),
    "stale_after": ("Age of a price", SECONDS),
    "signal_expiry": ("Time to decide", SECONDS),
    "duplicate_window": ("Duplicates", SECONDS),
    "min_reading_confidence": ("Sureness of reading", PLAIN),
    "wait_for_price": ("Wait at the call's price", PLAIN),
    "stop_before_liquidation": ("Room before liquidation", SHARE),
    "size_min": ("Size from", MONEY),
    "size_max": ("Size to", MONEY),
    "whitelist": ("Only these symbols", PLAIN),
    "blacklist": ("Never these symbols", PLAIN),
    "source_weights": ("Source weights", PLAIN),
    "taker_fee": ("Fee", SHARE),
    "slippage": ("Slippage", SHARE),
    "sizing": ("Sizing", PLAIN),
    "risk_per_trade": ("Risk per trade", SHARE),
    "break_even_after": ("Break-even after target", PLAIN),
    "trail_distance": ("Trailing stop", SHARE),
    "flatten_on_halt": ("Close everything at a loss limit", PLAIN),
    "only_traders": ("Only these traders", PLAIN),
    "only_sources": ("Only these sources", PLAIN),
    "zone": ("Time zone", PLAIN),
    "trading_hours": ("Trading hours", PLAIN),
    "blackouts": ("Blackouts", PLAIN),
    "volatility_blackout": ("Volatility blackout", SHARE),
    "volatility_resume": ("Resume below", SHARE),
}
_SYMBOLS = ("whitelist", "blacklist")
_PERIODS = ("trading_hours", "blackouts")  # their texts hold commas
_GROUPED = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?")
_ON, _OFF = ("true", "on", "yes"), ("false", "off", "no")


class LimitsFile:
    """Implements `LimitsKeeper` on the settings file of a profile."""

    def __init__(self, profile: Path) -> None:
        self._profile = profile
        self._rules = {name: (hint, rule) for name, hint, rule in settings.rules_of(RiskLimits)}

    def rules(self) -> Sequence[LimitRule]:
        """Return what there is to set, in the order of the settings."""
        standard = RiskLimits()
        return tuple(
            LimitRule(name, _named(name)[0], rule.sentence, _named(name)[1], self.text_of(standard, name))
            for name, (_, rule) in self._rules.items()
        )

    def text_of(self, limits: RiskLimits, field: str) -> str:
        """Return a limit's value as text that `changed` reads back."""
        return _text(getattr(limits, field), field)

    def changed(self, limits: RiskLimits, changes: Sequence[tuple[str, str]]) -> RiskLimits:
        """Return limits with those values. Raises `BadLimits` with every value that is no good."""
        chosen: dict[str, Any] = {}
        refusals: list[tuple[str, str]] = []
        for field, text in changes:
            try:
                chosen[field] = self._value(field, text)
            except Unusable as reason:
                refusals.append((field, str(reason)))
        after = limits if refusals else replace(limits, **chosen)
        refusals = refusals or list(_at_odds(after))
        if refusals:
            raise BadLimits(refusals, [_named(field)[0] for field, _ in refusals])
        return after

    def differences(self, before: RiskLimits, after: RiskLimits) -> tuple[LimitChange, ...]:
        """Return what is different, in words."""
        return tuple(
            LimitChange(name, _named(name)[0], self.text_of(before, name), self.text_of(after, name))
            for name in self._rules
            if getattr(before, name) != getattr(after, name)
        )

    def save(self, limits: RiskLimits) -> None:
        """Keep them beside the other settings as the file has them. Blocks. Raises `StoreUnavailable`."""
        settings.update(self._profile, lambda kept: replace(kept, risk=limits))

    def _value(self, field: str, text: str) -> Any:
        if field not in self._rules:
            raise Unusable("is no limit of this version")
        hint, rule = self._rules[field]
        optional = get_origin(hint) is UnionType
        if optional and text.strip().lower() in ("", "off", "none"):
            return None
        hint = next(part for part in get_args(hint) if part is not type(None)) if optional else hint
        try:
            return checked(_raw(text.strip(), hint, field), hint, rule)
        except Unusable as reason:
            raise _in_its_unit(reason, text.strip(), rule, field) from None


def _named(field: str) -> tuple[str, str]:
    return NAMES.get(field, (field, PLAIN))


def _raw(text: str, hint: Any, field: str) -> Any:
    """Return what a TOML file would hold for this text."""
    if field in _SYMBOLS:
        return [_symbol(part) for part in re.split(r"[,;\s]+", text) if part]
    if get_origin(hint) in {tuple, frozenset}:
        return [part.strip() for part in text.split(";" if field in _PERIODS else ",") if part.strip()]
    if get_origin(hint) is dict:
        return {name: _number(weight) for name, _, weight in (part.strip().partition(" ") for part in text.split(","))}
    if hint is bool:
        return text.lower() in _ON if text.lower() in (*_ON, *_OFF) else text
    if hint is str or (isinstance(hint, type) and issubclass(hint, StrEnum)):
        return text
    number = _number(text)
    whole = hint is int or hint is timedelta
    return int(number) if whole and isinstance(number, Decimal) and number == int(number) else number


def _symbol(text: str) -> str:
    """Return `BTC/USDT` for `btc` too."""
    return text.upper() if "/" in text else f"{text.upper()}/USDT"


def _number(text: str) -> Any:
    """Return the number that text states, `2 %` as 0.02; the text itself when it states none."""
    bare = text.strip().removesuffix("%").strip().lstrip("$×").replace("−", "-")
    if _GROUPED.fullmatch(bare):  # any other comma may part the decimals: 0,5 is not 5
        bare = bare.replace(",", "")
    try:
        number = Decimal(bare)
    except InvalidOperation:
        return text
    if not number.is_finite() or abs(number.adjusted()) > 20:
        return text
    return number / HUNDRED if text.strip().endswith("%") else number


def _in_its_unit(reason: Unusable, text: str, rule: Rule, field: str) -> Unusable:
    """Say a range in the unit in which the value was given."""
    if field in _SYMBOLS and rule.pattern is not None:
        return Unusable("must be symbols such as BTC/USDT, with commas between them")
    if rule.low is None or rule.high is None or not str(reason).startswith("must be "):
        return reason
    shown = words.quoted(text, 40) if isinstance(_number(text), str) else text[:40]
    if _named(field)[1] == SHARE:
        low, high = (f"{_trimmed(Decimal(bound) * HUNDRED)}{words.THIN}%" for bound in (rule.low, rule.high))
        return Unusable(f"must be from {low} to {high}, not {shown}")
    before, after = ("$", "") if _named(field)[1] == MONEY else ("", " s" if _named(field)[1] == SECONDS else "")
    reach = f"from {before}{rule.low:,}{after} to {before}{rule.high:,}{after}"
    return Unusable(f"must be {'a whole number ' if 'whole' in str(reason) else ''}{reach}, not {shown}")


def _at_odds(limits: RiskLimits) -> Sequence[tuple[str, str]]:
    """Return which values do not go together."""
    refusals = []
    if limits.size_min is not None and limits.size_max is not None and limits.size_min > limits.size_max:
        refusals.append(("size_max", f"must not be below the smallest size, ${_trimmed(limits.size_min)}"))
    begins, ends = limits.volatility_blackout, limits.volatility_resume
    if begins is not None and ends is not None and ends > begins:
        refusals.append(("volatility_resume", f"must not be above where the blackout begins, {_percent(begins)}"))
    return refusals


def _text(value: Any, field: str) -> str:
    writers: dict[type[Any], Callable[[Any], str]] = {
        bool: lambda on: "on" if on else "off",
        timedelta: lambda length: str(int(length.total_seconds())),
        frozenset: lambda items: ", ".join(sorted(str(item) for item in items)),
        tuple: lambda items: "; ".join(str(item) for item in items),
        dict: lambda weights: ", ".join(f"{name} {_trimmed(weight)}" for name, weight in weights.items()),
    }
    if isinstance(value, Decimal):
        return _percent(value) if _named(field)[1] == SHARE else _trimmed(value)
    return "" if value is None else writers.get(type(value), str)(value)


def _percent(share: Decimal) -> str:
    return f"{_trimmed(share * HUNDRED)} %"


def _trimmed(number: Decimal) -> str:
    """Return a number without the zeros it does not need."""
    return f"{number.normalize():f}"

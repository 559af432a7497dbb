"""Doing literally what a verdict's `flips_if` says, number by number, so that tests can see whether it is true."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from echotrade_desktop.engine.domain.market import MarketKind, Ticker
from echotrade_desktop.engine.domain.schedule import local_time
from echotrade_desktop.engine.domain.signal import SourceKind, Verdict
from echotrade_desktop.engine.domain.volatility import Volatility
from tests.fakes.clock import START

SYMBOL = "BTC/USDT"
TICK = Decimal("0.1")
NUMBER = re.compile(r"−?\d[\d,]*(?:\.\d+)?")
MOMENT = re.compile(r"it is (?:([A-Z][a-z]{2}) |(\d{1,2}) ([A-Z][a-z]{2}) )?(\d\d):(\d\d) or later")


def numbers(text: str) -> list[Decimal]:
    return [Decimal(found.replace(",", "").replace("−", "-")) for found in NUMBER.findall(text)]


def flipped(verdict: Verdict, signal, context):  # noqa: C901, PLR0912  one case a rule
    """Do literally what `flips_if` says; None where a sentence cannot be done mechanically."""
    phrase = verdict.flips_if or ""
    first = (numbers(phrase.replace("$", "")) or [None])[0]
    up = verdict.passed  # a passing verdict is to fail
    match verdict.rule:
        case "Entries":
            return signal, replace(context, paused="news" if up else None)
        case "Trader":
            return signal, replace(context, trader=replace(context.trader, enabled=not up))
        case "Confidence":
            combined = first if up else first + Decimal("0.0001")
            return signal, replace(context, consensus=replace(context.consensus, combined=combined))
        case "Agreement":
            net = (first - Decimal("0.0001") if up else first) * signal.side.sign
            return signal, replace(context, consensus=replace(context.consensus, net=net))
        case "Age when received":
            return replace(signal, received_at=START + timedelta(seconds=float(first) + (1 if up else 0))), context
        case "Live price":
            age = context.limits.stale_after + timedelta(seconds=1) if up else timedelta(0)
            return signal, replace(context, price_age=age)
        case "Price drift" | "Stop reached":
            away = TICK * (1 if "above" in phrase or "higher" in phrase else -1)
            strictly = ("above" in phrase or "below" in phrase) and "not" not in phrase
            price = first + away if strictly else first
            return (signal, _at(context, price)) if price > 0 else None
        case "Symbol":
            change = {}
            if "blacklist" in phrase:
                change["blacklist"] = frozenset({SYMBOL}) if up else frozenset()
            if "whitelist" in phrase:
                change["whitelist"] = context.limits.whitelist | {SYMBOL}
            return signal, replace(context, limits=replace(context.limits, **change))
        case "Side":
            market = MarketKind.SPOT if "spot" in phrase else MarketKind.PERPETUAL
            return signal, replace(context, instrument=replace(context.instrument, market=market))
        case "Stop side":
            return replace(signal, stop_loss=_beside(first, phrase)), context
        case "Target side":
            return replace(signal, take_profits=(_beside(first, phrase),)), context
        case "Liquidation" if first is not None:
            beyond = -TICK * signal.side.sign if up else Decimal(0)
            return replace(signal, stop_loss=first + beyond), context
        case "Open position":
            held = [("telegram:2", signal.side.opposite)] if up else []
            return signal, replace(context, positions_on_symbol=held)
        case "Open positions":
            return signal, replace(context, open_positions=int(first) if up else int(first) - 1)
        case "Loss today" if "new day" in phrase:
            return signal, replace(context, equity=context.day_start_equity, worst_loss_today=Decimal(0))
        case "Loss today":
            loss = first + Decimal("0.01") if up else first - Decimal("0.01")
            return signal, replace(context, equity=context.day_start_equity - loss)
        case "Drawdown":
            down = first + Decimal("0.01") if up else first - Decimal("0.01")
            return signal, replace(context, equity=context.peak - down)
        case "Size range":
            size = first if not up else numbers(phrase.replace("$", ""))[-1] + Decimal("0.01")
            if up and context.limits.size_max is None:
                size = first - Decimal("0.01")
            return signal, replace(context, sizing=replace(context.sizing, notional=size))
        case _:
            return _of_the_users_own(verdict, signal, context)


def _of_the_users_own(verdict: Verdict, signal, context):
    """The same for hours, blackouts, volatility, sources and the rules of one trader."""
    phrase = verdict.flips_if or ""
    first, up = (numbers(phrase) or [None])[0], verdict.passed
    match verdict.rule:
        case "Trading hours" | "Blackout" if (then := moment_of(phrase, context)) is not None:
            return signal, replace(context, now=then)
        case "Volatility" if first is not None:
            step = Decimal("0.0001") * (1 if phrase.startswith("the volatility is above") else -1)
            share = first / 100 + (Decimal(0) if "measured" in phrase else step)
            return signal, replace(context, volatility=Volatility((share,), context.now))
        case "Source":
            other = next(kind for kind in SourceKind if kind is not signal.source)
            return signal, _with_limits(context, only_sources=frozenset({other if up else signal.source}))
        case "Chosen traders":
            others = context.limits.only_traders - {signal.trader_id} or frozenset({"telegram:9"})
            chosen = others if up else context.limits.only_traders | {signal.trader_id}
            return signal, _with_limits(context, only_traders=chosen)
        case "Trader's confidence" if first is not None:
            combined = first if up else first + Decimal("0.0001")
            return signal, replace(context, consensus=replace(context.consensus, combined=combined))
        case "Trader's symbols":
            return signal, _with_trader(context, **_other_lists(context.trader, phrase, up=up))
        case "Paper only":
            return signal, _with_trader(context, paper_only=up)
        case "Priority":
            return signal, replace(context, calls_ahead=int(first) if up else 0)
        case _:
            return None


def _other_lists(trader, phrase: str, *, up: bool):
    if up:
        return {"blacklist": (*trader.blacklist, SYMBOL)}
    lists = {"blacklist": ()} if "blacklist" in phrase else {}
    return lists | ({"whitelist": (*trader.whitelist, SYMBOL)} if "whitelist" in phrase else {})


def _with_limits(context, **changes):
    return replace(context, limits=replace(context.limits, **changes))


def _with_trader(context, **changes):
    return replace(context, trader=replace(context.trader, **changes))


def moment_of(phrase: str, context) -> datetime | None:
    """The instant of `it is 09:30 or later`, `it is Tue 09:00 or later` or `it is 5 Feb 14:00 or later`."""
    found = MOMENT.fullmatch(phrase)
    if found is None:
        return None
    weekday, day, month, hour, minute = found.groups()
    here = local_time(context.now, context.limits.zone)
    for ahead in range(400):
        wall = here.replace(hour=int(hour), minute=int(minute), second=0, microsecond=0, tzinfo=None)
        wall += timedelta(days=ahead)
        if weekday is not None and (ahead == 0 or wall.strftime("%a") != weekday):
            continue
        if day is not None and (wall.day, wall.strftime("%b")) != (int(day), month):
            continue
        instants = {wall.replace(tzinfo=ZoneInfo(context.limits.zone), fold=fold).astimezone(UTC) for fold in (0, 1)}
        if later := [instant for instant in instants if instant > context.now]:
            return min(later)
    raise AssertionError(f"no such moment: {phrase}")


def _at(context, price: Decimal):
    return replace(context, ticker=Ticker(SYMBOL, price, price, price, START))


def _beside(level: Decimal, phrase: str) -> Decimal:
    if "not" in phrase:
        return level
    return level + (TICK if "above" in phrase else -TICK)

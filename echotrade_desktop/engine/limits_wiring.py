"""Joins what limits need to a running engine: a keeper, volatility, and a read side that follows changes."""

from dataclasses import dataclass

from echotrade_desktop.engine.desk import Desk
from echotrade_desktop.engine.domain.limit_rules import LimitsKeeper
from echotrade_desktop.engine.domain.messages import Event, LimitsChanged
from echotrade_desktop.engine.engine import Engine
from echotrade_desktop.engine.limits_board import LimitsBoard
from echotrade_desktop.engine.market.candle_feed import CandlestickFeed
from echotrade_desktop.engine.market.price_feed import PriceFeed
from echotrade_desktop.engine.market.volatility import VolatilityWatch
from echotrade_desktop.engine.runtime import Supervisor
from echotrade_desktop.engine.volatility_news import VolatilityNews


@dataclass(frozen=True, slots=True)
class LimitParts:
    """What reads limits and what measures for them."""

    board: LimitsBoard
    volatility: VolatilityWatch


def join_limits(
    engine: Engine, candles: CandlestickFeed, feed: PriceFeed, supervisor: Supervisor, keeper: LimitsKeeper | None
) -> LimitParts:
    """Join them; the volatility is measured once its `run` is started, and whenever it is asked for."""
    desk, outbox = engine.desk, engine.outbox
    news = VolatilityNews(desk)
    volatility = VolatilityWatch(
        candles,
        desk.clock,
        lambda: _watched(desk),
        spawn=supervisor.spawn,
        needed=lambda: desk.limits.volatility_blackout is not None,
        told=news.measured,
    )
    desk.volatility = volatility.of
    engine.controls.limits.keeper = keeper
    outbox.subscribe(news.note, prices=False)
    outbox.subscribe(lambda event: _follow(event, feed), prices=False)
    return LimitParts(LimitsBoard(desk, engine.controls.limits, news.all, news.halts), volatility)


def _watched(desk: Desk) -> list[str]:
    return [symbol for symbol in desk.book.watched if symbol in desk.instruments]


def _follow(event: Event, feed: PriceFeed) -> None:
    if isinstance(event, LimitsChanged):
        feed.set_stale_after(event.limits.stale_after.total_seconds())

"""One minute of one coin, made ready to be quoted slot by slot, with the figures of the last 24 hours."""

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Self

import numpy as np

from echotrade_desktop.engine.adapters.simulated_market.catalogue import Coin
from echotrade_desktop.engine.adapters.simulated_market.lattice import MINUTES_A_DAY
from echotrade_desktop.engine.adapters.simulated_market.minutes import SLOTS, SLOTS_A_SECOND, Candles, MinutePaths
from echotrade_desktop.engine.domain.amounts import HUNDRED, ONE
from echotrade_desktop.engine.domain.market import Candle, Ticker

PERCENT = Decimal("0.01")


def slot_time(slot: int) -> datetime:
    """Return when a slot (quarters of a second since the Unix epoch) is."""
    return datetime.fromtimestamp(slot / SLOTS_A_SECOND, UTC)


@dataclass(frozen=True, slots=True)
class QuotedMinute:
    """A minute's ticks and what surrounds them. Prices in ticks, volumes in lots, lists indexed by slot."""

    coin: Coin
    minute: int
    price: list[int]
    spread: list[int]
    buyer: list[bool]
    high: list[int]  # of this minute so far
    low: list[int]
    volume: int  # of the whole minute
    day_open: int
    day_high: int
    day_low: int
    day_volume: int

    @classmethod
    def of(cls, paths: MinutePaths, coin: Coin, minute: int) -> Self:
        """Prepare a minute."""
        path = paths.ticks(coin, minute)
        day = paths.candles(coin, minute - MINUTES_A_DAY, MINUTES_A_DAY + 1)
        return cls(
            coin,
            minute,
            path.tolist(),
            paths.spreads(coin, minute, path).tolist(),
            paths.buyers(coin, minute).tolist(),
            np.maximum.accumulate(path).tolist(),
            np.minimum.accumulate(path).tolist(),
            volume=int(day.volume[-1]),
            day_open=int(day.open[0]),
            day_high=int(day.high[:-1].max()),
            day_low=int(day.low[:-1].min()),
            day_volume=int(day.volume[:-1].sum()),
        )

    def ticker(self, slot: int) -> Ticker:
        """Return the tick at a slot of this minute."""
        tick, lot = self.coin.instrument.tick, self.coin.instrument.lot
        price, spread = self.price[slot], self.spread[slot]
        bid = max(1, price - spread) if self.buyer[slot] else price
        ask = price if self.buyer[slot] else price + spread
        return Ticker(
            self.coin.symbol,
            price=price * tick,
            bid=bid * tick,
            ask=ask * tick,
            timestamp=slot_time(self.minute * SLOTS + slot),
            volume=(self.day_volume + self._volume_until(slot)) * lot,
            change_24h=((Decimal(price) / self.day_open - ONE) * HUNDRED).quantize(PERCENT),
            high_24h=max(self.day_high, self.high[slot]) * tick,
            low_24h=min(self.day_low, self.low[slot]) * tick,
        )

    def candle_until(self, slot: int) -> Candles:
        """Return this minute's candle as it stands at a slot."""
        columns = (self.price[0], self.high[slot], self.low[slot], self.price[slot], self._volume_until(slot))
        return Candles(*(np.array([number], dtype=np.int64) for number in columns))

    def _volume_until(self, slot: int) -> int:
        return self.volume * (slot + 1) // SLOTS


def candles_of(coin: Coin, columns: Candles, opened: list[datetime], *, last_is_open: bool) -> list[Candle]:
    """Turn columns into candles with exact decimal prices."""
    tick, lot = coin.instrument.tick, coin.instrument.lot
    last = len(opened) - 1
    return [
        Candle(at, o * tick, h * tick, low * tick, c * tick, v * lot, closed=not (last_is_open and index == last))
        for index, (at, o, h, low, c, v) in enumerate(
            zip(
                opened,
                columns.open.tolist(),
                columns.high.tolist(),
                columns.low.tolist(),
                columns.close.tolist(),
                columns.volume.tolist(),
                strict=True,
            )
        )
    ]

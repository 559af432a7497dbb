"""The trades of an account since a time: the exchange answers a span at a time and a page at a time."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from echotrade_desktop.engine.adapters.binance.budget import Urgency
from echotrade_desktop.engine.adapters.binance.client import Client, Endpoint
from echotrade_desktop.engine.adapters.binance.orders import Execution, listed
from echotrade_desktop.engine.adapters.binance.server_time import from_ms, to_ms

PAGE = 1000  # the most trades in one answer
AHEAD = timedelta(minutes=1)  # of our clock the exchange's may be


async def executions_since(
    client: Client,
    trades: Endpoint,
    raw: str,
    since: datetime,
    span: timedelta,
    read: Callable[[Mapping[str, Any]], Execution],
) -> list[Execution]:
    """Return each execution of the symbol `raw` once. `span` is the longest that one question may cover."""
    found: dict[str, Execution] = {}
    start, now = since, client.line.time.now() + AHEAD
    while start < now:
        end = min(start + span, now)
        params = {"symbol": raw, "startTime": str(to_ms(start)), "endTime": str(to_ms(end)), "limit": str(PAGE)}
        rows = listed(await client.call(trades, params, Urgency.ASK), client.who)
        found |= {each.trade_id: each for each in map(read, rows)}
        last = from_ms(int(rows[-1]["time"])) if len(rows) >= PAGE else end
        start = max(last, start + timedelta(milliseconds=1))
    return list(found.values())

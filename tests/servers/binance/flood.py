"""More quotes a second than any market sends, to measure what a client can take: frames are written in whole blocks."""

import asyncio
import time
from collections.abc import Callable
from itertools import cycle

from tests.servers.binance.catalogue import Listing
from tests.servers.binance.prices import Prices
from tests.servers.binance.sockets import Client

BLOCK_S = 0.02  # one block of frames so often
MOST_AT_ONCE = 5_000  # frames in a block
MOST_WAITING = 4_000_000  # bytes that may wait for a client before the flood waits for it


async def flood(clients: list[Client], prices: Prices, rate: int, messages: int, now_ms: Callable[[], int]) -> float:
    """Send so many quotes at so many a second to those who listen to books; return the seconds it took.

    `u` counts on by one over all symbols, so that a client can tell whether one was lost; 0 a second is as many as the
    clients take.
    """
    began, first = time.monotonic(), max(prices.updates.values()) + 1
    prices.updates.update(dict.fromkeys(prices.updates, messages + first))  # quotes that come later are newer
    await asyncio.gather(
        *[_flood_one(client, prices, rate, range(first, first + messages), now_ms) for client in clients]
    )
    return time.monotonic() - began


async def _flood_one(client: Client, prices: Prices, rate: int, numbers: range, now_ms: Callable[[], int]) -> None:
    transport, began, sent = client.transport, time.monotonic(), 0
    symbols = [each.partition("@")[0].upper() for each in client.streams if each.endswith("@bookTicker")]
    listings = cycle([prices.listings[each] for each in symbols if each in prices.listings])
    while transport is not None and symbols and sent < len(numbers) and not transport.is_closing():
        due = len(numbers) if rate <= 0 else int(rate * (time.monotonic() - began + BLOCK_S))
        block = max(0, min(due - sent, MOST_AT_ONCE, len(numbers) - sent))
        at = now_ms()
        transport.write(b"".join(_frame(next(listings), number, at) for number in numbers[sent : sent + block]))
        sent += block
        await asyncio.sleep(0 if rate <= 0 else BLOCK_S / 2)
        while transport.get_write_buffer_size() > MOST_WAITING and not transport.is_closing():
            await asyncio.sleep(0.001)


def _frame(listing: Listing, number: int, at: int) -> bytes:
    """One bookTicker as a websocket frame; the price goes to and fro by a tick."""
    bid = listing.begin + listing.tick * (number % 50)
    price = listing.price_text
    text = (
        f'{{"e":"bookTicker","u":{number},"s":"{listing.symbol}","b":"{price(bid)}","B":"1.000",'
        f'"a":"{price(bid + listing.tick)}","A":"1.000","T":{at},"E":{at}}}'
    ).encode()
    return b"\x81\x7e" + len(text).to_bytes(2, "big") + text

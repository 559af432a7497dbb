"""What a new ledger takes over from the one in use before: how channels are read, whom one follows, what is watched."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from echotrade_desktop.engine.domain.book import Book
from echotrade_desktop.engine.domain.facts import ChannelProfileChanged, Fact, SymbolWatched, TraderSeen
from echotrade_desktop.engine.domain.limits import ApprovalMode
from echotrade_desktop.engine.domain.signal import Origin


def heirlooms(book: Book, now: datetime) -> tuple[Fact, ...]:
    """Return them as the first facts of another ledger. No money, no call, no practice trader, nobody automatic."""
    practice = f"{Origin.PRACTICE.value}:"
    traders = [
        TraderSeen(now, replace(trader, approval=ApprovalMode.MANUAL))
        for trader in book.traders.values()
        if not trader.trader_id.startswith(practice)
    ]
    profiles = [ChannelProfileChanged(now, chat_id, profile) for chat_id, profile in book.profiles.items()]
    return (*traders, *profiles, *_watched(Book().watched, book.watched, now))


def tradable(facts: Iterable[Fact], symbols: Iterable[str]) -> list[Fact]:
    """Return those that make sense on a market with these symbols."""
    known = set(symbols)
    return [fact for fact in facts if not isinstance(fact, SymbolWatched) or not fact.watched or fact.symbol in known]


def _watched(before: Iterable[str], after: Iterable[str], now: datetime) -> Iterator[SymbolWatched]:
    yield from (SymbolWatched(now, symbol, watched=False) for symbol in before if symbol not in set(after))
    yield from (SymbolWatched(now, symbol, watched=True) for symbol in after if symbol not in set(before))

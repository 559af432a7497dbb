"""What tests do to the loopback exchange, in the same process by name or over POST /_venue."""

import random
from decimal import Decimal
from typing import Any

from tests.servers.binance.catalogue import SPOT, USDM, Market
from tests.servers.binance.endpoints import Params
from tests.servers.binance.lead_traders import FIRST_PORTFOLIO, MOODS
from tests.servers.binance.parts import Parts
from tests.servers.binance.sockets import JUNK, MALFORMED


class Steering(Parts):
    """The verbs. Prices and quantities may be given as text or `Decimal`; symbols as BTCUSDT or BTC/USDT."""

    # --- the market ---

    def move(
        self,
        symbol: str,
        *prices: Decimal | str,
        bid: Decimal | str | None = None,
        ask: Decimal | str | None = None,
        mark: Decimal | str | None = None,
        quantity: Decimal | str | None = None,
        market: Market | None = None,
    ) -> None:
        """Let one trade happen at each price, in both markets unless one is named. `symbol`: BTCUSDT or BTC/USDT."""
        for price in prices:
            for kind in (USDM, SPOT) if market is None else (market,):
                given = [None if each is None else Decimal(each) for each in (bid, ask, mark, quantity)]
                self.prices[kind].move(_id(symbol), Decimal(price), *given)

    def halt(self, symbol: str, status: str = "SETTLING") -> None:
        """Stop a symbol's trading."""
        self.prices[USDM].listings[_id(symbol)].status = status
        self.prices[SPOT].listings[_id(symbol)].status = "BREAK"

    def resume(self, symbol: str) -> None:
        """Let it trade again."""
        for prices in self.prices.values():
            prices.listings[_id(symbol)].status = "TRADING"

    def walk(self, seconds: float, seed: int = 0) -> None:
        """Let every price walk at random, a step each so many seconds; 0 stops it."""
        self.walking = (seconds, random.Random(seed)) if seconds else None

    def depth(self, symbol: str, quantity: Decimal | str | None) -> None:
        """Let so much rest at the touch, for each order that comes; None: more than anybody wants."""
        for prices in self.prices.values():
            if quantity is None:
                prices.depth.pop(_id(symbol), None)
            else:
                prices.depth[_id(symbol)] = Decimal(quantity)

    def slices(self, parts: int, seconds: float = 0.0) -> None:
        """Fill every order in so many executions; on perpetuals so far apart, on spot at once."""
        self.quirk(slices=parts, slice_seconds=seconds)
        self.spot.book.slices = parts

    def quirk(self, **quirks: Any) -> None:
        """Set habits of the venue, see `Quirks`."""
        for name, value in quirks.items():
            setattr(self.futures.book.quirks, name, value)

    def fund(self, symbol: str, rate: Decimal | str) -> None:
        """Exchange funding on a perpetual."""
        self.futures.fund(_id(symbol), Decimal(rate))

    def transfer(self, amount: Decimal | str) -> None:
        """Move USDT into the perpetuals' wallet, or out of it."""
        self.futures.transfer(Decimal(amount))

    def spot_balance(self, asset: str, total: Decimal | str) -> None:
        """Set what the spot account has of an asset."""
        self.spot.book.balances[asset] = Decimal(total)

    def spot_paid(self, asset: str, amount: Decimal | str) -> None:
        """Let money come to the spot account, or leave it, otherwise than by a trade."""
        self.spot.book.pay(asset, Decimal(amount))

    # --- lead traders ---

    def lead(
        self,
        symbol: str,
        amount: Decimal | str,
        portfolio: str = FIRST_PORTFOLIO,
        side: str = "BOTH",
        entry: Decimal | str | None = None,
        leverage: int = 5,
    ) -> None:
        """Let a lead trader's position be so large: signed for BOTH, a size for LONG and SHORT, 0 to close it."""
        given = None if entry is None else Decimal(entry)
        self.lead_traders.set(portfolio, _id(symbol), Decimal(amount), side, given, leverage)

    def add_leader(self, portfolio: str, nickname: str) -> None:
        """Let another lead trader publish a portfolio."""
        self.lead_traders.add(portfolio, nickname)

    def hide_leader(self, portfolio: str = FIRST_PORTFOLIO, hidden: bool = True) -> None:
        """Let a lead trader hide the positions, or show them again."""
        self.lead_traders.leaders[portfolio].hidden = hidden

    def lead_mood(self, mood: str) -> None:
        """Set how the pages answer: well, hiccup (no rows), refuses (a code), html, forbidden, busy, blocked."""
        if mood not in MOODS:
            raise ValueError(f"there is no mood {mood!r}; there are {MOODS}")
        self.lead_traders.mood = mood

    # --- the user, on the exchange's own site ---

    def by_hand(self, endpoint: str, **params: str) -> Any:
        """Do what the user does on the exchange's own site: call an endpoint without a wire."""
        return self.gate.call(endpoint, Params(params))

    # --- what goes wrong ---

    def permit(self, **flags: Any) -> None:
        """Set what the key may do, by Binance's names: enableWithdrawals, enableFutures, ..."""
        self.permissions.may(**flags)

    def hide_permissions(self, *names: str) -> None:
        """Leave fields out of the answer about permissions."""
        self.permissions.hide(*names)

    def permissions_page(self, on: bool = True) -> None:
        """Answer with an HTML page instead."""
        self.permissions.html = on

    def revoke_key(self, on: bool = True) -> None:
        """Let the key be refused with -2015."""
        self.keys.revoked = on

    def expire_listen_key(self) -> None:
        """Let the perpetuals' listen key die now."""
        self.futures.stream.expire()

    def end_spot_stream(self) -> None:
        """Terminate spot's user streams, as Binance does when a key goes."""
        self.spot.api.terminate()

    def streams(self, what: str, kind: str = "*", times: int = 1, on: bool = True) -> int:
        """Spoil the streams of a kind (public, market, private, spot, spot api); return how many stand.

        `what`: drop; malformed (so many frames that are broken), junk (that are JSON and make no sense); silent,
        repeated, swapped, lost (from now on, until it is set off).
        """
        faults, clients = self.stream_kinds(kind)
        match what:
            case "drop":
                for client in clients:
                    client.drop()
            case "malformed" | "junk":
                for client in clients:
                    client.rubbish(MALFORMED if what == "malformed" else JUNK, times)
            case "silent" | "repeated" | "swapped" | "lost":
                for each in faults:
                    setattr(each, what, on)
                for client in clients:
                    client.let_go()
            case _:
                raise ValueError(f"streams know no {what!r}")
        return len(clients)

    def fault(self, endpoint: str, kind: str, **details: Any) -> None:
        """See `Faults.add`."""
        self.faults.add(endpoint, kind, **details)

    def chance(self, endpoint: str, share: float, kinds: list[str], seed: int = 0, **details: Any) -> None:
        """See `Faults.chance`."""
        self.faults.chance(endpoint, share, kinds, seed, **details)

    def clear_faults(self) -> None:
        """See `Faults.clear`."""
        self.faults.clear()

    def skew(self, seconds: float) -> None:
        """Set the venue's clock wrong by so much."""
        self.faults.clock_skew_s = seconds


def _id(symbol: str) -> str:
    return symbol.replace("/", "").partition(":")[0]

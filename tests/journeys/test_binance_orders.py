"""A call on Binance from approval to close: what the exchange's own journal says of it."""

import socket
from decimal import Decimal

import pytest

from echotrade_desktop.engine.domain.messages import CommandRefused
from echotrade_desktop.engine.domain.order import OrderPurpose
from echotrade_desktop.engine.store.verify import verify
from tests.binance_desk import on_binance

STOP = OrderPurpose.STOP


def events_of(desk, order_id):
    return [line["event"] for line in desk.venue.journal() if line.get("id") == order_id]


async def test_a_call_becomes_a_protected_position_whose_stop_is_dragged_and_which_is_closed_in_parts(tmp_path):
    """The journey on the perpetuals; in the end the ledger agrees with itself and with the exchange."""
    async with on_binance(tmp_path, position_size=Decimal("0.2"), max_trade_share=Decimal(1)) as desk:
        position = await desk.open("BTC LONG 67500 SL 66000")
        (stop,) = desk.working(position, STOP)
        (rested,) = [line for line in desk.venue.journal("accepted") if line["kind"] == "stop_market"]
        assert (rested["id"], rested["reduce_only"]) == (stop.client_order_id, True)
        assert Decimal(rested["trigger"]) == 66000
        assert Decimal(rested["quantity"]) == position.quantity

        await desk.move_stop(position, "66500")
        (moved,) = desk.working(position, STOP)
        lines = [(line["event"], line.get("id")) for line in desk.venue.journal("accepted", "ended")]
        assert lines.index(("accepted", moved.client_order_id)) < lines.index(("ended", stop.client_order_id))

        await desk.close(position, "0.5")
        await desk.until(lambda: desk.position(position).quantity < position.quantity)
        await desk.until(lambda: desk.is_protected(position))
        await desk.close(position)
        await desk.until(lambda: not desk.position(position).is_open)
        await desk.until(lambda: not desk.venue.futures.algos.open_algos())
        assert not desk.venue.futures.account.open_holdings()
        wallet = desk.venue.futures.account.wallet
        assert desk.book.cash == wallet
    assert verify(tmp_path / "profile" / "paper.db").ok


async def test_a_stop_that_fires_at_binance_closes_the_position(tmp_path):
    async with on_binance(tmp_path) as desk:
        position = await desk.open("ETH SHORT 3500 SL 3600")
        desk.venue.move("ETH/USDT", "3601")
        await desk.until(lambda: not desk.position(position).is_open)
        assert desk.position(position).closed_by == "stop"


async def test_an_entry_whose_price_has_run_away_is_refused_and_leaves_nothing(tmp_path):
    async with on_binance(tmp_path) as desk:
        queued = await desk.call("BTC LONG 67500 SL 66000")
        desk.venue.move("BTC/USDT", "68500")
        await desk.until(lambda: desk.parts.feed.get_current_price("BTC/USDT").ask > 68000)
        answer = await desk.approve(queued)
        assert isinstance(answer, CommandRefused)
        assert desk.venue.journal("accepted") == []


async def test_on_paper_no_private_endpoint_is_ever_called(tmp_path):
    """X38: prices are Binance's, orders are the app's own. The exchange writes down every call that carries a key."""
    async with on_binance(tmp_path, live=False) as desk:
        position = await desk.open("BTC LONG 67500 SL 66000")
        await desk.close(position)
        await desk.until(lambda: not desk.position(position).is_open)
        assert desk.venue.journal("call", "accepted", "unknown path") == []
        assert desk.venue.futures.stream.clients == []


@pytest.mark.parametrize("live", [True, False])
async def test_nothing_leaves_the_addresses_in_the_settings(tmp_path, monkeypatch, live):
    """Every address of ccxt is rewritten: whatever is asked for goes to the exchange that the user named."""
    reached, connect = set(), socket.socket.connect

    def noting(self, address):
        reached.add(address[:2] if isinstance(address, tuple) else address)
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", noting)
    async with on_binance(tmp_path, live=live) as desk:
        position = await desk.open("BTC LONG 67500 SL 66000")
        await desk.close(position)
        await desk.until(lambda: not desk.position(position).is_open)
        for client in (desk.parts.market._client, *([desk.broker._client] if live else ())):
            urls = list(every(client._exchange.urls["api"]))
            assert len(urls) > 30
            assert {url.split("//")[1].split("/")[0] for url in urls} == {desk.venue.rest_url.split("//")[1]}
        assert reached == {("127.0.0.1", desk.venue.ports["usdm"])}


def every(urls):
    for url in urls.values():
        if isinstance(url, dict):
            yield from every(url)
        else:
            yield url

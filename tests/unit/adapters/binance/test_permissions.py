"""What a key may do, in every shape Binance answers in."""

import pytest

from echotrade_desktop.engine.adapters.binance.connection import ApiKeys, BinanceMarketName
from echotrade_desktop.engine.adapters.binance.permissions import Permissions, permissions_of, read_permissions
from echotrade_desktop.engine.domain.errors import BadInput, MarketUnavailable
from tests.binance_desk import connection_to
from tests.servers.binance.venue import binance_exchange

USDM = BinanceMarketName.USDM


async def asked(tmp_path, prepare=lambda venue: None, market="usdm", key=None):
    async with binance_exchange(tmp_path) as venue:
        prepare(venue)
        keys = ApiKeys(key or venue.api_key, venue.api_secret)
        return await read_permissions(connection_to(venue, market), keys)


@pytest.mark.parametrize("market", ["usdm", "spot"])
async def test_a_key_that_trades_and_no_more(tmp_path, market):
    found = await asked(tmp_path, market=market)
    assert (found.can_trade, found.can_withdraw, found.ip_restricted, found.futures_enabled) == (
        True,
        False,
        True,
        True,
    )


@pytest.mark.parametrize("flag", ["enableWithdrawals", "enableInternalTransfer", "permitsUniversalTransfer"])
async def test_a_key_that_can_take_money_out_in_any_way_says_so(tmp_path, flag):
    """X37."""
    found = await asked(tmp_path, lambda venue: venue.permit(**{flag: True}))
    assert found.can_withdraw is True


async def test_a_key_without_futures_cannot_trade_perpetuals(tmp_path):
    found = await asked(tmp_path, lambda venue: venue.permit(enableFutures=False))
    assert (found.can_trade, found.futures_enabled) == (False, False)


async def test_what_binance_leaves_out_is_unknown_and_not_guessed(tmp_path):
    names = ("enableWithdrawals", "enableInternalTransfer", "permitsUniversalTransfer", "ipRestrict", "enableFutures")
    found = permissions_of({}, {"canTrade": True}, USDM)
    assert found == Permissions(can_trade=True)
    found = await asked(tmp_path, lambda venue: venue.hide_permissions(*names))
    assert found.ip_restricted is None
    assert found.futures_enabled is None


async def test_a_page_instead_of_permissions_is_no_permission(tmp_path):
    with pytest.raises(MarketUnavailable):
        await asked(tmp_path, lambda venue: venue.permissions_page())


@pytest.mark.parametrize("key", ["short", "x" * 64])
async def test_a_wrong_key_is_told_in_words(tmp_path, key):
    with pytest.raises(BadInput, match="key"):
        await asked(tmp_path, key=key)


def test_keys_never_show_themselves():
    assert "abc" not in repr(ApiKeys("abcdef", "abcdefgh"))

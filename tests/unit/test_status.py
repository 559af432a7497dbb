"""What `echotrade status` says, and who is told that a profile is in use."""

import json
import re
from decimal import Decimal

import pytest

from echotrade_desktop.__main__ import main
from echotrade_desktop.app import hand_over
from echotrade_desktop.commands.parts import ledger_of, ledger_words
from echotrade_desktop.engine.domain import words
from echotrade_desktop.engine.domain.live import LiveAccount
from echotrade_desktop.instance import HEADLESS, acquire, holder
from echotrade_desktop.settings import (
    ExchangeMarketName,
    ExchangeMode,
    ExchangeSettings,
    MarketSettings,
    MarketSourceName,
    Settings,
)
from tests.desk import open_desk


def test_nobody_holds_a_profile_that_was_never_opened(tmp_path):
    assert holder(tmp_path / "none") is None
    acquire(tmp_path).close()
    assert holder(tmp_path) is None


def test_whoever_holds_a_profile_is_named_and_keeps_it(tmp_path, capsys):
    lock = acquire(tmp_path, HEADLESS)
    assert holder(tmp_path).kind == HEADLESS
    assert main(["status", "--profile", str(tmp_path)]) == 0
    assert "without a screen" in capsys.readouterr().out
    assert acquire(tmp_path) is None
    lock.close()
    assert main(["status", "--profile", str(tmp_path)]) == 1


async def test_the_account_is_told_while_an_engine_writes_to_it(tmp_path, capsys):
    async with open_desk(tmp_path) as desk:
        await desk.price("BTC/USDT", "67500")
        (call,) = await desk.call("BTC LONG 67500 SL 66000")
        await desk.approve(call)
        await desk.price("BTC/USDT", "67500")
        await desk.call("BTC LONG 67500 SL 66000", sender=(2, "Boris"))
        main(["status", "--json", "--profile", str(tmp_path)])
    (account,) = json.loads(capsys.readouterr().out)["accounts"]
    assert (account["mode"], account["open_positions"], account["paused"]) == ("paper", 1, None)
    assert (account["ledger"], account["name"]) == ("paper.db", "paper on the practice market")


async def ledger_of_ten_thousand(profile, name):
    """A ledger of its own with $10,000 and nothing else."""
    async with open_desk(profile) as desk:
        assert desk.desk.book.cash == 10_000
    (profile / "paper.db").rename(profile / name)


async def test_every_ledger_of_the_profile_is_told_by_the_market_it_is_for(tmp_path, capsys):
    for name in ("paper-binance-spot.db", "paper-binance.db"):
        await ledger_of_ten_thousand(tmp_path, name)
    main(["status", "--profile", str(tmp_path)])
    standing = "cash $10,000.00, 0 open positions, 0 calls waiting, entries allowed"
    assert capsys.readouterr().out.splitlines()[1:] == [
        f"paper on the prices of Binance spot: {standing}",
        f"paper on the prices of Binance USDT perpetuals: {standing}",
    ]


async def test_one_position_is_no_plural_and_cash_has_cents_only(tmp_path, capsys):
    async with open_desk(tmp_path) as desk:
        await desk.price("BTC/USDT", "67500")
        (call,) = await desk.call("BTC LONG 67500 SL 66000")
        await desk.approve(call)
        await desk.price("BTC/USDT", "67500")
    main(["status", "--profile", str(tmp_path)])
    told = capsys.readouterr().out
    assert "1 open position, 0 calls waiting" in told
    assert re.search(r"cash \$9,99\d\.\d\d,", told)


async def test_a_damaged_ledger_is_told_and_hides_no_other(tmp_path, capsys):
    await ledger_of_ten_thousand(tmp_path, "paper-binance.db")
    (tmp_path / "live.db").write_bytes(b"no ledger at all" * 64)
    main(["status", "--profile", str(tmp_path)])
    live, paper = capsys.readouterr().out.splitlines()[1:]
    assert live.startswith("live on Binance USDT perpetuals, real money: ")
    assert "cash" not in live
    assert "cash $10,000.00" in paper


def test_a_pause_is_said_once():
    assert words.paused("paused by you") == "entries are paused by you"
    assert words.paused("news at three") == "entries are paused: news at three"


@pytest.mark.parametrize("market", ["usdm", "spot"])
@pytest.mark.parametrize("mode", ["real", "testnet", "demo"])
def test_no_ledger_that_the_settings_can_choose_is_without_a_name(market, mode):
    exchange = ExchangeSettings(market=ExchangeMarketName(market), mode=ExchangeMode(mode))
    chosen = Settings(market=MarketSettings(source=MarketSourceName.BINANCE), exchange=exchange)
    names = {ledger_words(ledger_of(chosen)), ledger_words(LiveAccount(market, mode).ledger)}
    assert len(names) == 2
    assert not any(name.endswith(".db") for name in names)


@pytest.mark.parametrize(
    ("amount", "told"),
    [
        ("9997.4187160000000000", "$9,997.418716"),
        ("10000", "$10,000.00"),
        ("-0.5", "−$0.50"),
        ("1234567890123456789012345678901.25", "$1,234,567,890,123,456,789,012,345,678,901.25"),
    ],
)
def test_exact_money_has_every_digit_and_no_needless_zero(amount, told):
    assert words.exact(Decimal(amount)) == told


async def test_verify_names_each_ledger_and_writes_its_equity_as_money(tmp_path, capsys):
    await ledger_of_ten_thousand(tmp_path, "live-spot.db")
    async with open_desk(tmp_path) as desk:
        await desk.price("BTC/USDT", "67500")
        (call,) = await desk.call("BTC LONG 67500 SL 66000")
        await desk.approve(call)
        await desk.price("BTC/USDT", "67500")
        await desk.beat(61)
    assert main(["verify", "--profile", str(tmp_path)]) == 0
    spot, practice = capsys.readouterr().out.splitlines()
    assert spot.startswith("The ledger live-spot.db (live on Binance spot, real money) agrees: ")
    assert re.search(r"\(paper on the practice market\) .* 1 fill, 1 position, equity \$9,99\d\.\d+[1-9]\.$", practice)


def test_a_window_is_not_opened_on_a_profile_that_a_service_holds_and_says_so(tmp_path, qapp):
    told = []
    with acquire(tmp_path, HEADLESS):
        assert hand_over(tmp_path, told.append) == 1
    assert "an engine without a screen" in told[0]
    assert str(tmp_path) in told[0]

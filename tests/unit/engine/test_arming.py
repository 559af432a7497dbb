"""Live trading is armed by the user alone, keeps its own ledger, and is left without leaving a position behind."""

import json
from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace

import pytest

from echotrade_desktop.commands.parts import ledger_of, ledgers_in, recipe_of, settings_of
from echotrade_desktop.engine import arming
from echotrade_desktop.engine.arming import Armed, Kept, arm, checked, disarm, keep, kept_in, rearmed
from echotrade_desktop.engine.compose import Recipe, binance_broker, running
from echotrade_desktop.engine.domain.commands import LeaveLive, PauseEntries, ResumeEntries
from echotrade_desktop.engine.domain.errors import BadInput, CommandRejected, StoreUnavailable
from echotrade_desktop.engine.domain.facts import AccountOpened
from echotrade_desktop.engine.domain.limits import ApprovalMode
from echotrade_desktop.engine.domain.live import KeyReport, LiveAccount, LiveState, report_on
from echotrade_desktop.engine.domain.messages import CommandRefused, EntriesPaused, SetTraderApproval
from echotrade_desktop.engine.domain.signal import SignalStatus
from echotrade_desktop.engine.heirlooms import heirlooms, tradable
from echotrade_desktop.engine.live_start import set_for
from echotrade_desktop.settings import ExchangeMode, MarketSourceName, Settings
from tests.desk import ANNA, open_desk
from tests.fakes.clock import START, FakeClock

ACCOUNT = LiveAccount()
FINE = KeyReport(())


def rights(trade: bool | None = True, withdraw: bool | None = False, bound: bool | None = True):
    return SimpleNamespace(can_trade=trade, can_withdraw=withdraw, ip_restricted=bound)


# --- the key: four shapes of an answer ---


def test_a_key_that_can_withdraw_is_refused():
    assert "take money out" in report_on(rights(withdraw=True), ACCOUNT).refusal


def test_a_key_that_cannot_trade_means_paper_only_and_says_so():
    assert "stays on paper" in report_on(rights(trade=False), ACCOUNT).refusal
    assert "futures" in report_on(rights(trade=False), ACCOUNT).refusal
    assert "spot trading" in report_on(rights(trade=False), LiveAccount(market="spot")).refusal


def test_a_key_of_which_nothing_is_said_is_warned_about_and_not_refused():
    report = report_on(rights(None, None, None), ACCOUNT)
    assert report.refusal is None
    assert {row.tone for row in report.rows} == {"warning"}


def test_a_sound_key_is_all_good():
    report = report_on(rights(), ACCOUNT)
    assert report.refusal is None
    assert {row.tone for row in report.rows} == {"good"}


# --- the leave ---


def test_nobody_else_can_make_the_leave(tmp_path):
    with pytest.raises(TypeError, match="armed by the user"):
        Armed(object(), Kept(ACCOUNT, LiveState.ARMED), "key", "secret")
    with pytest.raises(TypeError, match="leave"):
        checked(SimpleNamespace(account=ACCOUNT, key="key", secret="secret", state=LiveState.ARMED))
    with pytest.raises(TypeError):
        binance_broker(SimpleNamespace(account=ACCOUNT, key="k", secret="s"), None, FakeClock())


def test_a_look_at_the_leave_shows_no_key(tmp_path):
    armed = arm(tmp_path, ACCOUNT, FINE, "LIVE", "canary-key", "canary-secret")
    assert "canary" not in repr(armed)
    assert "canary" not in (tmp_path / arming.LIVE_FILE).read_text()


@pytest.mark.parametrize("typed", ["", "live", "LIV", "YES"])
def test_only_the_word_arms(tmp_path, typed):
    with pytest.raises(BadInput, match="Type LIVE"):
        arm(tmp_path, ACCOUNT, FINE, typed, "key", "secret")
    assert kept_in(tmp_path) is None


def test_a_refused_key_never_arms_whatever_is_typed(tmp_path):
    with pytest.raises(CommandRejected, match="take money out"):
        arm(tmp_path, ACCOUNT, report_on(rights(withdraw=True), ACCOUNT), "LIVE", "key", "secret")
    assert kept_in(tmp_path) is None


def test_a_restart_takes_it_up_with_the_key_of_the_vault(tmp_path):
    arm(tmp_path, ACCOUNT, FINE, "LIVE", "key", "secret")
    secrets = {"binance.real.key": "key", "binance.real.secret": "secret"}
    armed = rearmed(tmp_path, secrets.get)
    assert (armed.key, armed.account, armed.state) == ("key", ACCOUNT, LiveState.ARMING)
    with pytest.raises(BadInput, match="not in the vault"):
        rearmed(tmp_path, {}.get)
    disarm(tmp_path)
    assert rearmed(tmp_path, secrets.get) is None


@pytest.mark.parametrize("content", ["", "{", "[]", '{"state": "off", "account": {}}', '{"state": "armed"}', "\x00"])
def test_a_damaged_note_is_never_taken_for_paper(tmp_path, content):
    (tmp_path / arming.LIVE_FILE).write_text(content)
    with pytest.raises(StoreUnavailable, match="damaged"):
        kept_in(tmp_path)


def test_the_note_says_which_account_and_how_far(tmp_path):
    keep(tmp_path, Kept(LiveAccount("spot", "testnet"), LiveState.CLOSING))
    assert kept_in(tmp_path) == Kept(LiveAccount("spot", "testnet"), LiveState.CLOSING)
    assert json.loads((tmp_path / arming.LIVE_FILE).read_text())["state"] == "closing"


# --- ledgers ---


def test_every_market_and_account_has_a_ledger_of_its_own():
    accounts = [LiveAccount(market, mode) for market in ("usdm", "spot") for mode in ("real", "testnet", "demo")]
    assert len({account.ledger for account in accounts}) == 6
    assert LiveAccount().ledger == "live.db"
    practice = Settings()
    binance = replace(practice, market=replace(practice.market, source=MarketSourceName.BINANCE))
    testnet = replace(binance, exchange=replace(binance.exchange, mode=ExchangeMode.TESTNET))
    assert [ledger_of(s) for s in (practice, binance, testnet)] == [
        "paper.db", "paper-binance.db", "paper-binance-testnet.db",
    ]  # fmt: skip


def test_play_money_and_a_mirror_have_keys_of_their_own():
    names = {
        LiveAccount().secret_name,
        LiveAccount(mode="testnet").secret_name,
        LiveAccount("spot", "testnet").secret_name,
        LiveAccount(rest_url="http://127.0.0.1:1", ws_url="ws://127.0.0.1:1").secret_name,
    }
    assert len(names) == 4
    assert LiveAccount().secret_name == LiveAccount("spot").secret_name, "one key of Binance serves both markets"


def test_a_live_engine_has_no_practice_channel_and_the_exchanges_own_market(tmp_path):
    armed = arm(tmp_path, ACCOUNT, FINE, "LIVE", "key", "secret")
    assert recipe_of(tmp_path, Settings()).practice_script is not None
    recipe = recipe_of(tmp_path, Settings(), armed, cash=Decimal(500))
    assert recipe.practice_script is None
    assert (recipe.ledger, recipe.live, recipe.cash) == ("live.db", armed, 500)
    assert recipe.market is not None
    assert not recipe.market.simulated
    assert settings_of(ACCOUNT, Settings()).market.source is MarketSourceName.BINANCE


async def test_a_paper_ledger_is_not_opened_for_live_trading_nor_the_other_way(tmp_path):
    async with running(Recipe(tmp_path, clock=FakeClock(), heartbeat=False)):
        pass
    (tmp_path / "paper.db").rename(tmp_path / "live.db")
    armed = arm(tmp_path, ACCOUNT, FINE, "LIVE", "key", "secret")
    with pytest.raises(StoreUnavailable, match="a ledger of paper trading"):
        async with running(Recipe(tmp_path, clock=FakeClock(), ledger="live.db", live=armed)):
            pass
    assert ledgers_in(tmp_path) == [tmp_path / "live.db"]


# --- what arming and leaving do to a desk ---


async def test_arming_empties_the_queue_and_sets_every_trader_to_manual(tmp_path):
    async with open_desk(tmp_path, prices={"BTC/USDT": "67500"}) as desk:
        (call,) = await desk.call("BTC LONG 67500 SL 66000")
        trader = call.signal.trader_id
        await desk.do(SetTraderApproval(trader, ApprovalMode.AUTOMATIC, Decimal("0.7")))
        await set_for(desk.desk, LiveState.ARMING)
        assert desk.desk.book.queued() == []
        assert desk.signal(call).status is SignalStatus.REJECTED
        assert desk.desk.book.traders[trader].approval is ApprovalMode.MANUAL
        await set_for(desk.desk, LiveState.ARMED)
        assert desk.desk.book.paused is None


async def live_desk(desk) -> None:
    """Make the account a live one; the ledger knows nothing else of it."""
    await desk.desk.record(AccountOpened(desk.clock.now(), Decimal(10_000), "live"))


async def test_leaving_live_ends_entries_for_good_and_keeps_protection(tmp_path):
    async with open_desk(tmp_path, prices={"BTC/USDT": "67500"}, max_positions=5) as desk:
        await live_desk(desk)
        position = await desk.open("BTC LONG 67500 SL 66000")
        await desk.do(LeaveLive())
        for command in (ResumeEntries(), PauseEntries(), LeaveLive()):
            answer = await desk.do(command)
            assert isinstance(answer, CommandRefused)
            assert "Live trading is ending" in answer.reason
        (call,) = await desk.call("ETH LONG 3200 SL 3100")
        assert desk.signal(call).status is SignalStatus.BLOCKED
        await desk.price("BTC/USDT", "65900")
        assert not desk.position(position).is_open, "the stop works on"


async def test_a_restart_while_leaving_stays_without_entries_and_arming_anew_allows_them(tmp_path):
    async with open_desk(tmp_path) as desk:
        await live_desk(desk)
        await desk.desk.record(EntriesPaused(START, "paused by you"))
        await set_for(desk.desk, LiveState.CLOSING)
        assert isinstance(await desk.do(ResumeEntries()), CommandRefused)
        await set_for(desk.desk, LiveState.ARMING)
        assert desk.desk.book.paused is None


async def test_paper_cannot_be_left_for_paper(tmp_path):
    async with open_desk(tmp_path) as desk:
        answer = await desk.do(LeaveLive())
        assert "paper trading already" in answer.reason


async def test_a_new_ledger_takes_over_whom_one_follows_but_no_money_and_nobody_automatic(tmp_path):
    async with open_desk(tmp_path, prices={"BTC/USDT": "67500"}) as desk:
        (call,) = await desk.call("BTC LONG 67500 SL 66000", sender=ANNA)
        await desk.do(SetTraderApproval(call.signal.trader_id, ApprovalMode.AUTOMATIC, Decimal("0.7")))
        taken = tradable(heirlooms(desk.desk.book, START), ["BTC/USDT"])
        assert [type(fact).__name__ for fact in taken] == ["TraderSeen"]
        assert taken[0].trader.approval is ApprovalMode.MANUAL
        assert taken[0].trader.name == "Anna"

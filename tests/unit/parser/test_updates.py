"""Instructions and reports on earlier calls, alone and as answers."""

from decimal import Decimal

import pytest

from echotrade_desktop.engine.signals.parser import Action, Entry, Noise, Update, parse

CALL = "#SOL/USDT LONG\nEntry 152 - 154\nSL 147\nTP 160, 168"


def update(text: str, reply_to: str | None = None) -> Update:
    reading = parse(text, reply_to=reply_to)
    assert isinstance(reading, Update), reading
    return reading


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("Close BTC here", Action.CLOSE),
        ("Закрываем BTC по рынку", Action.CLOSE),
        ("BTC 平仓", Action.CLOSE),
        ("Cancel the BTC limit order", Action.CANCEL),
        ("BTC emri iptal", Action.CANCEL),
        ("BTC: SL to breakeven", Action.BREAKEVEN),
        ("Stop de BTC a breakeven", Action.BREAKEVEN),
        ("BTC stopped out ❌", Action.STOPPED),
        ("BTC TP2 hit ✅", Action.TARGET_HIT),
        ("BTC: close half", Action.PARTIAL_CLOSE),
        ("BTC: move stop to 66800", Action.MOVE_STOP),
        ("Re-enter BTC at 66500", Action.REENTRY),
    ],
)
def test_an_update_names_its_action_and_symbol(text, action):
    reading = update(text)
    assert (reading.action, reading.symbol) == (action, "BTC/USDT")


def test_an_instruction_beats_a_report():
    reading = update("TP1 hit ✅ +50 pips 💰 move SL to BE")
    assert (reading.action, reading.also, reading.target) == (Action.BREAKEVEN, (Action.TARGET_HIT,), 1)
    assert not reading.is_report


def test_a_part_is_read_from_a_percentage_or_a_word():
    assert update("close 30% now").percent == Decimal(30)
    assert update("Close half and let the rest run").percent == Decimal(50)
    assert update("close 1/3 of the position").percent == Decimal(33)


def test_a_gain_is_not_a_part_to_close():
    reading = update("Closing ETH here with +12%")
    assert (reading.action, reading.percent) == (Action.CLOSE, None)


def test_the_last_of_several_targets_counts():
    assert update("TP1 hit, TP2 taken").target == 2
    assert update("All targets achieved 😎").target == "all"


def test_an_instruction_for_everything_names_no_symbol():
    reading = update("🛑 Close all trades 🛑")
    assert (reading.scope, reading.symbol) == ("all", None)


def test_an_answer_applies_to_the_symbol_it_answers():
    reading = update("move sl 150.5", CALL)
    assert (reading.action, reading.symbol, reading.price) == (Action.MOVE_STOP, "SOL/USDT", Decimal("150.5"))


def test_praise_as_an_answer_is_noise():
    assert isinstance(parse("beautiful entry, well done team", reply_to=CALL), Noise)


def test_details_complete_the_alert_they_answer():
    reading = parse("Entry 3180, SL 3090, TP 3300 / 3420", reply_to="ETH LONG NOW")
    assert isinstance(reading, Entry)
    assert (reading.signals[0].symbol, str(reading.signals[0].stop_loss)) == ("ETH/USDT", "3090")


def test_details_do_not_reopen_a_complete_call():
    assert not isinstance(parse("Entry 155, SL 150, TP 170", reply_to=CALL), Entry)


@pytest.mark.parametrize(
    "text",
    [
        "Don't close your positions yet, let them run",
        "When TP1 hits, move your SL to breakeven",
        "Close second trade when first tp hit 🎯",
        "The market closes early on Friday",
        "Exit scams are everywhere, stay careful",
        "BTC 4H closed above 67k. Bullish!",
        "Стоп пока не трогаем",
        "🔥 50% OFF VIP this week only!",
        "I closed my laptop for today, see you tomorrow",
        "We closed the office early",
        "Closing thoughts on BTC: still bullish",
        "BTC 平顺上涨",
        "ETH 走平已久",
        "Typo, sorry! Stop is under the entry of course, ignore the one above.",
        "The stop is below our entry, as always",
    ],
)
def test_talk_about_closing_is_no_instruction(text):
    assert not isinstance(parse(text), Update)


def test_a_bots_exit_is_a_close_and_never_a_short():
    reading = update("🔴 Exit Signal\n\n🏷️ Side: SELL\n\n💱 Symbol: BTCUSD\n\n💰 Price: 64945.92\n\nEntry: 64848.64")
    assert (reading.action, reading.symbol, reading.price) == (Action.CLOSE, "BTC/USD", Decimal("64945.92"))


@pytest.mark.parametrize("text", ["Raise SL to TP1 on ETH", "ETH: move stop to TP1", "ETH stop moved to target 1"])
def test_a_stop_moved_to_a_target_has_no_price(text):
    reading = update(text)
    assert (reading.action, reading.symbol, reading.target, reading.price) == (Action.MOVE_STOP, "ETH/USDT", 1, None)


@pytest.mark.parametrize("arrow", ["->", "=>", "→"])
def test_an_arrow_moves_a_stop_but_not_where_the_stop_was_hit(arrow):
    assert (update(f"AVAX SL {arrow} 27.9").action, update(f"AVAX SL {arrow} 27.9").price) == (
        Action.MOVE_STOP,
        Decimal("27.9"),
    )
    hit = update(f"❌ STOP LOSS HIT\nSymbol {arrow} XRPUSDT\nEntry {arrow} 0.50\nSL {arrow} 0.485")
    assert (hit.action, hit.is_report, hit.also) == (Action.STOPPED, True, ())


@pytest.mark.parametrize("text", ["close 4h BTC", "closing the 4h BTC long here", "close the 15m BTC scalp"])
def test_a_timeframe_names_the_trade_that_is_closed(text):
    assert (update(text).action, update(text).symbol) == (Action.CLOSE, "BTC/USDT")


def test_a_candles_close_in_brackets_is_no_instruction():
    reading = parse("BTC long 67000 SL 66000 (close 1D) TP 69000")
    assert isinstance(reading, Entry)
    assert str(reading.signals[0].stop_loss) == "66000"

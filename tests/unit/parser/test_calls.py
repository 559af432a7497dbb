"""What a call is read as."""

from decimal import Decimal

import pytest

from echotrade_desktop.engine.domain.market import Side
from echotrade_desktop.engine.domain.signal import EntryKind
from echotrade_desktop.engine.signals.parser import (
    CallSignal,
    Entry,
    Noise,
    ParserContext,
    Reason,
    Rejected,
    Update,
    parse,
)


def call(text: str, **context) -> CallSignal:
    reading = parse(text, **context)
    assert isinstance(reading, Entry), reading
    assert len(reading.signals) == 1
    return reading.signals[0]


def refusal(text: str, **context) -> Reason:
    reading = parse(text, **context)
    assert isinstance(reading, Rejected), reading
    assert reading.sentence.endswith(".")
    return reading.reason


def prices(levels) -> list[str]:
    return [str(level) for level in levels]


def test_the_three_examples_of_the_description_are_read():
    first, second = call("BTC LONG 67500"), call("ETH SHORT @ 3200, SL 3300")
    third = call("Buy BNB 550 stop 540 target 570")
    assert (first.symbol, first.side, prices(first.entries), first.stop_loss) == (
        "BTC/USDT",
        Side.LONG,
        ["67500"],
        None,
    )
    assert (second.symbol, second.side, prices(second.entries)) == ("ETH/USDT", Side.SHORT, ["3200"])
    assert str(second.stop_loss) == "3300"
    assert (third.symbol, str(third.stop_loss), prices(third.take_profits)) == ("BNB/USDT", "540", ["570"])


def test_two_prices_with_a_dash_are_a_range_from_low_to_high_and_three_a_ladder_as_written():
    zone = call("AAVEUSDT | LONG | ENTRY 105 - 95 | TARGET 125 | STOP LOSS 84")
    ladder = call("#ETHUSDT SHORT\nBuy : 2700 - 2660 - 2730\nTargets 2600 - 2560\nStopLoss : 2850")
    assert (zone.order, prices(zone.entries)) == (EntryKind.RANGE, ["95", "105"])
    assert (ladder.order, prices(ladder.entries)) == (EntryKind.LADDER, ["2700", "2660", "2730"])


def test_a_market_call_keeps_the_price_it_mentions():
    signal = call("Short DOT now (CMP 6.42)\nStop 6.75\nTP 6.1 5.8")
    assert (signal.order, prices(signal.entries)) == (EntryKind.MARKET, ["6.42"])


def test_levels_in_percent_stay_percent_without_a_sign():
    signal = call("BTCUSDT LONG @ 67000\nTP: +1% / +2%\nSL: -2%")
    assert prices(signal.take_profits) == ["1%", "2%"]
    assert signal.stop_loss is not None
    assert signal.stop_loss.is_percent
    assert signal.stop_loss.value == Decimal(2)


def test_a_leverage_range_is_read_at_its_lower_end():
    assert call("SOL LONG 150 SL 145 TP 160 leverage 5-10x").leverage == 5


def test_every_number_says_where_it_stands_in_the_original_text():
    text = "𝗟𝗢𝗡𝗚 #𝗕𝗧𝗖𝗨𝗦𝗗𝗧\n𝗘𝗻𝘁𝗿𝘆: 𝟲𝟳𝟱𝟬𝟬\n🎯 𝗧𝗣: 69\u200b000\nSL: 66000 10x"
    reading = parse(text)
    assert isinstance(reading, Entry)
    marked = {(span.role, text[span.start : span.end]) for span in reading.spans}
    assert {("entry", "𝟲𝟳𝟱𝟬𝟬"), ("target", "69\u200b000"), ("stop", "66000"), ("leverage", "10")} <= marked
    assert {("symbol", "#𝗕𝗧𝗖𝗨𝗦𝗗𝗧"), ("side", "𝗟𝗢𝗡𝗚")} <= marked


def test_levels_keep_the_text_they_were_written_as():
    signal = call("BTC long 67.5k, sl 66.2k, tp 69k")
    assert (signal.entries[0].text, signal.entries[0].written) == ("67500", "67.5")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("BTC/USDT\nEntry 67000\nSL 66000\nTP 69000", Reason.MISSING_SIDE),
        ("🟢⬆️ #LINK/USDT\nEntry 14.2\nSL 13.5\nTP 15", Reason.MISSING_SIDE),
        ("LONG entry 3200 sl 3100 tp 3400", Reason.MISSING_SYMBOL),
        ("XAUUSD BUY or SELL 2345\nSL 2335\nTP 2355", Reason.AMBIGUOUS_SIDE),
        ("#ADA #XRP LONG\nEntry 0.50\nSL 0.48\nTP 0.55", Reason.AMBIGUOUS_SYMBOL),
        ("BTC long\nentry 67000\nSL 66000\nSL 65000", Reason.AMBIGUOUS_NUMBER),
        ("BTC LONG -67500 SL -66000", Reason.NON_POSITIVE_PRICE),
        ("DOGE LONG entry 0.0₂152 sl 0.0₂140", Reason.INVALID_NUMBER),
        ("SOLUSDT LONG\nEntry 150\nTP 140\nSL 145", Reason.TP_WRONG_SIDE),
        ("ETHUSDT SHORT\nEntry: 3200\nTarget: 3100\nStop: 3150", Reason.SL_WRONG_SIDE),
        ("XAUUSD BUY 2345\nSL 2335\nTP 23500", Reason.PRICE_OUT_OF_RANGE),
        ("SOL LONG 150 SL 145 TP 160 leverage 500x", Reason.LEVERAGE_OUT_OF_RANGE),
        ("BTC LONG\nKwingiro 67000\nKuzima 66000", Reason.UNCLAIMED_NUMBER),
        ("ВТС LONG 67500 SL 66000 TP 69000", Reason.UNKNOWN_SYMBOL),
        ("BTC LONG \u202e00576\u202c SL 66000", Reason.BIDI_CONTROL),
        ("BTC LONG 67500 " + "x" * 4096, Reason.TOO_LONG),
    ],
)
def test_what_a_call_does_not_plainly_state_is_refused_with_its_reason(text, reason):
    assert refusal(text) is reason


def test_the_stop_must_lie_beyond_every_entry():
    assert refusal("SOL LONG entry 150 / 144 stop 145 target 160") is Reason.SL_WRONG_SIDE


def test_the_market_price_settles_what_the_separators_leave_open():
    text = "BTCUSDT SHORT\nGiriş: 68.200\nHedef: 67.400\nStop: 69.350"
    assert prices(call(text).entries) == ["68.200"]
    known = ParserContext(market_price=lambda symbol: Decimal("68150.5"))
    assert prices(call(text, context=known).entries) == ["68200"]


def test_an_entry_a_tenth_off_the_market_is_refused():
    known = ParserContext(market_price=lambda symbol: Decimal(75500))
    assert refusal("BTC LONG 67500 SL 66000", context=known) is Reason.PRICE_OUT_OF_RANGE


def test_a_symbol_outside_the_venues_catalogue_is_unknown():
    known = ParserContext(known_symbols=frozenset({"BTC/USDT"}))
    assert call("BTC LONG 67500", context=known).symbol == "BTC/USDT"
    assert refusal("FOOBAR/USDT LONG 1.5 SL 1.4", context=known) is Reason.UNKNOWN_SYMBOL


def test_commas_and_dots_that_contradict_each_other_are_not_guessed():
    assert refusal("BTC LONG\nEntry: 67,500\nSL: 66.250\nTP: 68,900") is Reason.AMBIGUOUS_NUMBER


@pytest.mark.parametrize(
    ("written", "symbol"),
    [
        ("BTCUSDT.P", "BTC/USDT"),
        ("BTC-PERP", "BTC/USDT"),
        ("BTC-USDT-SWAP", "BTC/USDT"),
        ("BINANCE:BTCUSDT", "BTC/USDT"),
        ("SOL/USDT:USDT", "SOL/USDT"),
        ("BTCUSD_PERP", "BTC/USD"),
        ("1000PEPEUSDT", "1000PEPE/USDT"),
        ("#1INCH", "1INCH/USDT"),
        ("XBT", "BTC/USDT"),
        ("$SOL", "SOL/USDT"),
        ("GUN(USDT)", "GUN/USDT"),
        ("ETH / BTC", "ETH/BTC"),
        ("比特币", "BTC/USDT"),
        ("GOLD", "XAU/USD"),
    ],
)
def test_an_instrument_is_known_under_all_its_spellings(written, symbol):
    assert call(f"{written} LONG market SL 1% TP 2%").symbol == symbol


def test_two_complete_calls_are_read_apart():
    reading = parse("BTC LONG 67500 SL 66500 TP 69000\nETH SHORT 3200 SL 3300 TP 3050")
    assert isinstance(reading, Entry)
    assert [(signal.symbol, signal.side, prices(signal.entries)) for signal in reading.signals] == [
        ("BTC/USDT", Side.LONG, ["67500"]),
        ("ETH/USDT", Side.SHORT, ["3200"]),
    ]


def test_three_calls_in_one_message_are_refused():
    text = "BTC LONG 67000 SL 66000 TP 69000\nSOL LONG 150 SL 145 TP 160\nETH SHORT 3300 SL 3400 TP 3100"
    assert isinstance(parse(text), Rejected)


def test_a_call_repeated_with_ticked_targets_is_a_report_and_opens_nothing():
    reading = parse("LINK/USDT LONG\nEntry: 14.05 ✅\nTP1: 14.80 ✅\nTP2: 15.60\nSL: 13.55")
    assert isinstance(reading, Update)
    assert (reading.symbol, reading.target, reading.is_report) == ("LINK/USDT", 1, True)


def test_struck_text_is_not_read():
    assert prices(call("BTC LONG\nEntry ~~66500~~ 67000\nSL 66100").entries) == ["67000"]


def test_a_number_in_prose_is_listed_and_lowers_the_confidence():
    plain = parse("BTC/USDT LONG\nEntry: 67150\nStop: 66200\nTP: 68400")
    wordy = parse("BTC/USDT LONG\nEntry: 67150\nStop: 66200\nTP: 68400. My own bag was bought near 64900 last spring")
    assert isinstance(plain, Entry)
    assert isinstance(wordy, Entry)
    assert (plain.unused_numbers, wordy.unused_numbers) == ((), ("64900",))
    assert wordy.confidence < plain.confidence == 1
    assert any(evidence.name == "unused numbers" for evidence in wordy.evidence)


@pytest.mark.parametrize(
    "text",
    [
        "BTC just broke 67500! Next stop 70k?",
        "Don't buy BNB at 600, wait for confirmation",
        "Should I close my ETH long or hold?",
        "If BTC closes the daily below 65k we exit everything",
        "Here is an example: BTC LONG, entry 60000, SL 58000, TP 65000. That's how our signals look!",
        "A whale opened a $20M BTC long at 67,200 with 40x leverage",
        "Не входите в лонг по BTC сейчас, ждём 65000",
        "",
        "🚀🚀🚀",
    ],
)
def test_chatter_is_noise(text):
    assert isinstance(parse(text), Noise)


@pytest.mark.parametrize(
    "text",
    [
        "SOMECOIN LONG 1.20 SL 1.10 TP 1.30",
        "Long FOOBAR at 3.2, stop 3.0, target 3.6",
        "🚀 QUUXX SHORT\nEntry: 0.5\nSL: 0.55\nTP: 0.45",
    ],
)
def test_a_ticker_nobody_lists_is_unknown_and_not_missing(text):
    reading = parse(text)
    assert isinstance(reading, Rejected)
    assert reading.reason is Reason.UNKNOWN_SYMBOL


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("ETH SHORT 1971.2 SL 1988.9 TP 1955.4-1941.6", ["1955.4", "1941.6"]),
        ("ETH SHORT 1971.2 SL 1988.9 TP 1955.4/1941.6/1930", ["1955.4", "1941.6", "1930"]),
        ("ETH LONG 1955.4-1960 SL 1941.6 TP 2010.5-2012.5", ["2010.5", "2012.5"]),
    ],
)
def test_prices_around_two_thousand_are_no_dates(text, targets):
    reading = parse(text)
    assert isinstance(reading, Entry)
    assert [level.text for level in reading.signals[0].take_profits] == targets


def test_a_date_is_no_price():
    for day in ("2026-11-23", "23.11.2026", "2026/11/23 14:30"):
        reading = parse(f"{day} BTC LONG 67500 SL 66000")
        assert isinstance(reading, Entry)
        assert not reading.unused_numbers


@pytest.mark.parametrize(
    "text",
    [
        "#BTC/USDT long | bobobob: 65301 | reload: 67321 | target: 68667",
        "#BTC/USDT long einstieg\nnachkauf @ 67321\nbobobob @ 65301\nziel @ 68667",
        "ETH/USDT short\nzomog: 3300\nadd: 3250\ntp: 3100",
    ],
)
def test_a_second_entry_does_not_make_a_strangely_labelled_price_the_first(text):
    assert isinstance(parse(text), Rejected)

"""What written numbers mean, and how the other levels settle what a separator leaves open."""

import pytest

from echotrade_desktop.engine.signals.parser import Entry, parse
from echotrade_desktop.engine.signals.parser.numbers import readings


@pytest.mark.parametrize(
    ("written", "meanings"),
    [
        ("67500", {("67500",)}),
        ("67.500,5", {("67500.5",)}),
        ("67,500.5", {("67500.5",)}),
        ("67'500", {("67500",)}),
        ("67'500.5", {("67500.5",)}),
        ("3.08'0", set()),
        ("94'4,6.8", set()),
        ("0,125", {("0.125",)}),
        ("590,50", {("590.50",)}),
        ("6,912", {("6912",), ("6.912",)}),
        ("68.200", {("68.200",), ("68200",)}),
        ("605,600", {("605600",), ("605.600",), ("605", "600")}),
        ("0.125,0.131", {("0.125", "0.131")}),
        ("68000,69000", {("68000", "69000")}),
        ("1.2e-5", {("0.000012",)}),
        ("1e400", set()),
        ("1.2.3.4", set()),
        ("9" * 30, set()),
    ],
)
def test_every_reading_of_a_number_is_known(written, meanings):
    assert {choice.texts for choice in readings(written)} == meanings


@pytest.mark.parametrize(
    ("text", "entries", "stop", "targets"),
    [
        ("BTC LONG entry: 62.191 tp: 63k-64k-65k sl 60500", ["62191"], "60500", ["63000", "64000", "65000"]),
        ("UNI SHORT\nEntry: 7,125 - 7,250\nSL: 7,48\nTP: 6,95", ["7.125", "7.250"], "7.48", ["6.95"]),
        ("BTC SHORT\nEntry 67 500\nTP 66 000\nSL 68 400", ["67500"], "68400", ["66000"]),
        ("GOLD SELL 2350-53\nSL 2358\nTP 2345/40/30", ["2350", "2353"], "2358", ["2345", "2340", "2330"]),
        ("BTC LONG 67-68k SL 66k TP 70k", ["67000", "68000"], "66000", ["70000"]),
        ("BTC 做多 6.7万 止损 6.6万 止盈 6.9万", ["67000"], "66000", ["69000"]),
        ("SOL LONG\nEntry 150\nTP 155 160 165\nSL 145", ["150"], "145", ["155", "160", "165"]),
        ("XRP short .53 sl .548 tp .515 .50", ["0.53"], "0.548", ["0.515", "0.50"]),
        ("BTC LONG 67_500 SL 66_000 TP 69_000", ["67500"], "66000", ["69000"]),
        ("SOL LONG\nEntry 140\nTarget 1 150\nTarget 2 160\nSL 130", ["140"], "130", ["150", "160"]),
    ],
)
def test_the_other_levels_settle_how_a_number_is_read(text, entries, stop, targets):
    reading = parse(text)
    assert isinstance(reading, Entry), reading
    signal = reading.signals[0]
    assert ([str(level) for level in signal.entries], str(signal.stop_loss)) == (entries, stop)
    assert [str(level) for level in signal.take_profits] == targets

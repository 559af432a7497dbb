"""Limits and traders' options over JSON lines, as the headless engine takes and tells them."""

import json
from decimal import Decimal

from echotrade_desktop.engine.domain.commands import ChangeLimits, SetMaxPositions, SetTraderOptions
from echotrade_desktop.engine.domain.limits import ApprovalMode, RiskLimits
from echotrade_desktop.engine.domain.messages import LimitChange, LimitsChanged, VolatilityChanged
from echotrade_desktop.engine.domain.schedule import period_of, weekly_of
from echotrade_desktop.engine.wire import event_line, read_command
from tests.fakes.clock import START


def test_limits_are_changed_by_pairs_of_name_and_text():
    line = (
        '{"type":"ChangeLimits","changes":[["min_confidence","0.8"],["trading_hours","09:00-17:00"]],"command_id":"c"}'
    )
    assert read_command(line) == ChangeLimits((("min_confidence", "0.8"), ("trading_hours", "09:00-17:00")), "c")


def test_a_maximum_for_a_while_and_its_end_are_one_command():
    assert read_command('{"type":"SetMaxPositions","limit":3,"minutes":30,"command_id":"c"}') == SetMaxPositions(
        3, 30, "c"
    )
    assert read_command('{"type":"SetMaxPositions","limit":null,"command_id":"c"}') == SetMaxPositions(None, 60, "c")


def test_a_traders_options_are_read_whole():
    line = (
        '{"type":"SetTraderOptions","trader_id":"telegram:1","approval":"automatic","auto_confidence":"0.9",'
        '"whitelist":["BTC/USDT"],"max_leverage":3,"paper_only":true,"command_id":"c"}'
    )
    assert read_command(line) == SetTraderOptions(
        "telegram:1", ApprovalMode.AUTOMATIC, Decimal("0.9"), None, ("BTC/USDT",), (), 3, True, 0, "c"
    )


def test_changed_limits_are_told_in_json_hours_and_spans_included():
    limits = RiskLimits(
        trading_hours=(weekly_of("Mon-Fri 09:00-17:00"),),
        blackouts=(period_of("2026-01-05 14:00 to 2026-01-05 15:30"),),
    )
    change = LimitChange("max_age", "Age when received", "60", "30")
    told = json.loads(event_line(LimitsChanged(limits, (change,), START, "c")))
    assert told["type"] == "LimitsChanged"
    assert told["changed"] == [{"field": "max_age", "name": "Age when received", "was": "60", "now": "30"}]
    assert told["limits"]["max_age"] == 60.0
    assert told["limits"]["trading_hours"] == [{"days": [0, 1, 2, 3, 4], "start": 540, "end": 1020}]
    assert told["limits"]["blackouts"][0]["start"] == "2026-01-05T14:00:00"


def test_volatility_is_told_as_a_share():
    told = json.loads(event_line(VolatilityChanged("BTC/USDT", Decimal("0.031"), True, START)))
    assert (told["share"], told["halted"]) == ("0.031", True)

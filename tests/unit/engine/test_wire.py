"""Commands as JSON lines in, events as JSON lines out."""

import json
from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from echotrade_desktop.engine.domain.channel import ChannelProfile, DashMeaning
from echotrade_desktop.engine.domain.commands import (
    ApproveSignal,
    ClosePosition,
    EditSignal,
    MoveStop,
    SetTargets,
    SetTraderApproval,
)
from echotrade_desktop.engine.domain.errors import BadInput
from echotrade_desktop.engine.domain.limits import ApprovalMode
from echotrade_desktop.engine.domain.messages import FillRecorded, TickerChanged
from echotrade_desktop.engine.wire import LONGEST_LINE, event_line, read_command
from tests.fakes.clock import START
from tests.makers import a_fill, a_ticker


@pytest.mark.parametrize(
    ("line", "command"),
    [
        (
            '{"type":"ApproveSignal","signal_id":"s1","version":1,"quantity":"0.002","command_id":"c"}',
            ApproveSignal("s1", 1, Decimal("0.002"), "c"),
        ),
        ('{"type":"ClosePosition","position_id":"p1","command_id":"c"}', ClosePosition("p1", command_id="c")),
        (
            '{"type":"MoveStop","position_id":"p1","price":66000,"version":3,"loosen":true,"command_id":"c"}',
            MoveStop("p1", Decimal(66000), 3, True, "c"),
        ),
        (
            '{"type":"SetTargets","position_id":"p1","prices":["1","2"],"version":3,"command_id":"c"}',
            SetTargets("p1", (Decimal(1), Decimal(2)), 3, "c"),
        ),
        (
            '{"type":"SetTraderApproval","trader_id":"t","approval":"automatic","auto_confidence":null,"command_id":"c"}',
            SetTraderApproval("t", ApprovalMode.AUTOMATIC, None, "c"),
        ),
        (
            '{"type":"EditSignal","signal_id":"s1","version":1,"take_profits":["7"],"command_id":"c"}',
            EditSignal("s1", 1, take_profits=(Decimal(7),), command_id="c"),
        ),
    ],
)
def test_a_line_is_the_command_it_states(line, command):
    assert read_command(line) == command


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("", "A command is one line of JSON"),
        ("{", "A command is one line of JSON"),
        ("[" * 9_000, "A command is one line of JSON"),
        ("[]", "A command has a type"),
        ("7", "A command has a type"),
        ('{"type":"Sell"}', "A command has a type: one of ApproveSignal"),
        ('{"type":[]}', "A command has a type"),
        ('{"type":"ClosePosition"}', "ClosePosition needs position_id."),
        ('{"type":"ClosePosition","position_id":"p1","all":1}', "ClosePosition has no field all."),
        ('{"type":"ClosePosition","position_id":7}', "ClosePosition: 7 is not text"),
        ('{"type":"ClosePosition","position_id":"p1","share":0.5}', "0.5 is a float; money is read from text"),
        ('{"type":"ClosePosition","position_id":"p1","share":true}', "True is not Decimal"),
        ('{"type":"ClosePosition","position_id":"p1","share":"NaN"}', "'NaN' is not a finite number"),
        ('{"type":"ClosePosition","position_id":"p1","version":true}', "True is not int"),
        ('{"type":"SetTargets","position_id":"p1","prices":"1","version":1}', "expected a list"),
        ('{"type":"SetTraderApproval","trader_id":"t","approval":"never"}', "'never' is not a valid ApprovalMode"),
        ('"' + "x" * LONGEST_LINE + '"', "10,000 characters"),
    ],
)
def test_a_line_that_is_no_command_is_one_clear_sentence(line, says):
    with pytest.raises(BadInput) as refusal:
        read_command(line)
    assert says in str(refusal.value)


@given(
    line=st.text(max_size=80)
    | st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    ).map(lambda value: json.dumps({"type": "MoveStop", "position_id": value, "price": value, "version": value}))
)
def test_whatever_the_line_is_it_is_a_command_or_bad_input(line):
    with suppress(BadInput):
        assert isinstance(read_command(line), MoveStop)


def test_an_event_is_one_line_with_its_type_and_exact_numbers():
    record = json.loads(event_line(FillRecorded(START, a_fill("0.002", "67500.10"))))
    assert record["type"] == "FillRecorded"
    assert record["fill"]["price"] == "67500.10"
    assert record["fill"]["side"] == "buy"
    assert record["at"] == "2026-01-05T09:00:00+00:00"
    assert "\n" not in event_line(TickerChanged(a_ticker("100"), "BTC/USDT"))


def test_a_channels_profile_is_read_whole_and_only_whole():
    line = {"type": "SetChannelProfile", "chat_id": -5, "profile": {"words": [["plug", "stop"]], "dash": "ladder"}}
    command = read_command(json.dumps(line))
    assert command.profile == ChannelProfile(words=(("plug", "stop"),), dash=DashMeaning.LADDER)
    for profile in ({"wrods": []}, {"dash": "sideways"}, {"words": "plug"}, [], None):
        with pytest.raises(BadInput):
            read_command(json.dumps(line | {"profile": profile}))

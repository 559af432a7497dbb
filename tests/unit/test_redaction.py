"""Secrets do not reach a log; what a support request needs stays readable."""

import json
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from echotrade_desktop import redaction
from echotrade_desktop.redaction import BLOT, redact, register_secret

KEY = "vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A"
SESSION = "1BVtsOHwAuFlEkg_" + "Ab3-" * 90 + "="


@pytest.fixture(autouse=True)
def _no_secrets_known(monkeypatch):
    monkeypatch.setattr(redaction, "_secrets", set())


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        (f"GET https://fapi.binance.com/fapi/v1/order?symbol=BTCUSDT&signature={'a1' * 32}", "a1a1"),
        (f"{{'X-MBX-APIKEY': '{KEY}'}}", KEY),
        (f"binance {KEY} rejected", KEY),
        (f"secret={KEY[:20]}", KEY[:20]),
        ('{"apiKey": "short-one", "listenKey": "abcdef"}', "short-one"),
        ('{"apiKey": "short-one", "listenKey": "abcdef"}', "abcdef"),
        (f"session {SESSION} signed in elsewhere", SESSION[:60]),
        ("bot 123456789:AAF-abcdefghijklmnopqrstuvwxyz01234 joined", "AAF-abc"),
        ("sent a code to +49 170 1234567", "1234567"),
        ("sent a code to +491701234567", "491701234567"),
        ("sent a code to +1 (415) 555-0132", "555"),
        ("api_hash = '0123456789abcdef0123456789abcdef'", "0123456789abcdef"),
        ("password: hunter2, again", "hunter2"),
        ("-----BEGIN PRIVATE KEY-----\nMIIBVQ\n-----END PRIVATE KEY-----", "MIIBVQ"),
    ],
)
def test_a_secret_is_known_by_its_shape_or_name(text, secret):
    assert secret not in redact(text)
    assert BLOT in redact(text)


@pytest.mark.parametrize(
    "text",
    [
        "BTC/USDT LONG 67500.12345678 SL 66000 TP 69000, 71000",
        "P&L +1234567.89 USDT (+2.5 %), equity 10,000.00",
        "order x-echo-0123456789abcdef0123456789ab is FILLED, exchange id 283194212389",
        "binance answered -1021: Timestamp for this request is outside of the recvWindow",
        "chat -1001234567890, message 512, trader 777000123",
        "2026-01-05T09:00:00.000Z INFO echotrade_desktop.engine.desk: started",
    ],
)
def test_what_support_needs_stays_readable(text):
    assert redact(text) == text


@given(
    secret=st.text(st.characters(codec="utf-8", exclude_characters="[]redact"), min_size=4, max_size=40),
    before=st.text(max_size=20),
    after=st.text(max_size=20),
)
def test_a_registered_value_never_shows_quoted_or_not(secret, before, after):
    register_secret(secret)
    for spelling in (secret, quote(secret, safe=""), json.dumps(secret), repr(secret)):
        assert secret not in redact(f"{before}{spelling}{after}")
        assert spelling not in redact(f"{before}{spelling}{after}")


def test_a_secret_that_begins_another_leaves_nothing_of_it():
    register_secret("hunter")
    register_secret("hunter-two")
    assert redact("hunter-two") == BLOT


def test_a_value_too_short_to_be_secret_does_not_blot_out_prices():
    register_secret("12")
    assert redact("BTC/USDT 12512.12") == "BTC/USDT 12512.12"

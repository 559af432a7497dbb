"""Limits as text and back: every one round trips, a bad one is refused in a sentence, nothing is half saved."""

from dataclasses import fields, replace
from datetime import timedelta
from decimal import Decimal

import pytest

from echotrade_desktop.engine.domain.errors import StoreUnavailable
from echotrade_desktop.engine.domain.limit_rules import BadLimits
from echotrade_desktop.engine.domain.limits import RiskLimits
from echotrade_desktop.engine.domain.schedule import weekly_of
from echotrade_desktop.engine.domain.signal import SourceKind
from echotrade_desktop.limits_file import NAMES, LimitsFile
from echotrade_desktop.settings import Settings, load, save

LIMITS = RiskLimits()
HOURS = ("Mon-Fri 09:00-17:00", "Sat 10:00-12:00")


@pytest.fixture
def keeper(tmp_path):
    return LimitsFile(tmp_path)


def test_every_limit_has_a_name_and_its_text_reads_back(keeper):
    assert NAMES.keys() == {field.name for field in fields(RiskLimits)}
    for rule in keeper.rules():
        assert keeper.changed(LIMITS, [(rule.field, keeper.text_of(LIMITS, rule.field))]) == LIMITS, rule
        assert rule.sentence.endswith((".", '")')), rule


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("position_size", "1.5 %", Decimal("0.015")),
        ("position_size", "0.015", Decimal("0.015")),
        ("min_trade", "$25", Decimal(25)),
        ("max_age", "90", timedelta(seconds=90)),
        ("wait_for_price", "on", True),
        ("whitelist", "btc, ETH/USDT sol", frozenset({"BTC/USDT", "ETH/USDT", "SOL/USDT"})),
        ("whitelist", "", frozenset()),
        ("size_max", "1,000", Decimal(1000)),
        ("size_max", "off", None),
        ("trading_hours", "Mon-Fri 9:00-17:00; Sat 10:00-12:00", tuple(map(weekly_of, HOURS))),
        ("source_weights", "telegram 0.9, binance 1", {SourceKind.TELEGRAM: Decimal("0.9"), SourceKind.BINANCE: 1}),
        ("only_sources", "binance", frozenset({SourceKind.BINANCE})),
    ],
)  # fmt: skip
def test_a_limit_is_read_as_it_is_typed(keeper, field, text, value):
    assert getattr(keeper.changed(LIMITS, [(field, text)]), field) == value


@pytest.mark.parametrize(
    ("field", "text", "told"),
    [
        ("min_confidence", "abc", "Confidence must be from 0 to 1, not “abc”."),
        ("min_confidence", "NaN", "Confidence must be from 0 to 1, not “NaN”."),
        ("position_size", "300 %", "Base size must be from 0.1\u2009% to 25\u2009%, not 300 %."),
        ("max_positions", "2.5", "Open positions must be a whole number from 1 to 100, not 2.5."),
        ("trading_hours", "09:00-09:00", "Trading hours must end at another time than it starts"),
        ("zone", "Europe/Nowhere", "Time zone must be a time zone such as Europe/Berlin"),
        ("source_weights", "telegram 1", "Source weights must name a weight for each of telegram, binance."),
        ("blacklist", "$$$", "Never these symbols must be symbols such as BTC/USDT"),
        ("lucky_number", "7", "lucky_number is no limit of this version."),
    ],
)
def test_a_bad_value_is_refused_in_a_sentence(keeper, field, text, told):
    with pytest.raises(BadLimits) as refusal:
        keeper.changed(LIMITS, [(field, text)])
    assert str(refusal.value).startswith(told)
    assert str(refusal.value).endswith("Nothing was saved.")
    assert [name for name, _ in refusal.value.refusals] == [field]


def test_values_that_do_not_go_together_are_refused(keeper):
    with pytest.raises(BadLimits, match="Size to must not be below the smallest size"):
        keeper.changed(LIMITS, [("size_min", "500"), ("size_max", "100")])
    with pytest.raises(BadLimits, match="Resume below must not be above where the blackout begins, 3 %"):
        keeper.changed(LIMITS, [("volatility_blackout", "3 %"), ("volatility_resume", "4 %")])


def test_every_bad_value_is_named_and_the_good_ones_are_not_taken(keeper):
    with pytest.raises(BadLimits) as refusal:
        keeper.changed(LIMITS, [("max_age", "30"), ("min_trade", "abc"), ("max_drift", "90 %")])
    assert [name for name, _ in refusal.value.refusals] == ["min_trade", "max_drift"]


def test_saved_limits_are_those_of_the_next_start_and_other_settings_stay(keeper, tmp_path):
    kept = Settings()
    save(replace(kept, market=replace(kept.market, seed=99)), tmp_path)
    wanted = keeper.changed(LIMITS, [("max_positions", "3"), ("trading_hours", "Mon-Fri 09:00-17:00")])
    keeper.save(wanted)
    again, notices = load(tmp_path)
    assert (again.risk, again.market.seed, notices) == (wanted, 99, [])


def test_a_disk_that_refuses_leaves_the_old_limits(keeper, tmp_path):
    keeper.save(keeper.changed(LIMITS, [("max_positions", "3")]))
    (tmp_path / "settings.toml.draft").mkdir()
    with pytest.raises(StoreUnavailable):
        keeper.save(keeper.changed(LIMITS, [("max_positions", "4")]))
    assert load(tmp_path)[0].risk.max_positions == 3

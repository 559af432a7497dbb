"""Settings: whatever the file says, the app starts, and says in a sentence what it could not use."""

import os
import re
import stat
from dataclasses import fields, replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from echotrade_desktop.engine.domain.errors import StoreUnavailable
from echotrade_desktop.engine.domain.limits import RiskLimits, SizingMode
from echotrade_desktop.engine.domain.schedule import period_of, weekly_of
from echotrade_desktop.engine.domain.signal import SourceKind
from echotrade_desktop.settings import RISK_RULES, Settings, ThemeName, load, rules_of, save

SECTIONS = {"lead_traders", "secrets", "market", "exchange", "calls", "risk", "appearance", "notifications", "telegram"}


def changed() -> Settings:
    """Settings of which none of the changed ones is a default."""
    settings = Settings()
    risk = replace(
        settings.risk,
        position_size=Decimal("0.0125"),
        signal_expiry=timedelta(minutes=7),
        size_min=Decimal(100),
        break_even_after=2,
        trail_distance=Decimal("0.02"),
        size_max=Decimal("1000.50"),
        whitelist=frozenset({"BTC/USDT", "ETH/USDT"}),
        source_weights={SourceKind.TELEGRAM: Decimal("0.9"), SourceKind.BINANCE: Decimal("0.75")},
        wait_for_price=True,
        trading_hours=(weekly_of("Mon-Fri 09:00-17:00"), weekly_of("Sun 22:00-02:00")),
        blackouts=(period_of("Fri 12:30-14:00"), period_of("2026-01-05 14:00 to 2026-01-05 15:30")),
        zone="Europe/Berlin",
        only_sources=frozenset({SourceKind.TELEGRAM}),
        only_traders=frozenset({"telegram:7"}),
        sizing=SizingMode.RISK,
        volatility_blackout=Decimal("0.03"),
        volatility_resume=Decimal("0.025"),
    )
    appearance = replace(settings.appearance, theme=ThemeName.LIGHT, zone="Europe/Berlin", scale=Decimal("1.25"))
    market = replace(settings.market, symbols=("SOL/USDT",), seed=11)
    return replace(settings, risk=risk, appearance=appearance, market=market)


def written(profile: Path, text: str) -> tuple[Settings, list[str]]:
    (profile / "settings.toml").write_text(text)
    return load(profile)


def test_without_a_file_everything_has_its_default(tmp_path: Path) -> None:
    settings, notices = load(tmp_path)
    assert (settings, notices) == (Settings(), [])
    assert settings.risk_limits() == RiskLimits()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("settings", [Settings(), changed()], ids=["defaults", "changed"])
def test_what_is_saved_is_loaded_to_the_last_digit(tmp_path: Path, settings: Settings) -> None:
    save(settings, tmp_path / "new profile")
    again, notices = load(tmp_path / "new profile")
    assert (again, notices) == (settings, [])
    assert str(again.risk.position_size) == str(settings.risk.position_size)


def test_every_limit_has_a_range_and_a_sentence_and_is_written(tmp_path: Path) -> None:
    assert RISK_RULES.keys() == {item.name for item in fields(RiskLimits)}
    save(changed(), tmp_path)
    text = (tmp_path / "settings.toml").read_text()
    for item in fields(Settings):
        section = type(getattr(Settings(), item.name))
        for name, _, rule in rules_of(section):
            assert f"\n{name} = " in text
            assert f"# {rule.sentence}" in text
    assert {item.name for item in fields(Settings)} == SECTIONS


@pytest.mark.parametrize(
    ("line", "notice"),
    [
        ("[risk]\nposition_size = 0.9", "risk.position_size must be from 0.001 to 0.25, not 0.9; its default is used."),
        ("[risk]\nposition_size = nan", "risk.position_size must be a number, not NaN; its default is used."),
        ('[risk]\nposition_size = "2 %"', "risk.position_size must be a number, not '2 %'; its default is used."),
        ("[risk]\nmax_positions = 2.5", "risk.max_positions must be a whole number, not 2.5; its default is used."),
        ("[risk]\nmax_positions = true", "risk.max_positions must be a whole number, not True; its default is used."),
        ("[risk]\nwait_for_price = 1", "risk.wait_for_price must be true or false, not 1; its default is used."),
        ("[risk]\nmax_age = -5", "risk.max_age must be from 1 to 3600 seconds, not -5; its default is used."),
        ('[risk]\nwhitelist = ["btc"]', "risk.whitelist cannot be 'btc'; its default is used."),
        ("[risk]\nsource_weights = {telegram = 1}",
         "risk.source_weights must name a weight for each of telegram, binance; its default is used."),
        ('[appearance]\ntheme = "pink"',
         "appearance.theme must be one of system, dark, light, contrast, not 'pink'; its default is used."),
        ('[appearance]\nzone = "Mars/Base"',
         "appearance.zone must be a time zone such as Europe/Berlin, not 'Mars/Base'; its default is used."),
        ("[market]\nsymbols = []", "market.symbols must hold 1 to 50 entries, not 0; its default is used."),
        ("market = 7", "[market] must be a section; its settings have their defaults."),
        ("[risk]\nmax_positon = 4", "risk.max_positon is not a setting of this version; it is ignored."),
        ("[telegram.server]\nport = 0", "telegram.server.port must be from 1 to 65535, not 0; its default is used."),
        ("[risk]\nsize_min = 500\nsize_max = 100",
         "risk.size_min is 500, above risk.size_max, 100; the size range is off."),
    ],
)  # fmt: skip
def test_a_value_that_is_no_good_gives_its_default_and_one_sentence(tmp_path: Path, line: str, notice: str) -> None:
    assert written(tmp_path, line) == (Settings(), [notice])


def test_only_the_bad_fields_are_replaced(tmp_path: Path) -> None:
    settings, notices = written(tmp_path, '[risk]\nmax_positions = 0\nmin_trade = 25\n[market]\nseed = "x"\n')
    assert len(notices) == 2
    assert settings == replace(Settings(), risk=replace(RiskLimits(), min_trade=Decimal(25)))


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"[risk\nmax_positions = 3", r"is not valid TOML \(at line 1"),
        (b"\xff\xfe\x00", "is not valid TOML; all settings have their defaults"),
        (b"a = " + b"[" * 5000, "is not valid TOML; all settings have their defaults"),
        (b"#" * 1_000_001, "far too long"),
    ],
)
def test_a_file_that_is_no_toml_gives_the_defaults(tmp_path: Path, raw: bytes, says: str) -> None:
    (tmp_path / "settings.toml").write_bytes(raw)
    settings, (notice,) = load(tmp_path)
    assert settings == Settings()
    assert re.search(says, notice)


def test_a_faulty_file_is_kept_under_its_own_date_before_it_is_written_over(tmp_path: Path) -> None:
    faulty = "[risk]\nmax_positions = 0  # my own words\n"
    written(tmp_path, faulty)
    os.utime(tmp_path / "settings.toml", (1_767_600_000, 1_767_600_000))
    (tmp_path / "settings.toml").chmod(0o644)
    for kept in tmp_path.glob("*.rejected-*"):
        kept.unlink()
    settings, _ = load(tmp_path)
    load(tmp_path)
    save(settings, tmp_path)
    (kept,) = tmp_path.glob("settings.toml.rejected-*")
    assert kept.name == "settings.toml.rejected-2026-01-05T080000"
    assert kept.read_text() == faulty
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert load(tmp_path) == (Settings(), [])


def test_saving_keeps_what_a_person_wrote_beside_a_value(tmp_path: Path) -> None:
    written(tmp_path, "# mine\n[risk]\nmax_positions = 3  # three is plenty\n")
    settings, _ = load(tmp_path)
    save(replace(settings, risk=replace(settings.risk, min_trade=Decimal(20))), tmp_path)
    text = (tmp_path / "settings.toml").read_text()
    assert text.startswith("# mine\n")
    assert "max_positions = 3  # three is plenty" in text
    assert load(tmp_path)[0].risk.min_trade == Decimal(20)


def test_a_limit_that_is_switched_off_leaves_the_file(tmp_path: Path) -> None:
    save(changed(), tmp_path)
    save(Settings(), tmp_path)
    assert "size_min =" not in (tmp_path / "settings.toml").read_text()
    assert load(tmp_path) == (Settings(), [])


def test_a_saved_file_is_private_and_leaves_no_draft(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        save(Settings(), tmp_path / "profile")
    finally:
        os.umask(old)
    (file,) = (tmp_path / "profile").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_when_saving_fails_the_old_settings_stay_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save(changed(), tmp_path)
    monkeypatch.setattr(os, "fsync", _no_space)
    with pytest.raises(StoreUnavailable, match="could not be saved"):
        save(Settings(), tmp_path)
    assert load(tmp_path) == (changed(), [])
    assert [file.name for file in tmp_path.iterdir()] == ["settings.toml"]


def test_the_new_file_is_on_disk_before_it_takes_the_old_one_s_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    fsync, replace_file = os.fsync, Path.replace
    monkeypatch.setattr(os, "fsync", lambda handle: (order.append("fsync"), fsync(handle)))
    monkeypatch.setattr(Path, "replace", lambda self, other: (order.append("replace"), replace_file(self, other)))
    save(Settings(), tmp_path)
    assert order[:2] == ["fsync", "replace"]


def test_a_file_cut_wherever_starts(tmp_path: Path) -> None:
    save(changed(), tmp_path)
    raw = (tmp_path / "settings.toml").read_bytes()
    for end in range(0, len(raw), 11):  # all places within a line come up
        (tmp_path / "settings.toml").write_bytes(raw[:end])
        settings, notices = load(tmp_path)
        assert isinstance(settings, Settings)
        assert all(notice.endswith(".") and "\n" not in notice for notice in notices)


@given(raw=st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
@examples(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_start(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "settings.toml").write_bytes(b"[risk]\n" + raw)
    settings, _ = load(tmp_path)
    save(settings, tmp_path)
    assert load(tmp_path)[0] == settings


def _no_space(handle: int) -> None:
    raise OSError(28, "No space left on device")


def test_a_blackout_that_would_end_above_where_it_begins_ends_where_it_begins(tmp_path: Path) -> None:
    settings, notices = written(tmp_path, "[risk]\nvolatility_blackout = 0.03\nvolatility_resume = 0.04\n")
    assert settings.risk.volatility_blackout == Decimal("0.03")
    assert settings.risk.volatility_resume is None
    assert "volatility_resume is 0.04" in notices[0]


def test_hours_that_end_where_they_start_are_refused_with_the_reason(tmp_path: Path) -> None:
    settings, notices = written(tmp_path, '[risk]\ntrading_hours = ["09:00-09:00"]\n')
    assert settings.risk.trading_hours == ()
    assert "must end at another time than it starts" in notices[0]

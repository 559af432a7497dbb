"""When entries are kept out, as bands behind the candles."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from echotrade_desktop.engine.domain.limits import RiskLimits
from echotrade_desktop.engine.domain.messages import ChangeLimits
from echotrade_desktop.engine.domain.read_limits import VolatilityRow
from echotrade_desktop.engine.domain.schedule import covering, period_of, weekly_of
from echotrade_desktop.engine.domain.volatility import Volatility
from echotrade_desktop.views.blackouts import Blackouts
from echotrade_desktop.views.chart.parts import Text, Tint
from echotrade_desktop.views.chart.specs import ShadeSpec
from echotrade_desktop.views.volatility_note import halts_of
from tests.views.chart.desk import NOON, candle, chart
from tests.views.stage import Stage, play, until

D = Decimal
DAY = 86_400.0
MONDAY = datetime(2026, 11, 23, tzinfo=UTC)


def limits(*blackouts: str, hours: tuple[str, ...] = (), zone: str = "UTC") -> RiskLimits:
    return RiskLimits(blackouts=tuple(map(period_of, blackouts)), trading_hours=tuple(map(weekly_of, hours)), zone=zone)


def at(day: int, hour: float) -> float:
    return (MONDAY + timedelta(days=day, hours=hour)).timestamp()


def test_a_blackout_over_midnight_is_one_band_and_names_its_hours():
    [shade] = Blackouts(limits("Mon 22:00-02:00")).between(at(0, 12), at(1, 12))
    assert (shade.begin, shade.end) == (at(0, 22), at(1, 2))
    assert shade.label == "no entries Mon 22:00–02:00"


def test_outside_of_the_trading_hours_is_shaded_and_a_blackout_within_them_too():
    found = Blackouts(limits("Mon 12:00-13:00", hours=("Mon-Fri 09:00-17:00",))).between(at(0, 0), at(1, 0))
    seen = [(max(s.begin, at(0, 0)), min(s.end, at(1, 0))) for s in found]
    assert seen == [(at(0, 0), at(0, 9)), (at(0, 12), at(0, 13)), (at(0, 17), at(1, 0))]
    assert [s.label.startswith("no entries") for s in found] == [False, True, False]


def test_the_clock_on_the_users_wall_counts():
    [shade] = Blackouts(limits("Mon 09:00-10:00", zone="Europe/Berlin")).between(at(0, 0), at(1, 0))
    assert (shade.begin, shade.end) == (at(0, 8), at(0, 9))


def test_with_a_year_in_view_only_single_periods_are_shaded():
    blackouts = Blackouts(limits("Mon 12:00-13:00", "2026-11-25 14:00 to 2026-11-25 15:30"))
    [shade] = blackouts.between(at(-300, 0), at(30, 0))
    assert shade.begin == at(2, 14)
    assert len(blackouts.between(at(0, 0), at(7, 0))) == 2


@given(moment=st.floats(at(-40, 0), at(40, 0)), zone=st.sampled_from(["UTC", "Europe/Berlin", "America/New_York"]))
def test_a_moment_is_shaded_exactly_when_entries_are_kept_out(moment, zone):
    told = limits("Fri 22:30-02:15", "2026-11-25 14:00 to 2026-11-26 15:30", hours=("Mon-Fri 08:00-23:00",), zone=zone)
    shades = Blackouts(told).between(moment - DAY, moment + DAY)
    instant = datetime.fromtimestamp(moment, UTC)
    out = covering(told.blackouts, instant, zone) is not None or covering(told.trading_hours, instant, zone) is None
    assert any(s.begin <= instant.timestamp() < s.end for s in shades) is out


def test_a_pan_is_answered_from_memory(monkeypatch):
    blackouts = Blackouts(limits("daily 12:00-13:00"))
    before = blackouts.between(at(0, 0), at(2, 0))
    monkeypatch.setattr("echotrade_desktop.views.blackouts.covering", None)
    assert blackouts.between(at(0, 1), at(2, 1)) == before


@given(shares=st.lists(st.integers(1, 9), min_size=1, max_size=40), above=st.integers(3, 7), gap=st.integers(0, 3))
def test_the_last_halt_lasts_exactly_while_entries_are_halted(shares, above, gap):
    found = Volatility(tuple(D(share) / 100 for share in shares), NOON)
    begins, ends = D(above) / 100, D(above - gap) / 100
    halts = found.halts(begins, ends, timedelta(minutes=15))
    assert bool(halts and halts[-1][1] is None) is found.is_halted(begins, ends)
    assert all(since < until for since, until in halts if until is not None)
    assert found.halts(None, None, timedelta(minutes=15)) == ()


def test_a_halt_begins_and_ends_with_the_candles_that_caused_it():
    found = Volatility(tuple(map(D, ("0.01", "0.04", "0.03", "0.01", "0.05"))), NOON)
    quarter = timedelta(minutes=15)
    opened = NOON.replace(minute=0, second=0)
    assert found.halts(D("0.03"), D("0.02"), quarter) == (
        (opened - 3 * quarter, opened - quarter),
        (opened, None),
    )
    shades = halts_of(VolatilityRow("BTC/USDT", D("0.05"), True, found.halts(D("0.03"), None, quarter)), 0, 4e9)
    assert shades[-1].end is None
    assert all(shade.volatile for shade in shades)


def bands(view):
    return [part for part in view.canvas.layers.shades.parts if isinstance(part, Tint)]


def test_a_band_lies_where_its_time_is_and_says_why_where_there_is_room(qtbot):
    view = chart(qtbot)
    begin, end = (NOON - timedelta(hours=8)).timestamp(), (NOON - timedelta(hours=3)).timestamp()
    view.set_shades(lambda *_: [ShadeSpec(begin, end, "no entries Mon"), ShadeSpec(end + 900, end + 1800, "short")])
    long, short = bands(view)
    plot = view.canvas.viewport_state
    assert long.x == pytest.approx(plot.x_of(begin), abs=1)
    assert long.x + long.width == pytest.approx(plot.x_of(end), abs=1)
    assert short.width == pytest.approx(plot.step, abs=1)
    words = [part.text for part in view.canvas.layers.shades.parts if isinstance(part, Text)]
    assert words == ["no entries Mon"]
    view.canvas.look(plot.panned(30))
    assert bands(view)[0].x == pytest.approx(long.x + 30, abs=1)


def test_a_halt_that_lasts_reaches_to_the_end_of_the_newest_candle_and_grows_with_it(qtbot):
    view = chart(qtbot)
    view.set_shades(lambda *_: [ShadeSpec((NOON - timedelta(hours=1)).timestamp(), None, "volatility", volatile=True)])

    def right_end():
        [band] = bands(view)
        return view.canvas.viewport_state.time_at(band.x + band.width)

    first = right_end()
    assert first == pytest.approx(view.canvas.series.last.time + 900, abs=100)
    view.update_candle("BTC/USDT", view.timeframe, candle(minutes=15))
    assert right_end() - first == pytest.approx(900, abs=100)


async def test_a_blackout_that_the_user_enters_is_shaded_on_the_chart(tmp_path, qapp):
    async def act(stage: Stage) -> None:
        assert bands(stage.chart.view) == []
        stage.bridge.submit(ChangeLimits((("blackouts", "daily 00:00-24:00"),)))
        await until(lambda: bands(stage.chart.view))
        stage.bridge.submit(ChangeLimits((("blackouts", ""), ("volatility_blackout", "0.1 %"))))
        await until(lambda: any(band.role == "volatile" for band in bands(stage.chart.view)))

    await play(tmp_path, act)

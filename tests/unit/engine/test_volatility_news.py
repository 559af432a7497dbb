"""What the user is told when a volatility blackout begins and ends."""

from decimal import Decimal
from types import SimpleNamespace

import pytest

from echotrade_desktop.engine.domain.limits import RiskLimits
from echotrade_desktop.engine.domain.messages import LimitsChanged, VolatilityChanged
from echotrade_desktop.engine.domain.read_limits import VolatilityRow
from echotrade_desktop.engine.domain.volatility import Volatility
from echotrade_desktop.engine.volatility_news import VolatilityNews
from echotrade_desktop.views.volatility_note import note_of
from tests.fakes.clock import START, FakeClock

D = Decimal
THIN = "\u2009"


class Desk(SimpleNamespace):
    """As much of a desk as news needs."""

    def __init__(self, **limits):
        super().__init__(limits=RiskLimits(**limits), clock=FakeClock(), published=[], told=[])

    def publish(self, event):
        self.published.append(event)

    def tell(self, sentence, level="info"):
        self.told.append((sentence, level))


def known(*shares: str) -> Volatility:
    return Volatility(tuple(map(D, shares)), START)


def test_the_beginning_and_the_end_of_a_blackout_are_told_once_each():
    """F099: it resumes by itself."""
    desk = Desk(volatility_blackout=D("0.03"), volatility_resume=D("0.025"))
    news = VolatilityNews(desk)
    for shares in (["0.011"], ["0.032"], ["0.032", "0.0281"], ["0.032", "0.028", "0.024"]):
        news.measured("BTC/USDT", known(*shares))
    assert desk.told == [
        (f"BTC/USDT: volatility 3.20{THIN}% is above 3.00{THIN}%, no entries there. They resume by themselves below "
         f"2.50{THIN}%.", "warning"),
        (f"BTC/USDT: volatility is down to 2.40{THIN}%, entries are allowed again.", "info"),
    ]  # fmt: skip
    assert [event.halted for event in desk.published] == [False, True, True, False]


def test_a_change_too_small_to_see_is_not_published():
    desk = Desk()
    news = VolatilityNews(desk)
    news.measured("BTC/USDT", known("0.0110"))
    news.measured("BTC/USDT", known("0.01101"))
    assert desk.published == [VolatilityChanged("BTC/USDT", D("0.0110"), False, START)]
    assert desk.told == []


def test_one_change_of_the_limit_is_one_notice_however_many_symbols_it_halts():
    desk = Desk()
    news = VolatilityNews(desk)
    news.measured("BTC/USDT", known("0.011"))
    news.measured("ETH/USDT", known("0.012"))
    desk.limits = RiskLimits(volatility_blackout=D("0.01"))
    news.note(LimitsChanged(desk.limits, (), START))
    ((sentence, level),) = desk.told
    assert sentence.startswith(f"BTC/USDT, ETH/USDT: volatility 1.10{THIN}%, 1.20{THIN}% is above 1.00{THIN}%")
    assert level == "warning"
    assert news.all()["ETH/USDT"].halted


@pytest.mark.parametrize(
    ("share", "halted", "limits", "note"),
    [
        ("0.011", False, {}, "Volatility 1.1 %"),
        ("0.011", False, {"volatility_blackout": D("0.03")}, "Volatility 1.1 % blackout above 3.0 %"),
        ("0.032", True, {"volatility_blackout": D("0.03"), "volatility_resume": D("0.025")},
         "Volatility 3.2 % no entries until below 2.5 %"),
        ("0.0041", False, {"volatility_blackout": D("0.0042")}, "Volatility 0.41 % blackout above 0.42 %"),
    ],
)  # fmt: skip
def test_the_note_on_the_chart_tells_value_and_limit_apart(share, halted, limits, note):
    """F099."""
    told = note_of(VolatilityRow("BTC/USDT", D(share), halted), RiskLimits(**limits))
    assert told.replace(THIN, " ") == note

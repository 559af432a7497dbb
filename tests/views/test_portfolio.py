"""The portfolio page: every section, what its numbers mean, and the journal as a file."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from echotrade_desktop.engine.domain import messages as m
from echotrade_desktop.engine.domain.performance import RuleCost
from echotrade_desktop.engine.domain.read import EquityPoint
from echotrade_desktop.views.equity_curve import EquityCurve
from echotrade_desktop.views.models.performance import RulesModel, figures, limit_uses, rules_summary
from echotrade_desktop.views.models.positions import ClosedModel
from echotrade_desktop.views.portfolio import SECTIONS
from tests.views.fakes import NOON, FakeBridge, closed, nothing, performance, portfolio

D = Decimal
OVERVIEW, FIGURES, TRADERS, EXPOSURE, RULES, JOURNAL, MONEY = range(7)


@pytest.fixture
def page(window, qtbot):
    window.tabs.choose(3)
    qtbot.waitUntil(lambda: window.portfolio._known is not None)
    return window.portfolio


def shown(table):
    model = table.model()
    return [{spec.key: model.cell(row, spec.key).text for spec in model.columns} for row in model.rows]


def by_name(row=None, known=None):
    known = performance() if known is None else known
    return {figure.name: figure for figure in figures(row or portfolio(), known.figures)}


def test_f120_the_value_and_the_day_with_what_a_day_is(page):
    assert page.overview.worth.equity.text() == "$10,214.35"
    assert page.overview.worth.day.text().startswith("+$121.15")
    told = page.overview.worth.day.toolTip()
    assert "00:00 UTC" in told
    assert "23 Nov 00:00" in told


def test_f121_the_curve_has_the_recorded_points_and_their_falls(page, bridge):
    assert [point.equity for point in page.curve.points] == [p.equity for p in bridge.reads["equity_curve"]]
    assert page.curve.falls[2] == 0
    assert page.curve.falls[1] == pytest.approx(3 / 10093)
    assert "15 points" in page.curve.accessibleName()


def test_f121_a_curve_of_one_point_says_when_it_begins(qtbot):
    curve = EquityCurve()
    qtbot.addWidget(curve)
    curve.set_points([EquityPoint(NOON, D(10_000))])
    assert curve.accessibleName() == "Equity curve: it begins with the first trade"
    assert not curve.grab().isNull()


def test_the_point_nearest_to_the_cursor_is_told(qtbot):
    curve = EquityCurve()
    qtbot.addWidget(curve)
    curve.resize(476, 160)  # 400 of them for the curve
    curve.set_points([EquityPoint(NOON + timedelta(hours=h), D(v)) for h, v in enumerate((100, 120, 90, 110, 130))])
    curve.grab()
    place, no = QPointF(190, 40), Qt.MouseButton.NoButton
    curve.mouseMoveEvent(QMouseEvent(QMouseEvent.Type.MouseMove, place, place, no, no, Qt.KeyboardModifier.NoModifier))
    assert curve.under_cursor == 2
    assert not curve.grab().isNull()
    curve.leaveEvent(None)
    assert curve.under_cursor is None


def test_f122_each_figure_says_what_it_is_made_from(page):
    for name, value in page.figures.items():
        assert value.text(), name
        assert value.parentWidget().toolTip().endswith(".")
        assert value.parentWidget().accessibleDescription().startswith(value.parentWidget().toolTip())
    assert page.figures["Sharpe"].text() == "1.84"
    assert page.overview.figures.notes["Sharpe"].text() == "43 d"
    assert page.overview.figures.notes["Win rate"].text() == "n 128"


def test_f123_what_there_is_not_enough_data_for_is_na_and_says_how_much_is_missing():
    bare = performance(figures=nothing()["performance"].figures)
    known = by_name(nothing()["portfolio"], bare)
    for name in ("Win rate", "Profit factor", "Expectancy", "Max drawdown", "Sharpe", "Sortino", "Calmar"):
        assert known[name].text == "n/a", name
    assert "needs 20 finished days; there are 0" in known["Sharpe"].about


def test_f122_the_four_gauges_stand_against_their_limits(page):
    uses = {use.name: use for use in limit_uses(portfolio(daily_pnl=D("-252.33")), performance())}
    assert uses["Drawdown"].text.startswith("1.4")
    assert uses["Positions"].used == D("0.8")
    assert uses["Loss today"].used == D("252.33") / D("504.66")
    assert uses["Exposure"].text == "$3,255 of $10,214"
    assert set(page.overview.gauges.gauges) == set(uses)


def test_f122_a_day_in_gain_has_lost_nothing():
    uses = {use.name: use for use in limit_uses(portfolio(), performance())}
    assert uses["Loss today"].used == 0


def test_f073_who_brought_what_with_average_fall_and_reputation(page):
    page.nav.choose(TRADERS)
    first, *_, tidewater, telegram, binance = shown(page.contributions.table)
    assert (first["name"], first["closed"], first["net"]) == ("Harbour Calls", "41", "+$64.20")
    assert (first["average"], first["drawdown"]) == ("+$1.57", "−$21.40")
    assert first["reputation"] == "0.56 0.45 to 0.66"
    assert tidewater["reputation"] == "n/a, n 6"
    assert (telegram["name"], binance["name"]) == ("Telegram, all traders", "Binance lead traders")


def test_exposure_is_told_by_symbol_and_side(page):
    page.nav.choose(EXPOSURE)
    rows = shown(page.exposure.table)
    assert rows[1] == {
        "symbol": "ETH Short", "positions": "1", "notional": "$961.23", "share": "9.4\u2009%", "pnl": "+$13.22",
    }  # fmt: skip


def test_each_rule_says_what_it_saved_or_cost_with_n(page):
    page.nav.choose(RULES)
    drift, age, own, repeat = shown(page.rules.table)
    assert (drift["saved"], drift["followed"], drift["won"]) == ("saved $84.12", "26", "9 of 26")
    assert age["saved"] == "cost $31.06"
    assert own["rule"] == "Your own rejections"
    assert (repeat["saved"], repeat["won"]) == ("n/a", "n/a")
    assert page.rules.summary.text() == "Not trading 45 calls saved $59.61 after fees. 3 are followed still."


def test_few_calls_are_too_few_to_judge_a_rule_by():
    told = RulesModel().cell(RuleCost("Trader", 1, 0, 1, 0, D(-5)), "saved").tooltip
    assert "1 is too few to judge the rule by" in told
    assert "too few" not in RulesModel().cell(RuleCost("Trader", 20, 0, 20, 0, D(-5)), "saved").tooltip
    assert rules_summary((RuleCost("Trader", 1, 1, 0, 0, D(0)),)).endswith("1 is followed still.")


def test_money_that_no_trade_moved_has_lines_of_its_own(page):
    page.nav.choose(MONEY)
    funding, withdrawal, other = shown(page.money.table)
    assert (funding["kind"], funding["symbol"], funding["amount"]) == ("Funding", "BTC/USDT", "−$0.08")
    assert funding["counts"] == "its position's result"
    assert (withdrawal["kind"], withdrawal["counts"], withdrawal["amount"]) == ("Taken out", "capital", "−$250.00")
    assert other["counts"] == "the account's result"
    assert page.money.summary.text() == "Funding +$0.13   Taken out −$250.00"
    assert page.money.model.cell(page.money.model.rows[0], "amount").tooltip == "-0.08135521 USDT"


def test_cash_says_what_moved_otherwise_and_a_result_its_funding():
    row = portfolio(paid_in=D(500), earned_otherwise=D("-1.5"))
    about = {figure.name: figure.about for figure in figures(row, None)}
    assert "+$500.00 that were paid in and −$1.50 of funding" in about["Cash"]
    assert "paid in" not in {each.name: each.about for each in figures(portfolio(), None)}["Cash"]
    row = replace(closed(1)[0], funding=D("-0.3"))
    assert ClosedModel().cell(row, "pnl").tooltip == "After fees, with −$0.30 of funding"


def test_the_sections_are_chosen_by_keyboard(page, window, qtbot):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    page.nav.tabs[OVERVIEW].setFocus()
    QTest.keyClick(page.nav.tabs[OVERVIEW], Qt.Key.Key_Down)
    assert SECTIONS[page.nav.current] == "By trader"
    assert page.sections.currentIndex() == TRADERS


def test_every_section_says_what_will_be_there(open_window, qtbot):
    window = open_window(FakeBridge(**nothing()))
    window.tabs.choose(3)
    page = window.portfolio
    qtbot.waitUntil(lambda: page._known is not None)
    for number in (TRADERS, EXPOSURE, RULES, JOURNAL, MONEY):
        page.nav.choose(number)
        assert page.sections.currentWidget()._stack.currentIndex() == 0


def test_a_narrow_dock_has_the_figures_in_a_section_of_their_own(open_window, bridge, qtbot):
    window = open_window(bridge, size=(1024, 700))
    window.tabs.choose(3)
    page = window.portfolio
    qtbot.waitUntil(lambda: page._known is not None)
    assert page.nav.tabs[FIGURES].isVisible()
    assert not page.overview.figures.isVisible()
    page.nav.choose(FIGURES)
    window.resize(1440, 900)
    qtbot.waitUntil(page.overview.figures.isVisible)
    assert page.nav.current == OVERVIEW  # what it was showing is there now
    assert not page.nav.tabs[FIGURES].isVisible()


def test_an_event_is_on_the_page_soon_and_an_unseen_page_reads_nothing(page, bridge, window, qtbot):
    changed = performance(exposures=())
    bridge.happen(m.EquityMarked(NOON, D(10_300), D(10_300)), performance=changed)
    qtbot.waitUntil(lambda: page.exposure.model.rows == ())
    window.tabs.choose(0)
    asked = []
    bridge.query = lambda name, *args: (asked.append(name), bridge.reads[name])[1]
    bridge.happen(m.EquityMarked(NOON, D(10_300), D(10_300)), performance=performance())
    page.show_row(replace(portfolio(), equity=D(10_300)))
    page.refresh()
    assert "performance" not in asked
    window.tabs.choose(3)
    qtbot.waitUntil(lambda: len(page.exposure.model.rows) == 4)


def test_the_journal_is_exported_to_the_file_that_is_chosen(page, bridge, qtbot, tmp_path, window):
    page.nav.choose(JOURNAL)
    page.journal.export.click()
    dialog = page.findChild(QFileDialog)
    assert dialog.acceptMode() == QFileDialog.AcceptMode.AcceptSave
    dialog.fileSelected.emit(str(tmp_path / "trades.csv"))
    dialog.reject()
    assert bridge.asked == [("export_journal", (str(tmp_path / "trades.csv"),))]
    assert not page.journal.export.isEnabled()
    bridge.reply("export_journal", "x")  # a sentence is a failure here
    assert page.journal.export.isEnabled()
    assert window.toasts.kept[0].level == "warning"


def test_a_page_that_was_wide_lets_the_window_become_small_again(open_window, bridge, qtbot):
    window = open_window(bridge, size=(2560, 1440))
    window.tabs.choose(3)
    page = window.portfolio
    qtbot.waitUntil(lambda: page._known is not None)
    window.resizeDocks([window.positions_dock], [1000], Qt.Orientation.Vertical)
    qtbot.waitUntil(lambda: page.height() > 600)
    assert page.overview.figures.width() > 600
    window.resize(1024, 700)
    qtbot.waitUntil(lambda: window.width() == 1024 and window.positions_dock.width() < 670)
    assert window.traders_dock.x() + window.traders_dock.width() <= 1024

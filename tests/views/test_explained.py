"""Each figure says what it is made from, by mouse and by keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from echotrade_desktop.views.widgets.explained import About, AboutNumber, Explained
from echotrade_desktop.views.widgets.label import Label


def explanation(of: Explained) -> AboutNumber | None:
    QApplication.processEvents()
    return next((popup for popup in of.findChildren(AboutNumber) if popup.isVisible()), None)


def words(popup: AboutNumber) -> list[str]:
    return [label.text() for label in popup.findChildren(Label)]


@pytest.mark.parametrize("key", [Qt.Key.Key_F1, Qt.Key.Key_Question, Qt.Key.Key_Space, Qt.Key.Key_Return])
def test_a_figure_that_has_the_keyboard_explains_itself_and_f1_is_no_guide_then(window, key):
    figure = window.header.drawdown
    figure.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(figure, key)
    popup = explanation(figure)
    assert popup is not None
    assert window.help.guide is None
    assert "Below the highest equity; entries stop at the limit" in words(popup)
    assert "Equity now, and its highest recorded point" in words(popup)
    assert popup.accessibleName() == "About Drawdown"
    QTest.keyClick(popup, Qt.Key.Key_Escape)
    assert explanation(figure) is None


def test_every_figure_of_the_portfolio_says_what_it_is_made_from_and_over_which_time(window):
    window.go_to_tab(3)
    overview = window.portfolio.overview
    cells = [label.parentWidget() for label in overview.figures.values.values()]
    assert len(cells) >= 12
    for cell in (*cells, *overview.gauges.gauges.values()):
        assert isinstance(cell, Explained)
        assert cell.about is not None
        assert cell.about.told.rstrip().endswith(".")
        assert cell.about.source, cell.about.name
        assert cell.about.period, cell.about.name
        assert cell.about.source in cell.accessibleDescription()


def test_a_press_explains_and_what_has_nothing_to_say_stays_silent(qtbot):
    number = Explained()
    qtbot.addWidget(number)
    number.resize(80, 30)
    number.show()
    QTest.mouseClick(number, Qt.MouseButton.LeftButton)
    assert explanation(number) is None
    number.explain_as(About("Win rate", "55 %", "Wins over all.", "40", "Closed trades", "All of it"))
    QTest.mouseClick(number, Qt.MouseButton.LeftButton)
    popup = explanation(number)
    assert popup is not None
    assert words(popup)[:3] == ["Win rate", "55 %", "Wins over all."]
    popup.close()

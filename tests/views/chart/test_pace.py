"""What is shown ten times a second: the first at once, the last for certain."""

from PySide6.QtCore import QObject

from echotrade_desktop.views.chart.pace import Pace


def test_the_first_is_at_once_and_the_last_of_many_is_never_lost(qtbot):
    owner, shown, now = QObject(), [], {"price": 1}
    pace = Pace(lambda: shown.append(now["price"]), owner, rest_ms=30)
    for price in (1, 2, 3):
        now["price"] = price
        pace.ask()
    assert shown == [1]
    qtbot.waitUntil(lambda: shown == [1, 3])
    qtbot.waitUntil(lambda: not pace._last.isActive())
    assert shown == [1, 3]

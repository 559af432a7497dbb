"""A line of a waiting call in the hand: its card is judged anew with every move, and Approve goes with it."""

from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from echotrade_desktop.commands import explaining
from echotrade_desktop.engine.domain.limits import RiskLimits
from echotrade_desktop.engine.domain.messages import ApproveSignal, EditSignal, SignalEdited
from tests.views.stage import Stage, play, until

D = Decimal
LEFT = Qt.MouseButton.LeftButton
CALL = "BTC LONG 67500 SL 67200 TP 68000 50x"


def a_profile(path: Path) -> Path:
    """A profile that lets a call use its leverage: then the liquidation is near."""
    profile = path / "profile"
    profile.mkdir()
    (profile / "settings.toml").write_text("[risk]\nmax_leverage = 50\n", encoding="utf-8")
    return profile


def limits_of(stage: Stage) -> RiskLimits:
    return stage.parts.desk.limits


def stop_line(stage: Stage):
    lines = stage.chart.view.canvas.book
    return next((line for line in lines if line.spec.key.startswith("call_stop")), None)


def move(stage: Stage, start: QPoint, to: QPoint) -> None:
    canvas = stage.chart.view.canvas
    for step in range(1, 9):
        QTest.mouseMove(canvas.viewport(), start + (to - start) * step / 8)


async def take_stop(stage: Stage) -> tuple[str, QPoint]:
    """Let a call arrive and take its stop; return the signal's id and where the line was taken."""
    signal_id = await stage.call(CALL)
    panel = stage.window.approvals
    await until(lambda: signal_id in panel.cards and panel.cards[signal_id].armed)
    await until(lambda: stop_line(stage) is not None)
    canvas = stage.chart.view.canvas
    canvas.look(canvas.viewport_state.with_prices(66_300, 68_300), manual_price=True)
    start = stage.point(D(67200))
    QTest.mouseMove(canvas.viewport(), start)
    QTest.mousePress(canvas.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, start)
    move(stage, start, stage.point(D(67000)))
    assert canvas.book.held is not None
    return signal_id, stage.point(D(67000))


async def test_approve_goes_with_the_line_and_says_what_explain_says(tmp_path, qapp):
    """F063: a stop behind the liquidation disables Approve while it is in the hand, in the words of the rule."""

    async def act(stage: Stage) -> None:
        signal_id, at = await take_stop(stage)
        card, canvas = stage.window.approvals.cards[signal_id], stage.chart.view.canvas
        assert card.approve_button.isEnabled()
        assert card.row.queued.signal.stop_loss == stop_line(stage).shown
        assert card.row.queued.sizing.risk > stage.parts.desk.book.signals[signal_id].sizing.risk

        move(stage, at, stage.point(D(66550)))
        held = stop_line(stage).shown
        assert not card.approve_button.isEnabled()
        (blocking,) = card.row.queued.blocking
        explained = await explaining.explained(f"BTC LONG 67500 SL {held} TP 68000 50x", limits_of(stage))
        verdicts = {verdict["rule"]: verdict for verdict in explained["signals"][0]["verdicts"]}
        assert not verdicts[blocking.rule]["passed"]
        assert blocking.sentence == verdicts[blocking.rule]["sentence"]
        assert card.text.blocked == f"Blocked: {blocking.sentence[0].lower()}{blocking.sentence[1:-1]}"

        move(stage, stage.point(D(66550)), stage.point(D(67100)))
        assert card.approve_button.isEnabled()
        QTest.keyClick(stage.window.approvals, Qt.Key.Key_A)  # the line is still in the hand
        assert stage.commands(ApproveSignal) == []
        QTest.keyClick(canvas, Qt.Key.Key_Escape)
        assert card.row.queued.signal.stop_loss == D(67200)
        assert stage.commands(EditSignal) == []

    await play(a_profile(tmp_path), act)


async def test_let_go_the_call_is_edited_and_keeps_its_original(tmp_path, qapp):
    async def act(stage: Stage) -> None:
        signal_id, at = await take_stop(stage)
        held = stop_line(stage).shown
        QTest.mouseRelease(stage.chart.view.canvas.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, at)
        await until(lambda: any(isinstance(event, SignalEdited) for event in stage.heard))
        await until(lambda: stage.window.approvals.cards[signal_id].row.queued.signal.version > 1)
        queued = stage.parts.desk.book.signals[signal_id]
        assert queued.signal.stop_loss == held
        assert stage.window.approvals.cards[signal_id].row.queued.signal.stop_loss == held
        assert stage.window.approvals.cards[signal_id].can_approve

    await play(a_profile(tmp_path), act)

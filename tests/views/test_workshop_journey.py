"""The workshop over the real engine: a correction by hand and the next message is a call in the queue."""

from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from echotrade_desktop.engine.domain.channel import ChannelProfile
from echotrade_desktop.engine.domain.messages import ReadingConfirmed
from echotrade_desktop.engine.store.verify import verify
from tests.views.stage import Stage, play, until

LEFT = Qt.MouseButton.LeftButton
ODD = "BTC LONG 67500\nplug 66000\nmoon 69000"
NEXT = "BTC LONG 67510\nplug 66100\nmoon 69100"


async def opened(stage: Stage):
    """Open the workshop as the keyboard does; wait for the channel's messages."""
    stage.window.activateWindow()
    await until(stage.window.isActiveWindow)
    QTest.keyClick(stage.window, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    workshop = stage.window.workshop
    await until(lambda: workshop.view is not None and workshop.messages.isVisible())
    return workshop


async def correct(workshop, card_number: int, number: str, words: str) -> None:
    """Press a number, choose what it is, and wait until the draft is on the screen."""
    card = workshop.messages.cards[card_number]
    (piece,) = [piece for piece in card.text.pieces if card.text.written(piece) == number]
    QTest.mouseClick(card.text, LEFT, pos=card.text.rects_of(piece)[0].center().toPoint())
    menu = card.text._menu
    (action,) = [action for action in menu.actions() if action.text() == words]
    before = workshop.draft
    QTest.mouseClick(menu, LEFT, pos=menu.actionGeometry(action).center())
    await until(lambda: workshop.draft != before and workshop.view.trial.profile == workshop.draft)


async def test_two_clicks_teach_a_channel_and_its_next_message_is_a_call(tmp_path, qapp):
    async def act(stage: Stage) -> None:
        assert await stage.call(ODD) == ""
        workshop = await opened(stage)
        await correct(workshop, 0, "66000", "The stop")
        await correct(workshop, 0, "69000", "A target")
        assert workshop.messages.cards[0].summary.text().endswith("stop 66,000 · target 69,000")
        QTest.mouseClick(workshop.bar.save, LEFT)
        await until(lambda: any(isinstance(event, ReadingConfirmed) for event in stage.heard))
        await until(lambda: workshop.draft is None and len(workshop.view.cases) == 1)
        assert workshop.messages.cards[0].kept.text() == "kept"
        workshop.close()

        signal_id = await stage.call(NEXT)
        await until(lambda: signal_id in stage.window.approvals.cards)
        signal = stage.parts.desk.book.signals[signal_id].signal
        assert (signal.stop_loss, signal.take_profits) == (Decimal(66100), (Decimal(69100),))

    await play(tmp_path, act)
    assert verify(tmp_path / "paper.db").ok

    async def again(stage: Stage) -> None:
        workshop = await opened(stage)
        assert workshop.view.profile.words == (("plug", "stop"), ("moon", "target"))
        assert [case.passes for case in workshop.view.cases] == [True]

    await play(tmp_path, again)


async def test_wrong_on_a_card_leads_to_its_message(tmp_path, qapp):
    async def act(stage: Stage) -> None:
        await stage.call("hello")
        signal_id = await stage.call("BTC LONG 67500 SL 66000")
        await stage.call("good night")
        panel = stage.window.approvals
        await until(lambda: signal_id in panel.cards)
        panel.toggle_why()
        line = panel.cards[signal_id]._why_view.reading
        assert line.told.text() == "Reading 0.90 sure. The entry has no label. The call names no target."
        await until(line.wrong.isVisible)
        QTest.mouseClick(line.wrong, LEFT)
        workshop = stage.window.workshop
        await until(lambda: workshop.view is not None and workshop.messages.isVisible())
        await until(lambda: workshop.messages.cards[1].text.at == 0)
        assert workshop.messages.cards[1].message.key == (-1, 2, 0)
        workshop.close()

        await stage.call("ETH LONG 3200 SL 3100")  # it came while the workshop was closed
        stage.window.open_workshop((-1, 4, 0))
        await until(lambda: workshop.messages.cards[0].message.key == (-1, 4, 0))

    await play(tmp_path, act)


async def test_a_draft_that_breaks_a_kept_case_is_saved_only_on_purpose(tmp_path, qapp):
    async def act(stage: Stage) -> None:
        await stage.call("BTC LONG 67500 SL 66000 TP 69000")
        workshop = await opened(stage)
        QTest.mouseClick(workshop.messages.cards[0].right, LEFT)
        await until(lambda: len(workshop.view.cases) == 1)
        QTest.keyClicks(workshop.form.phrase, "TP")
        workshop.form.meaning.setCurrentIndex(4)
        QTest.mouseClick(workshop.form.add, LEFT)
        await until(lambda: workshop.view.trial.breaks)
        assert "you confirmed BTC/USDT long 67,500 · stop 66,000 · target 69,000" in workshop.bar.effect.text()
        QTest.mouseClick(workshop.bar.discard, LEFT)
        await until(lambda: not workshop.bar.isVisible())
        assert stage.parts.desk.book.profiles == {}

        workshop.try_profile(ChannelProfile(ignore_words=("TP",)))
        await until(lambda: workshop.view.trial.breaks)
        QTest.mouseClick(workshop.bar.save, LEFT)
        await until(lambda: stage.parts.desk.book.profiles and workshop.draft is None)
        await until(lambda: [case.passes for case in workshop.view.cases] == [False])

    await play(tmp_path, act)


async def test_the_menu_and_the_search_lead_to_the_workshop(tmp_path, qapp):
    async def act(stage: Stage) -> None:
        name = "Channels and how they are read"
        assert name in [action.text().rstrip("…") for action in stage.window.actions_of.main_menu().actions()]
        palette = stage.window.open_palette()
        QTest.keyClicks(palette.field, "channels")
        QTest.keyClick(palette.field, Qt.Key.Key_Return)
        await until(lambda: stage.window.workshop is not None and stage.window.workshop.isVisible())
        workshop = stage.window.workshop
        await until(lambda: workshop.stack.currentWidget().accessibleName().startswith("No channel has written yet"))
        await stage.call("BTC LONG 67500 SL 66000")
        await until(workshop.messages.isVisible)  # the first message of all opens its channel by itself
        workshop.close()

    await play(tmp_path, act)

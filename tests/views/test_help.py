"""The welcome, the rehearsals, the guide and the log: opened by hand, each with what it promises."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from echotrade_desktop.engine.compose import Recipe
from echotrade_desktop.engine.domain.rehearsal import Drill, DrillReport
from echotrade_desktop.limits_file import LimitsFile
from echotrade_desktop.redaction import register_secret
from echotrade_desktop.settings import load
from echotrade_desktop.views.reading import guide_file, guide_window
from echotrade_desktop.views.rehearsal import ReportView, written
from echotrade_desktop.views.widgets.label import Label
from tests.views.stage import Stage, play, until


class PracticeStage(Stage):
    """A session on the simulated market, without the practice channel."""

    def recipe(self) -> Recipe:
        return Recipe(profile=self.profile, limits=load(self.profile)[0].risk, limits_keeper=LimitsFile(self.profile))

    async def ready(self) -> None:
        self.bridge.events.event.connect(self.heard.append)
        await until(self.parts.dashboard.get_live_prices)


@pytest.fixture
def quick(monkeypatch):
    """Let drills be short: their course is the market's own, only the waiting is less."""
    from echotrade_desktop import rehearsal

    for name, seconds in (("CRASH_S", 3), ("SILENT_S", 8), ("CALL_INTO_SILENCE_S", 6), ("BETWEEN_S", 1)):
        monkeypatch.setattr(rehearsal, name, seconds)


async def rehearse(tmp_path: Path, drill: Drill, *before) -> str:
    told = []

    async def act(stage: Stage) -> None:
        for step in before:
            await step(stage)
        stage.window.help.open_rehearsal()
        window = stage.window.help.rehearsal
        window.rows[drill].start.click()
        assert not window.rows[drill].start.isEnabled()
        await until(window.report.text)
        assert window.rows[drill].start.isEnabled()
        told.append(window.report.text())
        window.close()

    await play(tmp_path, act, PracticeStage)
    return told[0]


async def hold_one(stage: Stage) -> None:
    price = stage.parts.dashboard.get_live_prices()["BTC/USDT"].price
    await stage.opened(f"BTC LONG {price:.1f} SL {price * 99 / 100:.1f} TP {price * 102 / 100:.1f}")


async def test_a_rehearsed_crash_hits_the_stop_and_says_how_far_beyond(tmp_path, quick):
    told = await rehearse(tmp_path, Drill.FLASH_CRASH, hold_one)
    assert "Stop of BTC/USDT: closed" in told
    assert "its stop was" in told


async def test_a_rehearsed_dead_feed_blocks_the_call_that_comes_meanwhile(tmp_path, quick):
    told = await rehearse(tmp_path, Drill.DEAD_FEED)
    assert "The call that came meanwhile was blocked by your rules" in told
    assert "No price came for 8 s" in told


async def test_a_rehearsed_duplicate_is_blocked_by_name(tmp_path, quick):
    told = await rehearse(tmp_path, Drill.DUPLICATE_CALL)
    assert "The first was waiting for you." in told
    assert "The second was blocked by your rules" in told


async def test_a_rehearsed_edit_ends_the_first_call_and_reads_the_second(tmp_path, quick):
    told = await rehearse(tmp_path, Drill.EDITED_STOP)
    assert "an edit of the message replaced it" in told
    assert "The edited call was read anew" in told


async def test_no_drill_is_offered_where_the_market_is_not_the_simulated_one(tmp_path):
    async def act(stage: Stage) -> None:
        stage.window.help.open_rehearsal()
        assert stage.window.help.rehearsal.rows == {}
        question = stage.bridge.ask("drill", Drill.FLASH_CRASH)
        refused = []
        stage.bridge.events.unanswered.connect(lambda key, why: refused.append(why) if key == question else None)
        await until(lambda: refused)
        assert "practice market" in refused[0]
        stage.window.help.rehearsal.close()

    await play(tmp_path, act)


async def test_the_welcome_has_three_steps_leads_on_and_is_shown_once(tmp_path):
    async def act(stage: Stage) -> None:
        desk = stage.window.help
        desk.welcome()
        first = desk.first_run
        assert first.isVisible()
        assert [step.accessibleName() for step in first.steps] == [
            "Other people's calls, under your rules",
            "Practice market or live prices",
            "Telegram, now or later",
        ]
        assert "paper" in first.steps[0].findChildren(type(first.place))[2].text()
        for _ in range(3):
            QTest.keyClick(first.next, Qt.Key.Key_Return)
        assert not first.isVisible()
        desk.first_run = None
        desk.welcome()
        assert desk.first_run is None
        desk.open_first_run()
        QTest.keyClick(desk.first_run, Qt.Key.Key_Escape)
        assert not desk.first_run.isVisible()

    await play(tmp_path, act)

    async def again(stage: Stage) -> None:
        assert stage.window.help.welcomed
        stage.window.help.welcome()
        assert stage.window.help.first_run is None

    await play(tmp_path, again)


async def test_a_step_of_the_welcome_opens_what_it_speaks_of(tmp_path):
    async def act(stage: Stage) -> None:
        desk = stage.window.help
        desk.open_first_run()
        desk.first_run.steps[1].buttons[0].click()
        assert stage.window.connection.isVisible()
        stage.window.connection.close()

    await play(tmp_path, act)


async def test_the_guide_has_its_pictures_and_opens_with_f1(tmp_path):
    async def act(stage: Stage) -> None:
        stage.window.activateWindow()
        await until(stage.window.isActiveWindow)
        QTest.keyClick(stage.window, Qt.Key.Key_F1)
        page = stage.window.help.guide.page
        assert "nothing is sent until you let go" in page.toPlainText().lower()
        stage.window.help.guide.close()
        stage.window.help.open_about()
        assert "MIT" in stage.window.help.about.page.toPlainText()
        stage.window.help.about.close()

    await play(tmp_path, act)
    named = [
        line.partition("(")[2].rstrip(")\n") for line in guide_file().read_text().splitlines() if line.startswith("![")
    ]
    assert named
    assert [name for name in named if not (guide_file().parent / name).is_file()] == []


async def test_the_log_is_copied_for_support_with_every_secret_blotted_out(tmp_path):
    register_secret("canary-5512-secret")
    (tmp_path / "logs").mkdir(parents=True)
    (tmp_path / "logs" / "echotrade.log").write_text("something with canary-5512-secret in it\n")

    async def act(stage: Stage) -> None:
        stage.window.help.open_log()
        log = stage.window.help.log
        await until(lambda: "something with" in log.text.toPlainText())
        log.copy.click()
        copied = QGuiApplication.clipboard().text()
        assert copied.startswith("EchoTrade ")
        assert "canary-5512" not in copied
        log.close()

    await play(tmp_path, act)


def test_a_report_is_written_with_what_happened_first():
    text = written(DrillReport(Drill.DEAD_FEED, ("A",), ("B",), "C"))
    assert text.index("A") < text.index("B") < text.index("C")


def test_the_guide_lists_its_chapters_and_goes_to_the_one_that_is_chosen(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    window = guide_window(parent)
    window.show()
    titles = [window.contents.item(number).text() for number in range(window.contents.count())]
    assert titles == [line[3:] for line in guide_file().read_text("utf-8").splitlines() if line.startswith("## ")]
    window.contents.setCurrentRow(len(titles) - 2)
    qtbot.waitUntil(lambda: window.page.verticalScrollBar().value() > 0)
    window.close()


def test_the_sentences_of_a_report_stand_under_their_headings(qtbot):
    view = ReportView()
    qtbot.addWidget(view)
    view.show_report(DrillReport(Drill.DEAD_FEED, ("A",), ("B",), "C"))
    told = [label.text() for label in view.findChildren(Label)]
    assert [text for text in told if text != "•"] == [
        "What happened",
        "A",
        "What the app did",
        "B",
        "Good to know",
        "C",
    ]
    view.clear()
    assert view.text() == ""

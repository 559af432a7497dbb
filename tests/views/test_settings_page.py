"""The page of settings: found by words, checked beside the field, kept together, carried elsewhere."""

import asyncio

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from echotrade_desktop import other_profiles
from echotrade_desktop.engine.domain import messages as m
from echotrade_desktop.settings import FILE_NAME, ThemeName, load
from echotrade_desktop.views import theme
from echotrade_desktop.views.settings_rows import ElsewhereRow, OwnRow
from tests.views.stage import play, until


def own(page, key) -> OwnRow:
    return page.own_rows()[key]


def write(page, key, text):
    field = own(page, key).editor.field
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)


async def test_a_setting_is_found_by_a_word_changed_and_kept_in_the_file(tmp_path):
    async def act(stage):
        QTest.keyClick(stage.window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
        page = stage.window.settings
        QTest.keyClicks(page.search, "seed")
        shown = [key for key, row in page.rows.items() if not row.isHidden()]
        assert shown == ["market.seed"]
        write(page, "market.seed", "42")
        page.check()
        page.save_button.click()
        await until(lambda: "from the next start on" in page.told.text())
        assert page.changes() == ()
        page.close()

    await play(tmp_path, act)
    assert load(tmp_path)[0].market.seed == 42


async def test_a_bad_value_is_told_beside_its_field_and_cannot_be_saved(tmp_path):
    async def act(stage):
        stage.window.open_settings()
        page = stage.window.settings
        write(page, "appearance.scale", "77")
        assert "appearance.scale" in page.check()
        assert own(page, "appearance.scale").refusal.text() == "Scale must be from 0.75 to 3, not 77."
        assert not page.save_button.isEnabled()
        page.save()
        own(page, "appearance.scale").reset.click()
        assert page.changes() == ()
        page.close()

    await play(tmp_path, act)
    assert not (tmp_path / FILE_NAME).exists()


async def test_another_look_is_in_force_as_soon_as_it_is_saved(tmp_path):
    async def act(stage):
        stage.window.open_settings("look")
        page = stage.window.settings
        box = own(page, "appearance.theme").editor.box
        box.setCurrentIndex(box.findData("contrast"))
        box.activated.emit(box.currentIndex())
        page.check()
        page.save()
        await until(lambda: theme.current_palette().name == "contrast")
        await until(lambda: page.told.text() == "Saved and in force.")
        assert stage.window.actions_of.themes[3].isChecked()
        page.close()

    await play(tmp_path, act)
    assert load(tmp_path)[0].appearance.theme is ThemeName.CONTRAST


async def test_an_imported_file_fills_the_fields_and_its_limits_go_the_engines_way(tmp_path):
    other = tmp_path / "from-a-friend.toml"
    other.write_text("[notifications]\nsound = false\n\n[risk]\nmax_positions = 3\n")

    async def act(stage):
        stage.window.open_settings()
        page = stage.window.settings
        page.import_from(str(other))
        await until(lambda: page.told.text() == "2 settings differ; look at them, then save.")
        assert page.changes() == (("notifications.sound", "off"),)
        page.save()
        await until(lambda: not load(tmp_path / "p")[0].notifications.sound)
        await until(lambda: stage.parts.desk.limits.max_positions == 3)
        assert len(stage.commands(m.ChangeLimits)) == 1
        await until(
            lambda: isinstance(row := page.rows["risk.max_positions"], ElsewhereRow) and row.value.text() == "3"
        )
        await until(lambda: not stage.window.notices.options.sounds)
        page.close()

    await play(tmp_path / "p", act)
    assert load(tmp_path / "p")[0].risk.max_positions == 3


async def test_settings_are_exported_and_a_folder_that_cannot_be_written_is_told(tmp_path):
    async def act(stage):
        stage.window.open_settings()
        page = stage.window.settings
        page.export_to(str(tmp_path / "mine.toml"))
        await until(lambda: page.told.text().startswith("Settings are written"))
        (tmp_path / "file").write_text("")
        page.export_to(str(tmp_path / "file" / "mine.toml"))
        await until(lambda: "could not be" in page.told.text())
        page.close()

    await play(tmp_path / "p", act)
    assert "[risk]" in (tmp_path / "mine.toml").read_text()


async def test_a_limit_leads_to_its_own_page(tmp_path):
    async def act(stage):
        stage.window.open_settings("blackout")
        page = stage.window.settings
        page.rows["risk.volatility_blackout"].change.click()
        assert stage.window.rules.sections.checkedButton().text() == "Blackouts"
        stage.window.rules.close()
        page.close()

    await play(tmp_path, act)


async def test_another_profile_is_started_apart_and_this_one_is_refused(tmp_path, monkeypatch):
    started = []
    monkeypatch.setattr("echotrade_desktop.profile_desk.start_on", started.append)
    monkeypatch.setattr(other_profiles, "user_config_path", lambda *_, **__: tmp_path / "config")
    (tmp_path / "second").mkdir()
    other_profiles.note_opened(tmp_path / "second")
    other_profiles.note_opened(tmp_path / "gone")

    async def act(stage):
        stage.window.open_settings()
        box = stage.window.settings.profiles
        assert box.name.text() == "first"
        menu = box.open_menu()
        assert [action.text() for action in menu.actions() if action.text()] == [str(tmp_path / "second"), "A folder…"]
        menu.actions()[0].trigger()
        await until(lambda: started)
        box.open(str(tmp_path / "first"))
        await until(lambda: box.told.text() == "This profile is open already.")
        menu.close()
        stage.window.settings.close()

    await play(tmp_path / "first", act)
    assert started == [tmp_path / "second"]


@pytest.mark.parametrize("words", ["confidence telegram", "zzz"])
async def test_words_that_no_setting_holds_say_so(tmp_path, words):
    async def act(stage):
        stage.window.open_settings(words)
        page = stage.window.settings
        hidden = all(row.isHidden() for row in page.rows.values())
        assert hidden != page.nothing.isHidden()
        QTest.keyClick(page, Qt.Key.Key_Escape)
        assert page.isVisible()
        assert page.search.text() == ""
        await asyncio.sleep(0)
        page.close()

    await play(tmp_path, act)

"""Settings as text: each found by itself, checked by its own rule, kept with a person's comments, carried elsewhere."""

from dataclasses import replace
from decimal import Decimal

import pytest

from echotrade_desktop.engine.domain.errors import BadInput
from echotrade_desktop.settings import FILE_NAME, Settings, ThemeName, load, save
from echotrade_desktop.settings_book import SettingsBook


@pytest.fixture
def book(tmp_path):
    return SettingsBook(tmp_path)


def test_every_setting_of_the_file_is_listed_once(book, tmp_path):
    save(Settings(), tmp_path)
    written = [line for line in (tmp_path / FILE_NAME).read_text().splitlines() if line and line[0] not in "#["]
    rows = book.rows(Settings())
    keys = [row.key for row in rows]
    assert len(set(keys)) == len(keys)
    shown = [row for row in rows if row.value or not row.default]
    assert len(shown) >= len(written)
    assert {"market.seed", "telegram.server.host", "risk.max_drift"} <= set(keys)
    assert all(row.sentence and row.name for row in rows)


def test_each_setting_says_its_default_until_it_is_changed(book):
    assert all(row.value == row.default for row in book.rows(Settings()))


def test_a_value_is_read_back_as_it_was_written(book):
    settings = Settings()
    rows = [row for row in book.rows(settings) if row.kind != "limit"]
    assert book.check([(row.key, row.value) for row in rows]) == {}
    kept = book.save([(row.key, row.value) for row in rows])
    assert kept == settings


@pytest.mark.parametrize(
    ("key", "text", "why"),
    [
        ("market.seed", "-3", "must be from 0"),
        ("market.seed", "many", "must be a whole number"),
        ("appearance.scale", "9", "must be from 0.75 to 3"),
        ("appearance.theme", "pink", "must be one of"),
        ("appearance.zone", "Atlantis/Deep", "must be a time zone"),
        ("notifications.quiet_hours", "late", ""),
        ("risk.max_drift", "1 %", "no setting of this page"),
        ("nothing.here", "1", "no setting of this page"),
    ],
)
def test_a_bad_value_is_refused_with_what_it_must_be_and_nothing_is_kept(book, tmp_path, key, text, why):
    assert why in book.check([(key, text)])[key]
    before = load(tmp_path)[0]
    with pytest.raises((BadInput, KeyError)):
        book.save([("calls.practice", "off"), (key, text)])
    assert load(tmp_path)[0] == before


def test_a_saved_setting_leaves_a_persons_comments_and_the_limits_alone(book, tmp_path):
    limits = replace(Settings().risk, max_positions=9)
    save(replace(Settings(), risk=limits), tmp_path)
    file = tmp_path / FILE_NAME
    file.write_text(file.read_text() + "\n# mine: quieter at night\n")
    book.save([("notifications.sound", "off")])
    assert "# mine: quieter at night" in file.read_text()
    assert load(tmp_path)[0].risk.max_positions == 9
    assert file.stat().st_mode & 0o077 == 0


def test_an_exported_file_brings_everything_to_another_profile(tmp_path):
    here, there = SettingsBook(tmp_path / "a"), SettingsBook(tmp_path / "b")
    here.save([("market.seed", "11"), ("appearance.theme", "light")])
    whole = load(tmp_path / "a")[0]
    save(replace(whole, risk=replace(whole.risk, max_drift=Decimal("0.01"))), tmp_path / "a")
    here.export(tmp_path / "out.toml")
    found = there.read(tmp_path / "out.toml")
    assert set(found.changes) == {("market.seed", "11"), ("appearance.theme", "light")}
    assert found.limits == (("max_drift", "1 %"),)
    assert found.faults == ()
    there.save(found.changes)
    assert load(tmp_path / "b")[0].appearance.theme is ThemeName.LIGHT


def test_a_file_with_faults_says_which_and_offers_the_rest(book, tmp_path):
    odd = tmp_path / "odd.toml"
    odd.write_text('[market]\nseed = 12\nsource = "moon"\n[later]\nx = 1\n')
    found = book.read(odd)
    assert found.changes == (("market.seed", "12"),)
    assert len(found.faults) == 2


@pytest.mark.parametrize("text", ["", "seed = [", "# nothing"])
def test_a_file_that_holds_no_settings_is_refused_in_a_sentence(book, tmp_path, text):
    (tmp_path / "x.toml").write_text(text)
    with pytest.raises(BadInput, match="Nothing was changed"):
        book.read(tmp_path / "x.toml")


def test_an_export_holds_nothing_but_settings(book, tmp_path):
    book.export(tmp_path / "out.toml")
    text = (tmp_path / "out.toml").read_text()
    keys = {line.partition(" = ")[0] for line in text.splitlines() if " = " in line and not line.startswith("#")}
    assert {"seed", "theme"} <= keys
    assert not keys & {"api_key", "api_hash", "secret", "session", "passphrase", "password", "token", "phone"}
    assert (tmp_path / "out.toml").stat().st_mode & 0o077 == 0

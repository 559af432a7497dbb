"""The profile is one folder, made on demand and closed to others."""

import stat
from pathlib import Path

import pytest

from echotrade_desktop.engine.domain.errors import BadInput
from echotrade_desktop.folders import default_profile, open_profile
from echotrade_desktop.resources import resource


def test_a_chosen_profile_is_made_and_closed_to_others(tmp_path):
    profile = open_profile(tmp_path / "new" / "profile")
    folders = [profile, profile / "logs", profile / "backups"]
    assert [stat.S_IMODE(folder.stat().st_mode) for folder in folders] == [0o700] * 3
    assert open_profile(profile) == profile


def test_a_relative_profile_does_not_move_with_the_working_directory(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert open_profile(Path("here")) == tmp_path / "here"


def test_without_a_choice_it_is_the_users_own_data_folder():
    assert open_profile() == default_profile()
    assert default_profile().name == "EchoTrade"


def test_a_profile_that_is_a_file_is_told_in_one_sentence(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(BadInput, match=r"cannot be used \(File exists\)\. Choose another with --profile\."):
        open_profile(tmp_path / "file")


def test_the_apps_own_files_are_found_from_the_source_tree():
    assert resource("icons", "app.svg").read_text().startswith("<svg")
    assert not resource("icons", "missing.svg").is_file()

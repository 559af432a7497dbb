"""The collector pauses while the app starts and while large libraries are imported, and always goes on afterwards."""

import asyncio
import gc
import sys
import threading

import pytest

from echotrade_desktop import collector
from echotrade_desktop.engine.adapters.late_imports import bring, import_now


@pytest.fixture(autouse=True)
def _as_it_was():
    yield
    collector._Pauses.freezes = False
    assert collector._Pauses.count == 0
    assert gc.isenabled()


def looked_at(kept: list[object]) -> int:
    """How many of these the collector still looks at; what is frozen is not among its objects."""
    ours = {id(one) for one in kept}
    return sum(id(one) in ours for one in gc.get_objects())


def test_it_pauses_until_the_last_of_two_has_ended():
    with collector.paused():
        with collector.paused():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_goes_on_after_a_fault():
    with pytest.raises(ZeroDivisionError), collector.paused():
        1 / 0  # noqa: B018
    assert gc.isenabled()


def test_one_heavy_work_waits_for_the_other():
    tried, inside = threading.Event(), threading.Event()

    def another() -> None:
        tried.set()
        with collector.heavy_work():
            inside.set()

    thread = threading.Thread(target=another)
    with collector.heavy_work():
        thread.start()
        tried.wait()
        assert not inside.wait(0.05)
    thread.join()
    assert inside.is_set()


def test_a_heavy_work_that_fails_lets_the_next_begin():
    with pytest.raises(ZeroDivisionError), collector.heavy_work():
        1 / 0  # noqa: B018
    with collector.heavy_work():
        assert not gc.isenabled()


def test_what_a_start_leaves_is_not_looked_at_again():
    collector.begin_start()
    assert not gc.isenabled()
    kept = [[] for _ in range(100)]
    collector.end_start()
    assert gc.isenabled()
    assert looked_at(kept) == 0


def test_the_end_of_a_start_that_never_began_changes_nothing():
    kept = [[] for _ in range(100)]
    collector.end_start()
    assert gc.isenabled()
    assert looked_at(kept) == len(kept)


def test_a_module_is_imported_on_a_thread_and_without_looks(tmp_path, monkeypatch):
    (tmp_path / "heavy_one.py").write_text(
        "import gc, threading\nlooks, thread = gc.isenabled(), threading.current_thread()\n", "utf-8"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    asyncio.run(bring("heavy_one"))
    heavy = sys.modules.pop("heavy_one")
    assert not heavy.looks
    assert heavy.thread is not threading.main_thread()


def test_an_import_that_fails_is_told_and_the_collector_goes_on():
    with pytest.raises(ModuleNotFoundError):
        import_now("no_such_library")
    assert gc.isenabled()

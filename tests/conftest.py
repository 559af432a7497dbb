"""How every test runs: its own loop, nothing left behind, nothing leaving this machine.

A coroutine test just works. It runs on the window's own loop if it is in ``tests/views`` or asks for a Qt fixture
(``qapp``, ``qtbot``, ``qt_loop``), else on plain asyncio, and has ``LONGEST_ASYNC_TEST_S`` to end. The fixture ``loop``
is that loop: what a fixture must await, it awaits with ``loop.run_until_complete``. Async fixtures are not supported.
"""

import asyncio
import functools
import gc
import inspect
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.update(QT_API="pyside6", PYQTGRAPH_QT_LIB="PySide6")
os.environ["LC_ALL"] = "C.UTF-8"  # the app follows the system's language and signs; what a test reads is English
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"  # never the keys of whoever runs the tests

import pytest
from hypothesis import HealthCheck, settings

LOOPBACK = {"127.0.0.1", "::1", "localhost", "", None}
LONGEST_ASYNC_TEST_S = 90
QT_FIXTURES = {"qapp", "qtbot", "qt_loop"}
QT_TESTS = Path(__file__).parent / "views"

settings.register_profile(
    "house",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=not os.environ.get("ECHOTRADE_CAMPAIGNS"),  # a draw of lots refuses no change
)
settings.load_profile("house")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give each coroutine test its loop, set up last: it closes before the leak check looks."""
    for item in items:
        if _coroutine_of(item) is not None and "loop" not in item.fixturenames:
            item.fixturenames.append("loop")


def pytest_collection_finish() -> None:
    """Keep what importing made out of every later garbage collection; each is then quick."""
    gc.collect()
    gc.freeze()


def pytest_runtest_setup() -> None:
    """What earlier tests imported is none of this one's garbage either."""
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run a coroutine test; pytest-timeout cannot interrupt an idle Qt loop, ``asyncio.timeout`` can."""
    test = _coroutine_of(pyfuncitem)
    if test is None:
        return None
    loop = pyfuncitem.funcargs["loop"]

    async def bounded(*args: Any, **kwargs: Any) -> None:
        async with asyncio.timeout(LONGEST_ASYNC_TEST_S):
            await test(*args, **kwargs)

    @functools.wraps(test)
    def run(*args: Any, **kwargs: Any) -> None:
        loop.run_until_complete(bounded(*args, **kwargs))

    if test is not pyfuncitem.obj:
        pyfuncitem.obj.hypothesis.inner_test = run  # hypothesis calls it once an example
        return None
    run(**{name: pyfuncitem.funcargs[name] for name in pyfuncitem._fixtureinfo.argnames})
    return True


@pytest.fixture(autouse=True, scope="session")
def _loopback_only() -> Iterator[None]:
    """Refuse connections, datagrams and name look-ups beyond this machine."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex", "sendto"):
            patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
        look_up = socket.getaddrinfo

        @functools.wraps(look_up)
        def guarded_look_up(host: str | None, *args: Any, **kwargs: Any) -> Any:
            _refuse_beyond_loopback(host)
            return look_up(host, *args, **kwargs)

        patch.setattr(socket, "getaddrinfo", guarded_look_up)
        yield


@pytest.fixture(autouse=True, scope="session")
def _home_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the profile and settings of whoever runs the tests out of reach."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"):
            patch.setenv(name, str(home))
        yield


@pytest.fixture(autouse=True)
def _nothing_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that leaves a thread, an active QTimer or a visible window."""
    threads_before = set(threading.enumerate())
    qt_leaks: list[str] = []
    if _wants_qt(request.node):
        with _qt_left_behind(request.getfixturevalue("qapp"), qt_leaks):
            yield
    else:
        yield
    leaks = [f"thread {thread.name}" for thread in _new_threads(threads_before)] + qt_leaks
    if leaks:
        pytest.fail(f"left behind: {', '.join(leaks)}", pytrace=False)


@pytest.fixture
def loop(request: pytest.FixtureRequest) -> Iterator[asyncio.AbstractEventLoop]:
    """The loop this test runs on; fails a test that leaves a task, a timer or an unheard exception."""
    if _wants_qt(request.node):
        from echotrade_desktop.qt_loop import QtLoop

        request.getfixturevalue("qapp").setQuitOnLastWindowClosed(False)
        loop: asyncio.AbstractEventLoop = QtLoop(request.getfixturevalue("qapp"))
        pending = loop.pending_timers
    else:
        loop = asyncio.new_event_loop()
        pending = functools.partial(_scheduled, loop)
    asyncio.set_event_loop(loop)
    unheard: list[dict[str, Any]] = []
    loop.set_default_executor(ThreadPoolExecutor(2, "test-io"))
    loop.set_exception_handler(lambda _, context: unheard.append(context))
    yield loop
    leaks = _close(loop, pending)
    leaks += [f"exception {context}" for context in unheard]
    if leaks:
        pytest.fail(f"left behind: {', '.join(leaks)}", pytrace=False)


@pytest.fixture
def qt_loop(qapp: Any, loop: asyncio.AbstractEventLoop) -> asyncio.AbstractEventLoop:
    """The window's own loop, for a test outside ``tests/views`` that needs it."""
    return loop


def _coroutine_of(item: pytest.Item) -> Callable[..., Any] | None:
    """Return the coroutine function of a test, also from below hypothesis' ``given``."""
    function = getattr(item, "obj", None)
    inner = getattr(getattr(function, "hypothesis", None), "inner_test", function)
    if not hasattr(item, "_coroutine"):
        item._coroutine = inner if inspect.iscoroutinefunction(inner) else None
    return item._coroutine


def _wants_qt(item: pytest.Item) -> bool:
    if QT_FIXTURES & set(item.fixturenames):
        return True
    return _coroutine_of(item) is not None and QT_TESTS in item.path.parents


def _refuse_beyond_loopback(host: str | bytes | None) -> None:
    name = host.decode() if isinstance(host, bytes) else host
    if name not in LOOPBACK:
        raise PermissionError(f"network blocked in tests: {name}")


def _guarded(original: Callable[..., Any]) -> Callable[..., Any]:
    """Guard a socket method whose last argument is the address."""

    @functools.wraps(original)
    def call(self: socket.socket, *args: Any) -> Any:
        if isinstance(args[-1], tuple):
            _refuse_beyond_loopback(args[-1][0])
        return original(self, *args)

    return call


def _new_threads(before: set[threading.Thread]) -> set[threading.Thread]:
    deadline = time.monotonic() + 0.5  # a pool's threads end a moment after the pool
    while (threads := set(threading.enumerate()) - before) and time.monotonic() < deadline:
        next(iter(threads)).join(0.05)
    return threads


def _scheduled(loop: asyncio.AbstractEventLoop) -> list[asyncio.TimerHandle]:
    return [handle for handle in loop._scheduled if not handle.cancelled()]


def _close(loop: asyncio.AbstractEventLoop, pending: Callable[[], list[asyncio.TimerHandle]]) -> list[str]:
    """Close a loop and name what was still going on in it."""
    gc.collect()  # a task lost with its exception speaks up now
    loop.run_until_complete(asyncio.sleep(0))
    tasks = asyncio.all_tasks(loop)
    leaks = [f"task {task!r}" for task in tasks]
    for task in tasks:
        task.cancel()
    if tasks:
        loop.run_until_complete(asyncio.wait(tasks, timeout=2))
    else:
        leaks += [f"timer {handle!r}" for handle in pending()]
    loop.run_until_complete(loop.shutdown_asyncgens())
    loop.run_until_complete(loop.shutdown_default_executor())
    loop.close()
    asyncio.set_event_loop(None)
    return leaks


@contextmanager
def _qt_left_behind(app: Any, leaks: list[str]) -> Iterator[None]:
    """Collect the names of QTimers still active and windows still visible in the end, and end them."""
    from PySide6.QtCore import QEvent

    timers_before = {id(timer) for timer in _active_timers()}
    windows_before = {id(window) for window in app.topLevelWidgets()}
    yield
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    app.processEvents()
    for timer in _active_timers():
        if id(timer) not in timers_before:
            leaks.append(f"active timer of {timer.parent()!r}")
            timer.stop()
    for window in app.topLevelWidgets():
        if id(window) not in windows_before and window.isVisible():
            leaks.append(f"visible window {window!r}")
            window.close()


def _active_timers() -> list[Any]:
    import shiboken6
    from PySide6.QtCore import QTimer

    timers = (thing for thing in gc.get_objects() if issubclass(type(thing), QTimer))
    return [timer for timer in timers if shiboken6.isValid(timer) and timer.isActive()]

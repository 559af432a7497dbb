"""A full disk and a failing one: nothing acknowledged is lost, nothing is half kept, and it goes on afterwards."""

import asyncio
from pathlib import Path

import pytest

from echotrade_desktop.engine.domain.errors import IllegalTransition, StoreUnavailable
from echotrade_desktop.engine.store import SqliteLedger, verify
from tests.unit.store.conftest import Open
from tests.unit.store.story import CHAT, Story, a_day, message, without_words


def _limit(ledger: SqliteLedger, pages: int | None) -> None:
    """Let the writing connection use so many pages and no more, as a full disk would."""
    database = ledger._database

    def set_limit() -> None:
        used = database.execute_sql("PRAGMA page_count").fetchone()[0]
        limit = 2**30 if pages is None else used + pages
        database.execute_sql(f"PRAGMA max_page_count = {limit}")

    ledger._writer._queue.put(_job(set_limit))


def _job(run: object) -> object:
    from echotrade_desktop.engine.store.writer import _Job

    return _Job(run, asyncio.get_running_loop().create_future(), alone=True)  # type: ignore[arg-type]


@pytest.mark.parametrize("room", range(0, 12, 2))
async def test_on_a_full_disk_what_was_acknowledged_stays_and_the_rest_is_refused(
    open_it: Open, path: Path, room: int
) -> None:
    ledger, story = open_it(), a_day()
    await ledger.record(*story.facts)
    _limit(ledger, room)
    kept, refused = [], []
    for number in range(1, 60):
        try:
            await ledger.receive(message(number, text="words " * 200, chat_id=5))
        except StoreUnavailable as error:
            refused.append(str(error))
        else:
            kept.append(number)
    assert refused
    assert all("disk is full" in sentence for sentence in refused)
    assert await ledger.load() == without_words(story.facts)
    assert verify(path).ok

    _limit(ledger, None)
    assert await ledger.receive(message(100, chat_id=5))
    for number in kept:
        assert not await ledger.receive(message(number, chat_id=5))
    assert verify(path).ok


async def test_a_full_disk_answers_each_of_those_who_wait_together(ledger: SqliteLedger, path: Path) -> None:
    _limit(ledger, 0)
    writes = (ledger.receive(message(number, text="words " * 2000)) for number in range(50))
    answers = await asyncio.gather(*writes, return_exceptions=True)
    refused = [answer for answer in answers if isinstance(answer, StoreUnavailable)]
    assert refused
    _limit(ledger, None)
    for number, answer in enumerate(answers):
        stored = await ledger.message_text(CHAT, number) is not None
        assert stored == (answer is True)
    assert verify(path).ok


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch, ledger: SqliteLedger) -> list[str]:
    """Statements named in this list fail once as a broken disk would."""
    armed: list[str] = []
    execute = ledger._database.execute_sql

    def execute_or_fail(sql: str, params: object = None) -> object:
        if armed and sql.startswith(armed[0]):
            armed.pop()
            raise OSError(5, "disk I/O error")
        return execute(sql, params)

    monkeypatch.setattr(ledger._database, "execute_sql", execute_or_fail)
    return armed


@pytest.mark.parametrize(
    "step", ["BEGIN", "SELECT seq", "SAVEPOINT", "INSERT INTO event_log", "RELEASE", "UPDATE log_tip", "COMMIT"]
)
async def test_an_error_at_any_step_of_a_write_loses_only_that_write(
    ledger: SqliteLedger, path: Path, failing: list[str], step: str
) -> None:
    story = Story().opened()
    await ledger.record(*story.facts)
    failing.append(step)
    with pytest.raises(StoreUnavailable, match=r"paper\.db"):
        await ledger.record(*story.called().facts[-2:])
    assert not failing
    assert len(await ledger.load()) == 2
    await ledger.record(*story.facts[-2:])
    assert await ledger.load() == without_words(story.facts)
    assert verify(path).ok


async def test_one_bad_write_takes_no_other_with_it(ledger: SqliteLedger, failing: list[str]) -> None:
    failing += ["INSERT INTO event_log"] * 2  # among the others, and once more by itself
    writes = [ledger.receive(message(1)), ledger.record(*Story().opened().facts), ledger.receive(message(2))]
    first, bad, second = await asyncio.gather(*writes, return_exceptions=True)
    assert (first, second) == (True, True)
    assert isinstance(bad, StoreUnavailable)
    assert await ledger.load() == []
    assert await ledger.high_water(CHAT) == 2


async def test_a_write_that_fails_among_others_is_tried_once_more_by_itself(
    ledger: SqliteLedger, path: Path, failing: list[str]
) -> None:
    story = Story().opened()
    failing.append("INSERT INTO event_log")
    writes = [ledger.receive(message(1)), ledger.record(*story.facts), ledger.receive(message(2))]
    assert await asyncio.gather(*writes) == [True, None, True]
    assert await ledger.load() == story.facts
    assert verify(path).ok


async def test_a_call_that_changed_in_a_write_that_was_taken_back_is_read_as_it_stands(
    ledger: SqliteLedger, path: Path
) -> None:
    story = Story().opened().called().approved().filled(1, "0.003", "67500.1")
    await ledger.record(*story.facts)
    ended = story.ended().facts[-1]
    with pytest.raises(IllegalTransition):
        await ledger.record(ended, ended)
    await ledger.record(ended)
    assert verify(path).ok

"""In a lane one thing after the other, the lanes side by side."""

import asyncio
from contextlib import asynccontextmanager, suppress

import pytest

from echotrade_desktop.engine.lanes import NEWS, REST, SOON, WISH, Lanes


@asynccontextmanager
async def running():
    async def carry_out(_rank, work):
        await work()

    lanes = Lanes(carry_out)
    task = asyncio.get_running_loop().create_task(lanes.run())
    try:
        yield lanes, task
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def noting(story, word, until=None):
    async def work():
        story.append(word)
        if until is not None:
            await until.wait()
            story.append(f"{word} done")

    return work


async def begun(story):
    while not story:
        await asyncio.sleep(0)


async def test_in_a_lane_what_is_told_goes_before_what_is_wished_and_equals_keep_their_order():
    story = []
    async with running() as (lanes, _):
        for rank, word in ((REST, "rest"), (WISH, "close"), (WISH, "move"), (SOON, "beat"), (NEWS, "fill")):
            lanes.put("BTC", rank, noting(story, word))
        await lanes.idle()
    assert story == ["fill", "beat", "close", "move", "rest"]


async def test_nothing_in_a_lane_begins_before_the_last_has_ended_and_no_other_lane_waits():
    story, answer = [], asyncio.Event()
    async with running() as (lanes, _):
        lanes.put("BTC", WISH, noting(story, "close", answer))
        await begun(story)
        lanes.put("BTC", NEWS, noting(story, "fill"))
        await lanes.do("ADA", SOON, noting(story, "stop"))
        assert story == ["close", "stop"]
        assert lanes.waits("BTC", NEWS)
        assert not lanes.waits("ADA")
        answer.set()
        await lanes.idle()
    assert story == ["close", "stop", "close done", "fill"]


async def test_who_waits_for_work_gets_its_result_or_what_it_raised():
    async def seven():
        return 7

    async def fails():
        raise ValueError("no")

    async with running() as (lanes, _):
        assert await lanes.do("BTC", WISH, seven) == 7
        with pytest.raises(ValueError, match="no"):
            await lanes.do("BTC", WISH, fails)
        assert await lanes.do("BTC", WISH, seven) == 7


async def test_what_comes_while_nobody_works_is_done_at_the_next_run():
    story, never = [], asyncio.Event()

    async def carry_out(_rank, work):
        await work()

    lanes = Lanes(carry_out)
    lanes.put("BTC", WISH, noting(story, "first", never))
    task = asyncio.get_running_loop().create_task(lanes.run())
    await begun(story)
    lanes.put("BTC", WISH, noting(story, "second"))
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    lanes.put("ADA", WISH, noting(story, "third"))
    assert story == ["first"]

    again = asyncio.get_running_loop().create_task(lanes.run())
    await lanes.idle()
    again.cancel()
    with suppress(asyncio.CancelledError):
        await again
    assert story == ["first", "second", "third"]

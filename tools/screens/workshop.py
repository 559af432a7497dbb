"""The workshop over the real engine, with a draft that has taught it two words."""

from echotrade_desktop.views.workshop import Workshop
from tests.views.stage import Stage
from tests.views.test_workshop_journey import correct, opened
from tools.screens.camera import Camera

POSTS = (
    "good morning, coffee first",
    "Signal #4471\nBTC long\nzone 67200 - 67600\nplug 66000\nmoon 69000\nmoon 70000\n5x",
    "close half of BTC, SL to entry",
    "BTC LONG now, SL 66000",
    "ETH LONG 3190\nplug 3120\nmoon 3260",
)
SIZE = (1240, 800)


async def a_draft(stage: Stage, camera: Camera) -> None:
    """Correct two numbers of the newest message and look at what the draft changes."""
    for text in POSTS:
        await stage.call(text)
    workshop: Workshop = await opened(stage)
    workshop.resize(*SIZE)
    await correct(workshop, 0, "3120", "The stop")
    await correct(workshop, 0, "3260", "A target")
    camera.take(workshop, "workshop draft")
    workshop.close()

"""Whether a channel that calls often has said nothing for unusually long: it may have moved, or we may be deaf."""

import itertools
from collections.abc import Iterable
from datetime import datetime, timedelta

from echotrade_desktop.engine.adapters.telegram.reader import ChatReader
from echotrade_desktop.engine.domain import words

LOOKED_AT = 40  # posts
LEAST_POSTS = 10
LEAST_SILENCE = timedelta(hours=1)
TIMES_THE_LONGEST = 3  # gap among the last posts


async def unusual_silence(readers: Iterable[ChatReader], now: datetime) -> str | None:
    """Return a sentence on the chat that is silent for longest against its habit, None when none is."""
    worst: tuple[float, str] | None = None
    for reader in list(readers):
        posts = await reader.stored.chat_messages(reader.chat.chat_id, LOOKED_AT)
        times = sorted(post.sent_at for post in posts)
        if len(times) < LEAST_POSTS:
            continue
        usual = max(later - earlier for earlier, later in itertools.pairwise(times))
        silent = now - times[-1]
        if silent > max(LEAST_SILENCE, usual * TIMES_THE_LONGEST):
            times_over = silent / max(usual, timedelta(seconds=1))
            told = f"{reader.chat.title} has been silent for {words.span(silent)}, which is unusual"
            worst = max(worst or (0.0, ""), (times_over, told))
    return worst[1] if worst else None

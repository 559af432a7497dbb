"""The parser's words are there before the first message asks for them."""

import asyncio

from echotrade_desktop.engine.compose import Recipe, running
from echotrade_desktop.engine.signals.parser import lexicon


async def test_the_words_of_all_languages_are_built_off_the_loop_before_the_first_message(tmp_path):
    lexicon.standard.cache_clear()
    async with running(Recipe(tmp_path)):
        while not lexicon.standard.cache_info().currsize:
            await asyncio.sleep(0.005)
        assert lexicon.standard.cache_info().hits == 0, "nobody has read a message yet"

"""A call with several entry levels says that only the first is traded."""

import pytest

from tests.desk import BTC, open_desk


@pytest.mark.parametrize(
    ("text", "noted"),
    [
        ("#BTC/USDT LONG\nEntries: 67500 / 67000 / 66500\nSL: 65000\nTargets: 70000", True),
        ("BTC LONG entry 67500 SL 65000 TP 70000", False),
        ("BTC LONG entry zone 67000-67500 SL 65000 TP 70000", False),
    ],
)
async def test_a_ladder_says_that_its_first_level_is_traded_whole(tmp_path, text, noted):
    async with open_desk(tmp_path, prices={BTC: "67500"}) as desk:
        (call,) = await desk.call(text)
        sentence = "Of its 3 entry levels only the first is traded, with the whole size."
        assert (sentence in call.signal.reading_notes) == noted
        assert call.signal.price == (67250 if "zone" in text else 67500)

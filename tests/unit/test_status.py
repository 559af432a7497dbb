"""What `echotrade status` says, and who is told that a profile is in use."""

import json

from echotrade_desktop.__main__ import main
from echotrade_desktop.app import hand_over
from echotrade_desktop.instance import HEADLESS, acquire, holder
from tests.desk import open_desk


def test_nobody_holds_a_profile_that_was_never_opened(tmp_path):
    assert holder(tmp_path / "none") is None
    acquire(tmp_path).close()
    assert holder(tmp_path) is None


def test_whoever_holds_a_profile_is_named_and_keeps_it(tmp_path, capsys):
    lock = acquire(tmp_path, HEADLESS)
    assert holder(tmp_path).kind == HEADLESS
    assert main(["status", "--profile", str(tmp_path)]) == 0
    assert "without a screen" in capsys.readouterr().out
    assert acquire(tmp_path) is None
    lock.close()
    assert main(["status", "--profile", str(tmp_path)]) == 1


async def test_the_account_is_told_while_an_engine_writes_to_it(tmp_path, capsys):
    async with open_desk(tmp_path) as desk:
        await desk.price("BTC/USDT", "67500")
        (call,) = await desk.call("BTC LONG 67500 SL 66000")
        await desk.approve(call)
        await desk.price("BTC/USDT", "67500")
        await desk.call("BTC LONG 67500 SL 66000", sender=(2, "Boris"))
        main(["status", "--json", "--profile", str(tmp_path)])
    (account,) = json.loads(capsys.readouterr().out)["accounts"]
    assert (account["mode"], account["open_positions"], account["paused"]) == ("paper", 1, None)


def test_a_window_is_not_opened_on_a_profile_that_a_service_holds_and_says_so(tmp_path, qapp):
    told = []
    with acquire(tmp_path, HEADLESS):
        assert hand_over(tmp_path, told.append) == 1
    assert "an engine without a screen" in told[0]
    assert str(tmp_path) in told[0]

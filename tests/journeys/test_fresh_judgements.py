"""What the queue says about its calls: as judged on arrival, then anew as things change, never by limits of before."""

from echotrade_desktop.engine import fresh
from echotrade_desktop.engine.fresh import FRESH_FOR_S, FreshJudgements
from tests.desk import BTC, open_desk

LONG = "BTC LONG 67500 SL 66000"


def counted(monkeypatch):
    """The signal ids that are judged for the screen, in order."""
    judged, judge = [], fresh.judge
    monkeypatch.setattr(fresh, "judge", lambda desk, signal: judged.append(signal.signal_id) or judge(desk, signal))
    return judged


async def test_a_call_that_has_just_arrived_is_not_judged_a_second_time_for_the_screen(tmp_path, monkeypatch):
    async with open_desk(tmp_path) as desk:
        judgements = FreshJudgements(desk.desk)
        desk.tick(BTC, "67500")
        desk.clock.jump(1)
        desk.tick(BTC, "67500")
        (call,) = await desk.call(LONG)
        judged = counted(monkeypatch)
        assert judgements.look([call]) == {}, "its own verdicts are of this moment"
        desk.clock.jump(FRESH_FOR_S + 0.1)
        assert set(judgements.look([call])) == {call.signal.signal_id}
        assert judged == [call.signal.signal_id]


async def test_a_call_judged_by_the_limits_of_before_is_judged_at_once(tmp_path, monkeypatch):
    async with open_desk(tmp_path) as desk:
        judgements = FreshJudgements(desk.desk)
        desk.clock.jump(1)
        desk.tick(BTC, "67500")
        (call,) = await desk.call(LONG)
        judged = counted(monkeypatch)
        desk.clock.jump(0.1)
        judgements.forget()
        assert set(judgements.look([call])) == {call.signal.signal_id}
        assert judged == [call.signal.signal_id]

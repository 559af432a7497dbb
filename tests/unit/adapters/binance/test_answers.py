"""What each answer to an order means, one test a row: refused, unknown or there already; sent once in every case."""

from socket import gaierror

import pytest
from aiohttp import ClientConnectorError, ClientOSError, ServerDisconnectedError

from echotrade_desktop.engine.adapters.binance.answers import Heard, Verdict, trouble_of
from echotrade_desktop.engine.adapters.binance.client import _never_connected
from echotrade_desktop.engine.domain.errors import OrderRejected, OutcomeUnknown
from echotrade_desktop.engine.domain.order import OrderPurpose, OrderStatus
from tests.makers import an_exit, an_order
from tests.servers.binance.faults import HTML

ORDER, ALGO = "POST /fapi/v1/order", "POST /fapi/v1/algoOrder"
STOP = OrderPurpose.STOP


def answer(code, message="No."):
    return {"code": code, "msg": message}


REFUSALS = {
    *(-1102, -1106, -1111, -1121, -2010, -2018, -2019, -2020, -2021, -2022, -2023, -2025, -2027, -4003, -4005, -4014),
    *(-4015, -4028, -4045, -4059, -4061, -4067, -4112, -4118, -4120, -4130, -4131, -4137, -4164, -4400, -4509, -5021),
    *(-5022, -5025, -5027, -1022, -1125, -2014, -2015, -1008),
}
SILENCES = {-1000, -1001, -1006, -1007}
ROWS = [
    *((400, code, Verdict.REJECTED) for code in sorted(REFUSALS)),
    *((400, code, Verdict.UNKNOWN) for code in sorted(SILENCES)),
    (503, -1008, Verdict.REJECTED),  # overload: it was not taken
    (503, -1000, Verdict.UNKNOWN),
    (504, -1007, Verdict.UNKNOWN),
    (408, -1007, Verdict.UNKNOWN),
    (400, -1021, Verdict.SKEWED),  # to ccxt trouble of the network; it is a refusal
    (400, -1003, Verdict.THROTTLED),
    (400, -1015, Verdict.THROTTLED),
    (429, -1003, Verdict.THROTTLED),
    (429, None, Verdict.THROTTLED),
    (418, -1003, Verdict.BANNED),
    (418, None, Verdict.BANNED),
    (400, -4116, Verdict.EXISTS),
    (400, -20132, Verdict.EXISTS),
    (400, -2011, Verdict.GONE),
    (400, -2013, Verdict.GONE),
    (403, None, Verdict.UNREACHED),  # a page from the door
    (451, None, Verdict.UNREACHED),
    (400, None, Verdict.REJECTED),
    (401, None, Verdict.REJECTED),
    *((status, None, Verdict.UNKNOWN) for status in (408, 500, 502, 503, 504, 200, None)),
    (400, -99999, Verdict.REJECTED),  # a code nobody knows yet
]
BRAKES = {Verdict.THROTTLED, Verdict.BANNED}  # these keep later orders from the wire: tests of their own


@pytest.mark.parametrize(("status", "code", "verdict"), ROWS)
def test_what_an_answer_means(status, code, verdict):
    trouble = trouble_of(Heard(status, code, "No."), "Binance")
    assert trouble.verdict is verdict
    assert str(trouble).endswith(".")


def test_a_duplicate_on_spot_is_told_by_its_words():
    """-2010 is every refusal there."""
    assert trouble_of(Heard(400, -2010, "Duplicate order sent."), "Binance").verdict is Verdict.EXISTS
    assert trouble_of(Heard(400, -2010, "Account has insufficient balance."), "Binance").verdict is Verdict.REJECTED


async def test_every_row_holds_on_the_wire_and_each_order_is_sent_once(bench):
    """Through the real ccxt, whose exceptions say something else for half of them."""
    rows = [row for row in ROWS if row[0] not in (None, 200) and row[2] not in BRAKES and row[2] is not Verdict.EXISTS]
    for number, (status, code, verdict) in enumerate(rows):
        body = HTML if code is None else answer(code)
        bench.venue.fault(ORDER, "status before", status=status, body=body)
        order = an_order(client_order_id=f"p{number}-e1", position_id=f"p{number}")
        expected = OutcomeUnknown if verdict in (Verdict.UNKNOWN, Verdict.GONE) else OrderRejected
        with pytest.raises(expected):
            await bench.place(order)
        assert bench.venue.faults.calls(ORDER) == number + 1, (status, code)
    assert bench.fills == []


@pytest.mark.parametrize("status", [429, 418])
async def test_too_many_requests_are_a_refusal_that_holds_the_next_entry_back(bench, status):
    """To ccxt both are trouble of the network."""
    bench.venue.fault(ORDER, "status before", status=status, body=answer(-1003), headers={"Retry-After": "30"})
    for name in ("p1", "p2"):
        with pytest.raises(OrderRejected):
            await bench.place(an_order(client_order_id=f"{name}-e1", position_id=name))
    assert bench.venue.faults.calls(ORDER) == 1
    bench.clock.jump(31)
    await bench.place(an_order(client_order_id="p3-e1", position_id="p3"))
    assert bench.venue.faults.calls(ORDER) == 2


@pytest.mark.parametrize("code", sorted(SILENCES))
async def test_a_code_that_says_nothing_leaves_an_order_to_be_found(bench, code):
    bench.venue.fault(ORDER, "status after", status=400, body=answer(code, "Unknown error, please check."))
    with pytest.raises(OutcomeUnknown):
        await bench.place(an_order())
    assert await bench.broker.find(an_order()) is not None


@pytest.mark.parametrize("status", [500, 503])
async def test_a_page_instead_of_an_answer_leaves_the_order_unknown(bench, status):
    bench.venue.fault(ORDER, "status after", status=status, body=HTML)
    with pytest.raises(OutcomeUnknown):
        await bench.place(an_order())
    assert bench.venue.faults.calls(ORDER) == 1


@pytest.mark.parametrize("kind", ["drop before", "drop after"])
async def test_a_connection_that_breaks_leaves_the_order_unknown(bench, kind):
    bench.venue.fault(ORDER, kind)
    with pytest.raises(OutcomeUnknown):
        await bench.place(an_order())
    assert bench.venue.faults.calls(ORDER) == 1
    bench.clock.jump(2)
    found = await bench.broker.find(an_order())
    assert (found is not None) == (kind == "drop after")


async def test_nobody_there_means_that_nothing_was_sent(bench, monkeypatch):
    """The connection was not even made: this is no doubt, and needs no look-up."""
    urls = bench.broker._client._exchange.urls["api"]
    monkeypatch.setitem(urls, "fapiPrivate", "http://127.0.0.1:1/fapi/v1")
    with pytest.raises(OrderRejected, match="nothing was sent"):
        await bench.place(an_order())


@pytest.mark.parametrize(
    ("cause", "never"),
    [
        (ClientConnectorError(None, ConnectionRefusedError(111, "refused")), True),
        (gaierror(-2, "no such name"), True),
        (ClientOSError(104, "reset by peer"), False),
        (ServerDisconnectedError(), False),
        (ConnectionResetError(), False),
        (TimeoutError(), False),
        (None, False),
    ],
)
def test_only_a_connection_that_was_never_made_is_no_doubt(cause, never):
    """A reset may come after the order went through."""
    error = RuntimeError("what ccxt raises for it")
    error.__cause__ = cause
    assert _never_connected(error) is never


@pytest.mark.parametrize(("purpose", "endpoint"), [(None, ORDER), (STOP, ALGO)])
async def test_an_empty_yes_is_no_yes(bench, purpose, endpoint):
    """To ccxt it is fine: it raises nothing and gives no id; the order may exist."""
    if purpose:
        await bench.place(an_order())
    order = an_exit(purpose, trigger="98") if purpose else an_order()
    bench.venue.fault(endpoint, "empty")
    with pytest.raises(OutcomeUnknown):
        await bench.place(order)
    assert await bench.broker.find(order) is not None


async def test_words_instead_of_an_answer_leave_the_order_unknown(bench):
    bench.venue.fault(ORDER, "status after", status=200, body=HTML)
    with pytest.raises(OutcomeUnknown):
        await bench.place(an_order())


@pytest.mark.parametrize("code", [-4116, -20132])
async def test_an_id_that_exists_is_adopted_from_where_it_rests(bench, code):
    await bench.place(an_order())
    stop = an_exit(STOP, trigger="98")
    bench.venue.fault(ALGO, "status after", status=400, body=answer(code, "ClientOrderId is duplicated."))
    placed = await bench.place(stop)
    assert placed.status is OrderStatus.ACCEPTED
    assert placed.exchange_order_id == str(bench.venue.futures.algos.open_algos()[0].id)


@pytest.mark.parametrize("code", [-4116, -20132])
async def test_an_id_that_exists_and_is_not_found_is_unknown(bench, code):
    bench.venue.fault(ORDER, "status before", status=400, body=answer(code))
    with pytest.raises(OutcomeUnknown):
        await bench.place(an_order())


async def test_a_cancellation_of_what_has_ended_says_so(bench):
    bench.venue.fault("DELETE /fapi/v1/algoOrder", "status before", status=400, body=answer(-2011, "Unknown order."))
    with pytest.raises(OrderRejected, match="already ended"):
        await bench.broker.cancel(an_exit(STOP, trigger="98"))


async def test_a_cancellation_without_an_answer_is_unknown(bench):
    bench.venue.fault("DELETE /fapi/v1/algoOrder", "status after")
    with pytest.raises(OutcomeUnknown):
        await bench.broker.cancel(an_exit(STOP, trigger="98"))


@pytest.mark.parametrize("kind", ["empty", "status before"])
async def test_a_look_up_without_an_answer_never_says_that_there_is_no_order(bench, kind):
    bench.venue.fault("GET /fapi/v1/order", kind)
    with pytest.raises(OutcomeUnknown):
        await bench.broker.find(an_order())

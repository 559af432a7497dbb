"""An export cut, spoiled or enlarged in any way is read whole or refused in one sentence, never half."""

import json
import resource
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from echotrade_desktop.engine.adapters import json_walk
from echotrade_desktop.engine.adapters.chat_export import read_export
from echotrade_desktop.engine.adapters.export_message import Unreadable, read_message
from echotrade_desktop.engine.adapters.json_walk import BrokenJson, JsonWalk
from echotrade_desktop.engine.domain.errors import BadInput

EXPORTS = Path(__file__).parents[1] / "data" / "exports"
MANY = 100_000

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)
fields = st.sampled_from(
    ["id", "type", "date", "date_unixtime", "edited", "from", "from_id", "text", "reply_to_message_id", "actor_id"]
)


@pytest.fixture
def small_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read a few characters at a time, so that every value is cut somewhere."""
    monkeypatch.setattr(json_walk, "FIRST_READ", 3)


def big_export(count: int) -> Iterator[str]:
    """A channel of that many calls, as Telegram Desktop would lay it out."""
    yield '{\n "name": "Harbour Calls",\n "type": "public_channel",\n "id": 1712345678,\n "messages": ['
    for number in range(1, count + 1):
        text = f" LONG {60_000 + number % 5_000} SL {59_000 + number % 5_000} TP {62_000 + number % 5_000}"
        pieces = [{"type": "bold", "text": "BTC"}, text]
        yield "" if number == 1 else ","
        yield json.dumps(
            {
                "id": number,
                "type": "message",
                "date": "2024-03-04T10:00:00",
                "date_unixtime": str(1_700_000_000 + number * 60),
                "from": "Harbour Calls",
                "from_id": "channel1712345678",
                "text": pieces,
                "text_entities": [pieces[0], {"type": "plain", "text": text}],
            },
            indent=1,
        )
    yield "\n ]\n}"


def test_an_export_cut_at_any_byte_is_refused_in_one_sentence(small_reads: None, tmp_path: Path) -> None:
    whole = (EXPORTS / "unknown_fields.json").read_bytes().rstrip()
    path = tmp_path / "result.json"
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        with pytest.raises(BadInput) as refusal:
            read_export(path)
        assert "damaged" not in str(refusal.value), length
        assert "is not JSON" not in str(refusal.value), length
    path.write_bytes(whole)
    assert read_export(path).total == 2


@given(position=st.integers(0, 5000), byte=st.integers(0, 255))
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_one_spoiled_byte_never_raises_anything_but_a_sentence(position: int, byte: int, tmp_path: Path) -> None:
    content = bytearray((EXPORTS / "account.json").read_bytes())
    content[position % len(content)] = byte
    path = tmp_path / "result.json"
    path.write_bytes(content)
    try:
        export = read_export(path)
    except BadInput:
        return
    assert export.total == len(export.messages) + len(export.problems)


@given(fields=st.dictionaries(fields, values), more=values)
@settings(max_examples=150, deadline=None)
@example(fields={"type": []}, more=None)
@example(fields={"from_id": "user²"}, more=None)
@example(fields={"date_unixtime": "9" * 5000}, more=None)
def test_a_message_of_any_shape_is_read_or_set_aside(fields: dict[str, object], more: object) -> None:
    usual = {
        "id": 7,
        "type": "message",
        "date_unixtime": "1709542800",
        "from": "Harbour Calls",
        "from_id": "channel1712345678",
        "text": "BTC LONG 62500",
    }
    for raw in (usual | fields, usual | fields | {"type": "service"}, fields, more):
        try:
            draft = read_message(raw)
        except Unreadable as reason:
            said = str(reason)
        else:
            said = draft.text
        said.encode()


@given(values)
@settings(deadline=None)
def test_any_document_is_walked_to_the_value_that_a_plain_reader_finds(value: object) -> None:
    for indent in (None, 1):
        text = json.dumps(value, indent=indent)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(json_walk, "FIRST_READ", 1)
            found = JsonWalk(StringIO(text)).value()
        assert found == json.loads(text, parse_int=json_walk._integer)


@given(st.text(alphabet='{}[]",:\\ux0F1e-. \nntrue'))
@settings(max_examples=500, deadline=None)
def test_text_that_is_almost_json_ends_in_a_value_or_in_a_broken_document(text: str) -> None:
    walk = JsonWalk(StringIO(text))
    try:
        value = walk.value()
    except BrokenJson:
        return
    assert isinstance(value, dict | list | str | int | float | bool | None)


@pytest.mark.slow
def test_a_hundred_thousand_messages_are_read_in_seconds_and_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    with path.open("w", encoding="utf-8") as file:
        file.writelines(big_export(MANY))
    before = _peak_mebibytes()
    started = perf_counter()
    export = read_export(path)
    seconds = perf_counter() - started
    assert export.total == len(export.messages) == MANY
    assert export.messages[0].text == "BTC LONG 60001 SL 59001 TP 62001"
    assert seconds < 20
    assert _peak_mebibytes() - before < 200  # the file has 47; all of it as Python objects, ten times that


def _peak_mebibytes() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)

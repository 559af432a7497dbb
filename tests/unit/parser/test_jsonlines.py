"""`echotrade parse`: one JSON line in, one out."""

import json

from echotrade_desktop.engine.signals.parser import as_json, parse, parse_lines


def answers(*lines: str) -> tuple[int, list[dict]]:
    out: list[str] = []
    code = parse_lines(lines, out.append)
    return code, [json.loads(line) for line in out]


def test_each_message_is_answered_under_its_id_with_prices_as_text():
    code, rows = answers('{"id": 7, "text": "BTC LONG 67500 SL 66000 TP 69000 5x"}', "", '{"id": "b", "text": "gm"}')
    assert code == 0
    assert [row["id"] for row in rows] == [7, "b"]
    assert rows[0]["signals"] == [
        {
            "symbol": "BTC/USDT",
            "side": "long",
            "order": "limit",
            "entries": ["67500"],
            "stop_loss": "66000",
            "take_profits": ["69000"],
            "leverage": 5,
        }
    ]
    assert (rows[1]["kind"], rows[1]["signals"], rows[1]["update"]) == ("noise", [], None)


def test_a_line_that_is_no_message_ends_with_a_sentence_and_nothing_before_it_is_lost(capsys):
    code, rows = answers('{"id": 1, "text": "gm"}', '{"id": 2', '{"id": 3, "text": "gm"}')
    assert (code, len(rows)) == (2, 1)
    error = capsys.readouterr().err
    assert error.startswith("Line 2 is not JSON")
    assert error.count("\n") == 1


def test_a_line_without_text_is_refused(capsys):
    assert answers('{"id": 1}')[0] == 2
    assert 'has no "text"' in capsys.readouterr().err


def test_an_answer_is_read_together_with_what_it_answers():
    line = json.dumps({"id": 1, "text": "close half here", "reply_to": "SOL LONG 152 SL 147"})
    assert answers(line)[1][0]["update"] == {"action": "partial_close", "symbol": "SOL/USDT", "percent": "50"}


def test_spans_and_unused_numbers_are_part_of_the_answer():
    row = as_json(parse("BTC LONG 67500"), 1)
    assert row["spans"] == {"symbol": [[0, 3]], "side": [[4, 8]], "entry": [[9, 14]]}
    assert row["unused_numbers"] == []


def test_a_lone_surrogate_does_not_stop_the_stream():
    assert answers('{"id": 1, "text": "BTC \\ud800 LONG 67500"}')[0] == 0

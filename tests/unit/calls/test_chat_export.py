"""What a Telegram Desktop export becomes: every message in time order, or set aside with its reason."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from echotrade_desktop.engine.adapters.chat_export import Export, read_export
from echotrade_desktop.engine.domain.errors import BadInput
from echotrade_desktop.engine.domain.signal import Origin, RawMessage

EXPORTS = Path(__file__).parents[2] / "data" / "exports"


def exported(name: str) -> Export:
    return read_export(EXPORTS / f"{name}.json")


def message(export: Export, message_id: int) -> RawMessage:
    (found,) = [message for message in export.messages if message.message_id == message_id]
    return found


def written(folder: Path, *messages: dict[str, Any], **chat: Any) -> Path:
    path = folder / "result.json"
    path.write_text(json.dumps({"name": "Desk", "type": "private_channel", "id": 5, "messages": messages} | chat))
    return path


def post(message_id: int = 1, text: Any = "BTC LONG 62500", at: int = 1709542800, **more: Any) -> dict[str, Any]:
    return {
        "id": message_id,
        "type": "message",
        "date": "2024-03-04T10:00:00",
        "date_unixtime": str(at),
        "from": "Desk",
        "from_id": "channel5",
        "text": text,
    } | more


def text_read(folder: Path, text: Any) -> str:
    (only,) = read_export(written(folder, post(text=text))).messages
    return only.text


def test_a_channel_is_read_whole_in_time_order() -> None:
    export = exported("harbour")
    assert export.name == "Harbour Calls"
    assert export.total == 63
    assert len(export.messages) == 62
    assert export.problems == ((60, "is of a kind that Telegram Desktop could not export"),)
    assert export.service == 5
    times = [message.sent_at for message in export.messages]
    assert times == sorted(times)


def test_a_message_carries_its_sender_its_chat_and_its_certain_time() -> None:
    entry = message(exported("harbour"), 5)
    assert entry.text == "ETH SHORT @ 3450, SL 3520"
    assert entry.sent_at == entry.received_at == datetime(2024, 3, 4, 9, 9, tzinfo=UTC)
    assert entry.chat_id == entry.sender_id == -1001712345678
    assert entry.chat_name == entry.sender_name == "Harbour Calls"
    assert entry.origin is Origin.EXPORT
    assert (entry.edit_version, entry.reply_to, entry.deleted, entry.is_service) == (0, None, False, False)


def test_a_list_of_pieces_is_one_text() -> None:
    export = exported("harbour")
    assert message(export, 10).text.splitlines()[0] == "#ADA/USDT LONG"
    assert message(export, 54).text == "BTC LONG 🚀\n67 000\nSL 66 300\nTP 67 900"


def test_struck_out_and_hidden_levels_keep_their_marks() -> None:
    export = exported("harbour")
    assert "Stop loss ~~64200~~ 64100" in message(export, 16).text
    assert "||BTC LONG 60000||" in message(export, 49).text


def test_marks_hold_for_every_line_and_whatever_is_inside(tmp_path: Path) -> None:
    struck = {"type": "strikethrough", "text": " SL 1~2\nTP " + "9" * 400 + " "}
    first, second = text_read(tmp_path, ["ETH ", struck, "!"]).split("\n")
    assert first == "ETH  ~~SL 1¦2~~"
    assert "~" not in max(second.split("~~"), key=len)
    assert all(len(run) <= 300 for run in second.split("~~"))
    assert second.endswith("~~ !")


def test_a_quote_is_marked_but_a_message_set_as_a_quote_is_not(tmp_path: Path) -> None:
    quote = {"type": "blockquote", "text": "BTC LONG 62500\nSL 61900"}
    assert text_read(tmp_path, [quote, "Close now"]) == "> BTC LONG 62500\n> SL 61900\nClose now"
    assert text_read(tmp_path, ["re ", quote]) == "re \n> BTC LONG 62500\n> SL 61900\n"
    assert text_read(tmp_path, [quote, "\n"]) == "BTC LONG 62500\nSL 61900\n"


def test_an_edited_message_comes_once_at_its_first_time_and_is_named_as_edited() -> None:
    export = exported("harbour")
    edited = message(export, 16)
    assert edited.edit_version == 0
    assert edited.sent_at == datetime(2024, 3, 4, 10, 50, tzinfo=UTC)
    assert export.edited == {(-1001712345678, 16), (-1001712345678, 46)}
    assert export.notices == (
        "2 messages were edited after sending: an export keeps only the last text, "
        "which is played at the time of the first.",
    )


def test_replies_point_to_what_they_answer_in_the_same_chat(tmp_path: Path) -> None:
    assert message(exported("harbour"), 9).reply_to == 6
    elsewhere = post(reply_to_message_id=6, reply_to_peer_id="channel99")
    assert read_export(written(tmp_path, elsewhere)).messages[0].reply_to is None


def test_captions_forwards_and_messages_without_words_are_read() -> None:
    export = exported("harbour")
    assert message(export, 20).text.startswith("LONG #BNB/USDT")
    assert message(export, 24).text == "ADA LONG 0.7480 SL 0.7350 TP 0.7600"
    assert message(export, 36).text == ""


def test_service_messages_are_delivered_as_such() -> None:
    pinned = message(exported("harbour"), 7)
    assert pinned.is_service
    assert pinned.text == ""


def test_what_a_message_lacks_is_told_and_the_rest_goes_on() -> None:
    export = exported("wrong_types")
    assert [message.message_id for message in export.messages] == [1, 17]
    assert export.total == 17
    assert dict(export.problems[2:11]) | {17: ""} == {
        4: "has no readable date (missing)",
        5: "has no readable date ('yesterday')",
        6: "has an impossible date ('1')",
        7: "has no readable text",
        8: "has no readable text",
        9: "has an unknown kind of sender (70007)",
        11: "answers an unreadable message id ('1')",
        12: "is of a kind that Telegram Desktop could not export",
        13: "is of an unknown type ('hologram')",
        17: "",
    }
    assert export.problems[-2:] == ((10, "does not say who sent it"), (1, "is listed twice"))


def test_fields_nobody_knows_yet_are_ignored() -> None:
    export = exported("unknown_fields")
    assert export.problems == ()
    assert export.messages[0].text == "ADA LONG 0.742 SL 0.729 TP 0.758 0.771"


def test_a_whole_account_is_read_chat_by_chat_and_mixed_by_time() -> None:
    export = exported("account")
    assert export.chat_id is None
    assert export.name == "account.json (4 chats)"
    assert [(message.chat_name, message.message_id) for message in export.messages] == [
        ("Tidewater Room", 2),
        ("Harbour Calls", 7),
        ("Saved messages", 7),
        ("Harbour Calls", 8),
    ]


def test_the_control_characters_that_telegram_escapes_in_its_own_way_are_read() -> None:
    export = exported("control_characters")
    assert export.messages[0].text == "C:\\x1F is a path, this is a tab of old:\x0b ETH LONG 3400 SL 3350 TP 3480"
    assert export.messages[0].sender_name == "Tidewater Room"
    assert export.messages[1].text == "half a smile: \N{REPLACEMENT CHARACTER}"


def test_local_times_are_read_as_utc_and_said_so() -> None:
    export = exported("local_times")
    assert export.messages[0].sent_at == datetime(2019, 6, 1, 10, 0, tzinfo=UTC)
    assert export.notices[0].startswith("2 messages were without date_unixtime")


def test_a_user_a_group_and_a_channel_of_one_number_are_three_senders(tmp_path: Path) -> None:
    senders = [post(number, from_id=f"{kind}77") for number, kind in enumerate(("user", "chat", "channel"), 1)]
    export = read_export(written(tmp_path, *senders, type="private_supergroup"))
    assert [message.sender_id for message in export.messages] == [77, -77, -1000000000077]


def test_a_deleted_account_keeps_its_id() -> None:
    gone = message(exported("wrong_types"), 17)
    assert (gone.sender_id, gone.sender_name) == (70099, "deleted account")


def test_a_chat_named_after_its_messages_is_still_known(tmp_path: Path) -> None:
    path = tmp_path / "sorted.json"
    path.write_text(json.dumps({"id": 5, "messages": [post()], "name": "Desk", "type": "private_channel"}))
    assert read_export(path).messages[0].chat_id == -1000000000005


def test_a_name_cannot_turn_the_line_around_or_fill_the_screen(tmp_path: Path) -> None:
    path = written(tmp_path, post(**{"from": "\u202eksed \u0007\n Harbour" + "x" * 500}), name="Room\u2066 1")
    (only,) = read_export(path).messages
    assert only.sender_name.startswith("ksed Harbour")
    assert len(only.sender_name) <= 128
    assert only.chat_name == "Room 1"


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("truncated", "breaks off after 2 messages"),
        ("not_json", "is not JSON"),
        ("web_page", "is a web page, as the export's HTML format writes it"),
        ("absent", "cannot be read: No such file or directory."),
    ],
)
def test_a_file_that_is_no_export_is_refused_in_one_sentence(name: str, what: str) -> None:
    with pytest.raises(BadInput) as refusal:
        exported(name)
    sentence = str(refusal.value)
    assert what in sentence
    assert f"{name}.json" in sentence
    assert "\n" not in sentence
    if name != "absent":
        assert sentence.endswith("choose ⋮, Export chat history, and as format JSON.")


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"{", "ends before its first message"),
        (b'{"messages": [', "ends before its first message"),
        (b"[1, 2]", "has no list of messages"),
        (b"null", "has no list of messages"),
        (b'{"name": "Desk", "id": 5}', "has no list of messages"),
        (b'{"messages": {"1": "BTC LONG"}}', "has no list of messages"),
        (b'{"messages": []} and more', "goes on after its end"),
        (b'{"messages": [}', "is not JSON"),
        (b'{"messages": [{"id": 1}, {"id" 2}]}', "is damaged after 1 message"),
        (b'{"messages": ["\xff\xfe"]}', "is not UTF-8 text"),
        (b'{"messages": ' + b"[" * 200_000, "is not JSON"),
        (b"\x89PNG\r\n\x1a\n", "is not UTF-8 text"),
    ],
)
def test_each_way_of_being_broken_is_named(content: bytes, what: str, tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    path.write_bytes(content)
    with pytest.raises(BadInput) as refusal:
        read_export(path)
    assert f"{path} {what}, so nothing was read" in str(refusal.value)


def test_a_folder_is_no_export(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read: Is a directory"):
        read_export(tmp_path)


def test_an_empty_chat_is_an_export_with_nothing_in_it(tmp_path: Path) -> None:
    assert read_export(written(tmp_path)).total == 0


def test_a_number_of_a_million_digits_costs_one_message(tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    chat = json.dumps({"id": 5, "type": "private_channel", "messages": [post(1), {"id": "long"}, post(3)]})
    path.write_text(chat.replace('"long"', "9" * 1_000_000))
    export = read_export(path)
    assert [message.message_id for message in export.messages] == [1, 3]
    assert export.problems == ((None, "has no usable id"),)

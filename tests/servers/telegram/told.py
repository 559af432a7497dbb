"""The world in Telegram's own types, as one account is told of it."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from telethon.tl import types

from tests.servers.telegram.world import Account, Change, Chat, Kind, Person, Post

DC = 2
BEGAN = datetime(2020, 1, 1, tzinfo=UTC)


def user(person: Person, account: Account | None = None) -> types.User:
    """Return a person; as itself when it is the account's own."""
    own = account is not None and account.person is person
    photo = types.UserProfilePhoto(person.id, DC) if person.picture else None
    first, _, last = person.name.partition(" ")
    return types.User(
        person.id,
        is_self=own,
        bot=person.is_bot,
        bot_info_version=1 if person.is_bot else None,
        access_hash=person.access_hash,
        first_name=first,
        last_name=last or None,
        username=person.username,
        phone=account.phone.lstrip("+") if own and account and account.phone else None,
        photo=photo,
    )


def channel(chat: Chat) -> types.Channel:
    """Return a channel or a group."""
    photo = types.ChatPhoto(chat.id, DC) if chat.picture else types.ChatPhotoEmpty()
    return types.Channel(
        chat.id,
        chat.title,
        photo,
        BEGAN,
        broadcast=chat.kind is Kind.CHANNEL,
        megagroup=chat.kind is not Kind.CHANNEL,
        forum=chat.kind is Kind.FORUM,
        access_hash=chat.access_hash,
        username=chat.username,
        participants_count=chat.members,
    )


def peer(whose: Person | Chat) -> types.PeerUser | types.PeerChannel:
    """Return the bare peer of a person or a chat."""
    if isinstance(whose, Person):
        return types.PeerUser(whose.id)
    return types.PeerUser(whose.person.id) if whose.person else types.PeerChannel(whose.id)


def message(chat: Chat, post: Post) -> types.Message | types.MessageService:
    """Return a post as it stands."""
    is_post = chat.kind is Kind.CHANNEL
    common = {
        "id": post.id,
        "peer_id": peer(chat),
        "date": post.sent_at,
        "post": is_post,
        "from_id": None if is_post or chat.kind is Kind.PERSON else peer(post.sender or chat),
        "reply_to": _header(post),
    }
    if post.action is not None:
        return types.MessageService(**common, action=types.MessageActionPinMessage())
    return types.Message(
        **common,
        message=post.text,
        post_author=post.author,
        edit_date=post.edited_at,
        grouped_id=post.album,
        fwd_from=_forward(post),
        media=_media(post),
        views=7 if is_post else None,
        forwards=0 if is_post else None,
    )


def _header(post: Post) -> types.MessageReplyHeader | None:
    if post.topic is not None:
        answered = post.reply_to or post.topic
        top = post.topic if post.reply_to else None
        return types.MessageReplyHeader(forum_topic=True, reply_to_msg_id=answered, reply_to_top_id=top)
    return types.MessageReplyHeader(reply_to_msg_id=post.reply_to) if post.reply_to else None


def _forward(post: Post) -> types.MessageFwdHeader | None:
    if post.forwarded_from is None:
        return None
    origin = post.forwarded_from
    number = 99 if isinstance(origin, Chat) else None
    return types.MessageFwdHeader(post.sent_at - timedelta(minutes=5), from_id=peer(origin), channel_post=number)


def _media(post: Post) -> types.MessageMediaPhoto | None:
    if not post.picture:
        return None
    sizes = [types.PhotoSize("m", 320, 320, 1000)]
    return types.MessageMediaPhoto(photo=types.Photo(post.id, 1, b"", post.sent_at, sizes, DC))


def update(chat: Chat, change: Change, account: Account) -> object:
    """Return what happened as an update for an account; its pts is the chat's, or of a talk the account's."""
    count = len(change.posts)
    numbers = [post.id for post in change.posts]
    if chat.kind is Kind.PERSON:
        pts = account.pts
        match change.what:
            case "new":
                return types.UpdateNewMessage(message(chat, change.posts[0]), pts, count)
            case "edit":
                return types.UpdateEditMessage(message(chat, change.posts[0]), pts, count)
        return types.UpdateDeleteMessages(numbers, pts, count)
    match change.what:
        case "new":
            return types.UpdateNewChannelMessage(message(chat, change.posts[0]), change.pts, count)
        case "edit":
            return types.UpdateEditChannelMessage(message(chat, change.posts[0]), change.pts, count)
    return types.UpdateDeleteChannelMessages(chat.id, numbers, change.pts, count)


def known(chats: Iterable[Chat], posts: Iterable[Post], account: Account) -> tuple[list[object], list[object]]:
    """Return the users and chats that somebody needs who is told of these."""
    people: dict[int, Person] = {account.person.id: account.person}
    places: dict[int, Chat] = {}
    senders = [whose for post in posts for whose in (post.sender, post.forwarded_from) if whose is not None]
    for one in (*chats, *senders):
        if isinstance(one, Person):
            people[one.id] = one
        elif one.person is not None:
            people[one.person.id] = one.person
        else:
            places[one.id] = one
    return [user(person, account) for person in people.values()], [channel(chat) for chat in places.values()]

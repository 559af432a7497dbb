"""What a signed-in client asks: its chats, their posts, what it has missed, pictures."""

import struct
from collections.abc import Callable
from typing import Any

from telethon.tl import functions, types

from tests.servers.telegram import told
from tests.servers.telegram.link import Fault
from tests.servers.telegram.world import Account, Chat, Kind, Post, World

VECTOR = 0x1CB5C415
Answer = Callable[[World, Account, Any], object]
f = functions


def vector(items: list[Any]) -> bytes:
    """Return a bare vector of objects, which some requests are answered with."""
    return struct.pack("<Ii", VECTOR, len(items)) + b"".join(bytes(item) for item in items)


def chat_of(world: World, peer: object) -> Chat:
    """Return the chat that a client means; it must be let in, and know the chat's hash."""
    match peer:
        case types.InputPeerChannel() | types.InputChannel():
            chat = next((c for c in world.chats.values() if c.id == peer.channel_id), None)
            if chat is None or peer.access_hash != chat.access_hash:
                raise Fault(400, "CHANNEL_INVALID")
            if chat.private:
                raise Fault(400, "CHANNEL_PRIVATE")
            return chat
        case types.InputPeerUser() if peer.user_id in world.chats:
            return world.chats[peer.user_id]
    raise Fault(400, "PEER_ID_INVALID")


def users(world: World, account: Account, asked: f.users.GetUsersRequest) -> bytes:
    own = [i for i in asked.id if isinstance(i, types.InputUserSelf)]
    others = [world.people[i.user_id] for i in asked.id if isinstance(i, types.InputUser) and i.user_id in world.people]
    return vector([told.user(account.person, account) for _ in own] + [told.user(p, account) for p in others])


def state(world: World, account: Account, _asked: object) -> types.updates.State:
    return types.updates.State(account.pts, 0, world.now(), 0, 0)


def difference(world: World, account: Account, asked: f.updates.GetDifferenceRequest) -> object:
    missed = [change for change in account.log if change.pts > asked.pts]
    talks = {post: chat for chat in world.chats.values() if chat.person for post in chat.posts.values()}
    new = [post for change in missed if change.what == "new" for post in change.posts if not post.deleted]
    others: list[object] = [
        told.update(talks[change.posts[0]], change, account) for change in missed if change.what != "new"
    ]
    channels = [chat for chat in world.chats.values() if chat.person is None]
    others += [types.UpdateChannelTooLong(chat.id, chat.pts) for chat in channels]
    people, chats = told.known([*channels, *(talks[post] for post in new)], new, account)
    messages = [told.message(talks[post], post) for post in new]
    return types.updates.Difference(messages, [], others, chats, people, state(world, account, asked))


def channel_difference(world: World, account: Account, asked: f.updates.GetChannelDifferenceRequest) -> object:
    chat = chat_of(world, asked.channel)
    missed = [change for change in chat.log if change.pts > asked.pts]
    if not missed:
        return types.updates.ChannelDifferenceEmpty(chat.pts, final=True)
    if chat.kept is not None and len(missed) > chat.kept:
        return _too_long(chat, account)
    part = missed[: asked.limit]
    new = [post for change in part if change.what == "new" for post in change.posts if not post.deleted]
    others = [told.update(chat, change, account) for change in part if change.what != "new"]
    people, chats = told.known([chat], new, account)
    messages = [told.message(chat, post) for post in new]
    final = len(part) == len(missed)
    return types.updates.ChannelDifference(part[-1].pts, messages, others, chats, people, final=final)


def _too_long(chat: Chat, account: Account) -> types.updates.ChannelDifferenceTooLong:
    newest = chat.alive()[-10:][::-1]
    people, chats = told.known([chat], newest, account)
    messages = [told.message(chat, post) for post in newest]
    return types.updates.ChannelDifferenceTooLong(_dialog(chat), messages, chats, people, final=True)


def dialogs(world: World, account: Account, asked: f.messages.GetDialogsRequest) -> object:
    _not_for_bots(account)
    listed = sorted((c for c in world.chats.values() if not c.private), key=_last_post, reverse=True)
    after = next((n for n, chat in enumerate(listed) if _is(chat, asked.offset_peer)), -1)
    part = listed[after + 1 : after + 1 + asked.limit]
    newest = [(chat, chat.alive()[-1]) for chat in part if chat.alive()]
    people, chats = told.known(part, [post for _, post in newest], account)
    messages = [told.message(chat, post) for chat, post in newest]
    shown = [_dialog(chat) for chat in part]
    if len(part) == len(listed):
        return types.messages.Dialogs(shown, messages, chats, people)
    return types.messages.DialogsSlice(len(listed), shown, messages, chats, people)


def _is(chat: Chat, peer: object) -> bool:
    return chat.id == getattr(peer, "channel_id", None) or (
        chat.person is not None and chat.person.id == getattr(peer, "user_id", None)
    )


def _last_post(chat: Chat) -> float:
    alive = chat.alive()
    return alive[-1].sent_at.timestamp() if alive else 0.0


def _dialog(chat: Chat) -> types.Dialog:
    top = max((post.id for post in chat.alive()), default=0)
    pts = None if chat.person else chat.pts
    return types.Dialog(told.peer(chat), top, 0, 0, 0, 0, 0, 0, types.PeerNotifySettings(), pts=pts)


def history(world: World, account: Account, asked: f.messages.GetHistoryRequest) -> object:
    _not_for_bots(account)
    chat = chat_of(world, asked.peer)
    found = [
        post
        for post in reversed(chat.alive())
        if post.id > asked.min_id and (not asked.max_id or post.id < asked.max_id)
    ]
    start = asked.add_offset
    if asked.offset_id:
        start += next((n for n, post in enumerate(found) if post.id < asked.offset_id), len(found))
    part = found[max(0, start) : max(0, start + asked.limit)]
    return _messages(chat, part, len(chat.alive()), account)


def _messages(chat: Chat, posts: list[Post], count: int, account: Account) -> object:
    people, chats = told.known([chat], posts, account)
    shown = [told.message(chat, post) for post in posts]
    if chat.kind is Kind.PERSON:
        return types.messages.MessagesSlice(count, shown, [], chats, people)
    return types.messages.ChannelMessages(chat.pts, count, shown, [], chats, people)


def posts_by_number(world: World, account: Account, asked: f.channels.GetMessagesRequest) -> object:
    chat = chat_of(world, asked.channel)
    numbers = [wanted.id for wanted in asked.id]
    alive = {post.id: post for post in chat.alive()}
    people, chats = told.known([chat], [alive[n] for n in numbers if n in alive], account)
    shown = [told.message(chat, alive[n]) if n in alive else types.MessageEmpty(n, told.peer(chat)) for n in numbers]
    return types.messages.ChannelMessages(chat.pts, len(shown), shown, [], chats, people)


def talk_posts_by_number(world: World, account: Account, asked: f.messages.GetMessagesRequest) -> object:
    talks = [chat for chat in world.chats.values() if chat.person]
    alive = {post.id: (chat, post) for chat in talks for post in chat.alive()}
    numbers = [wanted.id for wanted in asked.id]
    found = [alive[n] for n in numbers if n in alive]
    people, chats = told.known([chat for chat, _ in found], [post for _, post in found], account)
    shown = [told.message(*alive[n]) if n in alive else types.MessageEmpty(n, None) for n in numbers]
    return types.messages.Messages(shown, [], chats, people)


def channels(world: World, account: Account, asked: f.channels.GetChannelsRequest) -> object:
    return types.messages.Chats([told.channel(chat_of(world, one)) for one in asked.id])


def picture(world: World, _account: Account, asked: f.upload.GetFileRequest) -> object:
    chat = chat_of(world, asked.location.peer)
    data = (chat.picture or b"")[asked.offset : asked.offset + asked.limit]
    return types.upload.File(types.storage.FileJpeg(), 0, data)


def resolve(world: World, account: Account, asked: f.contacts.ResolveUsernameRequest) -> object:
    name = asked.username.lower()
    for chat in world.chats.values():
        if chat.username and chat.username.lower() == name and chat.person is None:
            return types.contacts.ResolvedPeer(told.peer(chat), [told.channel(chat)], [])
    for person in world.people.values():
        if person.username and person.username.lower() == name:
            return types.contacts.ResolvedPeer(told.peer(person), [], [told.user(person, account)])
    raise Fault(400, "USERNAME_NOT_OCCUPIED")


def _not_for_bots(account: Account) -> None:
    if account.person.is_bot:
        raise Fault(400, "BOT_METHOD_INVALID")


ANSWERS: dict[type, Answer] = {
    f.users.GetUsersRequest: users,
    f.updates.GetStateRequest: state,
    f.updates.GetDifferenceRequest: difference,
    f.updates.GetChannelDifferenceRequest: channel_difference,
    f.messages.GetDialogsRequest: dialogs,
    f.messages.GetHistoryRequest: history,
    f.channels.GetMessagesRequest: posts_by_number,
    f.messages.GetMessagesRequest: talk_posts_by_number,
    f.channels.GetChannelsRequest: channels,
    f.upload.GetFileRequest: picture,
    f.contacts.ResolveUsernameRequest: resolve,
}

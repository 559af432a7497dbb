"""The engine's sentences about Telegram in the user's language, those put together from facts too."""

import re
from functools import cache

from echotrade_desktop.views.translation import tr

TELEGRAM_SAID = (
    "reading 1 chat",
    "reading {count} chats",
    "catching up",
    "no chat is followed",
    "{title} has been silent for {span}, which is unusual",
    "The connection to Telegram was lost.",
    "Telegram could not be reached. Check the connection; EchoTrade tries again by itself.",
    "Telegram could not be reached. Nothing was changed; check the connection and try again.",
    "Telegram could not be reached to end the session. It is deleted here; end it there too, under Settings, Devices.",
    "Telegram asked EchoTrade to wait {span}.",
    "Telegram asks you to wait {span} before the next try.",
    "Telegram refused this ({name}). Nothing was changed; try again or use the QR code.",
    "Telegram refused a request ({name}).",
    "Telegram refuses it ({name})",
    "it was left, closed, or made private",
    "it is not among your chats any more",
    "The chat cannot be read: {why}.",
    "{title} can no longer be read: {why}. Its calls are missing from now on.",
    "1 post of {title} was deleted before EchoTrade could read it. It is not in the log.",
    "{count} posts of {title} were deleted before EchoTrade could read them. They are not in the log.",
    "EchoTrade was signed out of Telegram. Nothing is read; sign in again to go on.",
    "EchoTrade may not connect to Telegram before you have agreed to it. Nothing was sent.",
    "You are not signed in to Telegram. Sign in first.",
    "You are signed in already. Sign out first.",
    "The kept Telegram session is damaged. Sign in again.",
    "{why} Calls are not read until then.",
    "{why} The login was given up; nothing was kept.",
    "The consent was taken back, but the session stays in the vault. {why}",
    "No login has begun. Start again with your phone number, a QR code or a bot token.",
    "Telegram needs an api_id (a number) and an api_hash. Both are at my.telegram.org, under API tools.",
    "The public key of your Telegram server, {file}, cannot be used ({name}). Put an RSA public key in PEM (PKCS#1) "
    "there.",
    "{file} could not be written ({name}). Nothing was changed; make room and try again.",
    "the Telegram app on your other devices",
    "a phone call",
    "a missed call: the last digits of its number",
    "your e-mail",
)
"""As the engine says them, facts as `{places}`; of these only `why` is a sentence of its own, and translated too."""


def said(sentence: str) -> str:
    """Return a sentence of the engine about Telegram in the user's language; one that is not known as it is."""
    if sentence == "connecting":
        return tr("connecting")
    for template, pattern in _patterns():
        if (found := pattern.fullmatch(sentence)) is not None:
            places = found.groupdict()
            return tr(template, **{name: said(value) if name == "why" else value for name, value in places.items()})
    return tr(sentence)


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    """The sentences with the expressions that know them again; those with the most words of their own first."""
    longest = sorted(TELEGRAM_SAID, key=lambda template: -len(re.sub(r"\{\w+\}", "", template)))
    return [(template, re.compile(_expression(template), re.DOTALL)) for template in longest]


def _expression(template: str) -> str:
    parts = re.split(r"\{(\w+)\}", template)
    return "".join(f"(?P<{part}>.+)" if place % 2 else re.escape(part) for place, part in enumerate(parts))

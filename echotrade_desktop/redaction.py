"""What may never be read in a log: keys, sessions, signatures and phone numbers become `[redacted]`.

Two nets: values the app knows to be secret are registered and blotted out wherever they turn up, and shapes known to
be secret are blotted out even when nobody registered them. Order ids, prices and symbols stay readable.
"""

import json
import re
from urllib.parse import quote

BLOT = "[redacted]"
SHORTEST_SECRET = 4  # a shorter one would blot out half of every price

_NAMED = re.compile(
    r"""(?ix) \b (
        x-mbx-apikey | api[_-]?(?:key|hash|secret) | secret | signature | listen_?key | auth_?key | password
        | passphrase | (?:access_|bot_)?token | session(?:_string)? | phone(?:_number)? | phone_code_hash
    ) \b (["']? \s* [=:] \s* (?:b?["'])?) ([^\s"'&,;)}\]]+)"""
)
_SHAPES = re.compile(
    r"""(?x)
      (?<![\w-]) [A-Za-z0-9]{64} (?![\w-])             # an exchange's key, its secret, an HMAC-SHA256
    | (?<![\w-]) [A-Za-z0-9_-]{100,} ={0,2}            # a Telegram session
    | (?<![\w-]) \d{6,12} : [A-Za-z0-9_-]{30,} (?!\w)  # a Telegram bot's token
    | (?<![\w.]) \+ \d (?:[ ()-]{0,2}\d){7,14} (?![\d.])  # a phone number
    | -----BEGIN[ ][A-Z ]+KEY----- .*? -----END[ ][A-Z ]+KEY-----""",
    re.S,
)
_secrets: set[str] = set()


def register_secret(value: str) -> None:
    """Blot out `value` from now on, also where it is quoted for an address or for JSON."""
    if len(value) >= SHORTEST_SECRET:
        _secrets.update({value, quote(value, safe=""), json.dumps(value)[1:-1], repr(value)[1:-1]})


def redact(text: str) -> str:
    """Return `text` with everything secret blotted out."""
    for secret in sorted(_secrets, key=len, reverse=True):  # the longest first: one secret may begin another
        text = text.replace(secret, BLOT)
    return _SHAPES.sub(BLOT, _NAMED.sub(rf"\1\2{BLOT}", text))

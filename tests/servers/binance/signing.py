"""Who is calling: the key, the signature over the text as it was sent, and the time it was sent at."""

import hashlib
import hmac
import json
import re
from urllib.parse import parse_qsl

from tests.servers.binance.endpoints import Params, Security
from tests.servers.exchange.core import Refusal

RECV_WINDOW_MS = 5_000
LONGEST_WINDOW_MS = 60_000
AHEAD_MS = 1_000


class Keys:
    """The one account's key and secret, and whether they are taken."""

    def __init__(self, key: str, secret: str) -> None:
        self.key = key
        self.secret = secret
        self.revoked = False

    def check(self, security: Security, key: str | None, raw: str, params: Params, now_ms: int) -> None:
        """Raise `Refusal` unless the call may pass. `raw` is the query and the body, byte for byte."""
        if security is Security.NONE:
            return
        if not key or not re.fullmatch(r"\w{16,128}", key):
            raise Refusal(-2014, "API-key format invalid.")
        if self.revoked or key != self.key:
            raise Refusal(-2015, "Invalid API-key, IP, or permissions for action.")
        if security is Security.SIGNED:
            self._check_time(params, now_ms)
            self.check_signature(raw)

    def check_signature(self, raw: str) -> None:
        """The signature is the last parameter and covers everything before it."""
        body, found, signature = raw.rpartition("&signature=")
        if not found:
            raise Refusal(-1102, "Mandatory parameter 'signature' was not sent, was empty/null, or malformed.")
        if not hmac.compare_digest(self.sign(body), signature.lower()):
            raise Refusal(-1022, "Signature for this request is not valid.")

    def sign(self, body: str) -> str:
        """HMAC-SHA256 with the secret, in hexadecimal."""
        return hmac.new(self.secret.encode(), body.encode(), hashlib.sha256).hexdigest()

    @staticmethod
    def _check_time(params: Params, now_ms: int) -> None:
        params.text("timestamp")
        sent, window = params.whole("timestamp") or 0, params.whole("recvWindow")
        window = RECV_WINDOW_MS if window is None else window
        if not 0 < window <= LONGEST_WINDOW_MS:
            raise Refusal(-1131, "recvWindow must be less than 60000")
        if sent >= now_ms + AHEAD_MS:
            raise Refusal(-1021, f"Timestamp for this request was {AHEAD_MS}ms ahead of the server's time.")
        if now_ms - sent > window:
            raise Refusal(-1021, "Timestamp for this request is outside of the recvWindow.")


def parse(raw_query: str, raw_body: str) -> tuple[str, Params]:
    """Return the text that is signed and the parameters in it; a parameter sent twice is refused."""
    if raw_body.startswith("{"):  # the unofficial pages speak JSON
        return raw_query, Params({name: str(value) for name, value in json.loads(raw_body).items()})
    pairs = [*parse_qsl(raw_query, keep_blank_values=True), *parse_qsl(raw_body, keep_blank_values=True)]
    params = dict(pairs)
    if len(params) < len(pairs):
        raise Refusal(-1101, "Duplicate values for a parameter detected.")
    return raw_query + raw_body, Params(params)

"""The tests' own door: what a test in the same process calls by name, another process asks for with POST /_venue."""

import json
from datetime import datetime
from decimal import Decimal
from typing import Any

from aiohttp import web

from tests.servers.exchange.core import Refusal


class Control:
    """Takes `{"do": name, "args": [...], ...}` to the method of that name and answers with what it returned."""

    def __init__(self, venue: Any, verbs: list[str]) -> None:
        self._venue = venue
        self._verbs = verbs

    async def handle(self, request: web.Request) -> web.Response:
        """Do one thing."""
        asked = json.loads(await request.text())
        verb = asked.pop("do")
        if verb not in self._verbs:
            return web.json_response({"error": f"there is no {verb!r}; there are {sorted(self._verbs)}"}, status=400)
        try:
            told = getattr(self._venue, verb)(*asked.pop("args", ()), **asked)
        except Refusal as refusal:
            return web.json_response({"error": str(refusal), "code": refusal.code}, status=400)
        except (KeyError, TypeError, ValueError) as error:
            return web.json_response({"error": repr(error)}, status=400)
        return web.json_response({"told": told}, dumps=lambda content: json.dumps(content, default=_plain))


def _plain(content: Any) -> Any:
    match content:
        case Decimal():
            return str(content)
        case datetime():
            return content.isoformat()
    return repr(content)

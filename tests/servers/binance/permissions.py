"""What an API key may do, as `GET /sapi/v1/account/apiRestrictions` says it, in every shape that was ever seen."""

from collections.abc import Callable
from typing import Any

from tests.servers.binance.endpoints import Params, Security, endpoint
from tests.servers.binance.faults import HTML
from tests.servers.binance.gate import PlainAnswer


class Permissions:
    """Settable: `may` changes flags, `hide` leaves fields out, `html` answers with a page."""

    def __init__(self, now_ms: Callable[[], int]) -> None:
        self.html = False
        self._flags: dict[str, Any] = {
            "ipRestrict": True,
            "createTime": now_ms(),
            "enableReading": True,
            "enableWithdrawals": False,
            "enableInternalTransfer": False,
            "enableMargin": False,
            "enableFutures": True,
            "permitsUniversalTransfer": False,
            "enableVanillaOptions": False,
            "enablePortfolioMarginTrading": False,
            "enableFixApiTrade": False,
            "enableFixReadOnly": False,
            "enableSpotAndMarginTrading": True,
            "tradingAuthorityExpirationTime": None,
        }
        self._hidden: set[str] = set()

    def may(self, **flags: Any) -> None:
        """Set flags by Binance's names."""
        self._flags.update(flags)

    def hide(self, *names: str) -> None:
        """Leave fields out of the answer."""
        self._hidden.update(names)

    @property
    def futures(self) -> bool:
        """Whether orders on perpetuals are allowed."""
        return bool(self._flags["enableFutures"])

    @property
    def spot(self) -> bool:
        """Whether orders on spot are allowed."""
        return bool(self._flags["enableSpotAndMarginTrading"])

    @endpoint("GET /sapi/v1/account/apiRestrictions", security=Security.SIGNED)
    def restrictions(self, _: Params) -> Any:
        if self.html:
            raise PlainAnswer(200, HTML)
        return {name: flag for name, flag in self._flags.items() if name not in self._hidden}

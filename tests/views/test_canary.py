"""Canaries: secrets that were used for real, at DEBUG, through faults and crashes, are in no byte that was written.

And with nobody's umask in the way, no file of the profile can be read by others.
"""

import asyncio
import base64
import logging
import os
import stat
from pathlib import Path
from urllib.parse import quote

import pytest

from echotrade_desktop import redaction, sealed_vault
from echotrade_desktop.app import Session
from echotrade_desktop.engine.domain.errors import EchoTradeError
from echotrade_desktop.late_vault import vault_of
from echotrade_desktop.logs import hear_loop, install, last_crash
from echotrade_desktop.settings import load, save
from echotrade_desktop.stopping import Stop
from tests.servers.binance.venue import binance_exchange
from tests.views.stage import until
from tests.views.test_arming import PASSPHRASE, Trader, settings_at

KEY = "CanaryKey4f2Qm8Zt1Lr7Wx3Pc9Vb5Nd0Hs6Jg2Ky8Ua4Ei1Ro7Tf3Ml9Bz5Cq0"
SECRET = "CanarySecret7Gh2Kd9Xs4Wp1Nv6Bm8Qj3Lf5Rz0Tc2Yk7Ua9Ei4Ho1Sd6Pg8Vx3"
SESSION = "1CanarySession" + "Ab3-Xy9_" * 40 + "="
PHONE = "+491709998877"
CANARIES = (KEY, SECRET, SESSION, PHONE, PASSPHRASE)
log = logging.getLogger("echotrade_desktop.canary")


@pytest.fixture(autouse=True)
def _quick_and_forgetful(monkeypatch):
    monkeypatch.setattr(sealed_vault, "COST", 10)
    monkeypatch.setattr(redaction, "_secrets", set())


def spellings(secret: str) -> set[bytes]:
    """Every way in which a careless hand would write a secret down."""
    plain = secret.encode()
    return {
        plain, quote(secret, safe="").encode(), base64.b64encode(plain), base64.urlsafe_b64encode(plain).rstrip(b"="),
        plain.hex().encode(), plain[::-1], secret.encode("utf-16-le"),
    }  # fmt: skip


def leaks_in(folder: Path) -> list[str]:
    """Which canary is in which file; names of files count too."""
    found = []
    for path in folder.rglob("*"):
        content = str(path).encode() + (path.read_bytes() if path.is_file() else b"")
        found += [f"{path.name}: {secret[:12]}…" for secret in CANARIES for way in spellings(secret) if way in content]
    return found


def open_to_others(folder: Path) -> list[str]:
    """Every file and folder of a profile whose mode is wider than 0600 and 0700."""
    found = []
    for path in (folder, *folder.rglob("*")):
        mode = stat.S_IMODE(path.lstat().st_mode)
        allowed = 0o700 if path.is_dir() else 0o600
        if mode & ~allowed:
            found.append(f"{path.relative_to(folder)}: {mode:o}")
    return found


async def misfortunes(trader: Trader) -> None:
    """Everything that is known to carry a secret into a log."""
    address = f"https://fapi.binance.com/fapi/v1/order?symbol=BTCUSDT&apiKey={KEY}&signature={'a1' * 32}"
    try:
        raise ConnectionError(f"{address} {{'X-MBX-APIKEY': '{KEY}', 'secret': {SECRET!r}}}")
    except ConnectionError as error:
        log.exception("placing failed with %s", SECRET)
        hear_loop(asyncio.get_running_loop(), {"message": f"callback with {SESSION}", "exception": error})
    log.debug("code sent to %s, session %s, passphrase %s", PHONE, SESSION, PASSPHRASE)
    trader.venue.revoke_key()
    with pytest.raises(EchoTradeError) as refusal:
        await trader.session.parts.broker.open_orders()
    log.error("the exchange said: %r", refusal.value, exc_info=refusal.value)


async def test_no_secret_is_in_any_byte_that_was_written_and_no_file_is_open_to_others(tmp_path):
    profile = tmp_path / "profile"
    profile.mkdir(mode=0o700)
    before = os.umask(0)
    logs = install(profile, "DEBUG")
    seen: list[str] = []

    async def act(session: Session) -> None:
        trader = Trader(session, venue)
        await trader.prices()
        await trader.go_live(KEY, SECRET)
        vault = (await session.live.vault()).vault
        vault.put("telegram-session", SESSION)
        price = session.parts.dashboard.get_live_prices()["BTC/USDT"].price
        await trader.approve(await trader.call(f"BTC LONG {price} SL {price * 97 / 100:.1f}"))
        await until(trader.book.open_positions)
        await misfortunes(trader)
        seen.extend(open_to_others(profile))
        assert {path.suffix for path in profile.iterdir()} >= {".db", ".db-wal", ".json"}

    try:
        async with binance_exchange(tmp_path, quotes_every=0.3, api_key=KEY, api_secret=SECRET) as venue:
            save(settings_at(profile, venue), profile)
            assert await Session(profile, load(profile)[0], [], act).main(Stop()) == 0
    finally:
        logs.close()
        os.umask(before)
        vault_of.cache_clear()
    assert "DEBUG echotrade_desktop.canary" in (profile / "logs/echotrade.log").read_text()
    assert last_crash(profile) is not None
    assert leaks_in(profile) == []
    assert seen == []
    assert open_to_others(profile) == []

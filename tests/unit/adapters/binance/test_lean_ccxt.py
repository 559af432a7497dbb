"""ccxt's packages are there at once, and bring only what is asked of them."""

import subprocess
import sys

ASK = """
import sys
from echotrade_desktop.engine.adapters.binance import lean_ccxt
before = set(sys.modules)
lean_ccxt.install()
print(*sorted(set(sys.modules) - before))
import ccxt.pro
print(ccxt.pro.binanceusdm.__name__, "ccxt.pro.binance" in sys.modules, "ccxt.pro.kraken" in sys.modules)
"""


def test_ccxt_is_made_ready_without_importing_any_of_it():
    done = subprocess.run([sys.executable, "-c", ASK], capture_output=True, text=True, timeout=60, check=True)
    ready, used = done.stdout.splitlines()
    assert ready == "ccxt ccxt.async_support ccxt.pro"
    assert used == "binanceusdm True False"

"""Rules of the house that no linter knows."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PACKAGE = ROOT / "echotrade_desktop"
ENGINE = PACKAGE / "engine"
MODULES = sorted(PACKAGE.rglob("*.py"))
ENGINE_MODULES = sorted(ENGINE.rglob("*.py"))
DOMAIN_MODULES = sorted((ENGINE / "domain").rglob("*.py"))

MAY_READ_THE_CLOCK = {ENGINE / "runtime.py"}
CLOCKS = {
    "time": {"time", "time_ns", "monotonic", "monotonic_ns", "perf_counter", "perf_counter_ns", "localtime", "gmtime"},
    "datetime": {"now", "utcnow", "today"},
    "date": {"today"},
    "asyncio": {"sleep"},
}
IN_PIECES = (
    "py|pi.org",
    "python|hosted",
    "/sim|ple/",
    "dock|er.io",
    "gh|cr.io",
    "arti|factory",
    "ana|conda.org",
    "registry.n|pmjs",
)
REGISTRIES = re.compile("|".join(re.escape(name.replace("|", "")) for name in IN_PIECES), re.I)  # this file names none


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def clock_reads(tree: ast.AST) -> Iterator[str]:
    """Name each place that asks the system for the time or lets it pass; ``asyncio.sleep(0)`` only steps aside."""
    steps_aside = {
        id(node.func)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and [getattr(argument, "value", None) for argument in node.args] == [0]
    }
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id=owner) | ast.Attribute(attr=owner), attr=name):
                if name in CLOCKS.get(owner, ()) and not (owner == "asyncio" and id(node) in steps_aside):
                    yield f"line {node.lineno}: {owner}.{name}"
            case ast.ImportFrom(module=("time" | "asyncio") as module, names=names):
                yield from (f"line {node.lineno}: {module}.{a.name}" for a in names if a.name in CLOCKS[module])
            case ast.Import(names=names):  # under another name it would escape
                yield from (
                    f"line {node.lineno}: {a.name} as {a.asname}" for a in names if a.name in CLOCKS and a.asname
                )


@pytest.mark.parametrize("path", [p for p in ENGINE_MODULES if p not in MAY_READ_THE_CLOCK], ids=name_of)
def test_only_the_runtime_reads_the_clock(path):
    assert list(clock_reads(tree_of(path))) == []


@pytest.mark.parametrize(
    "code",
    [
        "import time\nx = time.time()",
        "from time import monotonic",
        "import time as t",
        "import datetime\ndatetime.datetime.now()",
        "from datetime import datetime, UTC\ndatetime.now(UTC)",
        "from datetime import date\ndate.today()",
        "import dataclasses, time\ndataclasses.field(default_factory=time.time)",
        "import asyncio\nasyncio.sleep(1)",
        "import asyncio\nasyncio.sleep(delay)",
    ],
)
def test_reading_the_clock_is_noticed(code):
    assert list(clock_reads(ast.parse(code)))


@pytest.mark.parametrize("code", ["clock.now()", "self.clock.sleep(1)", "import asyncio\nasyncio.sleep(0)"])
def test_asking_the_clock_port_is_fine(code):
    assert list(clock_reads(ast.parse(code))) == []


@pytest.mark.parametrize("path", DOMAIN_MODULES, ids=name_of)
def test_the_domain_imports_the_standard_library_only(path):
    imported = set()
    for node in ast.walk(tree_of(path)):
        match node:
            case ast.Import(names=names):
                imported |= {alias.name for alias in names}
            case ast.ImportFrom(module=module):
                imported.add(module)
    allowed = {*sys.stdlib_module_names, "echotrade_desktop.engine.domain"}
    outside = {
        n for n in imported if n.split(".")[0] not in allowed and not n.startswith("echotrade_desktop.engine.domain")
    }
    assert outside == set()


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_every_module_says_what_it_is_for(path):
    assert ast.get_docstring(tree_of(path)), f"{name_of(path)} has no docstring"


def test_the_engine_loads_no_screen():
    code = """if True:
        import importlib, pkgutil, sys
        import echotrade_desktop.engine as engine
        for module in pkgutil.walk_packages(engine.__path__, engine.__name__ + "."):
            importlib.import_module(module.name)
        print(*{"PySide6", "shiboken6", "pyqtgraph", "qasync"} & set(sys.modules))
    """
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert (done.stdout.strip(), done.stderr, done.returncode) == ("", "", 0)


def test_the_lock_pins_every_package_with_hashes_and_names_no_host():
    lock = (ROOT / "requirements.lock").read_text()
    assert re.findall(r"://|--(?:extra-)?index|--find-links|--trusted", lock) == []
    entries = re.split(r"\n(?=\S)", lock.strip())
    assert len(entries) > 50
    unpinned = [
        entry
        for entry in entries
        if not re.match(r"[\w.-]+==\S+.*\\\n(    --hash=sha256:[0-9a-f]{64}( \\\n|$))+", entry)
    ]
    assert unpinned == []


def test_the_lock_holds_every_dependency():
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [
        *project["dependencies"],
        *(name for extra in project["optional-dependencies"].values() for name in extra),
    ]
    names = {re.match(r"[\w.-]+", requirement)[0].lower().replace("_", "-") for requirement in wanted}
    locked = {name.lower() for name in re.findall(r"^([\w.-]+)==", (ROOT / "requirements.lock").read_text(), re.M)}
    assert names - locked == set()


def test_no_tracked_file_names_a_package_registry():
    git = ["git", "-c", f"safe.directory={ROOT}", "grep", "--untracked", "-IlEi", REGISTRIES.pattern]
    found = subprocess.run(git, cwd=ROOT, capture_output=True, text=True, check=False)
    if found.returncode > 1:
        pytest.skip("not a git checkout")
    assert found.stdout.split() == []

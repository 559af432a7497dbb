"""Finds words in the views that reach the screen without a way into another language."""

import ast
import re
import runpy
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
COLLECT = runpy.run_path(str(ROOT / "tools" / "collect_words"))
NOT_SHOWN = {
    "QKeySequence", "setProperty", "setObjectName", "setStyleSheet", "getattr", "partition", "startswith", "endswith",
    "removesuffix", "removeprefix", "replace", "split", "cast", "query", "ask", "debug", "info", "fromString",
    "Path", "open", "QByteArray", "invokeMethod", "run_path", "resource", "warning", "RuntimeError", "ImportError",
}  # fmt: skip
"""Calls whose texts are for the machine, or for the log."""
NOT_WORDS = {
    "EchoTrade", "Inter", "JetBrains Mono", "TOML (*.toml)", "English", "Deutsch", "Sharpe", "Sortino", "Calmar",
    "ISO 8601", "Telegram", "Binance", "lead traders", "no chat is followed", "app key", "Long", "Short",
}  # fmt: skip
"""Names that are the same in every language, and states of the engine that are compared."""
_KEY = re.compile(r"((Ctrl|Alt|Shift)\+)+\S+|(Ctrl|Alt|Shift|Esc|Enter)|F\d+")
_PART = re.compile(
    r"\{\} USDT|<h[12]>.*|\S+\.(otf|ttf|ts|wav|png|json|svg)|\{\}/USDT|id \{\}|\{\} \{\} \{\}\.png|rgba\(.*|\(\?P<.*"
    r"|EchoTrade Desktop \{\}.*|(EMA|RSI|ATR|MACD|Bollinger) [\d, ]+",
    re.DOTALL,
)


def reads_like_words(text: str) -> bool:
    """Whether a text of the code is one that a person would read: a sentence, or a word with a capital."""
    if text in NOT_WORDS or _KEY.fullmatch(text) or _PART.fullmatch(text):
        return False
    bare = re.sub(r"\{[^}]*\}", "", text)
    if not re.search(r"[A-Za-z]{2}", bare):
        return False
    return " " in text.strip() or re.fullmatch(r"[A-Z][a-z]+…?", text) is not None


def bypassing(source: str) -> Iterator[tuple[int, str]]:
    """Return line and text of every such text within a function that goes through no translation."""
    finder = _Finder()
    finder.visit(ast.parse(source))
    yield from finder.found


class _Finder(ast.NodeVisitor):
    """Walks the bodies of functions; what is compared, matched, annotated or already translated is passed by."""

    def __init__(self) -> None:
        self.found: list[tuple[int, str]] = []
        self._depth = 0

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._depth += 1
        for statement in node.body:
            self.visit(statement)
        self._depth -= 1

    def visit_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):
            self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.visit(node.value)

    def visit_Compare(self, node: ast.Compare) -> None:
        """Nothing that is compared is shown."""

    def visit_Raise(self, node: ast.Raise) -> None:
        """What is raised here is a mistake of the code, told to whoever writes it."""

    def visit_match_case(self, node: ast.match_case) -> None:
        for statement in node.body:
            self.visit(statement)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        self.visit(node.value)

    def visit_Dict(self, node: ast.Dict) -> None:
        for value in node.values:
            self.visit(value)

    def visit_Call(self, node: ast.Call) -> None:
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        self.visit(node.func)
        if name in NOT_SHOWN:
            return
        translated = COLLECT["WIDGETS"].get(name, ())
        for place, argument in enumerate(node.args):
            if place not in translated or not list(COLLECT["texts_of"](argument)):
                self.visit(argument)
        for keyword in node.keywords:
            self.visit(keyword.value)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        text = "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
        self._judge(node.lineno, text, made=True)
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                self.visit(part.value)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str):
            self._judge(node.lineno, node.value)

    def _judge(self, line: int, text: str, made: bool = False) -> None:
        if self._depth and reads_like_words(text) and not (made and " " not in text.strip()):
            self.found.append((line, text))

    visit_AsyncFunctionDef = visit_FunctionDef  # type: ignore[assignment]  # noqa: N815

"""`echotrade`: opens the window, or does what a command says. See `echotrade --help`."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

FAULT = (
    "A fault in EchoTrade ended this; nothing that was acknowledged is lost. The log in the profile may say more; "
    "with ECHOTRADE_TRACE=1 the command itself does."
)


def _parser() -> "argparse.ArgumentParser":
    import argparse

    from echotrade_desktop import __version__

    parser = argparse.ArgumentParser(prog="echotrade", description="Follow other traders' calls on a live chart.")
    parser.add_argument("--version", action="version", version=f"EchoTrade Desktop {__version__}")
    parser.add_argument("--profile", type=Path, metavar="DIR", help="where everything of this user lives")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    _add_engine_commands(commands)
    _add_answers(commands)
    return parser


def _add_engine_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    import argparse

    demo = commands.add_parser("demo", help="a tour through the real window, with pictures")
    demo.add_argument("--seconds", type=float, default=60, metavar="N", help="how long the tour may take")
    demo.add_argument("--screenshots", type=Path, default=Path("build/demo"), metavar="DIR", help="where pictures go")
    demo.add_argument("--telegram", action="store_true", help="from a loopback Telegram to a protected position")
    headless = commands.add_parser("headless", help="the engine without a screen, JSON lines in and out")
    replay = commands.add_parser("replay", help="play a Telegram chat export through the whole pipeline")
    replay.add_argument("export", type=Path, metavar="EXPORT.json")
    replay.add_argument("--approve", choices=("none", "rules", "all"), default="none", help="who approves calls")
    replay.add_argument("--candles", type=Path, metavar="DIR", help="candle files to take prices from")
    replay.add_argument("--json", action="store_true", help="print one JSON object")
    verify = commands.add_parser("verify", help="derive every figure anew from the fills and compare")
    status = commands.add_parser("status", help="whether an engine runs on a profile, and how its account stands")
    status.add_argument("--json", action="store_true", help="print one JSON object")
    for command in (demo, headless, replay, verify, status):
        command.add_argument("--profile", type=Path, default=argparse.SUPPRESS, metavar="DIR")


def _add_answers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    import argparse

    parse = commands.add_parser("parse", help="read messages (JSON lines) and print what was read")
    parse.add_argument("file", metavar="FILE", help='"-" reads stdin')
    explain = commands.add_parser("explain", help="what a call says and what each rule says about it")
    explain.add_argument("text", metavar="TEXT")
    explain.add_argument("--json", action="store_true")
    explain.add_argument("--profile", type=Path, default=argparse.SUPPRESS, metavar="DIR")
    size = commands.add_parser("size", help="how large a trade would be, and why")
    size.add_argument("--equity", required=True)
    size.add_argument("--confidence", required=True)
    size.add_argument("--source", choices=("telegram", "binance"), default="telegram")
    size.add_argument("--trader-multiplier", default="1")
    size.add_argument("--global-multiplier", default="1")


def main(arguments: list[str] | None = None) -> int:
    """Run a command and return its exit code; wrong use and bad input are one sentence and 2."""
    given = sys.argv[1:] if arguments is None else arguments
    try:
        match given:
            case []:
                return _open_window(None)
            case ["--profile", folder] if not folder.startswith("-"):
                return _open_window(Path(folder))
            case _:
                return _run(_parser().parse_args(given))
    except BrokenPipeError:  # the reader of our output went away
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # noqa: BLE001 - told in one sentence
        return _end_with(error)


def _end_with(error: Exception) -> int:
    """Say what ended the command, in one sentence, and return the exit code."""
    import logging

    from echotrade_desktop.engine.domain.errors import EchoTradeError

    if isinstance(error, EchoTradeError):
        print(str(error), file=sys.stderr)
        return 2
    if os.environ.get("ECHOTRADE_TRACE"):  # for whoever mends it; users are shown a sentence
        raise error
    if logging.getLogger().hasHandlers():
        logging.getLogger(__name__).critical("a fault ended the command", exc_info=error)
    print(FAULT, file=sys.stderr)
    return 1


def _open_window(profile: Path | None) -> int:
    """Open the window: an empty one at once, before anything that takes a moment is imported."""
    from echotrade_desktop import collector
    from echotrade_desktop.lean_pyside import leave_sources_unread

    collector.begin_start()
    leave_sources_unread()
    from echotrade_desktop.first_window import show_first_window

    show_first_window(profile)
    from echotrade_desktop.app import open_window

    return open_window(profile)


def _run(options: "argparse.Namespace") -> int:
    match options.command:
        case None:
            return _open_window(options.profile)
        case "demo":
            if options.telegram:
                from echotrade_desktop.commands.demo_telegram import demo_telegram

                return demo_telegram(options.profile, options.seconds, options.screenshots)
            from echotrade_desktop.commands.demo import demo

            return demo(options.profile, options.seconds, options.screenshots)
        case "headless":
            from echotrade_desktop.commands.headless import headless

            return headless(options.profile)
        case "replay":
            from echotrade_desktop.commands.replay import replay

            return replay(options.export, options.profile, options.approve, options.candles, as_json=options.json)
        case _:
            return _answer(options)


def _answer(options: "argparse.Namespace") -> int:
    match options.command:
        case "parse":
            from echotrade_desktop.commands.parsing import parse

            return parse(options.file)
        case "explain":
            from echotrade_desktop.commands.explaining import explain

            return explain(options.text, options.profile, as_json_text=options.json)
        case "status":
            from echotrade_desktop.commands.status import status

            return status(options.profile, as_json=options.json)
        case "verify":
            from echotrade_desktop.commands.verifying import verify

            return verify(options.profile)
        case _:
            from echotrade_desktop.commands.sizing import SizeArguments, size

            return size(
                SizeArguments(
                    options.equity,
                    options.confidence,
                    options.source,
                    options.trader_multiplier,
                    options.global_multiplier,
                )
            )


if __name__ == "__main__":
    sys.exit(main())

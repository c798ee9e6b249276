"""`quancai demo`: server, platform and one device on this machine, with invented residents."""

import argparse
import os
import sys
from pathlib import Path

from quancai.exit_codes import ExitCode
from resources.words import Words


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", words: Words) -> None:
    parser = commands.add_parser(
        "demo", help=words.text("terminal.help.demo"), epilog="quancai demo --headless --json"
    )
    parser.add_argument("--headless", action="store_true", help=words.text("terminal.help.demo_headless"))
    parser.add_argument("--data", type=Path, default=Path("build/demo"), metavar="FOLDER")
    parser.add_argument("--json", action="store_true", help=words.text("terminal.help.json"))
    parser.set_defaults(run=_demo)


def _demo(arguments: argparse.Namespace, words: Words) -> ExitCode:
    if arguments.headless or not _has_display():
        from quancai.demo.headless import run_headless  # noqa: PLC0415

        return run_headless(arguments.data, words, as_json=arguments.json)
    from quancai.demo.window import run_window_demo  # noqa: PLC0415

    return run_window_demo(arguments.data, words)


def _has_display() -> bool:
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))

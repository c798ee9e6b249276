"""Arguments in, exit code out; every error leaves as words with a code and a next step.

Nobody sees a traceback: errors with a code are said in the user's language, a file that
is not there is named, and anything else becomes an apology with a reference. Its
traceback may quote what was worked on, so it is logged only with QUANCAI_LOG=debug.
"""

import argparse
import logging
import os
import sys
from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Final

from quancai.build_stamp import read_stamp
from quancai.exit_codes import ExitCode
from quancai.worded_parser import worded_parser
from resources.words import LANGUAGES, Words

logger = logging.getLogger(__name__)

Command = Callable[[argparse.Namespace, Words], ExitCode]
_WINDOW: Final = "app"
# A packaged server carries no desktop; asked for it, it says so.
_HALVES = frozenset({"desktop", "PySide6", "store"})
_STATUS = {
    "server-unreachable": ExitCode.UNREACHABLE,
    "update-program-in-use": ExitCode.PUT_OFF,
    "update-switched-off": ExitCode.FAILED,  # there is none for this computer, as at any other look
}
_DEBIAN_PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
}


def run(arguments: Sequence[str]) -> ExitCode:
    """Run one command line to its end."""
    words = Words(_language(arguments))
    asked = _without_language(arguments)
    # Whoever opens the window waits for it, and need not wait for the arguments of eleven other commands.
    commands = _the_window() if asked[:1] == [_WINDOW] else _all_commands()
    parsed = _parser_of(commands, words).parse_args(asked)
    parsed.asked_language = _asked_language(arguments)
    level = logging.DEBUG if os.environ.get("QUANCAI_LOG") == "debug" else logging.WARNING
    logging.basicConfig(level=level, format="%(levelname)s %(name)s %(message)s")
    chosen: Command = parsed.run
    try:
        return chosen(parsed, words)
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED
    except ImportError as error:
        return _say_missing_piece(error, words)
    except OSError as error:
        return _say_unusable_file(error, words)
    except Exception as error:  # noqa: BLE001 - the edge of the program: nobody is shown a traceback
        return _say_error(error, words)


def build_parser(words: Words) -> argparse.ArgumentParser:
    """Describe every command; the examples are part of the help because they are what people copy."""
    return _parser_of(_all_commands(), words)


def _the_window() -> Sequence[ModuleType]:
    from quancai.commands import app  # noqa: PLC0415 — see `run`

    return (app,)


def _all_commands() -> Sequence[ModuleType]:
    """Load every command, in the order of the help."""
    from quancai.commands import (  # noqa: PLC0415 — see `run`
        app,
        copy,
        courier,
        demo,
        device,
        form,
        operator,
        package,
        scan,
        self_check,
        server,
        update,
    )

    return app, demo, server, form, scan, copy, courier, operator, device, package, update, self_check


def _parser_of(chosen: Sequence[ModuleType], words: Words) -> argparse.ArgumentParser:
    parser = worded_parser(words)(
        prog="quancai",
        description=words.text("terminal.help.quancai"),
        epilog=words.text("terminal.help.epilog"),
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"quancai {read_stamp().in_one_line()}",
        help=words.text("terminal.usage.version"),
    )
    # Read before parsing, because the help itself is in the chosen language.
    parser.add_argument("--language", choices=LANGUAGES, help=words.text("terminal.help.language"))
    commands = parser.add_subparsers(
        title=words.text("terminal.help.commands"), required=True, metavar="COMMAND"
    )
    for command in chosen:
        command.add_to(commands, words)
    return parser


def _language(arguments: Sequence[str]) -> str:
    asked = _asked_language(arguments)
    if asked is not None:
        return asked
    spoken = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "en" if spoken.startswith("en") else LANGUAGES[0]


def _asked_language(arguments: Sequence[str]) -> str | None:
    for position, argument in enumerate(arguments):
        if argument == "--language" and arguments[position + 1 : position + 2]:
            asked = arguments[position + 1]
            return asked if asked in LANGUAGES else LANGUAGES[0]
        if argument.startswith("--language=") and argument.removeprefix("--language=") in LANGUAGES:
            return argument.removeprefix("--language=")
    return None


def _without_language(arguments: Sequence[str]) -> list[str]:
    """Allow `--language` anywhere on the line, also behind the sub-command."""
    kept: list[str] = []
    skip = False
    for position, argument in enumerate(arguments):
        takes_next = argument == "--language" and arguments[position + 1 : position + 2] != []
        known = takes_next and arguments[position + 1] in LANGUAGES
        if not skip and not known and not argument.startswith("--language="):
            kept.append(argument)
        skip = known
    return kept


def _say_missing_piece(error: ImportError, words: Words) -> ExitCode:
    text = str(error)
    if (error.name or "").partition(".")[0] in _HALVES:
        print(words.text("terminal.self_check.other_half"), file=sys.stderr)
        return ExitCode.MISSING_PIECE
    package = next((package for library, package in _DEBIAN_PACKAGES.items() if library in text), None)
    if package is None:
        return _say_error(error, words)
    print(words.text("terminal.missing_library", package=package), file=sys.stderr)
    return ExitCode.MISSING_PIECE


def _say_unusable_file(error: OSError, words: Words) -> ExitCode:
    if error.filename is None:
        return _say_error(error, words)
    said = words.error("file-unusable", {"file": os.fsdecode(error.filename)})
    print(f"{said.title} [{said.code}]\n{said.explanation}\n{said.next_step}", file=sys.stderr)
    return ExitCode.BAD_INPUT


def _say_error(error: Exception, words: Words) -> ExitCode:
    code = getattr(error, "code", None)
    if not isinstance(code, str):
        logger.debug("unexpected %s", type(error).__name__, exc_info=error)
        said = words.error("unexpected", {"code": type(error).__name__})
        print(f"{said.title}\n{said.explanation}\n{said.next_step}", file=sys.stderr)
        return ExitCode.OUR_FAULT
    said = words.error(code, getattr(error, "parameters", {}))
    print(f"{said.title} [{said.code}]\n{said.explanation}\n{said.next_step}", file=sys.stderr)
    return _STATUS.get(code, ExitCode.BAD_INPUT)

"""`quancai app`: the desktop program on the data of this computer."""

import argparse
import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from quancai.exit_codes import ExitCode
from resources.words import Words
from updates.this_system import PROFILE_VARIABLE


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", words: Words) -> None:
    parser = commands.add_parser("app", help=words.text("terminal.help.app"), epilog="quancai app enroll.qjy")
    parser.add_argument(
        "invitation", type=_file, nargs="?", metavar="FILE", help=words.text("terminal.help.app_enroll")
    )
    parser.add_argument("--data", type=Path, metavar="FOLDER", help=words.text("terminal.help.app_data"))
    parser.add_argument("--enroll", type=_file, metavar="FILE", help=words.text("terminal.help.app_enroll"))
    parser.add_argument(
        "--profile", type=Path, metavar="FILE", help=words.text("terminal.package.app_profile")
    )
    parser.add_argument("--once", action="store_true", help=words.text("terminal.self_check.once"))
    parser.set_defaults(run=_app)


def _app(arguments: argparse.Namespace, words: Words) -> ExitCode:
    from desktop.start import run_window  # noqa: PLC0415 - Qt is heavy

    if arguments.profile is not None:
        # The program reads it where it reads the machine's own, which is after its door stands.
        os.environ[PROFILE_VARIABLE] = str(arguments.profile)
    run_window(
        arguments.data,
        spoken_language=words.language,
        asked_language=arguments.asked_language,
        invitation=arguments.enroll or arguments.invitation,
        is_shown_once=arguments.once,
    )
    return ExitCode.OK


def _file(given: str) -> Path:
    """Take a file as a shell or a desktop (`file://…`) names it, from wherever the open window looks."""
    parts = urlsplit(given)
    return Path(unquote(parts.path) if parts.scheme == "file" else given).absolute()

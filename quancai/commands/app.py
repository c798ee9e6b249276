"""`quancai app`: the desktop program on the data of this computer."""

import argparse
from pathlib import Path

from quancai.exit_codes import ExitCode
from resources.words import Words


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", words: Words) -> None:
    parser = commands.add_parser(
        "app", help=words.text("terminal.help.app"), epilog="quancai app --enroll enroll.qjy"
    )
    parser.add_argument("--data", type=Path, metavar="FOLDER", help=words.text("terminal.help.app_data"))
    parser.add_argument("--enroll", type=Path, metavar="FILE", help=words.text("terminal.help.app_enroll"))
    parser.set_defaults(run=_app)


def _app(arguments: argparse.Namespace, words: Words) -> ExitCode:
    from desktop.start import run_window  # noqa: PLC0415 - Qt is heavy

    run_window(
        arguments.data,
        spoken_language=words.language,
        asked_language=arguments.asked_language,
        invitation=arguments.enroll,
    )
    return ExitCode.OK

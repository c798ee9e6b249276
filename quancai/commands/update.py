"""`quancai update look|apply|back`: what is new for this computer, put in place, taken back.

The same commands serve a person at a terminal, a timer of the administrator, and the helper that a
desktop program asks to act with rights it does not have: whoever runs it verifies everything anew.
"""

import argparse
import json
import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from quancai import __version__
from quancai.exit_codes import ExitCode
from resources.words import Words
from updates.this_system import this_arch, this_computer, this_platform

if TYPE_CHECKING:
    from updates.asking import Asking


_SAID: Final = {
    "take": "terminal.update.take",
    "newest": "terminal.update.newest",
    "ring": "terminal.update.ring",
    "unsent": "terminal.update.unsent_waits",
}


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", words: Words) -> None:
    text = words.text
    parser = commands.add_parser("update", help=text("terminal.update.help"))
    acts = parser.add_subparsers(required=True, metavar="ACT")

    look = acts.add_parser(
        "look",
        help=text("terminal.update.help_look"),
        epilog="quancai update look --json",
    )
    _add_asking(look, words)
    look.add_argument("--json", action="store_true", help=text("terminal.help.json"))
    look.set_defaults(run=_look)

    apply = acts.add_parser(
        "apply",
        help=text("terminal.update.help_apply"),
        epilog="quancai update apply --source /media/stick",
    )
    _add_asking(apply, words)
    apply.set_defaults(run=_apply)

    back = acts.add_parser(
        "back",
        help=text("terminal.update.help_back"),
        epilog="quancai update back",
    )
    back.add_argument(
        "--installation", type=Path, metavar="FOLDER", help=text("terminal.update.installation")
    )
    back.set_defaults(run=_back)


def _add_asking(parser: argparse.ArgumentParser, words: Words) -> None:
    text = words.text
    parser.add_argument("--source", metavar="ADDRESS|FOLDER", help=text("terminal.update.source"))
    parser.add_argument("--root", type=Path, metavar="FILE", help=text("terminal.update.root"))
    parser.add_argument(
        "--installation", type=Path, metavar="FOLDER", help=text("terminal.update.installation")
    )
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help=text("terminal.update.keep"))
    parser.add_argument("--unsent", type=int, default=1, metavar="N", help=text("terminal.update.unsent"))


def _look(arguments: argparse.Namespace, words: Words) -> ExitCode:
    """Exit 1 says that there is nothing for this computer now."""
    from updates.choosing import Take  # noqa: PLC0415 - verifying is heavy to load

    word = _asking(arguments, words).look().word
    version = None if word.release is None else str(word.release.version)
    state = "take" if isinstance(word, Take) else word.why.value
    if arguments.json:
        print(json.dumps({"state": state, "version": version}, sort_keys=True))
    else:
        print(words.text(_SAID[state], version=version or ""))
    return ExitCode.OK if isinstance(word, Take) else ExitCode.FAILED


def _apply(arguments: argparse.Namespace, words: Words) -> ExitCode:
    from updates.adapters.running_programs import is_running_below  # noqa: PLC0415
    from updates.adapters.system_commands import run_command, run_installer  # noqa: PLC0415
    from updates.packages import PROGRAM_PLACE  # noqa: PLC0415

    asking = _asking(arguments, words)
    done = asking.apply(
        run=run_command,
        install=run_installer,
        is_in_use=partial(is_running_below, PROGRAM_PLACE, own=os.getpid()),
    )
    if done is None:
        print(words.text("terminal.update.nothing"))
        return ExitCode.FAILED
    print(words.text("terminal.update.applied", version=str(done)))
    return ExitCode.OK


def _back(arguments: argparse.Namespace, words: Words) -> ExitCode:
    from updates.errors import NoWayBackError  # noqa: PLC0415
    from updates.installed import Installation  # noqa: PLC0415
    from updates.machine import find_installation  # noqa: PLC0415

    found = find_installation(os.environ)
    installation = found if arguments.installation is None else Installation(arguments.installation)
    if installation is None:
        raise NoWayBackError
    print(words.text("terminal.update.went_back", version=str(installation.roll_back())))
    return ExitCode.OK


def _asking(arguments: argparse.Namespace, words: Words) -> "Asking":
    """Put together who asks; what this machine was told and does not count is said first."""
    from sync.adapters.system import SystemClock  # noqa: PLC0415
    from updates.asking import Asked, ask_as  # noqa: PLC0415
    from updates.installed import Installation  # noqa: PLC0415
    from updates.machine import read_machine  # noqa: PLC0415
    from updates.moments import moment_of  # noqa: PLC0415

    now = moment_of(SystemClock().now_ms())
    told = read_machine(now=now)
    if told.refused is not None:
        said = words.error(told.refused.code, told.refused.parameters)
        print(f"{said.title} [{said.code}]\n{said.next_step}", file=sys.stderr)
    asked = Asked(
        source=arguments.source,
        root=arguments.root,
        installation=None if arguments.installation is None else Installation(arguments.installation),
        keep=arguments.keep,
    )
    return ask_as(
        asked,
        program_version=__version__,
        name=this_computer(),
        unsent=arguments.unsent,
        platform=this_platform(),
        arch=this_arch(),
        now=now,
        provisioned=told,
    )

"""What the acts of `quancai package` share: where, with which keys, which release, for which computers."""

import argparse
from collections.abc import Callable, Sequence
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING, Final

from quancai.exit_codes import ExitCode
from resources.words import Words
from updates.this_system import this_arch, this_platform

if TYPE_CHECKING:
    from updates.release import System

Run = Callable[[argparse.Namespace, Words], ExitCode]


class Part(Enum):
    """Arguments that come together."""

    PLACE = auto()
    KEYS = auto()
    RELEASE = auto()
    SYSTEM = auto()


def add_act(
    acts: "argparse._SubParsersAction[argparse.ArgumentParser]",
    words: Words,
    name: str,
    example: str,
    parts: Sequence[Part],
    *,
    run: Run,
) -> argparse.ArgumentParser:
    """Add one act with its words, its example and the arguments it shares with others."""
    key = name.replace("-", "_")
    parser = acts.add_parser(name, help=words.text(f"terminal.package.help_{key}"), epilog=example)
    for part in parts:
        _ADD[part](parser, words)
    parser.set_defaults(run=run)
    return parser


def add_system(parser: argparse.ArgumentParser, words: Words) -> None:
    text = words.text
    parser.add_argument("--platform", default=this_platform(), help=text("terminal.package.platform"))
    parser.add_argument("--arch", default=this_arch(), help=text("terminal.package.arch"))
    parser.add_argument(
        "--kind", choices=("portable", "deb"), default="portable", help=text("terminal.package.kind")
    )


def system_of(arguments: argparse.Namespace) -> "System":
    from updates.release import make_system  # noqa: PLC0415

    return make_system(arguments.platform, arguments.arch, arguments.kind)


def _add_place(parser: argparse.ArgumentParser, words: Words) -> None:
    parser.add_argument(
        "repository", type=Path, metavar="REPO", help=words.text("terminal.package.repository")
    )


def _add_keys(parser: argparse.ArgumentParser, words: Words) -> None:
    parser.add_argument(
        "--keys", type=Path, required=True, metavar="FOLDER", help=words.text("terminal.package.keys_folder")
    )


def _add_release(parser: argparse.ArgumentParser, words: Words) -> None:
    parser.add_argument("--version", required=True, help=words.text("terminal.package.version"))


_ADD: Final = {
    Part.PLACE: _add_place,
    Part.KEYS: _add_keys,
    Part.RELEASE: _add_release,
    Part.SYSTEM: add_system,
}

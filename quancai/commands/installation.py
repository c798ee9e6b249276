"""What the commands about a computer's own records share: which folder, who opens it, and how."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from quancai.secret_prompt import ask_secret
from resources.words import Words
from sync.adapters.system import SystemEntropy

if TYPE_CHECKING:
    from desktop.paths import AppPaths
    from desktop.unlocking import Unlocked
    from sync.adapters.os_keychain import OsKeychain


def add_place(parser: argparse.ArgumentParser, words: Words) -> None:
    parser.add_argument("--data", type=Path, metavar="FOLDER", help=words.text("terminal.help.app_data"))
    parser.add_argument("--operator", metavar="ID", help=words.text("terminal.help.operator_id"))


def paths_of(arguments: argparse.Namespace) -> "AppPaths":
    from desktop.start import find_paths  # noqa: PLC0415 - Qt is heavy

    return find_paths(arguments.data)


def keychain() -> "OsKeychain":
    from desktop.app import KEYCHAIN_SERVICE  # noqa: PLC0415 - Qt is heavy
    from sync.adapters.os_keychain import OsKeychain  # noqa: PLC0415

    return OsKeychain(KEYCHAIN_SERVICE)


def open_installation(arguments: argparse.Namespace, words: Words) -> "Unlocked":
    """Ask for the secret and open what is in the folder; a folder without anything is not begun here."""
    from desktop.unlocking import KeyFileMissingError, unlock  # noqa: PLC0415 - Qt is heavy
    from desktop.who_may_come import is_new  # noqa: PLC0415 - Qt is heavy

    paths = paths_of(arguments)
    if is_new(paths):
        raise KeyFileMissingError(file=paths.key_file.name)
    return unlock(
        paths, ask_secret(words), operator=arguments.operator, keychain=keychain(), entropy=SystemEntropy()
    )

"""`quancai server backup|restore`: a copy while it works, and beginning again from one.

The passphrase is typed without an echo, or is a line of standard input; never an argument.
"""

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from quancai.commands.server_verb import add_verb
from quancai.exit_codes import ExitCode
from quancai.secret_prompt import ask_new_secret, ask_secret
from resources.words import Words
from sync.adapters.system import SystemClock, SystemEntropy

if TYPE_CHECKING:
    from server_stub.backup import KeyChoice


def add_to(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", words: Words) -> None:
    backup = add_verb(verbs, words, "backup", "quancai server backup --data /var/lib/quancai /backup/monday")
    backup.add_argument("place", type=Path, metavar="FOLDER", help=words.text("terminal.help.backup_place"))
    keys = backup.add_mutually_exclusive_group()
    keys.add_argument(
        "--keys-to", type=Path, metavar="FOLDER", help=words.text("terminal.help.backup_keys_to")
    )
    keys.add_argument("--without-keys", action="store_true", help=words.text("terminal.help.backup_without"))
    backup.set_defaults(run=_backup)

    restore = add_verb(
        verbs, words, "restore", "quancai server restore /backup/monday --data /var/lib/quancai-2"
    )
    restore.add_argument("place", type=Path, metavar="FOLDER", help=words.text("terminal.help.restore_place"))
    restore.add_argument("--keys", type=Path, metavar="FOLDER", help=words.text("terminal.help.restore_keys"))
    restore.set_defaults(run=_restore)


def _backup(arguments: argparse.Namespace, words: Words) -> ExitCode:
    from server_stub.backup import make_backup  # noqa: PLC0415 - the server is heavy

    made = make_backup(
        arguments.data,
        arguments.place,
        keys=_keys_of(arguments, words),
        now_ms=SystemClock().now_ms(),
        entropy=SystemEntropy(),
    )
    print(words.text("terminal.backup.made", folder=made.folder, files=made.files, bytes=made.bytes))
    if arguments.without_keys:
        print(words.text("terminal.backup.without_keys"))
    return ExitCode.OK


def _keys_of(arguments: argparse.Namespace, words: Words) -> "KeyChoice":
    from server_stub.backup import KeepApart, LeaveOut, SealUnder  # noqa: PLC0415 - the server is heavy

    if arguments.without_keys:
        return LeaveOut()
    if arguments.keys_to is not None:
        return KeepApart(arguments.keys_to)
    return SealUnder(ask_new_secret(words))


def _restore(arguments: argparse.Namespace, words: Words) -> ExitCode:
    from server_stub.restoring_server import OpenSealed, TakeFrom, restore_backup  # noqa: PLC0415

    source = OpenSealed(ask_secret(words)) if arguments.keys is None else TakeFrom(arguments.keys)
    restored = restore_backup(arguments.place, arguments.data, keys=source)
    made_at = f"{datetime.fromtimestamp(restored.made_at_ms / 1000, UTC).astimezone():%Y-%m-%d %H:%M}"
    print(words.text("terminal.backup.restored", folder=restored.folder, made_at=made_at))
    return ExitCode.OK

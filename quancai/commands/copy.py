"""`quancai copy …`: an encrypted second copy of this computer's records, and going on from one."""

import argparse
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from quancai.commands.installation import add_place, keychain, open_installation, paths_of
from quancai.exit_codes import ExitCode
from quancai.secret_prompt import ask_secret
from resources.words import Words
from sync.adapters.system import SystemClock, SystemEntropy

if TYPE_CHECKING:
    from desktop.copying import KeptCopy


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", words: Words) -> None:
    parser = commands.add_parser("copy", help=words.text("terminal.help.copy"))
    verbs = parser.add_subparsers(required=True, metavar="VERB")

    make = verbs.add_parser(
        "make", help=words.text("terminal.help.copy_make"), epilog="quancai copy make /media/stick"
    )
    make.add_argument("place", type=Path, metavar="PLACE")
    add_place(make, words)
    make.set_defaults(run=_make)

    listing = verbs.add_parser(
        "list", help=words.text("terminal.help.copy_list"), epilog="quancai copy list /media/stick --json"
    )
    listing.add_argument("place", type=Path, metavar="PLACE")
    listing.add_argument("--json", action="store_true", help=words.text("terminal.help.json"))
    listing.set_defaults(run=_list)

    restore = verbs.add_parser(
        "restore",
        help=words.text("terminal.help.copy_restore"),
        epilog="quancai copy restore /media/stick/quancai-copies/<id>/20261123T083000Z",
    )
    restore.add_argument("copy", type=Path, metavar="COPY")
    add_place(restore, words)
    restore.add_argument("--set-aside", action="store_true", help=words.text("terminal.help.copy_set_aside"))
    restore.set_defaults(run=_restore)


def _make(arguments: argparse.Namespace, words: Words) -> ExitCode:
    from desktop.copying import make_copy  # noqa: PLC0415 - Qt is heavy

    unlocked = open_installation(arguments, words)
    store = unlocked.open_writer()
    try:
        made = make_copy(store, unlocked, arguments.place, now_ms=SystemClock().now_ms())
    finally:
        store.close()
    print(words.text("terminal.custody.copied", path=made.folder))
    return ExitCode.OK


def _list(arguments: argparse.Namespace, words: Words) -> ExitCode:
    from desktop.copying import list_copies  # noqa: PLC0415

    found = list_copies(arguments.place)
    if arguments.json:
        print(json.dumps([_plain(copy) for copy in found], ensure_ascii=False))
    else:
        for copy in found:
            print(f"{_moment(copy)}  {copy.replica_bytes:>12}  {copy.folder}")
    if not found and not arguments.json:
        print(words.text("terminal.custody.no_copies"))
    return ExitCode.OK if found else ExitCode.FAILED


def _restore(arguments: argparse.Namespace, words: Words) -> ExitCode:
    from desktop.restoring import Key, restore  # noqa: PLC0415

    key = Key(arguments.operator, ask_secret(words), keychain(), SystemEntropy())
    restored = restore(
        arguments.copy,
        paths_of(arguments),
        key,
        now_ms=SystemClock().now_ms(),
        may_set_aside=arguments.set_aside,
    )
    waiting = restored.waiting
    print(words.text("terminal.custody.restored", drafts=waiting.drafts, items=waiting.items))
    if restored.photos_missing:
        print(words.text("terminal.custody.photos_missing", count=restored.photos_missing))
    if restored.set_aside is not None:
        print(words.text("terminal.custody.set_aside", path=restored.set_aside))
    return ExitCode.OK


def _plain(copy: "KeptCopy") -> dict[str, object]:
    return {
        "folder": str(copy.folder),
        "installation": copy.installation,
        "made_at": _moment(copy),
        "replica_bytes": copy.replica_bytes,
        "attachments": len(copy.attachments),
    }


def _moment(copy: "KeptCopy") -> str:
    return datetime.fromtimestamp(copy.made_at_ms / 1000, UTC).isoformat(timespec="seconds")

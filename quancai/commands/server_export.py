"""`quancai server export|exports`: records of a place as a list, and which lists have left."""

import argparse
import getpass
import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from quancai.commands.server_verb import add_verb
from quancai.exit_codes import ExitCode
from resources.words import Words
from sync.adapters.system import SystemClock

_KINDS = ("person", "household", "task", "enterprise", "vacancy")
_EXAMPLE = "quancai server export --data /var/lib/quancai person --scope 350582001 --out people.xlsx"


def add_to(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", words: Words) -> None:
    export = add_verb(verbs, words, "export", _EXAMPLE)
    export.add_argument("kind", choices=_KINDS)
    export.add_argument(
        "--scope",
        action="append",
        required=True,
        metavar="DIVISION",
        help=words.text("terminal.help.server_scope"),
    )
    export.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help=words.text("terminal.help.export_out")
    )
    export.add_argument("--codes", action="store_true", help=words.text("terminal.help.export_codes"))
    export.add_argument("--full", metavar="REASON", help=words.text("terminal.help.export_full"))
    export.set_defaults(run=_export)
    exports = add_verb(verbs, words, "exports", "quancai server exports --data /var/lib/quancai --json")
    exports.add_argument("--json", action="store_true", help=words.text("terminal.help.json"))
    exports.set_defaults(run=_exports)


def _export(arguments: argparse.Namespace, words: Words) -> ExitCode:
    from server_stub.exporting import Wanted, export_records  # noqa: PLC0415 - the server is heavy

    said = None if arguments.codes else words
    wanted = Wanted(arguments.kind, tuple(arguments.scope), getpass.getuser(), arguments.full, said)
    done = export_records(arguments.data, arguments.out, wanted, now_ms=SystemClock().now_ms())
    name = "full" if done.is_full else "masked"
    print(words.text(f"terminal.export.{name}", path=done.path, rows=done.rows))
    return ExitCode.OK if done.rows else ExitCode.FAILED


def _exports(arguments: argparse.Namespace, words: Words) -> ExitCode:
    from server_stub.exporting import list_disclosures  # noqa: PLC0415 - the server is heavy

    found = list_disclosures(arguments.data)
    if arguments.json:
        print(json.dumps([asdict(one) for one in found], ensure_ascii=False, sort_keys=True))
        return ExitCode.OK
    for one in found:
        when = f"{datetime.fromtimestamp(one.disclosed_at_ms / 1000, UTC).astimezone():%Y-%m-%d %H:%M}"
        reason = one.reason if one.is_full else words.text("terminal.export.was_masked")
        print(f"{when}  {one.account}  {one.kind}  {one.scope}  {reason}")
    if not found:
        print(words.text("terminal.export.none"))
    return ExitCode.OK

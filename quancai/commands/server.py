"""`quancai server …`: run the sync server, the platform's side, or both; print a card, show a record."""

import argparse
import json
from pathlib import Path

from quancai.commands import (
    courier,
    server_backup,
    server_begin,
    server_devices,
    server_export,
    server_import,
    server_invite,
    server_invite_many,
    server_move,
    server_publish,
    server_recovery,
    server_suites,
    server_trust,
    server_watch,
)
from quancai.commands.serving import serve_until_told
from quancai.exit_codes import ExitCode
from resources.words import Words


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", words: Words) -> None:
    parser = commands.add_parser("server", help=words.text("terminal.help.server"))
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    server_begin.add_to(verbs, words)
    server_devices.add_to(verbs, words)
    server_invite.add_to(verbs, words)
    server_invite_many.add_to(verbs, words)
    server_watch.add_to(verbs, words)
    server_backup.add_to(verbs, words)
    server_export.add_to(verbs, words)

    run = verbs.add_parser(
        "run",
        help=words.text("terminal.help.server_run"),
        epilog="quancai server run --data /var/lib/quancai --port 8410",
    )
    server_begin.add_serving(run, words)
    run.add_argument(
        "--role",
        choices=("both", "relay", "platform"),
        default="both",
        help=words.text("terminal.help.server_role"),
    )
    run.set_defaults(run=_run)

    card = verbs.add_parser(
        "card",
        help=words.text("terminal.help.server_card"),
        epilog="quancai server card --data /var/lib/quancai --household h-350582001014-0921 --out card.png",
    )
    card.add_argument(
        "--data", type=Path, required=True, metavar="FOLDER", help=words.text("terminal.help.server_data")
    )
    card.add_argument("--household", required=True, metavar="ID")
    card.add_argument("--out", type=Path, required=True, metavar="FILE")
    card.set_defaults(run=_card)

    show = verbs.add_parser(
        "show",
        help=words.text("terminal.help.server_show"),
        epilog="quancai server show --data /var/lib/quancai person p-350582001005-0921-1 --json",
    )
    show.add_argument(
        "--data", type=Path, required=True, metavar="FOLDER", help=words.text("terminal.help.server_data")
    )
    show.add_argument("kind", choices=("household", "person", "task", "enterprise", "vacancy"))
    show.add_argument("id")
    show.add_argument("--json", action="store_true", help=words.text("terminal.help.json"))
    show.set_defaults(run=_show)
    server_publish.add_to(verbs, words)
    server_import.add_to(verbs, words)
    server_move.add_to(verbs, words)
    server_recovery.add_verbs(verbs, words)
    courier.add_to_server(verbs, words)

    server_trust.add_to(verbs, words)
    server_suites.add_to(verbs, words)


def _run(arguments: argparse.Namespace, _words: Words) -> ExitCode:
    serve_until_told(arguments, part=arguments.role)
    return ExitCode.OK


def _card(arguments: argparse.Namespace, words: Words) -> ExitCode:
    from quancai.household_cards import print_card  # noqa: PLC0415 - painting needs Qt

    print(
        words.text(
            "terminal.card_written",
            path=print_card(arguments.data, arguments.household, arguments.out, words),
        )
    )
    return ExitCode.OK


def _show(arguments: argparse.Namespace, words: Words) -> ExitCode:
    from server_stub.platform.inspection import read_city_record  # noqa: PLC0415

    record = read_city_record(arguments.data, arguments.kind, arguments.id)
    if record is None:
        print(words.text("terminal.no_such_record", id=arguments.id))
        return ExitCode.FAILED
    indent = None if arguments.json else 2
    print(json.dumps(record, ensure_ascii=False, indent=indent, sort_keys=True))
    return ExitCode.OK

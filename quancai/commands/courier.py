"""`quancai courier …` and `quancai server courier …`: the exchange by stick, from both ends."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from quancai.commands.installation import add_place, open_installation
from quancai.exit_codes import ExitCode
from resources.words import Words
from sync.adapters.system import SystemClock, SystemEntropy

if TYPE_CHECKING:
    from store import Store
    from sync.courier.field import Carried

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class _OpenReplica:
    """The replica while nobody else has it open."""

    store: "Store"

    def run(self, operation: Callable[["Store"], Result]) -> Result:
        return operation(self.store)


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", words: Words) -> None:
    parser = commands.add_parser("courier", help=words.text("terminal.help.courier"))
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    for verb, run in (("export", _export), ("import", _import)):
        command = verbs.add_parser(
            verb,
            help=words.text(f"terminal.help.courier_{verb}"),
            epilog=f"quancai courier {verb} /media/stick",
        )
        command.add_argument("place", type=Path, metavar="PLACE")
        add_place(command, words)
        command.set_defaults(run=run)
        if run is _export:
            files = words.text("terminal.help.courier_photos")
            command.add_argument("--photos", action="store_true", help=files)


def add_to_server(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", words: Words) -> None:
    parser = verbs.add_parser("courier", help=words.text("terminal.help.courier"))
    ends = parser.add_subparsers(required=True, metavar="VERB")
    for verb, run in (("import", _server_import), ("export", _server_export)):
        command = ends.add_parser(
            verb,
            help=words.text(f"terminal.help.server_courier_{verb}"),
            epilog=f"quancai server courier {verb} --data /var/lib/quancai /media/stick",
        )
        command.add_argument(
            "--data", type=Path, required=True, metavar="FOLDER", help=words.text("terminal.help.server_data")
        )
        command.add_argument("place", type=Path, metavar="PLACE")
        command.set_defaults(run=run)
        if run is _server_export:
            command.add_argument("--device", metavar="ID", help=words.text("terminal.help.courier_device"))


def _export(arguments: argparse.Namespace, words: Words) -> ExitCode:
    from sync.courier.archive import open_parcel  # noqa: PLC0415 - a replica is heavy
    from sync.courier.field import pack_work  # noqa: PLC0415
    from sync.replica import load_membership  # noqa: PLC0415

    def carry(replica: _OpenReplica) -> "Carried":
        member = load_membership(replica)
        with open_parcel(arguments.place) as parcel:
            return pack_work(
                replica,
                member,
                parcel,
                clock=SystemClock(),
                entropy=SystemEntropy(),
                with_photos=arguments.photos,
            )

    return _say(_with_replica(arguments, words, carry), words)


def _import(arguments: argparse.Namespace, words: Words) -> ExitCode:
    from desktop.operations.edits import shipped_policy  # noqa: PLC0415 - a replica is heavy
    from sync.courier.archive import open_parcel  # noqa: PLC0415
    from sync.courier.field import take_answers  # noqa: PLC0415
    from sync.replica import load_membership  # noqa: PLC0415

    def carry(replica: _OpenReplica) -> "Carried":
        member = load_membership(replica)
        with open_parcel(arguments.place) as parcel:
            return take_answers(replica, member, parcel, clock=SystemClock(), policy=shipped_policy())

    return _say(_with_replica(arguments, words, carry), words)


def _server_import(arguments: argparse.Namespace, words: Words) -> ExitCode:
    from server_stub.courier import import_parcel  # noqa: PLC0415 - only on a server's computer

    return _say(import_parcel(arguments.data, arguments.place), words)


def _server_export(arguments: argparse.Namespace, words: Words) -> ExitCode:
    from server_stub.courier import export_parcel  # noqa: PLC0415 - only on a server's computer

    return _say(export_parcel(arguments.data, arguments.place, device=arguments.device), words)


def _with_replica(
    arguments: argparse.Namespace, words: Words, carry: Callable[[_OpenReplica], "Carried"]
) -> "Carried":
    store = open_installation(arguments, words).open_writer()
    try:
        return carry(_OpenReplica(store))
    finally:
        store.close()


def _say(carried: "Carried", words: Words) -> ExitCode:
    counts = {
        "moved": str(carried.moved),
        "receipts": str(carried.receipts),
        "early": str(carried.early),
        "damaged": str(carried.damaged),
        "foreign": str(carried.foreign),
        "lost": str(carried.lost),
    }
    print(words.text("terminal.courier.carried", **counts))
    return ExitCode.FAILED if carried.damaged else ExitCode.OK

"""`quancai server device list|approve|refuse|rescope|revoke|…`: who waits, who is in, where, heard when."""

import argparse
import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from quancai.commands.server_fleet import add_fleet
from quancai.commands.server_rescope import add_rescoping
from quancai.commands.server_trust import add_revocation
from quancai.commands.server_wishes import add_wishes
from quancai.exit_codes import ExitCode
from quancai.terminal_text import still
from resources.words import Words

if TYPE_CHECKING:
    from server_stub.devices_of_the_office import OfficeDevice


def add_to(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", words: Words) -> None:
    parser = verbs.add_parser(
        "device",
        help=words.text("terminal.help.server_devices"),
        epilog="quancai server device list --data /var/lib/quancai",
    )
    acts = parser.add_subparsers(required=True, metavar="ACT")
    listing = _act(acts, words, "list")
    listing.add_argument("--json", action="store_true", help=words.text("terminal.help.json"))
    listing.set_defaults(run=_list)
    approve = _act(acts, words, "approve")
    approve.add_argument("device", nargs="+", help=words.text("terminal.help.server_device_several"))
    approve.set_defaults(run=_approve)
    refuse = _act(acts, words, "refuse")
    refuse.add_argument("device", nargs="+", help=words.text("terminal.help.server_device_several"))
    refuse.set_defaults(run=_refuse)
    add_rescoping(_act(acts, words, "rescope"), words)
    add_revocation(_act(acts, words, "revoke"), words)
    add_wishes(acts, words, act=_act)
    add_fleet(acts, words, act=_act)


def _act(
    acts: "argparse._SubParsersAction[argparse.ArgumentParser]", words: Words, name: str
) -> argparse.ArgumentParser:
    act = acts.add_parser(name, help=words.text(f"terminal.help.server_device_{name.replace('-', '_')}"))
    act.add_argument(
        "--data", type=Path, required=True, metavar="FOLDER", help=words.text("terminal.help.server_data")
    )
    return act


def _list(arguments: argparse.Namespace, words: Words) -> ExitCode:
    from server_stub.devices_of_the_office import list_devices  # noqa: PLC0415 - the server is heavy

    devices = list_devices(arguments.data)
    if arguments.json:
        print(json.dumps([asdict(one) for one in devices], ensure_ascii=False, sort_keys=True))
        return ExitCode.OK
    for one in devices:
        print(_line(one, words))
    if not devices:
        print(words.text("terminal.devices.none"))
    return ExitCode.OK


def _line(one: "OfficeDevice", words: Words) -> str:
    standing = words.text(f"terminal.devices.standing.{one.standing.value.replace('-', '_')}")
    heard = words.text("terminal.devices.never_heard")
    if one.last_heard_ms is not None:
        heard = f"{datetime.fromtimestamp(one.last_heard_ms / 1000, UTC).astimezone():%Y-%m-%d %H:%M}"
    places = ",".join(one.scope)
    program = words.text("terminal.devices.not_said") if one.state is None else one.state.program
    facts = (one.device_id, standing, one.name, places, str(one.suite), heard, program, one.signing_kid)
    return still("  ".join(facts))


def _approve(arguments: argparse.Namespace, words: Words) -> ExitCode:
    from server_stub.devices_of_the_office import approve_device  # noqa: PLC0415 - the server is heavy

    for device in arguments.device:
        one = approve_device(arguments.data, device)
        print(words.text("terminal.devices.approved", name=still(one.name), device=one.device_id))
    return ExitCode.OK


def _refuse(arguments: argparse.Namespace, words: Words) -> ExitCode:
    from server_stub.devices_of_the_office import refuse_device  # noqa: PLC0415 - the server is heavy

    for device in arguments.device:
        one = refuse_device(arguments.data, device)
        print(words.text("terminal.devices.refused", name=still(one.name), device=one.device_id))
    return ExitCode.OK

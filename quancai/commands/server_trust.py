"""`quancai server revoke|quarantine|alarms|rotate-…`: who is trusted, and what was set aside.

The commands write orders down; the platform carries them out in its next round.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict

from quancai.commands.server_verb import add_verb
from quancai.exit_codes import ExitCode
from resources.words import Words


def add_to(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", words: Words) -> None:
    add_revocation(
        add_verb(verbs, words, "revoke", "quancai server revoke --data DIR 3f2a9c10 --wipe"), words
    )

    quarantine = add_verb(verbs, words, "quarantine", "quancai server quarantine --data DIR list --json")
    quarantine.add_argument("act", choices=("list", "accept", "reject"))
    quarantine.add_argument("envelope", nargs="*", help=words.text("terminal.help.server_envelope"))
    quarantine.add_argument("--json", action="store_true", help=words.text("terminal.help.json"))
    quarantine.set_defaults(run=_quarantine)

    alarms = add_verb(verbs, words, "alarms", "quancai server alarms --data DIR --json")
    alarms.add_argument("--json", action="store_true", help=words.text("terminal.help.json"))
    alarms.set_defaults(run=_alarms)

    city_key = add_verb(verbs, words, "rotate-city-key", "quancai server rotate-city-key --data DIR")
    city_key.set_defaults(run=_rotate_city_key)

    roots = add_verb(verbs, words, "rotate-roots", "quancai server rotate-roots --data DIR")
    roots.set_defaults(run=_rotate_roots)


def add_revocation(revoke: argparse.ArgumentParser, words: Words) -> None:
    """Make a verb the one that ends a device, by whichever name it goes."""
    revoke.add_argument("device", help=words.text("terminal.help.server_device"))
    revoke.add_argument(
        "--at-sequence", type=int, metavar="N", help=words.text("terminal.help.server_at_sequence")
    )
    revoke.add_argument("--wipe", action="store_true", help=words.text("terminal.help.server_wipe"))
    revoke.set_defaults(run=_revoke)


def _revoke(arguments: argparse.Namespace, words: Words) -> ExitCode:
    from server_stub.office import order_revocation  # noqa: PLC0415 - the server is heavy

    entry = order_revocation(
        arguments.data, arguments.device, at_sequence=arguments.at_sequence, wipe=arguments.wipe
    )
    print(words.text("terminal.revocation_ordered", name=entry.name, device=entry.device_id))
    if arguments.wipe:
        print(words.text("terminal.wipe_ordered"))
    return ExitCode.OK


def _quarantine(arguments: argparse.Namespace, words: Words) -> ExitCode:
    from server_stub import office  # noqa: PLC0415 - the server is heavy

    if arguments.act == "list":
        rows = office.read_quarantine(arguments.data)
        _show(
            [asdict(row) for row in rows],
            [f"{row.digest}  {row.sender}  {row.sequence}  {row.code}" for row in rows],
            as_json=arguments.json,
            nothing=words.text("terminal.quarantine_empty"),
        )
        return ExitCode.OK
    act = office.accept_envelope if arguments.act == "accept" else office.reject_envelope
    for digest in arguments.envelope:
        act(arguments.data, digest)
    print(words.count(f"terminal.quarantine_{arguments.act}ed", len(arguments.envelope)))
    return ExitCode.OK if arguments.envelope else ExitCode.USAGE


def _alarms(arguments: argparse.Namespace, words: Words) -> ExitCode:
    from server_stub.office import read_alarms  # noqa: PLC0415 - the server is heavy

    alarms = read_alarms(arguments.data)
    lines = [
        f"{one.code}  {one.subject}  {words.error(one.code, {'subject': one.subject}).title}"
        for one in alarms
    ]
    _show(
        [asdict(one) for one in alarms],
        lines,
        as_json=arguments.json,
        nothing=words.text("terminal.alarms_none"),
    )
    return ExitCode.FAILED if alarms else ExitCode.OK


def _rotate_city_key(arguments: argparse.Namespace, words: Words) -> ExitCode:
    from server_stub.office import order_city_key  # noqa: PLC0415 - the server is heavy

    order_city_key(arguments.data)
    print(words.text("terminal.order_kept"))
    return ExitCode.OK


def _rotate_roots(arguments: argparse.Namespace, words: Words) -> ExitCode:
    from server_stub.office import order_roots  # noqa: PLC0415 - the server is heavy

    order_roots(arguments.data)
    print(words.text("terminal.order_kept"))
    return ExitCode.OK


def _show(rows: Sequence[object], lines: Sequence[str], *, as_json: bool, nothing: str) -> None:
    if as_json:
        print(json.dumps(rows, ensure_ascii=False, sort_keys=True))
    else:
        print("\n".join(lines) if lines else nothing)

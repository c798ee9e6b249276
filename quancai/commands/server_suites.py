"""`quancai server suites|minimum-suite|oldest-epoch|forget-city-keys`: kinds and ages of keys.

The commands write orders down; the platform carries them out in its next round.
"""

import argparse
import json
import sys
from dataclasses import asdict

from quancai.commands.server_verb import add_verb
from quancai.exit_codes import ExitCode
from quancai.terminal_text import still
from resources.words import Words


def add_to(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", words: Words) -> None:
    suites = add_verb(verbs, words, "suites", "quancai server suites --data DIR add 3")
    suites.add_argument("act", choices=("list", "add"))
    suites.add_argument("suite", type=int, nargs="?", choices=(1, 2, 3))
    suites.add_argument("--json", action="store_true", help=words.text("terminal.help.json"))
    suites.set_defaults(run=_suites)

    minimum = add_verb(verbs, words, "minimum-suite", "quancai server minimum-suite --data DIR 3")
    minimum.add_argument("suite", type=int, choices=(1, 2, 3))
    minimum.set_defaults(run=_minimum)

    oldest = add_verb(verbs, words, "oldest-epoch", "quancai server oldest-epoch --data DIR 17")
    oldest.add_argument("epoch", type=int, metavar="N")
    oldest.set_defaults(run=_oldest)

    forget = add_verb(verbs, words, "forget-city-keys", "quancai server forget-city-keys --data DIR")
    forget.set_defaults(run=_forget)


def _suites(arguments: argparse.Namespace, words: Words) -> ExitCode:
    from server_stub import key_office  # noqa: PLC0415 - the server is heavy

    if arguments.act == "add":
        if arguments.suite is None:
            print(words.text("terminal.suite_missing"), file=sys.stderr)
            return ExitCode.USAGE
        key_office.order_suite(arguments.data, arguments.suite)
        print(words.text("terminal.order_kept"))
        return ExitCode.OK
    served = key_office.list_suites(arguments.data)
    if arguments.json:
        print(json.dumps([asdict(one) for one in served], sort_keys=True))
    else:
        for one in served:
            name = "suite_served" if one.is_counted else "suite_retired"
            shown = words.text(f"terminal.{name}", suite=one.suite, devices=one.devices)
            print(f"{shown}  {one.sealing_kid}")
    return ExitCode.OK


def _minimum(arguments: argparse.Namespace, words: Words) -> ExitCode:
    from server_stub.key_office import order_minimum_suite  # noqa: PLC0415 - the server is heavy

    left_behind = order_minimum_suite(arguments.data, arguments.suite)
    print(words.text("terminal.order_kept"))
    for one in left_behind:
        print(words.text("terminal.suite_too_weak", name=still(one.name), device=one.device_id))
    return ExitCode.OK


def _oldest(arguments: argparse.Namespace, words: Words) -> ExitCode:
    from server_stub.key_office import order_oldest_epoch  # noqa: PLC0415 - the server is heavy

    order_oldest_epoch(arguments.data, arguments.epoch)
    print(words.text("terminal.order_kept"))
    return ExitCode.OK


def _forget(arguments: argparse.Namespace, words: Words) -> ExitCode:
    """Exit 1 says that some former key is still held."""
    from server_stub.key_office import order_forgetting  # noqa: PLC0415 - the server is heavy

    judged = order_forgetting(arguments.data)
    for one in judged:
        kid = one.sealing_kid.hex()
        if one.is_free:
            print(words.text("terminal.former_key_goes", kid=kid))
        else:
            print(words.text("terminal.former_key_held", kid=kid, number=one.envelopes))
            for device in one.devices:
                print(
                    words.text("terminal.former_key_holder", name=still(device.name), device=device.device_id)
                )
    if not judged:
        print(words.text("terminal.former_keys_none"))
    return ExitCode.OK if all(one.is_free for one in judged) else ExitCode.FAILED

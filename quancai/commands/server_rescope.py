"""`quancai server device rescope`: a device gets other places, all that is named and nothing else.

The command writes the order down; the platform publishes the places in its next round, tells the
device what it gained, and the device itself erases what it lost, after handing in its work.
"""

import argparse

from quancai.exit_codes import ExitCode
from resources.words import Words


def add_rescoping(rescope: argparse.ArgumentParser, words: Words) -> None:
    """Make a verb the one that gives a device other places."""
    rescope.add_argument("device", help=words.text("terminal.help.server_device"))
    rescope.add_argument(
        "--scope",
        action="append",
        required=True,
        metavar="DIVISION",
        help=words.text("terminal.help.server_rescope_scope"),
    )
    rescope.set_defaults(run=_rescope)


def _rescope(arguments: argparse.Namespace, words: Words) -> ExitCode:
    from server_stub.inviting import names_of  # noqa: PLC0415 - the server is heavy
    from server_stub.office import order_scope  # noqa: PLC0415

    before, after = order_scope(arguments.data, arguments.device, scope=arguments.scope)
    facts = {
        "name": after.name,
        "device": after.device_id,
        "before": "、".join(names_of(before.scope)),
        "after": "、".join(names_of(after.scope)),
    }
    print(words.text("terminal.devices.rescoped", **facts).strip())
    return ExitCode.OK

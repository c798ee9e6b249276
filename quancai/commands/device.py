"""`quancai device …`: this computer as a member of its realm."""

import argparse

from quancai.commands.installation import add_place, open_installation
from quancai.exit_codes import ExitCode
from resources.words import Words


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", words: Words) -> None:
    parser = commands.add_parser("device", help=words.text("terminal.help.device"))
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    rotate = verbs.add_parser(
        "rotate-keys",
        help=words.text("terminal.help.device_rotate_keys"),
        epilog="quancai device rotate-keys --suite 3",
    )
    add_place(rotate, words)
    rotate.add_argument("--suite", type=int, choices=(1, 2, 3), help=words.text("terminal.help.device_suite"))
    rotate.set_defaults(run=_rotate)


def _rotate(arguments: argparse.Namespace, words: Words) -> ExitCode:
    """Exit 1 says that a wish waits already."""
    from desktop.operations.new_keys import ask_for_keys  # noqa: PLC0415 - the store is heavy
    from sync.adapters.system import SystemClock, SystemEntropy  # noqa: PLC0415

    store = open_installation(arguments, words).open_writer()
    try:
        is_made = ask_for_keys(store, suite=arguments.suite, clock=SystemClock(), entropy=SystemEntropy())
    finally:
        store.close()
    print(words.text("terminal.wish_kept" if is_made else "terminal.wish_waits"))
    return ExitCode.OK if is_made else ExitCode.FAILED

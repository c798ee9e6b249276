"""`quancai operator …`: who may open the records of this computer, and a forgotten secret."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from quancai.commands.installation import add_place, keychain, open_installation, paths_of
from quancai.exit_codes import ExitCode
from quancai.secret_prompt import ask_new_secret, ask_secret
from resources.words import Words
from sync.adapters.private_file import write_private_file
from sync.adapters.system import SystemEntropy
from sync.custody.key_file import SecretKind

if TYPE_CHECKING:
    from desktop.operators import Custodian
    from desktop.recovering import Recovery

_MAX_ANSWER_CHARACTERS = 65_536


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", words: Words) -> None:
    parser = commands.add_parser("operator", help=words.text("terminal.help.operator"))
    verbs = parser.add_subparsers(required=True, metavar="VERB")

    def verb(name: str) -> argparse.ArgumentParser:
        added = verbs.add_parser(name, help=words.text(f"terminal.help.operator_{name.replace('-', '_')}"))
        add_place(added, words)
        return added

    def secret_kind(parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--pin", action="store_true", help=words.text("terminal.help.operator_pin"))

    verb("list").set_defaults(run=_list)
    add = verb("add")
    add.add_argument("name", metavar="NEW_ID")
    secret_kind(add)
    add.set_defaults(run=_add)
    change = verb("change")
    secret_kind(change)
    change.set_defaults(run=_change)
    remove = verb("remove")
    remove.add_argument("name", metavar="ID_TO_REMOVE")
    remove.set_defaults(run=_remove)
    verb("rekey").set_defaults(run=_rekey)
    ask = verb("recover")
    ask.add_argument("--out", type=Path, required=True, metavar="REQUEST")
    secret_kind(ask)
    ask.set_defaults(run=_recover)
    accept = verb("accept")
    accept.add_argument("answer", type=Path, metavar="ANSWER")
    accept.set_defaults(run=_accept)


def _list(arguments: argparse.Namespace, _words: Words) -> ExitCode:
    from desktop.who_may_come import list_operators  # noqa: PLC0415 - Qt is heavy

    found = list_operators(paths_of(arguments))
    for one in found:
        print(f"{one.operator}\t{one.kind}")
    return ExitCode.OK if found else ExitCode.FAILED


def _add(arguments: argparse.Namespace, words: Words) -> ExitCode:
    custodian = _custodian(arguments, words)
    custodian.add(arguments.name, ask_new_secret(words), kind=_kind(arguments))
    print(words.text("terminal.custody.added", operator=arguments.name))
    return ExitCode.OK


def _change(arguments: argparse.Namespace, words: Words) -> ExitCode:
    custodian = _custodian(arguments, words)
    custodian.change(ask_new_secret(words), kind=_kind(arguments))
    print(words.text("terminal.custody.changed", operator=custodian.unlocked.operator))
    return ExitCode.OK


def _remove(arguments: argparse.Namespace, words: Words) -> ExitCode:
    _custodian(arguments, words).remove(arguments.name)
    print(words.text("terminal.custody.removed", operator=arguments.name))
    return ExitCode.OK


def _rekey(arguments: argparse.Namespace, words: Words) -> ExitCode:
    _custodian(arguments, words).rekey()
    print(words.text("terminal.custody.rekeyed"))
    return ExitCode.OK


def _recover(arguments: argparse.Namespace, words: Words) -> ExitCode:
    from desktop.who_may_come import FIRST_OPERATOR  # noqa: PLC0415

    operator = arguments.operator or FIRST_OPERATOR
    request = _recovery(arguments).ask(operator, ask_new_secret(words), kind=_kind(arguments))
    write_private_file(arguments.out, request.encode("ascii"))
    print(words.text("terminal.custody.asked", path=arguments.out))
    return ExitCode.OK


def _accept(arguments: argparse.Namespace, words: Words) -> ExitCode:
    with arguments.answer.open("rb") as file:
        answer = file.read(_MAX_ANSWER_CHARACTERS).decode("ascii", errors="replace")
    unlocked = _recovery(arguments).accept(answer, ask_secret(words))
    print(words.text("terminal.custody.changed", operator=unlocked.operator))
    return ExitCode.OK


def _custodian(arguments: argparse.Namespace, words: Words) -> "Custodian":
    from desktop.operators import Custodian  # noqa: PLC0415

    return Custodian(open_installation(arguments, words), keychain(), SystemEntropy())


def _recovery(arguments: argparse.Namespace) -> "Recovery":
    from desktop.recovering import Recovery  # noqa: PLC0415

    return Recovery(paths_of(arguments), keychain(), SystemEntropy())


def _kind(arguments: argparse.Namespace) -> SecretKind:
    return SecretKind.PIN if arguments.pin else SecretKind.PASSPHRASE

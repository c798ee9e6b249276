"""`quancai server move`: a person lives in another household now; both villages hear of it."""

import argparse

from quancai.commands.server_verb import add_verb
from quancai.exit_codes import ExitCode
from resources.words import Words


def add_to(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", words: Words) -> None:
    move = add_verb(verbs, words, "move", "quancai server move --data DIR PERSON HOUSEHOLD")
    move.add_argument("person", metavar="PERSON")
    move.add_argument("household", metavar="HOUSEHOLD")
    move.set_defaults(run=_move)


def _move(arguments: argparse.Namespace, words: Words) -> ExitCode:
    from server_stub.moving_people import move_by_hand  # noqa: PLC0415 - the server is heavy

    village = move_by_hand(arguments.data, arguments.person, household_id=arguments.household)
    print(words.text("terminal.import.moved", village=village))
    return ExitCode.OK

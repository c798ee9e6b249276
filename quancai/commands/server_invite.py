"""`quancai server invite`: one invitation for one device, as a file, a picture or a sheet on paper."""

import argparse
import sys
from pathlib import Path

from quancai.commands.server_verb import add_verb
from quancai.exit_codes import ExitCode
from resources.words import Words

_EXAMPLE = "quancai server invite --data /var/lib/quancai --scope 350582001 --out join.qjy --sheet join.pdf"


def add_to(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", words: Words) -> None:
    invite = add_verb(verbs, words, "invite", _EXAMPLE)
    invite.add_argument("--scope", action="append", required=True, metavar="DIVISION")
    invite.add_argument("--out", type=Path, metavar="FILE", help=words.text("terminal.help.invite_out"))
    invite.add_argument(
        "--picture", type=Path, metavar="FILE.png", help=words.text("terminal.help.invite_picture")
    )
    invite.add_argument(
        "--sheet", type=Path, metavar="FILE.pdf", help=words.text("terminal.help.invite_sheet")
    )
    invite.add_argument(
        "--suite", type=int, choices=(1, 2, 3), help=words.text("terminal.help.server_invite_suite")
    )
    invite.set_defaults(run=_invite)


def _invite(arguments: argparse.Namespace, words: Words) -> ExitCode:
    from server_stub.inviting import Handover, hand_over, make_invitation  # noqa: PLC0415

    handover = Handover(arguments.out, arguments.picture, arguments.sheet)
    if handover == Handover():
        # Before an invitation is made that nobody could ever use.
        print(words.text("terminal.sheet.nowhere"), file=sys.stderr)
        return ExitCode.USAGE
    invitation = make_invitation(arguments.data, scope=arguments.scope, suite=arguments.suite)
    for path in hand_over(invitation, handover, words=words):
        print(words.text("terminal.invited", path=path))
    return ExitCode.OK

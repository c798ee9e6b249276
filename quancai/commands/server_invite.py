"""`quancai server invite`: one invitation for one device, as a file, a picture or a sheet on paper."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from quancai.commands.server_verb import add_verb
from quancai.exit_codes import ExitCode
from resources.words import Words

if TYPE_CHECKING:
    from sync.keys.enrolment import Invitation

_EXAMPLE = "quancai server invite --data /var/lib/quancai --scope 350582001 --out join.qjy --sheet join.pdf"


def add_to(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", words: Words) -> None:
    invite = add_verb(verbs, words, "invite", _EXAMPLE)
    invite.add_argument(
        "--scope",
        action="append",
        required=True,
        metavar="DIVISION",
        help=words.text("terminal.help.server_scope"),
    )
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
    _say_for_whom(invitation, words)
    return ExitCode.OK


def _say_for_whom(invitation: "Invitation", words: Words) -> None:
    """Say what was typed as people read it, and what makes an invitation useless elsewhere."""
    from server_stub.inviting import end_of, is_for_this_computer_only, names_of  # noqa: PLC0415

    facts = {
        "places": "、".join(names_of(invitation.scope)),
        "relay": invitation.relay_url,
        "suite": int(invitation.suite),
        "ends": f"{end_of(invitation):%Y-%m-%d %H:%M}",
    }
    print(words.text("terminal.sheet.facts", **facts).strip())
    if is_for_this_computer_only(invitation):
        print(words.text("terminal.sheet.this_computer_only", relay=invitation.relay_url), file=sys.stderr)

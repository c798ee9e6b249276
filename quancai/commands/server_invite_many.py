"""`quancai server invite-many`: invitations and sheets for a whole list of computers."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from quancai.commands.server_verb import add_verb
from quancai.exit_codes import ExitCode
from resources.words import Words

if TYPE_CHECKING:
    from server_stub.inviting_many import WantedList
    from sync.keys.enrolment import Invitation

_EXAMPLE = "quancai server invite-many --data /var/lib/quancai computers.csv --out sheets"


def add_to(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", words: Words) -> None:
    text = words.text
    many = add_verb(verbs, words, "invite-many", _EXAMPLE)
    many.add_argument("list", type=Path, metavar="LIST", help=text("terminal.invite_many.list"))
    many.add_argument(
        "--out", type=Path, required=True, metavar="FOLDER", help=text("terminal.invite_many.out")
    )
    many.add_argument("--dry-run", action="store_true", help=text("terminal.invite_many.dry_run"))
    many.set_defaults(run=_invite_many)


def _invite_many(arguments: argparse.Namespace, words: Words) -> ExitCode:
    """Exit 1 says that some rows could not be used; the others were made all the same."""
    from server_stub.inviting_many import invite_all, read_wanted, write_report  # noqa: PLC0415 - heavy

    wanted = read_wanted(arguments.list)
    report = arguments.out / "report.csv"
    if arguments.dry_run:
        print(words.text("terminal.invite_many.checked", count=len(wanted.devices)))
    else:
        made = invite_all(arguments.data, wanted, arguments.out, words=words)
        write_report(wanted, report, words=words)
        _say_made(made, arguments.out, words)
    _say_unusable(wanted, report, words)
    return ExitCode.FAILED if wanted.unusable else ExitCode.OK


def _say_made(made: "Sequence[Invitation]", folder: Path, words: Words) -> None:
    """Say until when they count, and what makes all of them useless elsewhere."""
    from server_stub.inviting import end_of, is_for_this_computer_only  # noqa: PLC0415

    if not made:
        return
    facts = {"count": len(made), "folder": folder, "ends": f"{end_of(made[0]):%Y-%m-%d %H:%M}"}
    print(words.text("terminal.invite_many.made", **facts).strip())
    if is_for_this_computer_only(made[0]):
        print(words.text("terminal.sheet.this_computer_only", relay=made[0].relay_url), file=sys.stderr)


def _say_unusable(wanted: "WantedList", report: Path, words: Words) -> None:
    for one in wanted.unusable:
        values = {key: str(value) for key, value in one.error.parameters.items()}
        told = words.error(one.error.code, values)
        line = {"row": one.number, "name": one.name, "title": told.title, "code": told.code}
        print(words.text("terminal.invite_many.bad_line", **line), file=sys.stderr)
    if wanted.unusable:
        count = len(wanted.unusable)
        print(words.text("terminal.invite_many.bad", count=count, report=report), file=sys.stderr)

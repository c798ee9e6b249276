"""`quancai server recovery-key` and `quancai server recover`: the city's side of a forgotten secret."""

import argparse
from pathlib import Path

from quancai.exit_codes import ExitCode
from resources.words import Words


def add_verbs(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", words: Words) -> None:
    make = verbs.add_parser(
        "recovery-key",
        help=words.text("terminal.help.server_recovery_key"),
        epilog="quancai server recovery-key --data /var/lib/quancai --out /media/safe/recovery.key",
    )
    make.add_argument(
        "--data", type=Path, required=True, metavar="FOLDER", help=words.text("terminal.help.server_data")
    )
    make.add_argument("--out", type=Path, required=True, metavar="FILE")
    make.set_defaults(run=_make)

    recover = verbs.add_parser(
        "recover",
        help=words.text("terminal.help.server_recover"),
        epilog="quancai server recover request.txt --key /media/safe/recovery.key --out answer.txt",
    )
    recover.add_argument("request", type=Path, metavar="REQUEST")
    recover.add_argument("--key", type=Path, required=True, metavar="FILE")
    recover.add_argument("--out", type=Path, required=True, metavar="ANSWER")
    recover.set_defaults(run=_recover)


def _make(arguments: argparse.Namespace, words: Words) -> ExitCode:
    from server_stub.initialising import Part, require_begun  # noqa: PLC0415 - the server is heavy
    from server_stub.recovery import make_recovery_key  # noqa: PLC0415
    from sync.adapters.system import SystemEntropy  # noqa: PLC0415

    require_begun(arguments.data, part=Part.PLATFORM)
    make_recovery_key(arguments.data, arguments.out, entropy=SystemEntropy())
    print(words.text("terminal.custody.recovery_key", path=arguments.out))
    return ExitCode.OK


def _recover(arguments: argparse.Namespace, words: Words) -> ExitCode:
    from server_stub.recovery import write_recovery_answer  # noqa: PLC0415

    request = write_recovery_answer(arguments.request, arguments.out, key_path=arguments.key)
    print(words.text("terminal.custody.answered", device=request.device, path=arguments.out))
    return ExitCode.OK

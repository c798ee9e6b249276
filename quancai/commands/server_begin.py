"""`quancai server init|serve`: beginning an installation, and serving one or both halves of it."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from quancai.commands.server_verb import add_verb
from quancai.commands.serving import serve_until_told
from quancai.exit_codes import ExitCode
from resources.words import Words

if TYPE_CHECKING:
    from server_stub.initialising import Initialised

_PARTS = ("relay", "platform", "all-in-one")


def add_to(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", words: Words) -> None:
    init = add_verb(verbs, words, "init", "quancai server init --data /var/lib/quancai")
    init.add_argument(
        "--part", choices=_PARTS, default="all-in-one", help=words.text("terminal.help.server_part")
    )
    init.set_defaults(run=_init)

    serve = verbs.add_parser(
        "serve",
        help=words.text("terminal.help.server_serve"),
        epilog="quancai server serve all-in-one --data /var/lib/quancai --port 8410",
    )
    serve.add_argument("part", choices=_PARTS, help=words.text("terminal.help.server_part"))
    add_serving(serve, words)
    serve.set_defaults(run=_serve)


def add_serving(parser: argparse.ArgumentParser, words: Words) -> None:
    """Add what every way of serving takes."""
    parser.add_argument(
        "--data", type=Path, required=True, metavar="FOLDER", help=words.text("terminal.help.server_data")
    )
    parser.add_argument("--host", default="127.0.0.1", help=words.text("terminal.help.server_host"))
    parser.add_argument("--port", type=int, default=8410, help=words.text("terminal.help.port"))
    parser.add_argument(
        "--until-stdin-closes", action="store_true", help=words.text("terminal.help.server_until")
    )
    parser.add_argument("--demo", action="store_true", help=words.text("terminal.help.server_demo"))


def _serve(arguments: argparse.Namespace, _words: Words) -> ExitCode:
    from server_stub.initialising import Part, require_begun  # noqa: PLC0415 - the server is heavy

    if not arguments.demo:
        require_begun(arguments.data, part=Part(arguments.part))
    serve_until_told(arguments, part=arguments.part)
    return ExitCode.OK


def _init(arguments: argparse.Namespace, words: Words) -> ExitCode:
    from server_stub.initialising import Part, initialise  # noqa: PLC0415 - the server is heavy
    from sync.adapters.system import SystemEntropy  # noqa: PLC0415

    made = initialise(arguments.data, part=Part(arguments.part), entropy=SystemEntropy())
    print(words.text("terminal.begun.folder", folder=made.folder))
    for address in made.databases:
        print(words.text("terminal.begun.database", address=address))
    for path in made.key_files:
        print(words.text("terminal.begun.key", path=path))
    print(_ceremony(made, words))
    return ExitCode.OK


def _ceremony(made: "Initialised", words: Words) -> str:
    from sync.keys.fingerprint import shown_fingerprint  # noqa: PLC0415 - the server is heavy

    if not made.part.has_platform:
        return words.text("terminal.begun.relay_next", folder=made.folder)
    digest = shown_fingerprint(made.roots_digest)
    said = words.text("terminal.begun.ceremony", digest=digest, folder=made.folder)
    if not made.part.has_relay:
        said += "\n" + words.text("terminal.begun.platform_next", folder=made.folder)
    return said

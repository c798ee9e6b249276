"""`python -m server_stub relay | platform | all-in-one`: the services without the desktop's door.

A server computer needs neither Qt nor the `quancai` command; this is what a service
unit starts. One JSON line on standard output says that it is ready.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from resources.words import Words
from server_stub.errors import ServerError
from server_stub.initialising import Part, require_begun
from server_stub.log_lines import LogFormat, configure_log
from server_stub.service import run_all_in_one, run_platform, run_relay

DEFAULT_PORT = 8410
_FAILED = 4


def main(arguments: Sequence[str]) -> int:
    """Run one service to its end and give the exit status."""
    parsed = make_parser().parse_args(arguments)
    configure_log(LogFormat.TEXT)
    try:
        _run(parsed)
    except ServerError as error:
        said = Words("en").error(error.code, error.parameters)
        sys.stderr.write(f"{said.title} [{said.code}]\n{said.explanation}\n{said.next_step}\n")
        return _FAILED
    return 0


def _run(parsed: argparse.Namespace) -> None:
    if parsed.service == Part.RELAY or not parsed.demo:
        require_begun(parsed.data, part=Part(parsed.service))
    match parsed.service:
        case "relay":
            run_relay(parsed.data, host=parsed.host, port=parsed.port, on_ready=_say_ready)
        case "platform":
            run_platform(parsed.data, demo=parsed.demo, on_ready=_say_ready)
        case _:
            run_all_in_one(
                parsed.data, host=parsed.host, port=parsed.port, demo=parsed.demo, on_ready=_say_ready
            )


def make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="server_stub", description=__doc__)
    services = parser.add_subparsers(dest="service", required=True)
    for name in ("relay", "platform", "all-in-one"):
        service = services.add_parser(name)
        service.add_argument("--data", type=Path, required=True, metavar="FOLDER")
        if name != "platform":
            service.add_argument("--host", default="127.0.0.1")
            service.add_argument("--port", type=int, default=DEFAULT_PORT, help="0 takes a free port")
        if name != "relay":
            service.add_argument("--demo", action="store_true", help="load the demonstration township")
    return parser


def _say_ready(url: str) -> None:
    sys.stdout.write(json.dumps({"event": "ready", "url": url}) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Running a service until it is told to stop, for every verb that does so.

One JSON line on standard output says that it serves: that is the contract with whoever
started it, a demonstration or a service unit.
"""

import argparse
import json
import os
import signal
import sys
import threading


def serve_until_told(arguments: argparse.Namespace, *, part: str) -> None:
    """Serve `relay`, `platform` or both, with the arguments of `add_serving`.

    Raises:
        ServerUnavailableError: it cannot be served; the words say why.

    """
    from server_stub.service import run_all_in_one, run_platform, run_relay  # noqa: PLC0415 - uvicorn is heavy

    if arguments.until_stdin_closes:
        threading.Thread(target=stop_when_stdin_closes, name="stdin", daemon=True).start()
    data, host, port = arguments.data, arguments.host, arguments.port
    match part:
        case "relay":
            run_relay(data, host=host, port=port, on_ready=_say_ready)
        case "platform":
            run_platform(data, demo=arguments.demo, on_ready=_say_ready)
        case _:
            run_all_in_one(data, host=host, port=port, demo=arguments.demo, on_ready=_say_ready)


def _say_ready(url: str) -> None:
    print(json.dumps({"event": "ready", "url": url}), flush=True)


def stop_when_stdin_closes() -> None:
    """End with whoever started us, even if they were killed: the system closes their end of the pipe.

    It reads past Python's buffer, whose lock a waiting thread holds and the interpreter wants at its end.
    """
    while os.read(sys.stdin.fileno(), 1):
        pass
    signal.raise_signal(signal.SIGTERM)

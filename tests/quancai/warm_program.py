"""`quancai` without its start: a process that has read everything forks for each command of a page.

Dozens of commands that each take a second of a computer's time to begin would be the slowest test of
all. What runs is the same door with the same arguments, descriptors, folder and environment; only a
service is started as it is. `python warm_program.py serve SOCKET` waits, `… ask SOCKET ARGUMENT…` asks.
"""

import json
import os
import signal
import socket
import sys


def serve(place: str) -> None:

    listener = socket.socket(socket.AF_UNIX)
    listener.bind(place)
    listener.listen()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the children but who asked
    while True:
        asked, _ = listener.accept()
        if os.fork() == 0:
            answer(asked)
        asked.close()


def answer(asked: socket.socket) -> None:
    """Be the command: what it prints goes where it was typed, its exit code back over the socket."""
    message, descriptors, _, _ = socket.recv_fds(asked, 1 << 20, 3)
    wish = json.loads(message)
    for number, descriptor in enumerate(descriptors):
        os.dup2(descriptor, number)
    os.chdir(wish["folder"])
    os.environ.clear()
    os.environ.update(wish["environment"])
    code = 70
    try:
        code = _run(wish["arguments"])
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        asked.sendall(bytes([code]))
        os._exit(code)


def _run(arguments: list[str]) -> int:
    from quancai.door import run

    try:
        return int(run(arguments))
    except SystemExit as ended:
        return int(ended.code or 0)


def ask(place: str, arguments: list[str]) -> int:
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(place)
        wish = {"arguments": arguments, "folder": os.getcwd(), "environment": dict(os.environ)}  # noqa: PTH109
        socket.send_fds(line, [json.dumps(wish).encode()], [0, 1, 2])
        return (line.recv(1) or b"\x46")[0]


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        serve(sys.argv[2])
    sys.exit(ask(sys.argv[2], sys.argv[3:]))

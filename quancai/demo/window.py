"""The demonstration with a window: the server beside it, a device that has joined, a card to scan.

The data stays between runs, so a second `make run` goes on where the first stopped.
"""

from pathlib import Path

from desktop.demonstration import run_demonstration
from quancai.demo.server_process import ServerProcess
from quancai.demo.story import HOUSEHOLD, OPERATOR, PASSPHRASE, SCOPE
from quancai.demo.supplies import prepare_supplies
from quancai.exit_codes import ExitCode
from resources.words import Words
from server_stub.demo import lay_out_day


def run_window_demo(folder: Path, words: Words) -> ExitCode:
    """Open the program on demonstration data until its window is closed."""
    home = folder / "window"
    server = ServerProcess(home / "server")
    try:
        print(words.text("terminal.demo.server_up", url=server.start()), flush=True)
        lay_out_day(server.folder)
        supplies = prepare_supplies(server.folder, home, scope=SCOPE, household_id=HOUSEHOLD, words=words)
        print(words.text("terminal.demo.window", path=supplies.photograph), flush=True)
        print(words.text("terminal.demo.passphrase", passphrase=PASSPHRASE), flush=True)
        run_demonstration(
            home / "device",
            language=words.language,
            invitation=supplies.invitation,
            operator=OPERATOR,
            passphrase=PASSPHRASE,
        )
    finally:
        server.stop()
    return ExitCode.OK

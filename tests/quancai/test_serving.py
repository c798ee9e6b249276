"""A service that ends with whoever started it also ends cleanly while they live."""

import signal
import subprocess
import sys

ENDS_WHILE_IT_LISTENS = """
import threading, time
from quancai.commands.serving import stop_when_stdin_closes
threading.Thread(target=stop_when_stdin_closes, daemon=True).start()
time.sleep(0.2)
"""


def test_a_service_ends_cleanly_while_its_standard_input_is_still_open() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", ENDS_WHILE_IT_LISTENS], stdin=subprocess.PIPE, stderr=subprocess.PIPE
    ) as service:
        code = service.wait(timeout=60)
        assert service.stderr is not None
        said = service.stderr.read()

    assert (code, said) == (0, b"")


def test_a_service_ends_when_its_standard_input_does() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", ENDS_WHILE_IT_LISTENS.replace("0.2", "60")], stdin=subprocess.PIPE
    ) as service:
        assert service.stdin is not None
        service.stdin.close()
        code = service.wait(timeout=60)

    assert code == -signal.SIGTERM

"""A day of Qt calls must not use up None (see desktop/lasting_constants.py)."""

import subprocess
import sys

A_DAY_OF_CALLS = """
import desktop
from PySide6.QtCore import QObject
one = QObject()
for _ in range(100_000):
    one.setObjectName("x")
    one.signalsBlocked()
print("still here")
"""


def test_a_hundred_thousand_calls_without_a_result_leave_the_program_running() -> None:
    finished = subprocess.run(
        [sys.executable, "-c", A_DAY_OF_CALLS], capture_output=True, text=True, check=False, timeout=60
    )

    assert finished.stdout == "still here\n"
    assert finished.returncode == 0

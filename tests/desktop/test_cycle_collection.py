"""A page that was closed ends on the window's thread, whoever allocates (see desktop/cycle_collection.py)."""

import subprocess
import sys

A_CLOSED_PAGE_AND_A_BUSY_THREAD = """
import threading
import desktop
from desktop.application import make_application
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

application = make_application()
ended_on = []

class Trace:
    def __del__(self):
        ended_on.append(threading.current_thread() is threading.main_thread())

class Page(QWidget):
    def __init__(self):
        super().__init__()
        self.trace = Trace()
        self.cycle = self

for _ in range(50):
    Page()

def work():
    kept = []
    for _ in range(200_000):
        kept.append([kept])

busy = threading.Thread(target=work)
busy.start()
busy.join()
assert ended_on == [], "the busy thread collected"
QTimer.singleShot(2_500, application.quit)
application.exec()
print(len(ended_on), all(ended_on))
"""


def test_a_widget_in_a_cycle_is_never_taken_down_by_the_thread_that_allocates() -> None:
    finished = subprocess.run(
        [sys.executable, "-c", A_CLOSED_PAGE_AND_A_BUSY_THREAD],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert finished.stdout == "50 True\n", finished.stderr
    assert finished.returncode == 0

"""An officer in the middle of a form, in a process of its own, to be killed there.

    python -m tests.desktop.typing_officer FOLDER

Types one telephone number after another into the short form about 蔡志明; each is printed as soon as
the program says that it is kept.
"""

import os
import sys
from functools import partial
from itertools import count
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtWidgets import QApplication

from desktop.theme import apply_theme
from store import list_draft_heads
from tests.desktop.at_the_desk import AtTheDesk, sitting
from tests.scenario.office import CAI, open_office

PHONE = "/employment_brief/who/phone"


def is_kept(desk: AtTheDesk) -> bool:
    """Say whether the draft on the disk is of this very second; the clock moves with every answer."""
    return [draft.saved_at_ms for draft in list_draft_heads(desk.replica)] == [desk.office.clock.now_ms()]


def type_on(desk: AtTheDesk) -> None:
    """Never comes back."""
    desk.wire.is_connected = False
    desk.unlock()
    desk.pilot.wait_for("working", lambda: desk.program.day is not None)
    desk.program.collecting.begin(CAI)
    desk.pilot.wait_for("form", lambda: desk.program.collecting.page is not None)
    page = desk.program.collecting.page
    assert page is not None
    for number in count(13_800_000_001):
        desk.office.clock.advance(1)
        page.presenter.answer(PHONE, str(number))
        desk.pilot.wait_for("kept", partial(is_kept, desk))
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()


def main(folder: Path) -> None:
    application = QApplication(["typing-officer"])
    apply_theme(application)
    with sitting(folder / "device", open_office(folder / "office-of-then"), seed="morning") as desk:
        type_on(desk)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

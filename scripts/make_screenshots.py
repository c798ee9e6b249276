"""Renders every screen and state in both languages at 100 % and 150 % into build/screenshots/.

    .venv/bin/python scripts/make_screenshots.py [FOLDER] [--only NAME,...]
    .venv/bin/python scripts/make_screenshots.py --guide docs/pictures  # afterwards: those of the user guide

The screens are those the tests hold to their rules (test_screens.py, test_collecting_screens.py), and beside
them a walk through the real program: the demonstration township in a real replica, joined without a network.
At 150 % the window is 1366x690 too, which is where large text hurts. Looked at by people, not compared.
"""

import argparse
import logging
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ["QT_QPA_PLATFORM"] = "offscreen"

import shiboken6
from PIL import Image
from PySide6.QtWidgets import QApplication, QWidget

from desktop.application import make_application
from desktop.theme import apply_theme
from resources.words import LANGUAGES, Words
from tests.desktop.at_the_desk import AtTheDesk, sitting, write_invitation
from tests.desktop.stage import Stage, on_stage
from tests.desktop.test_collecting_screens import STAGED_SCREENS
from tests.desktop.test_screens import SCREENS
from tests.scenario.office import open_office, prepare_office

PERCENTS = (100, 150)
SIZE = (1366, 690)
GUIDE = {
    "unlock": "unlock_pin",
    "settings": "settings_display",
    "today": "today",
    "scan": "walk-scan",
    "records": "walk-records",
    "sync": "exchange",
    "gig": "gig_sheet",
}
GUIDE_WIDTH = 1024
GUIDE_COLOURS = 256
PAGES = ("today", "scan", "records", "tasks", "gig", "sync", "computer")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, default=Path("build/screenshots"))
    parser.add_argument(
        "--only", default="", help="names of screens, with commas between; `walk` is the program"
    )
    parser.add_argument("--guide", type=Path, help="copy the pictures of the user guide here, made before")
    options = parser.parse_args()
    if options.guide is not None:
        return keep_guide(options.folder, options.guide)
    wanted = set(options.only.split(",")) - {""}
    logging.disable(logging.CRITICAL)
    application = make_application()
    options.folder.mkdir(parents=True, exist_ok=True)
    made = 0
    for language in LANGUAGES:
        for percent in PERCENTS:
            apply_theme(application, percent=percent)
            take = Camera(options.folder, f"{language}-{percent}")
            chosen = [one for one in SCREENS if not wanted or one.__name__ in wanted]
            render_screens(chosen, Words(language), take)
            staged = [one for one in STAGED_SCREENS if not wanted or one.__name__ in wanted]
            render_staged(staged, language, take)
            made += take.count
    if not wanted or "walk" in wanted:
        made += walk(options.folder, application)
    print(f"{made} pictures in {options.folder}")
    return 0


def keep_guide(made: Path, guide: Path) -> int:
    """Put the pictures the user guide shows, in both languages, where it looks for them."""
    for name, screen in GUIDE.items():
        for language in LANGUAGES:
            source = made / f"{screen}-{language}-100.png"
            if not source.is_file():
                print(f"make the screenshots first: {source.name} is missing", file=sys.stderr)
                return 1
            with Image.open(source) as picture:
                height = round(picture.height * GUIDE_WIDTH / picture.width)
                smaller = picture.convert("RGB").resize((GUIDE_WIDTH, height), Image.Resampling.LANCZOS)
            target = guide / f"guide-{name}-{language.partition('_')[0]}.png"
            smaller.quantize(GUIDE_COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(
                target, optimize=True
            )
    return 0


class Camera:
    """Keeps what a window shows under a name."""

    def __init__(self, folder: Path, suffix: str) -> None:
        self._folder, self._suffix = folder, suffix
        self.count = 0

    def __call__(self, window: QWidget, name: str) -> None:
        QApplication.processEvents()
        window.grab().save(str(self._folder / f"{name}-{self._suffix}.png"))
        self.count += 1


def render_screens(screens: Sequence[Callable[[Words], QWidget]], words: Words, take: Camera) -> None:
    for screen in screens:
        window = screen(words)
        window.resize(*SIZE)
        window.show()
        take(window, screen.__name__)
        window.close()
        shiboken6.delete(window)


def render_staged(screens: Sequence[Callable[[Stage], None]], language: str, take: Camera) -> None:
    """Draw the screens of collecting and of forms, which stand in the program's own window."""
    with tempfile.TemporaryDirectory() as kept:
        for screen in screens:
            with on_stage(screen, language, Path(kept), width=SIZE[0], height=SIZE[1]) as window:
                take(window, screen.__name__)


def walk(folder: Path, application: QApplication) -> int:
    """Join a device with the township of the demonstration, and look at every page of the real program."""
    made = 0
    with tempfile.TemporaryDirectory() as kept:
        for language in LANGUAGES:
            apply_theme(application)
            place = Path(kept) / language
            prepare_office(place / "office")
            office = open_office(place / "office")
            with sitting(place / "device", office, seed=f"pictures-{language}", language=language) as desk:
                desk.ask_to_join(write_invitation(office, place / "enroll.qjy"))
                desk.wait_until_quiet()
                office.desk.run_once()
                desk.sync()
                desk.enter()
                desk.wait_until_quiet()
                for percent in PERCENTS:
                    apply_theme(application, percent=percent)
                    take = Camera(folder, f"{language}-{percent}")
                    look_at_pages(desk, take)
                    made += take.count
            office.close()
    return made


def look_at_pages(desk: AtTheDesk, take: Camera) -> None:
    window = desk.program.window
    window.resize(*SIZE)
    for page in PAGES:
        try:
            window.go_to(page)
        except KeyError:  # a page this computer does not have
            continue
        desk.pilot.settle()
        window.toast.hide()
        take(window, f"walk-{page}")


if __name__ == "__main__":
    sys.exit(main())

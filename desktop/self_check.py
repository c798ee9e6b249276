"""What the window needs of this copy of the program, tried once without a window on a screen.

Each look does the smallest piece of real work that a missing plug-in, font, outline, form or library
would break (`quancai self-check` runs them). No camera is kept open and no record is touched.
"""

from collections.abc import Callable, Iterator
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import cv2
from PySide6.QtCore import QByteArray, QLibraryInfo, QLocale, QTranslator, qVersion
from PySide6.QtGui import QFontDatabase, QImageReader, QImageWriter, QPagedPaintDevice, QPageSize, QPainter
from PySide6.QtSvg import QSvgRenderer

from desktop.application import dress, make_application
from desktop.capture.barcode_decoder import decode_still
from desktop.capture.camera_source import open_capture_at
from desktop.capture.picture_source import read_picture
from desktop.capture.second_reader import TapirReader, find_second_reader
from desktop.codecard.card_painter import CardFace, write_card
from desktop.codecard.household_card import photograph_card
from desktop.fonts import BUNDLED_FAMILY, load_family
from desktop.form_shelf import ALL_FORMS, FormClock, shipped_form
from desktop.help.pages import Topic, read_page
from desktop.pdf_file import upright, write_pdf_file
from desktop.preferences import Preferences
from desktop.shell.main_window import MainWindow
from desktop.start import find_paths
from forms import DeviceProperties, FormSession
from resources import list_names, read_bytes
from resources.words import LANGUAGES, Words
from store import open_store
from store.upgrade import read_version
from sync.adapters.os_keychain import OsKeychain
from sync.adapters.system import SystemClock, SystemEntropy

_CAMERAS: Final = 2
_CODE: Final = "QUANCAI:SELF-CHECK"
_PICTURES: Final = frozenset({"png", "jpeg", "svg"})


class SomethingMissingError(RuntimeError):
    """This copy was built without something the program uses (a bug of the build, told by name)."""


def looks() -> Iterator[tuple[str, Callable[[], str]]]:
    """Give every look by its name, in the order of a day: window, words, pictures, forms, records."""
    yield "qt", begin_qt
    yield "qt.pictures", read_picture_kinds
    for language in LANGUAGES:
        yield f"qt.words.{language}", partial(load_qt_words, language)
    yield "fonts", load_fonts
    yield "icons", draw_outlines
    yield "window", build_window
    yield "help", read_help
    yield "print", write_page
    yield "cameras", list_cameras
    yield "codes", read_a_photographed_code
    yield "codes.second-reader", name_second_reader
    for form_id in ALL_FORMS:
        yield f"form.{form_id}", partial(begin_form, form_id)
    yield "replica", open_replica
    yield "keychain", name_keychain
    yield "data-folder", lambda: "portable" if find_paths(None).is_portable else "of this user"


def begin_qt() -> str:
    application = make_application()
    dress(application, Preferences(), language=LANGUAGES[0])
    return f"{qVersion()} {application.platformName()}"


def read_picture_kinds() -> str:
    """Name what pictures Qt reads; those the screens use have to be among them."""
    readable = {bytes(kind.data()).decode() for kind in QImageReader.supportedImageFormats()}
    writable = {bytes(kind.data()).decode() for kind in QImageWriter.supportedImageFormats()}
    missing = sorted(_PICTURES - readable | {"png", "jpeg"} - writable)
    if missing:
        raise SomethingMissingError(" ".join(missing))
    return " ".join(sorted(readable))


def load_qt_words(language: str) -> str:
    """Load what Qt's own dialogs say; English is what it says without a catalogue."""
    words, folder = QTranslator(), QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    is_there = words.load(QLocale(language), "qtbase", "_", folder)
    if not is_there and language != "en":
        raise SomethingMissingError(f"qtbase_{language}.qm")
    return "catalogue" if is_there else "built in"


def load_fonts() -> str:
    """Load the bundled family even where the system has a better one, and find the signs of a village."""
    faces = list_names("fonts", suffix=".ttf")
    numbers = [QFontDatabase.addApplicationFontFromData(QByteArray(read_bytes(name))) for name in faces]
    if -1 in numbers or BUNDLED_FAMILY not in QFontDatabase.families():
        raise SomethingMissingError(BUNDLED_FAMILY)
    return f"{len(faces)} faces, writes with {load_family()}"


def draw_outlines() -> str:
    names = list_names("icons", suffix=".svg")
    broken = [name for name in names if not QSvgRenderer(QByteArray(read_bytes(name))).isValid()]
    if broken:
        raise SomethingMissingError(" ".join(broken))
    return f"{len(names)} outlines"


def build_window() -> str:
    """Build the window in each language and paint it once."""
    sizes = []
    for language in LANGUAGES:
        window = MainWindow(Words(language))
        window.furnish()
        sizes.append(window.grab().toImage().sizeInBytes())
        window.deleteLater()
    if not all(sizes):
        raise SomethingMissingError("painting")
    return f"{len(sizes)} languages"


def read_help() -> str:
    pages = [read_page(topic, language=language) for topic in Topic for language in LANGUAGES]
    return f"{len(pages)} pages"


def write_page() -> str:
    """Write a page as a PDF file, which is what printing does but for the printer."""
    content = write_pdf_file("", upright(QPageSize.PageSizeId.A5, margin_mm=10), _draw)
    if not content.startswith(b"%PDF-"):
        raise SomethingMissingError("pdf")
    return f"{len(content)} bytes"


def list_cameras() -> str:
    """Say how cameras are reached and which of the first two places has one; none is news, no fault."""
    reached = [cv2.videoio_registry.getBackendName(one) for one in cv2.videoio_registry.getCameraBackends()]
    if not reached:
        raise SomethingMissingError("camera backend")
    found = [str(place) for place in range(_CAMERAS) if _answers(place)]
    return f"{', '.join(found) or 'none'} (through {' '.join(reached)})"


def read_a_photographed_code() -> str:
    """Print a code, photograph it by arithmetic and read it: numpy, OpenCV, its JPEG and the decoder."""
    with TemporaryDirectory(prefix="quancai-") as folder:
        printed = write_card(CardFace("", _CODE, ""), Path(folder) / "card.png")
        photograph = photograph_card(printed, Path(folder) / "card.jpg")
        found = decode_still(read_picture(photograph))
    if [scan.text for scan in found] != [_CODE]:
        raise SomethingMissingError("a readable code")
    return found[0].symbology


def name_second_reader() -> str:
    """Name who reads what zxing cannot; what is carried has to open, or hard photographs stay unread."""
    readers = find_second_reader().readers
    if find_spec("tapirscan") is not None and not any(isinstance(one, TapirReader) for one in readers):
        raise SomethingMissingError("tapirscan")
    return " ".join(type(one).__name__ for one in readers) or "none"


def begin_form(form_id: str) -> str:
    """Read a shipped form and begin a filling of it."""
    definition = shipped_form(form_id)
    device = DeviceProperties(device_id="self-check")
    session = FormSession.start(definition, clock=FormClock(SystemClock()), device=device)
    faults = [*definition.faults, *session.failures()]
    if faults:
        raise faults[0]
    return f"{definition.version}, {len(session.sections())} sections"


def open_replica() -> str:
    """Make an encrypted replica with every step of its history, close it, and open it with its key."""
    key = SystemEntropy().take(32)
    with TemporaryDirectory(prefix="quancai-") as folder:
        place = Path(folder) / "replica.db"
        open_store(place, key).close()
        again = open_store(place, key)
        version = read_version(again.database)
        again.close()
        if place.read_bytes().startswith(b"SQLite format"):
            raise SomethingMissingError("encryption")
    return f"version {version}, encrypted"


def name_keychain() -> str:
    """Name the keychain; without one the program asks for a passphrase, so none is news and no fault."""
    keychain = OsKeychain("quancai-self-check")
    return keychain.name if keychain.is_available() else "none: passphrases only"


def _draw(page: QPagedPaintDevice) -> bool:
    painter = QPainter(page)
    painter.drawText(0, page.height() // 2, BUNDLED_FAMILY)
    return painter.end()


def _answers(place: int) -> bool:
    capture = open_capture_at(place)
    try:
        return capture.isOpened()
    finally:
        capture.release()

"""The room that builds is never built in, and leaves nothing out that the program asks for."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from installers.trimming import UNUSED_IN_DESKTOP, UNUSED_IN_SERVER, is_wanted
from tests.architecture.sources import ROOT, name_of, package_files, tree_of

SHORTEST_REASON = 40
# Left out of a desktop on purpose: an office's half of the server, each behind an import of its own.
OFFICE_ONLY = {"psycopg", "reportlab", "segno", "uvloop", "PIL"}
# Commands import it when they run, and a server says that it has no such half.
OTHER_HALF = {"desktop", "store"}
# The other binding of the same SM2, taken where the first is not (sync/suites/sm2_provider.py).
SECOND_CHOICE = {"gmssl_fast", "gmalg"}


def imported_by(path: Path) -> Iterator[str]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def asked_for(*folders: str) -> set[str]:
    files = [path for path in package_files() if name_of(path).startswith(folders)]
    return {name for path in files for name in imported_by(path)}


def left_out_but_asked_for(unused: tuple[str, ...], names: set[str]) -> set[str]:
    return {one for one in unused if any(name == one or name.startswith(f"{one}.") for name in names)}


def test_nothing_of_the_program_imports_the_room_that_builds_it() -> None:
    offending = [
        name_of(path)
        for path in package_files()
        if any(n.startswith("installers") for n in imported_by(path))
    ]

    assert offending == []


@pytest.mark.parametrize("path", sorted((ROOT / "installers").rglob("*.py")), ids=name_of)
def test_every_builder_says_why_it_exists(path: Path) -> None:
    assert len(ast.get_docstring(tree_of(path)) or "") >= SHORTEST_REASON


def test_a_desktop_leaves_out_nothing_its_code_asks_for() -> None:
    names = asked_for(
        "quancai/", "desktop/", "sync/", "store/", "forms/", "employment/", "resources/", "server_stub/"
    )

    assert left_out_but_asked_for(UNUSED_IN_DESKTOP, names) - OFFICE_ONLY - SECOND_CHOICE == set()


def test_a_server_leaves_out_nothing_its_code_asks_for() -> None:
    names = asked_for("quancai/", "updates/", "forms/", "employment/", "resources/", "server_stub/")

    assert left_out_but_asked_for(UNUSED_IN_SERVER, names) - SECOND_CHOICE - OTHER_HALF == set()


@pytest.mark.parametrize(
    "place",
    [
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/Qt/plugins/platforms/libqwayland.so",
        "PySide6/Qt/plugins/platforms/libqoffscreen.so",
        "PySide6\\plugins\\platforms\\qwindows.dll",
        "PySide6/Qt/plugins/platforminputcontexts/libibusplatforminputcontextplugin.so",
        "PySide6/Qt/plugins/imageformats/libqjpeg.so",
        "PySide6/Qt/plugins/printsupport/libcupsprintersupport.so",
        "PySide6/Qt/translations/qtbase_zh_CN.qm",
        "libQt6WlShellIntegration.so.6",
        "resources/fonts/NotoSansSC-Regular.ttf",
        "sqlcipher3/_sqlite3.cpython-311-x86_64-linux-gnu.so",
    ],
)
def test_what_a_screen_a_keyboard_or_a_printer_needs_is_kept(place: str) -> None:
    assert is_wanted(place)


@pytest.mark.parametrize(
    "place",
    [
        "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
        "PySide6/Qt/lib/libQt6Quick.so.6",
        "PySide6/Qt/translations/qtbase_de.qm",
        "pyxform/validators/odk_validate/bin/ODK_Validate.jar",
        "opencv_videoio_ffmpeg4140_64.dll",
    ],
)
def test_what_nobody_opens_is_left_out(place: str) -> None:
    assert not is_wanted(place)

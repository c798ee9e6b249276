"""A stand-in has the name, the versions and the symbols of its library, and nothing else of it."""

import ctypes
import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from installers.elf import defined_names, needed_names, own_name, wanted_symbols
from installers.stand_ins import Answer, replace_library

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="ELF is Linux's")
SMALLEST_LIBRARY = "libavif"
CALL = "import ctypes, sys; print(ctypes.CDLL(sys.argv[1]).avifDecoderCreate())"


def opencv() -> Path:
    found = importlib.util.find_spec("cv2")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent


def library_of_opencv(name: str) -> Path:
    return next((opencv().parent / "opencv_python_headless.libs").glob(f"{name}*"))


@pytest.fixture
def library(tmp_path: Path) -> Path:
    original = library_of_opencv(SMALLEST_LIBRARY)
    return Path(shutil.copy2(original, tmp_path / original.name))


def test_stand_in_offers_what_its_user_asks_for_and_needs_nobody(library: Path) -> None:
    user = opencv() / "cv2.abi3.so"
    asked = {one.name for one in wanted_symbols(user)} & defined_names(library)
    name = own_name(library)

    saved = replace_library(library, users=[user], answer=Answer.NOTHING)

    assert saved > 1_000_000
    assert library.stat().st_size < 32_768
    assert own_name(library) == name
    assert defined_names(library) >= asked > set()
    assert needed_names(library) == ()


def test_stand_in_carries_the_versions_its_user_was_linked_against(tmp_path: Path) -> None:
    original = library_of_opencv("libswscale")
    copy = Path(shutil.copy2(original, tmp_path / original.name))
    user = opencv() / "cv2.abi3.so"
    versions = {one.version for one in wanted_symbols(user) if one.name.startswith("sws_")}

    replace_library(copy, users=[user], answer=Answer.STOP)

    told = subprocess.run(["objdump", "-p", copy], capture_output=True, text=True, check=True).stdout
    assert versions == {"LIBSWSCALE_9"}
    assert "LIBSWSCALE_9" in told


def test_a_symbol_that_answers_nothing_gives_no_object(library: Path) -> None:
    replace_library(library, users=[opencv() / "cv2.abi3.so"], answer=Answer.NOTHING)

    assert ctypes.CDLL(str(library)).avifDecoderCreate() == 0


def test_a_symbol_that_must_not_be_called_stops_the_process(library: Path) -> None:
    replace_library(library, users=[opencv() / "cv2.abi3.so"], answer=Answer.STOP)

    done = subprocess.run([sys.executable, "-c", CALL, library], capture_output=True, check=False)

    assert done.returncode < 0  # ended by a signal
    assert done.stdout == b""


def test_the_same_library_twice_gives_the_same_stand_in(library: Path, tmp_path: Path) -> None:
    again = Path(shutil.copy2(library, tmp_path / "again.so"))

    for copy in (library, again):
        replace_library(copy, users=[opencv() / "cv2.abi3.so"], answer=Answer.STOP)

    assert library.read_bytes() == again.read_bytes()

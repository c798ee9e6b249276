"""A bundle made smaller after PyInstaller: stand-ins, debugging names, and libraries nobody asks for.

Stripping everything breaks the libraries of wheels, whose pages `auditwheel` has moved; so only what is
named here is stripped, each proved by the self-check. What is left over is found by following who needs whom
from the interpreter and the plug-ins, not by a list that would grow old.
"""

import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from installers.elf import elf_files, needed_names
from installers.stand_ins import Answer, NoStandInError, replace_library

# Linked into OpenCV's wheel and never called (stand_ins.py).
_STOOD_IN_FOR: Final[Mapping[str, Answer]] = {
    **dict.fromkeys(("libopenblas", "libavcodec", "libavformat", "libavutil", "libswscale"), Answer.STOP),
    "libavif": Answer.NOTHING,
}
# Kerberos for proxies: linked into Qt's network, of which only the line between two starts is used.
_OF_QT_NETWORK: Final = "libgssapi_krb5"
_OPENCV_LIBRARIES: Final = "opencv_python_headless.libs"
_STRIPPED: Final = (
    *("libpython3", "sqlcipher3/", "zstandard/", "uvloop/", "sqlalchemy/", "httptools/", "lib-dynload/"),
    *(
        "cryptography/hazmat/bindings/",
        "cbor2/",
        "tapirscan/_native/",
        "Qt/lib/libicui18n",
        "Qt/lib/libicuuc",
    ),
    *("opencv_python_headless.libs/libpng", "numpy/_core/_multiarray_umath"),
)
# Opened by their path at run time, so nothing says that it needs them.
_OPENED_BY_PATH: Final = ("libpython3", "libtapirscan")


@dataclass(frozen=True, slots=True)
class Saved:
    """What each way of slimming saved, in bytes."""

    stand_ins: int
    stripping: int
    orphans: int


def slim(bundle: Path) -> Saved:
    """Make a finished bundle smaller where it lies."""
    inside = bundle / "_internal"
    stand_ins = sum(_stand_in(inside))
    stripping = sum(_strip(inside))
    return Saved(stand_ins, stripping, sum(_remove_orphans(bundle)))


def _stand_in(inside: Path) -> Iterator[int]:
    of_opencv = sorted((inside / "cv2").glob("cv2*.so"))
    of_network = sorted((inside / "PySide6" / "Qt" / "lib").glob("libQt6Network.so.*"))
    replaced = [
        (library, of_opencv, answer)
        for library in sorted((inside / _OPENCV_LIBRARIES).glob("*"))
        if (answer := _STOOD_IN_FOR.get(library.name.partition("-")[0].removesuffix("p"))) is not None
    ]
    if of_network:
        replaced += [(one, of_network, Answer.STOP) for one in inside.glob(f"{_OF_QT_NETWORK}.so.*")]
    for library, users, answer in replaced:
        try:
            yield replace_library(library, users=users, answer=answer)
        except NoStandInError:  # larger, and as good
            return


def _strip(inside: Path) -> Iterator[int]:
    for path in elf_files(inside):
        place = path.relative_to(inside).as_posix()
        if any(part in place for part in _STRIPPED):
            before = path.stat().st_size
            subprocess.run(["strip", "--strip-unneeded", str(path)], check=True)
            yield before - path.stat().st_size


def _remove_orphans(bundle: Path) -> Iterator[int]:
    """Remove libraries that nothing in the bundle needs, directly or through others."""
    files = list(elf_files(bundle))
    by_name: dict[str, list[Path]] = {}
    for path in files:
        by_name.setdefault(path.name, []).append(path)
    reached: set[Path] = set()
    waiting = [path for path in files if not _is_library(path, bundle)]
    while waiting:
        path = waiting.pop()
        if path not in reached:
            reached.add(path)
            waiting += [one for name in needed_names(path) for one in by_name.get(name, ())]
    for path in files:
        if path not in reached:
            yield path.stat().st_size
            path.unlink()
    _remove_links(bundle)


def _is_library(path: Path, bundle: Path) -> bool:
    """Tell a library, which is there for others, from a module, a plug-in or the program itself."""
    place = path.relative_to(bundle).as_posix()
    is_named_so = path.name.startswith("lib") and ".so" in path.name
    return is_named_so and "/plugins/" not in place and not path.name.startswith(_OPENED_BY_PATH)


def _remove_links(bundle: Path) -> None:
    """Remove links to libraries in folders below, which are found without them; a stick knows no links."""
    for path in sorted(bundle.rglob("*")):
        if path.is_symlink():
            path.unlink()

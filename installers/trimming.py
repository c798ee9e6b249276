"""What a bundle carries and what it leaves out, each with its reason; both .spec files read it.

Sizes and the effect of each group stand in docs/packaging.md. A name is left out here only if no code of ours
reaches it; `quancai self-check` in the finished bundle is the proof.
"""

from collections.abc import Iterable
from typing import Final

# Chosen by name at run time, so no scan of imports finds them.
HIDDEN: Final = (
    "sqlalchemy.dialects.sqlite",
    "uvicorn.lifespan.off",
    "uvicorn.lifespan.on",
    "uvicorn.loops.auto",
    "uvicorn.loops.asyncio",
    "uvicorn.protocols.http.auto",
    "uvicorn.protocols.http.httptools_impl",
    "uvicorn.protocols.websockets.auto",
)
HIDDEN_DESKTOP: Final = ("sqlcipher3.dbapi2", "sync.suites.sm2_gmssl_pyx")
HIDDEN_SERVER: Final = ("sqlalchemy.dialects.postgresql", "psycopg_binary", "uvloop", "uvicorn.loops.uvloop")

# For developing, for other toolkits, or a second way to something we reach otherwise.
_UNUSED: Final = (
    *(
        "tkinter",
        "unittest",
        "pydoc_data",
        "lib2to3",
        "distutils",
        "setuptools",
        "pkg_resources",
        "pip",
        "wheel",
    ),
    *(
        "IPython",
        "matplotlib",
        "pytest",
        "_pytest",
        "py",
        "hypothesis",
        "schemathesis",
        "pygments",
        "rich",
        "numpy.f2py",
    ),
    *("yaml", "psutil", "watchfiles", "websockets", "wsproto", "dotenv", "MySQLdb", "pysqlite2"),
    "readline",  # GPL-3, and secrets are typed without it
    "zstandard._cffi",  # 12 MB of a second binding; CPython takes `backend_c`
    "zstandard.backend_cffi",
    "lxml.objectify",
    "gmalg",  # judges of our tests
    "cwt",
)
UNUSED_IN_DESKTOP: Final = (
    *_UNUSED,
    *("PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtOpenGL", "PySide6.QtOpenGLWidgets", "PySide6.QtTest"),
    *("PySide6.QtDesigner", "PySide6.QtSql", "PySide6.QtXml", "PySide6.QtUiTools", "PySide6.QtHelp"),
    # The server inside a desktop is for demonstrations: SQLite, no event loop of its own, no printed sheets.
    *("psycopg", "psycopg_binary", "psycopg_c", "uvloop", "reportlab", "PIL", "segno"),
    "gmssl_fast",  # the other binding of the same SM2
)
UNUSED_IN_SERVER: Final = (
    *_UNUSED,
    *("PySide6", "shiboken6", "cv2", "numpy", "zxingcpp", "pyzbar", "keyring", "sqlcipher3", "sqlite_utils"),
    *("desktop", "store"),
    "gmssl_fast",
)

# Parts of Qt that come along because something beside them is wanted.
_UNWANTED_FILES: Final = (
    *("libQt6Qml", "libQt6Quick", "libQt6Pdf", "libQt6VirtualKeyboard", "libQt6EglFS", "libQt6Designer"),
    *("libQt6Sql", "libQt6Test", "libQt6WaylandCompositor", "libQt6Labs"),
    *("plugins/sqldrivers", "plugins/qmltooling", "plugins/egldeviceintegrations", "plugins/designer"),
    *("plugins/generic", "plugins/networkinformation", "plugins/vectorimageformats"),
    "plugins/tls",  # the exchange speaks TLS through Python
    *("platforms/libqeglfs", "platforms/libqlinuxfb", "platforms/libqvnc", "platforms/libqminimal"),
    *("platforms/libqvkkhrdisplay", "platforms/libqdirect2d"),
    "platformthemes/libqgtk3",  # brings GTK 3 along, 30 MB, and our screens wear their own style
    *("imageformats/libqicns", "imageformats/libqtga", "imageformats/libqtiff", "imageformats/libqwbmp"),
    *("imageformats/libqpdf", "wayland-shell-integration/libivi-shell"),
    "wayland-shell-integration/libfullscreen-shell",
    *("wayland-graphics-integration-client/libdrm-egl", "wayland-graphics-integration-client/libdmabuf"),
    *("wayland-graphics-integration-client/libvulkan", "wayland-graphics-integration-client/libshm-emu"),
    # Every desktop has them, they fit its other half (systemd, CUPS), and 11 MB of others come only for them.
    *("libdbus-1.so", "libcups.so"),
    "opencv_videoio_ffmpeg",  # Windows: films, 29 MB; cameras are reached through Media Foundation
    *("numpy/_core/tests", "numpy/_core/include", "numpy/_core/lib", "numpy/random/lib"),
    "numpy/_core/_multiarray_tests",
    *("cv2/gapi", "/tests/", "pyxform/validators/odk_validate", ".jar"),
)
_KEPT_WORDS: Final = ("qtbase_zh_CN", "qtbase_en")


def is_wanted(destination: str) -> bool:
    """Say whether a file belongs in a bundle, by where it would lie there."""
    place = destination.replace("\\", "/")
    if any(part in place for part in _UNWANTED_FILES):
        return False
    return "/translations/" not in place or any(words in place for words in _KEPT_WORDS)


def wanted(entries: Iterable[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Filter a list of PyInstaller's (where to, where from, kind)."""
    return [entry for entry in entries if is_wanted(entry[0])]

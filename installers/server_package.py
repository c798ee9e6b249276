"""The server's .deb: the bundle in /opt, the hardened unit of deploy/, a user of its own, settings, manuals.

It starts nothing by itself: a city begins on purpose (`server init`), and a package that served an empty
folder would be a second city. Databases and keys stay when the package is removed, and when it is purged.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from installers.bundle import Bundle
from installers.compose import begin, copy_tree, put, put_packed
from installers.debian import HAND_OUT, Package, build_deb
from installers.desktop_package import manual, read

SETTINGS: Final = "/etc/quancai/server.env"
_UNIT: Final = "quancai-server@.service"
# From the unit that runs a source tree to the one that runs the package.
_UNIT_CHANGES: Final = (
    ("/opt/quancai/.venv/bin/python -m server_stub %i", "/opt/quancai-server/quancai-server server serve %i"),
    ("WorkingDirectory=/opt/quancai\n", "WorkingDirectory=/opt/quancai-server\n"),
    ("file:/opt/quancai/docs/server.md", "file:/usr/share/doc/quancai-server/server.md"),
)


class UnitChangedError(RuntimeError):
    """deploy/'s unit no longer says what the package changes in it."""


def build_server_deb(
    bundle: Bundle, *, source: Path, documents: Sequence[Path], place: Path, effort: int = HAND_OUT
) -> Path:
    """Build the package; `source` is the commit's tree, for its unit and its manuals.

    Raises:
        UnitChangedError: the unit has to be looked at again.

    """
    tree = begin(place / "tree-server")
    copy_tree(bundle.folder, tree / "opt" / "quancai-server")
    (tree / "usr/bin").mkdir(parents=True)
    (tree / "usr/bin/quancai-server").symlink_to("/opt/quancai-server/quancai-server")
    put(
        tree / "usr/lib/systemd/system" / _UNIT, packaged_unit((source / "deploy" / _UNIT).read_text("utf-8"))
    )
    put(tree / SETTINGS.lstrip("/"), read("server.env"))
    put_packed(tree / "usr/share/man/man8/quancai-server.8.gz", manual("quancai-server.8", bundle))
    shelf = tree / "usr/share/doc/quancai-server"
    manuals = [source / "docs" / name for name in ("server.md", "operations.md")]
    for document in [*documents, *manuals, source / "deploy" / "nginx.conf"]:
        put(shelf / document.name, document.read_bytes())
    return build_deb(_describe(), tree, commit=bundle.commit, place=place, effort=effort)


def packaged_unit(unit: str) -> str:
    """Give the unit as the package needs it.

    Raises:
        UnitChangedError: a line that is changed was not found.

    """
    for before, after in _UNIT_CHANGES:
        if before not in unit:
            raise UnitChangedError(before.strip())
        unit = unit.replace(before, after)
    return unit


def _describe() -> Package:
    return Package(
        name="quancai-server",
        summary="sync server and city side of Quancai",
        explanation=(
            "A blind post office for sealed envelopes, and the desk behind it that opens and judges them.",
            "Uses SQLite, or PostgreSQL by one setting.",
        ),
        needs=("adduser",),
        recommends=("nginx | caddy",),
        settings=(SETTINGS,),
        scripts={name: read(f"server.{name}") for name in ("preinst", "postinst", "prerm", "postrm")},
    )

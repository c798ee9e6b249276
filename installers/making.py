"""Everything that is handed out of one commit, in one place: bundles first, then what is packed of them."""

import sys
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from installers.bill_of_materials import write_bill, write_licences
from installers.bundle import DESKTOP, SERVER, Bundle, Edition, build_bundle
from installers.comparing import hash_of
from installers.debian import HAND_OUT
from installers.desktop_package import build_desktop_deb
from installers.materials import read_materials
from installers.portable import build_portable
from installers.server_package import build_server_deb
from installers.stamp import Commit, read_commit

ALL: Final = ("bundle", "server", "deb", "server-deb", "portable")
_OF_SERVER: Final = frozenset({"server", "server-deb"})
_OF_DESKTOP: Final = frozenset({"bundle", "deb", "portable"})
_MEBIBYTE: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Made:
    """What there is now."""

    commit: Commit
    folders: Mapping[str, Bundle]
    files: tuple[Path, ...]

    def plain(self) -> Mapping[str, object]:
        """Give sizes (MB of a million bytes) and digests, for a release page."""
        return {
            "commit": self.commit.id,
            "version": self.commit.version,
            "folders": {name: round(one.size_bytes / 1e6, 1) for name, one in self.folders.items()},
            "files": {
                path.name: {"mb": round(path.stat().st_size / 1e6, 1), "sha256": hash_of(path)}
                for path in self.files
            },
        }


def make(root: Path, place: Path, *, what: Collection[str], effort: int = HAND_OUT) -> Made:
    """Build what is asked for, and what that is made of; `effort` is that of packing, 0 to 9."""
    wanted, folders, files = frozenset(what), {}, []
    if wanted & _OF_DESKTOP:
        _say("the desktop as one folder")
        bundle, documents = bundle_with_bills(DESKTOP, root, place)
        folders[DESKTOP.name] = bundle
        if "deb" in wanted:
            _say("its .deb")
            files.append(build_desktop_deb(bundle, documents=documents, place=place, effort=effort))
        if "portable" in wanted:
            _say("its archive for a stick")
            files.append(build_portable(bundle, place=place, effort=effort))
    if wanted & _OF_SERVER:
        _say("the server as one folder")
        bundle, documents = bundle_with_bills(SERVER, root, place)
        folders[SERVER.name] = bundle
        if "server-deb" in wanted:
            _say("its .deb")
            source = place / "source"
            made = build_server_deb(bundle, source=source, documents=documents, place=place, effort=effort)
            files.append(made)
    return Made(read_commit(root), folders, tuple(files))


def bundle_with_bills(edition: Edition, root: Path, place: Path) -> tuple[Bundle, tuple[Path, Path]]:
    """Build a bundle with its bills beside the program, and give them for a package's documents, too."""
    bundle = build_bundle(edition, root=root, place=place)
    work, ours = place / "work" / edition.name, (place / "source", place / "stamp")
    materials = read_materials(bundle.folder, work=work, ours=ours)
    shelf = bundle.folder / "_internal" / "licences"
    return bundle, (write_bill(bundle, materials, shelf), write_licences(bundle, materials, shelf))


def _say(what: str) -> None:
    """Name what takes the next minutes; what was made goes to standard output at the end."""
    sys.stderr.write(f"· {what}\n")
    sys.stderr.flush()

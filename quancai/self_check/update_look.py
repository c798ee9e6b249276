"""Can this copy believe an update: a publisher begun in a scratch folder, one release, one look at it.

A build may lack what the framework loads by name, and would find out on the day the first update comes.
"""

import tempfile
from datetime import datetime
from pathlib import Path

from sync.adapters.system import SystemClock
from updates.adapters.folder_source import FolderSource
from updates.catalogue import open_catalogue
from updates.digests import shown_digest
from updates.machine import bundled_root
from updates.moments import moment_of
from updates.packing import pack_tree
from updates.provisioned import Policy, read_root
from updates.publisher_keys import make_keys
from updates.publishing import Publisher
from updates.release import Kind, Release, Ring, System
from updates.version import parse_version


def believe_an_update() -> str:
    """Sign a release, read it back as a computer does, and say whose root this copy came with."""
    with tempfile.TemporaryDirectory() as scratch:
        _sign_and_believe(Path(scratch), now=moment_of(SystemClock().now_ms()))
    root = read_root(Policy(), bundled_root())
    return "publisher: none" if root is None else f"publisher: {shown_digest(root)[:19]}…"


def _sign_and_believe(folder: Path, *, now: datetime) -> None:
    content = folder / "quancai"
    content.write_bytes(b"self-check")
    make_keys(folder / "keys")
    publisher = Publisher(folder / "repository", folder / "keys", now)
    root = publisher.begin()
    version = parse_version("1.0")
    release = Release(version, System("any", "any", Kind.PORTABLE), Ring.ALL, 100, version)
    publisher.release(release, pack_tree(content, publisher.folder))
    source = FolderSource(publisher.folder)
    catalogue = open_catalogue(source, root=root, folder=folder / "seen", now=now)
    if catalogue.manifest(catalogue.releases[0]).files[0].size != len(b"self-check"):
        raise ValueError(release.target)

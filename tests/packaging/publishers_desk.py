"""The publisher's desk inside a clean system: keys, list and releases, made by the installed program."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.packaging.clean_debian import CleanDebian
from tests.packaging.older_program import OLDER

UPDATES: Final = "/srv/updates"
ROOT_FILE: Final = "/etc/quancai/publisher-root.json"
_KEYS: Final = "/srv/keys"
_POLICY: Final = f'source = "{UPDATES}"\npublisher_root = "{ROOT_FILE}"\n'


@dataclass(frozen=True)
class Desk:
    """Where releases are made; computers look at its folder."""

    system: CleanDebian

    def begin(self) -> None:
        """Make keys and an empty list, and tell this computer to look there."""
        self.system.must("quancai", "package", "keys", _KEYS)
        begun = ("quancai", "package", "begin", UPDATES, "--keys", _KEYS, "--root-out", ROOT_FILE)
        self.system.must(*begun)
        self.system.path("/etc/quancai/policy.toml").write_text(_POLICY, encoding="utf-8")

    def release(self, content: str, version: str, *, kind: str) -> None:
        """Release what lies at a path inside the system, to everybody at once."""
        what = ("--content", content, "--version", version, "--kind", kind)
        reach = ("--ring", "all", "--carries-from", OLDER)
        self.system.must("quancai", "package", "release", UPDATES, "--keys", _KEYS, *what, *reach)

    def release_package(self, package: Path, version: str) -> None:
        """Release a package from outside."""
        (self.system.path("/srv/packages")).mkdir(exist_ok=True)
        inside = f"/srv/packages/{package.name}"
        self.system.path(inside).write_bytes(package.read_bytes())
        self.release(inside, version, kind="deb")
        self.system.path(inside).unlink()

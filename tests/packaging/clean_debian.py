"""A Debian 12 with nothing in it: what a package needs and did not say is missing there."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

SUITE: Final = "bookworm"
OFFICER: Final = "officer"
STATE: Final = "/var/lib/quancai-update"  # StateDirectory of deploy/quancai-update.service
_MIRROR: Final = "http://deb.debian.org/debian"
_PATH: Final = "/usr/sbin:/usr/bin:/sbin:/bin"


class NoCleanSystemError(RuntimeError):
    """Root or debootstrap is missing; nothing was shown, and that must not look like success."""


@dataclass(frozen=True)
class CleanDebian:
    """A system in a folder; commands run inside it."""

    root: Path

    def run(
        self, *command: str, user: str = "root", typed: str = "", seconds: float = 600
    ) -> subprocess.CompletedProcess[str]:
        home = "/root" if user == "root" else f"/home/{user}"
        inside = ["env", "-i", f"PATH={_PATH}", f"HOME={home}", "LC_ALL=C.UTF-8", "QT_QPA_PLATFORM=offscreen"]
        inside += ["DEBIAN_FRONTEND=noninteractive"]
        as_user = (
            [] if user == "root" else ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups"]
        )
        return subprocess.run(
            ["chroot", str(self.root), *as_user, *inside, *command],
            input=typed,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )

    def must(self, *command: str, user: str = "root", typed: str = "") -> str:
        """Run something that has to succeed; give what it said."""
        done = self.run(*command, user=user, typed=typed)
        assert done.returncode == 0, f"{command}: {done.stdout}\n{done.stderr}"
        return done.stdout

    def install(self, package: Path) -> subprocess.CompletedProcess[str]:
        """Install a package with what it depends on, as an administrator does."""
        shutil.copy2(package, self.root / "tmp" / package.name)
        asked = ["apt-get", "install", "-y", "-q", "--no-install-recommends", "--allow-downgrades"]
        return self.run(*asked, f"/tmp/{package.name}")

    def run_as_service(self, *command: str) -> "subprocess.CompletedProcess[str]":
        """Run as a service does: nothing of a person's session, no home and no screen."""
        service = [f"PATH={_PATH}", "LANG=C.UTF-8", f"STATE_DIRECTORY={STATE}"]
        return subprocess.run(
            ["chroot", str(self.root), "env", "-i", *service, *command],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=900,
            check=False,
        )

    def extract(self, package: Path, inside: str) -> None:
        """Unpack a package's files beside what is installed."""
        subprocess.run(["dpkg-deb", "-x", str(package), str(self.path(inside))], check=True)

    def path(self, inside: str) -> Path:
        return self.root / inside.lstrip("/")


def fetch_clean_debian(folder: Path) -> CleanDebian:
    """Fetch one, with a person in it; a folder named by QUANCAI_CLEAN_DEBIAN is copied, which is faster.

    Raises:
        NoCleanSystemError: it cannot be made here.

    """
    if os.geteuid() != 0:
        raise NoCleanSystemError("make test-packaging needs root: a clean Debian is entered with chroot")
    ready = os.environ.get("QUANCAI_CLEAN_DEBIAN")
    if ready:
        subprocess.run(["cp", "-a", ready, str(folder)], check=True)
    else:
        _bootstrap(folder)
    system = CleanDebian(folder)
    system.must("useradd", "--create-home", OFFICER)
    system.must("apt-get", "update", "-q")
    return system


def copy_clean_debian(clean: CleanDebian, folder: Path) -> CleanDebian:
    """Give a system of its own that nobody has used yet."""
    subprocess.run(["cp", "-a", "--reflink=auto", str(clean.root), str(folder)], check=True)
    return CleanDebian(folder)


def _bootstrap(folder: Path) -> None:
    program = shutil.which("debootstrap", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        raise NoCleanSystemError("debootstrap is missing: scripts/setup.sh packaging")
    done = subprocess.run(
        [program, "--variant=minbase", SUITE, str(folder), _MIRROR],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise NoCleanSystemError(f"debootstrap: {done.stdout[-500:]}")
    shutil.copy2("/etc/resolv.conf", folder / "etc" / "resolv.conf")

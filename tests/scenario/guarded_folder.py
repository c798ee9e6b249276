"""A folder for PostgreSQL servers that ends with the process that made it, however that one ends.

A run that is killed tears nothing down, and servers it leaves behind hold memory, a
folder and, if they inherited one, the pipe somebody reads its report from. So each folder has a
guard: a shell that waits at a pipe nobody else holds, in a session of its own. The pipe closes when
the run closes it, or with the run; then the guard ends every server in the folder and removes it.
"""

import os
import pwd
import subprocess
import tempfile
from pathlib import Path
from typing import Any

_UNPRIVILEGED = "nobody"
_GUARDS: dict[Path, "subprocess.Popen[bytes]"] = {}
# A number in a file may be another process by now, or a dead one nobody has buried; a server works in its
# folder.
_GUARD = """
works() { [ "$(readlink "/proc/$1/cwd")" = "$2" ]; }
read -r _
for file in "$1"/data-*/postmaster.pid; do
    [ -f "$file" ] || continue
    read -r leader < "$file"
    works "$leader" "${file%/*}" && kill -QUIT "$leader"
    while works "$leader" "${file%/*}"; do sleep 0.05; done
done
rm -rf "$1"
"""


def account() -> dict[str, Any]:
    """Give whom the server's programs work for, as arguments of `subprocess`: not root, who is refused."""
    if os.getuid() != 0:
        return {}
    nobody = pwd.getpwnam(_UNPRIVILEGED)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def new_folder() -> Path:
    """Make a folder the server's account owns; its path is short, because it becomes a socket's."""
    folder = Path(tempfile.mkdtemp(prefix="quancai-pg-")).resolve()
    owner = account()
    if owner:
        os.chown(folder, owner["user"], owner["group"])
    _GUARDS[folder] = subprocess.Popen(
        ["/bin/sh", "-c", _GUARD, "guard", str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        start_new_session=True,
    )
    return folder


def end_folder(folder: Path) -> None:
    """End the servers in a folder without a last word to the disk, and remove it."""
    _GUARDS.pop(folder).communicate()


def guard_of(folder: Path) -> int:
    """Give the number of the process that will end a folder."""
    return _GUARDS[folder].pid

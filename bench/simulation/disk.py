"""A disk that can be looked at in the moment the power goes, torn, copied and put back.

Only files are kept, as bytes. `capture` is what a reader of the raw disk would find;
shared memory (`-shm`, the lock) is none of it. A commit with `synchronous=FULL` is flushed
before it returns, so a power cut can tear only what was written since the last flush:
`tear` mixes the pages of two moments on both sides of one commit, in any order.
"""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeAlias

from bench.simulation.chance import Chance

Files: TypeAlias = Mapping[str, bytes]

_PAGE: Final = 4096
_LOG: Final = "-wal"
_NOT_ON_DISK: Final = ("-shm", ".lock")


@dataclass
class Disk:
    """One folder at a time; what a crash leaves goes on in a new one."""

    place: Path
    generation: int = 0
    _stale: list[Path] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)

    @property
    def folder(self) -> Path:
        return self.place / str(self.generation)

    def capture(self) -> Files:
        """Read every file that would be there after a restart."""
        found = sorted(path for path in self.folder.rglob("*") if path.is_file())
        return {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for path in found
            if not path.name.endswith(_NOT_ON_DISK)
        }

    def replace(self, files: Files) -> None:
        """Go on with these files; whoever still has the old ones open disturbs nobody."""
        self._stale.append(self.folder)
        self.generation += 1
        self.folder.mkdir(parents=True)
        for name, content in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)

    def forget_old(self) -> None:
        """Remove what earlier generations left; call it when nobody has them open."""
        for folder in self._stale:
            shutil.rmtree(folder, ignore_errors=True)
        self._stale.clear()


def tear(before: Files, after: Files, chance: Chance) -> Files:
    """Give what may be on the disk when the power goes while `after` is being written over `before`.

    The log is flushed before the first page of the database is written from it, so either pages of the
    log are torn, or the log is complete and pages of the database are.
    """
    logs = [name for name in after if name.endswith(_LOG)]
    is_checkpointing = any(before.get(name) != content for name, content in after.items() if name not in logs)
    torn = [name for name in after if (name in logs) != is_checkpointing]
    return {
        name: _mix(before.get(name, b""), content, chance) if name in torn else content
        for name, content in after.items()
    }


def _mix(before: bytes, after: bytes, chance: Chance) -> bytes:
    """Take some pages of one moment and some of the other, and sometimes lose the end."""
    mixed = bytearray(before.ljust(len(after), b"\0")[: max(len(before), len(after))])
    for start in range(0, len(after), _PAGE):
        page = after[start : start + _PAGE]
        if page != before[start : start + _PAGE] and chance.happens(0.5):
            mixed[start : start + len(page)] = page
    is_cut = len(after) > len(before) and chance.happens(0.5)
    return bytes(mixed[: chance.between(len(before), len(after))]) if is_cut else bytes(mixed)

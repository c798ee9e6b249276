"""When the last backup of a folder was made: one small file, so that somebody can be told it is long ago."""

import json
from pathlib import Path
from typing import Final

from server_stub.key_files import write_private

_RECORD: Final = "last-backup.json"


def note_backup(data_folder: Path, *, made_at_ms: int) -> None:
    write_private(data_folder / _RECORD, json.dumps({"made_at_ms": made_at_ms}).encode())


def read_last_backup(data_folder: Path) -> int | None:
    """Give the moment (ms since 1970, UTC), or None when none was ever made from here."""
    try:
        members = json.loads((data_folder / _RECORD).read_bytes())
    except (OSError, ValueError):
        return None
    made_at_ms = members.get("made_at_ms") if isinstance(members, dict) else None
    return made_at_ms if isinstance(made_at_ms, int) else None

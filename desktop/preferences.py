"""What a person chose about the program: language, text size, contrast, idle lock, place of the copies.

Kept as plain JSON outside the encrypted replica because the unlock screen needs it.
Nothing about a person may enter: operators are kept in the replica. A damaged or older
file never stops the program; what cannot be used falls back to the default.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final

from desktop.tokens import SCALES
from resources.words import LANGUAGES

VERSION: Final = 1
IDLE_MINUTES: Final = (5, 10, 15, 30)  # before the program locks itself


@dataclass(frozen=True, slots=True)
class Preferences:
    """One set of choices; change it with `dataclasses.replace` and save the new one."""

    language: str = LANGUAGES[0]
    text_percent: int = SCALES[0]
    has_high_contrast: bool = False
    idle_minutes: int = 10
    copy_folder: str = ""  # where second copies go; none yet when empty
    last_copy_ms: int = 0  # the stick is rarely in when somebody asks


def read_preferences(path: Path) -> Preferences:
    try:
        chosen = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Preferences()
    return _usable(chosen) if isinstance(chosen, Mapping) else Preferences()


def save_preferences(path: Path, preferences: Preferences) -> None:
    """Replace the file in one step, so a power cut leaves the old or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    written = path.with_suffix(".new")
    written.write_text(json.dumps({"version": VERSION, **asdict(preferences)}, indent=1), encoding="utf-8")
    written.replace(path)


def _usable(chosen: Mapping[object, object]) -> Preferences:
    preferences = Preferences()
    language, percent = chosen.get("language"), chosen.get("text_percent")
    contrast = chosen.get("has_high_contrast")
    if language in LANGUAGES and isinstance(language, str):
        preferences = replace(preferences, language=language)
    if percent in SCALES and isinstance(percent, int):
        preferences = replace(preferences, text_percent=percent)
    if isinstance(contrast, bool):
        preferences = replace(preferences, has_high_contrast=contrast)
    idle, folder, copied = (chosen.get(name) for name in ("idle_minutes", "copy_folder", "last_copy_ms"))
    if idle in IDLE_MINUTES and isinstance(idle, int):
        preferences = replace(preferences, idle_minutes=idle)
    if isinstance(folder, str):
        preferences = replace(preferences, copy_folder=folder)
    if isinstance(copied, int) and copied > 0:
        preferences = replace(preferences, last_copy_ms=copied)
    return preferences

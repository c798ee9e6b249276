"""What a person chose about the program: language, text size, contrast, sound, devices, lock, copies.

Kept as plain JSON outside the encrypted replica because the unlock screen needs it.
Nothing about a person may enter: operators are kept in the replica. A damaged or older
file never stops the program; what cannot be used falls back to the default.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from desktop.tokens import SCALES
from resources.words import LANGUAGES

VERSION: Final = 1
IDLE_MINUTES: Final = (5, 10, 15, 30)  # before the program locks itself


@dataclass(frozen=True, slots=True)
class Preferences:
    """One set of choices; change it with `dataclasses.replace` and save the new one."""

    language: str = ""  # nobody chose: the language of the system or of the command line
    text_percent: int = SCALES[0]
    has_high_contrast: bool = False
    idle_minutes: int = 10
    copy_folder: str = ""  # where second copies go; none yet when empty
    last_copy_ms: int = 0  # the stick is rarely in when somebody asks
    has_sound: bool = True  # one tone for a code that is known, two for one that is not
    camera: int = 0  # the place of the chosen camera among those the computer has
    printer: str = ""  # the name the system gives it; the system's own choice when empty
    folders: Mapping[str, str] = field(default_factory=dict)  # where files were last chosen, by purpose
    gig_station: str = ""  # the code of the gig market or station this computer stands in
    gig_scene: str = ""  # of list `gig_scene`


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
    fit: dict[str, Callable[[object], bool]] = {
        "language": lambda value: value in ("", *LANGUAGES),
        "text_percent": lambda value: _is_whole(value) and value in SCALES,
        "has_high_contrast": lambda value: isinstance(value, bool),
        "idle_minutes": lambda value: _is_whole(value) and value in IDLE_MINUTES,
        "copy_folder": lambda value: isinstance(value, str),
        "last_copy_ms": _is_whole,
        "has_sound": lambda value: isinstance(value, bool),
        "camera": _is_whole,
        "printer": lambda value: isinstance(value, str),
        "folders": _is_texts,
        "gig_station": lambda value: isinstance(value, str),
        "gig_scene": lambda value: isinstance(value, str),
    }
    # Each value has just been held against its own rule; the type checker cannot follow that.
    kept: dict[str, Any] = {
        name: chosen[name] for name, is_fit in fit.items() if name in chosen and is_fit(chosen[name])
    }
    return replace(Preferences(), **kept)


def _is_texts(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(one, str) for one in value.values())


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0

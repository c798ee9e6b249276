"""What a scan sounds like: one short high tone for something known, two low ones for something that is not.

The tones are made here and played by what the system has; a computer without sound stays silent and
nothing else changes. Whether they are wanted is asked each time, so a choice counts at once.
"""

import math
import shutil
import struct
import sys
import tempfile
import wave
from collections.abc import Callable, Sequence
from enum import Enum
from io import BytesIO
from pathlib import Path
from typing import Final, Protocol

from PySide6.QtCore import QProcess

_RATE: Final = 22_050  # samples a second
_LOUDNESS: Final = 0.35
_FADE_S: Final = 0.006  # without it a tone begins and ends with a click
_PLAYERS: Final = (("paplay",), ("pw-play",), ("aplay", "-q"), ("afplay",))


class Sound(Enum):
    """The tones: hertz and seconds each; a tone of nought hertz is a pause."""

    FOUND = ((1_760.0, 0.08),)
    UNKNOWN = ((392.0, 0.09), (0.0, 0.06), (392.0, 0.09))


class Play(Protocol):
    """Plays a WAV file in the background, or does nothing."""

    def __call__(self, path: Path) -> None: ...


class Chime:
    """Plays the two sounds; `is_wanted` is the choice in the settings."""

    def __init__(self, *, is_wanted: Callable[[], bool], play: Play | None = None) -> None:
        self._is_wanted = is_wanted
        self._play = play or find_player()
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def sound(self, sound: Sound) -> None:
        if self._play is None or not self._is_wanted():
            return
        try:
            self._play(self._file(sound))
        except OSError:
            self._play = None  # no room for the file, or the player is gone: silence from now on

    def _file(self, sound: Sound) -> Path:
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="quancai-sound-")
        path = Path(self._folder.name) / f"{sound.name.lower()}.wav"
        if not path.exists():
            path.write_bytes(make_wave(sound.value))
        return path


def make_wave(tones: Sequence[tuple[float, float]]) -> bytes:
    """Give tones as a WAV file, mono, 16 bits."""
    samples = [sample for hertz, seconds in tones for sample in _tone(hertz, seconds)]
    content = BytesIO()
    with wave.open(content, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(_RATE)
        file.writeframes(struct.pack(f"<{len(samples)}h", *samples))
    return content.getvalue()


def find_player() -> Play | None:
    """Find what plays a file here; None on a computer that has nothing for it."""
    if sys.platform == "win32":
        return _play_on_windows
    command = next((each for each in _PLAYERS if shutil.which(each[0])), None)
    if command is None:
        return None

    def play(path: Path) -> None:
        QProcess.startDetached(command[0], [*command[1:], str(path)])

    return play


def _play_on_windows(path: Path) -> None:
    if sys.platform == "win32":
        import winsound  # noqa: PLC0415 — there is none elsewhere

        winsound.PlaySound(str(path), winsound.SND_FILENAME | winsound.SND_ASYNC | winsound.SND_NODEFAULT)


def _tone(hertz: float, seconds: float) -> list[int]:
    count = round(_RATE * seconds)
    fade = _RATE * _FADE_S
    return [
        round(
            32_767
            * _LOUDNESS
            * min(1.0, at / fade, (count - at) / fade)
            * math.sin(2 * math.pi * hertz * at / _RATE)
        )
        for at in range(count)
    ]

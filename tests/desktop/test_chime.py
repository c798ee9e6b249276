"""The sounds of a scan: short and high, twice and low, or none."""

import wave
from io import BytesIO
from pathlib import Path

import pytest

from desktop.capture.chime import Chime, Sound, make_wave


def played(*, is_wanted: bool, sound: Sound = Sound.FOUND) -> list[str]:
    names: list[str] = []
    chime = Chime(is_wanted=lambda: is_wanted, play=lambda path: names.append(path.name))
    chime.sound(sound)
    return names


def test_a_known_code_and_an_unknown_one_sound_differently() -> None:
    assert played(is_wanted=True) == ["found.wav"]
    assert played(is_wanted=True, sound=Sound.UNKNOWN) == ["unknown.wav"]


def test_nothing_sounds_where_sound_is_switched_off() -> None:
    assert played(is_wanted=False) == []


def test_a_player_that_fails_is_asked_once(tmp_path: Path) -> None:
    asked: list[Path] = []

    def fail(path: Path) -> None:
        asked.append(path)
        raise OSError

    chime = Chime(is_wanted=lambda: True, play=fail)
    chime.sound(Sound.FOUND)
    chime.sound(Sound.FOUND)

    assert len(asked) == 1


@pytest.mark.parametrize(("sound", "seconds"), [(Sound.FOUND, 0.08), (Sound.UNKNOWN, 0.24)])
def test_a_sound_is_a_short_wave_without_a_click(sound: Sound, seconds: float) -> None:
    with wave.open(BytesIO(make_wave(sound.value))) as file:
        length = file.getnframes() / file.getframerate()
        frames = file.readframes(file.getnframes())

    assert length == pytest.approx(seconds, abs=0.001)
    assert frames[:2] == b"\x00\x00"
    assert max(frames) > 0

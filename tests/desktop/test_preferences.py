"""Choices survive; damage never stops the program."""

from pathlib import Path

import pytest

from desktop.paths import standard_paths
from desktop.preferences import Preferences, read_preferences, save_preferences
from desktop.theme import step_scale

NOT_OURS = '{"idle_minutes": 0, "copy_folder": 7, "last_copy_ms": "yesterday"}'
NOT_OURS_EITHER = '{"has_sound": "loud", "camera": -1, "printer": null, "text_percent": true}'


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "new folder" / "preferences.json"


def test_choices_are_read_back_as_they_were_saved(path: Path) -> None:
    chosen = Preferences(
        "en",
        130,
        has_high_contrast=True,
        idle_minutes=5,
        copy_folder="/u",
        last_copy_ms=9,
        has_sound=False,
        camera=1,
        printer="HP LaserJet M17w",
    )
    save_preferences(path, chosen)

    assert read_preferences(path) == chosen
    assert [kept.name for kept in path.parent.iterdir()] == ["preferences.json"]


@pytest.mark.parametrize(
    "damage",
    ["", "{", "[]", '{"language": "fr", "text_percent": 7000}', NOT_OURS, NOT_OURS_EITHER, "\x00\xff"],
)
def test_what_cannot_be_used_falls_back_to_the_default(path: Path, damage: str) -> None:
    path.parent.mkdir()
    path.write_bytes(damage.encode("latin-1"))

    assert read_preferences(path) == Preferences()


def test_a_folder_beside_the_program_makes_it_portable(tmp_path: Path) -> None:
    (tmp_path / "quancai-data").mkdir()
    paths = standard_paths(environment={"LOCALAPPDATA": "/x"}, home=tmp_path, program_folder=tmp_path)

    assert paths.replica == tmp_path / "quancai-data" / "replica.db"


def test_windows_and_linux_keep_data_where_they_keep_it(tmp_path: Path) -> None:
    windows = standard_paths(environment={"LOCALAPPDATA": "/local"}, home=tmp_path, program_folder=tmp_path)
    linux = standard_paths(environment={}, home=tmp_path, program_folder=tmp_path)

    assert windows.folder == Path("/local/Quancai")
    assert linux.folder == tmp_path / ".local" / "share" / "quancai"


def test_text_grows_and_shrinks_in_the_offered_steps() -> None:
    assert [step_scale(100, steps=1), step_scale(150, steps=1), step_scale(115, steps=-1)] == [115, 150, 100]

"""Choices about the program: in force at once where they can be, honest where they cannot, never refused."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desktop.paths import AppPaths
from desktop.preferences import read_preferences
from desktop.settings.choices import ProgramChoices
from desktop.settings.settings_view import SettingsView
from desktop.theme import apply_theme, current_theme
from desktop.tokens import HIGH_CONTRAST, LIGHT
from resources.words import Words


@pytest.fixture
def paths(tmp_path: Path) -> AppPaths:
    return AppPaths(tmp_path)


@pytest.fixture
def view(dressed: QApplication, words: Words, paths: AppPaths) -> Iterator[SettingsView]:
    made = SettingsView(words, camera_count=2)
    choices = ProgramChoices(paths)
    choices.attach(made)
    made.setProperty("choices", choices)
    yield made
    made.deleteLater()
    apply_theme(dressed)


def test_text_size_is_worn_at_once_and_kept(view: SettingsView, paths: AppPaths) -> None:
    view.text_size.percent_chosen.emit(130)

    assert current_theme().percent == 130
    assert read_preferences(paths.preferences).text_percent == 130


def test_contrast_changes_colours_and_keeps_the_text_size(view: SettingsView, paths: AppPaths) -> None:
    view.text_size.percent_chosen.emit(150)
    view.looks.contrast.click()

    assert (current_theme().palette, current_theme().percent) == (HIGH_CONTRAST, 150)
    assert read_preferences(paths.preferences).has_high_contrast

    view.looks.contrast.click()
    assert current_theme().palette == LIGHT


def test_other_language_waits_for_the_next_start_and_says_so(
    view: SettingsView, paths: AppPaths, words: Words
) -> None:
    view.language.language_chosen.emit("en")

    assert read_preferences(paths.preferences).language == "en"
    later = words.text("screens.settings.language_later", language="English")
    assert later in [label.text() for label in view.language.findChildren(type(view.language._note._label))]


def test_printer_that_is_unplugged_stays_chosen(view: SettingsView) -> None:
    view.printer.show_printers(("汉印 N31",), chosen="HP LaserJet M17w")

    assert view.printer.list.currentData() == "HP LaserJet M17w"


def test_computer_without_printers_is_told_what_to_do_instead(view: SettingsView) -> None:
    view.printer.show_printers((), chosen="")

    assert view.printer.list.isHidden()
    assert not view.printer._none.isHidden()


def test_choices_made_beside_each_other_are_all_kept(view: SettingsView, paths: AppPaths) -> None:
    view.camera.camera_chosen.emit(1)
    view.looks.sound.click()
    view.printer.printer_chosen.emit("汉印 N31")

    kept = read_preferences(paths.preferences)
    assert (kept.camera, kept.has_sound, kept.printer) == (1, False, "汉印 N31")


def test_full_disk_refuses_no_choice(view: SettingsView, paths: AppPaths) -> None:
    paths.preferences.with_suffix(".new").mkdir()  # nothing can be written there

    view.text_size.percent_chosen.emit(115)

    assert current_theme().percent == 115
    assert read_preferences(paths.preferences).text_percent == 100

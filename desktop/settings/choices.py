"""What a person chooses about the program itself, kept as it is chosen and in force at once where it can be.

Text size and contrast dress the whole application anew; the language waits for the next start, because
every page has already said its words. A full disk never refuses a choice: it counts until the end.
"""

from contextlib import suppress
from dataclasses import replace
from typing import TypedDict, Unpack

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from desktop.file_asking import remember_folders_in
from desktop.paths import AppPaths
from desktop.preferences import Preferences, read_preferences, save_preferences
from desktop.settings.printers import list_printers
from desktop.settings.settings_view import SettingsView
from desktop.theme import apply_theme, current_theme, step_scale
from desktop.tokens import HIGH_CONTRAST, LIGHT, SCALES


class Change(TypedDict, total=False):
    """Some of the choices, by the names of `Preferences`."""

    language: str
    text_percent: int
    has_high_contrast: bool
    has_sound: bool
    camera: int
    printer: str
    idle_minutes: int
    gig_station: str
    gig_scene: str


class ProgramChoices(QObject):
    """Reads and keeps `preferences.json`; pages hear of what concerns them."""

    camera_chosen = Signal(int)
    text_size_changed = Signal(int)

    def __init__(self, paths: AppPaths) -> None:
        super().__init__()
        self._path = paths.preferences
        remember_folders_in(self._path)
        self.now = read_preferences(self._path)
        self._view: SettingsView | None = None

    def attach(self, view: SettingsView) -> None:
        """Take over the cards of a page that was just added."""
        self._view = view
        view.text_size.percent_chosen.connect(self.choose_percent)
        view.looks.contrast_chosen.connect(self._choose_contrast)
        view.looks.sound_chosen.connect(lambda has_sound: self.keep(has_sound=has_sound))
        view.language.language_chosen.connect(self._choose_language)
        view.camera.camera_chosen.connect(self.choose_camera)
        view.printer.printer_chosen.connect(lambda printer: self.keep(printer=printer))
        self.show()

    def show(self) -> None:
        if self._view is None:
            return
        view, now = self._view, self.now
        view.text_size.show_percent(current_theme().percent)
        view.looks.show_choices(has_contrast=now.has_high_contrast, has_sound=now.has_sound)
        view.language.show_language(now.language)
        view.camera.show_camera(now.camera)
        view.printer.show_printers(list_printers(), chosen=now.printer)

    def keep(self, **change: Unpack[Change]) -> Preferences:
        """Write a choice beside what others (the copies) may have written meanwhile."""
        self.now = replace(read_preferences(self._path), **change)
        with suppress(OSError):  # a full disk: it counts until the program ends
            save_preferences(self._path, self.now)
        return self.now

    def choose_percent(self, percent: int) -> None:
        self.keep(text_percent=percent)
        self._dress(percent=percent)
        if self._view is not None:
            self._view.text_size.show_percent(percent)
        self.text_size_changed.emit(percent)

    def step_text_size(self, steps: int) -> None:
        """Make words larger (+1) or smaller (-1), or normal again (0)."""
        self.choose_percent(step_scale(current_theme().percent, steps=steps) if steps else SCALES[0])

    def _choose_contrast(self, has_contrast: bool) -> None:  # noqa: FBT001 — a slot of a check box
        self.keep(has_high_contrast=has_contrast)
        self._dress(percent=current_theme().percent)

    def _choose_language(self, language: str) -> None:
        self.keep(language=language)
        if self._view is not None:
            self._view.language.show_language(language)

    def choose_camera(self, camera: int) -> None:
        """Begin with this camera from now on, wherever a code is looked for."""
        self.keep(camera=camera)
        if self._view is not None:
            self._view.camera.show_camera(camera)
        self.camera_chosen.emit(camera)

    def _dress(self, *, percent: int) -> None:
        application = QApplication.instance()
        if isinstance(application, QApplication):
            palette = HIGH_CONTRAST if self.now.has_high_contrast else LIGHT
            apply_theme(application, palette=palette, percent=percent)

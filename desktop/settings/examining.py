"""Looks at this computer for the diagnosis, and says in words what program this is.

Nothing here reads a record: sizes come from the file system, counts from the news every page hears.
"""

import platform
import shutil
import sys
from pathlib import Path

from PySide6 import __version__ as qt_version

from desktop.desk import Desk
from desktop.diagnosis import LOG_LINES, ProgramFacts, Standing, say_bytes
from desktop.paths import AppPaths
from desktop.preferences import Preferences
from desktop.settings.about_cards import Fact
from desktop.settings.printers import list_printers
from resources.words import Words
from sync.version import PROGRAM_VERSION

LICENCE = "Apache-2.0"


def look_around(paths: AppPaths, desk: Desk, *, has_keychain: bool, preferences: Preferences) -> Standing:
    news = desk.news
    return Standing(
        now_ms=desk.clock.now_ms(),
        records_bytes=records_bytes(paths),
        free_bytes=free_bytes(paths),
        has_keychain=has_keychain,
        last_copy_ms=preferences.last_copy_ms,
        last_exchange_ms=desk.status.last_success_ms,
        unsent=news.day.unsent if news else 0,
        returned=news.day.returned if news else 0,
        open_alarms=sum(one.is_open for one in news.alarms) if news else 0,
        printers=len(list_printers()),
        log=last_lines(paths.log),
    )


def program_facts(preferences: Preferences, *, language: str) -> ProgramFacts:
    return ProgramFacts(
        version=PROGRAM_VERSION,
        python=platform.python_version(),
        qt=qt_version,
        system=f"{platform.system()} {platform.release()} {platform.machine()}",
        language=language,
        text_percent=preferences.text_percent,
        has_high_contrast=preferences.has_high_contrast,
        is_packaged=is_packaged(),
    )


def data_facts(paths: AppPaths, words: Words) -> tuple[Fact, ...]:
    text = words.text
    return (
        (text("screens.settings.data_size"), _said(records_bytes(paths), words)),
        (text("screens.settings.data_free"), _said(free_bytes(paths), words)),
        (text("screens.settings.data_folder"), str(paths.folder)),
    )


def about_facts(words: Words) -> tuple[Fact, ...]:
    text = words.text
    how = text("screens.settings.about_packaged" if is_packaged() else "screens.settings.about_source")
    build = f"{how} · Python {platform.python_version()} · Qt {qt_version}"
    return (
        (text("screens.settings.about_version"), PROGRAM_VERSION),
        (text("screens.settings.about_build"), build),
        (text("screens.settings.about_licence"), LICENCE),
    )


def is_packaged() -> bool:
    return bool(getattr(sys, "frozen", False))


def records_bytes(paths: AppPaths) -> int | None:
    """Give the size of the replica with what is still in its journal; None when it cannot be read."""
    journal = paths.replica.with_name(f"{paths.replica.name}-wal")
    try:
        return paths.replica.stat().st_size + (journal.stat().st_size if journal.exists() else 0)
    except OSError:
        return None


def free_bytes(paths: AppPaths) -> int | None:
    try:
        return shutil.disk_usage(paths.folder).free
    except OSError:
        return None


def last_lines(log: Path) -> tuple[str, ...]:
    try:
        return tuple(log.read_text(encoding="utf-8", errors="replace").splitlines()[-LOG_LINES:])
    except OSError:
        return ()


def _said(size: int | None, words: Words) -> str:
    return words.text("screens.settings.size_unknown") if size is None else say_bytes(size)

"""The largest shipped form on screen: how long a key takes, and how long a section takes to open.

A key is one key press in a text field or on a choice, from the event to everything it changed
being painted. Opening a section is the same from the press on its line in the outline.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

import shiboken6
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from bench.forms_bench.measuring import percentile
from desktop.components.option_card import OptionRadio
from desktop.error_report import report_error
from desktop.form_entry.form_page import FormPage, build_form_page, form_language
from desktop.form_entry.form_screen import FormHeader
from desktop.form_shelf import ALL_FORMS, shipped_form, shipped_source
from desktop.moments import local_time
from forms import DeviceProperties, FormSession, FormSubmission
from resources.words import Words
from store import DraftFiles
from sync.adapters.system import SystemEntropy

_NOW_MS: Final = 1_795_311_600_000
_TYPED: Final = "13805955507"
_CHOICES: Final = 12  # of one section: enough to meet every kind


class _StandingClock:
    def now(self) -> datetime:
        return local_time(_NOW_MS)


@dataclass(frozen=True, slots=True)
class Cost:
    """Milliseconds on the wall, and of the processor: the second stays on a busy machine."""

    wall: float
    processor: float


@dataclass(frozen=True, slots=True)
class FormFigures:
    """Milliseconds; the form's name and its number of sections beside them."""

    form: str
    sections: int
    keystrokes: int
    keystroke_p50_ms: float
    keystroke_p95_ms: float
    keystroke_max_ms: float
    section_open_ms: float
    section_open_median_ms: float
    keystroke_p95_processor_ms: float
    section_open_processor_ms: float


def measure_form(words: Words, *, rounds: int = 3) -> FormFigures:
    """Walk through every section of the largest form, typing and choosing, this many times."""
    form_id = max(ALL_FORMS, key=lambda one: len(shipped_source(one)))
    keys: list[Cost] = []
    opened: list[Cost] = []
    sections = 0
    for _ in range(rounds):
        page = _open(form_id, words)
        sections = _walk(page, keys, opened)
        page.view.close()
        page.view.deleteLater()
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return FormFigures(
        form=form_id,
        sections=sections,
        keystrokes=len(keys),
        keystroke_p50_ms=percentile([key.wall for key in keys], 50),
        keystroke_p95_ms=percentile([key.wall for key in keys], 95),
        keystroke_max_ms=round(max(key.wall for key in keys), 2),
        section_open_ms=round(max(each.wall for each in opened), 1),
        section_open_median_ms=percentile([each.wall for each in opened], 50),
        keystroke_p95_processor_ms=percentile([key.processor for key in keys], 95),
        section_open_processor_ms=round(max(each.processor for each in opened), 1),
    )


def _open(form_id: str, words: Words) -> FormPage:
    definition = shipped_form(form_id)
    session = FormSession.start(
        definition,
        clock=_StandingClock(),
        device=DeviceProperties("be" * 16),
        language=form_language(definition, words.language),
    )
    page = build_form_page(
        session,
        words,
        header=FormHeader("黄*珍", "象山路 12 号"),
        context=(),
        keep_draft=_keep_nothing,
        submit=_submit_nothing,
        new_instance_id=lambda: "uuid:bench",
        finished=lambda: None,
        closed=lambda: None,
        report=partial(report_error, words=words, entropy=SystemEntropy()),
    )
    page.view.resize(1366, 690)
    page.view.show()
    QApplication.processEvents()
    return page


def _walk(page: FormPage, keys: list[Cost], opened: list[Cost]) -> int:
    """Open every section once, type into what stands there; give how many sections there were."""
    section = 0
    while True:
        opened.append(_milliseconds(lambda at=section: page.presenter.go_to(at)))  # type: ignore[misc]
        if page.view.section is None:
            opened.pop()  # the review is no section
            return section
        _type(page.view.section, keys)
        section += 1


def _type(panel: QWidget, keys: list[Cost]) -> None:
    for card in panel.findChildren(OptionRadio)[:_CHOICES]:
        if _is_there(card):
            card.setFocus()
            keys.append(_press(card, Qt.Key.Key_Space, " "))
    for line in panel.findChildren(QLineEdit):
        if _is_there(line) and not line.isReadOnly():
            line.setFocus()
            keys.extend(_press(line, Qt.Key(ord(sign)), sign) for sign in _TYPED if _is_there(line))


def _press(target: QWidget, key: Qt.Key, text: str) -> Cost:
    """Press and let go, and wait until what follows from it is painted."""
    plain = Qt.KeyboardModifier.NoModifier

    def both() -> None:
        QApplication.sendEvent(target, QKeyEvent(QEvent.Type.KeyPress, key, plain, text))
        if shiboken6.isValid(target):
            QApplication.sendEvent(target, QKeyEvent(QEvent.Type.KeyRelease, key, plain, text))

    return _milliseconds(both)


def _milliseconds(act: Callable[[], object]) -> Cost:
    QApplication.processEvents()
    began, worked = time.perf_counter(), time.process_time()
    act()
    QApplication.processEvents()
    return Cost(1000 * (time.perf_counter() - began), 1000 * (time.process_time() - worked))


def _is_there(widget: QWidget) -> bool:
    return shiboken6.isValid(widget) and widget.isVisible() and widget.isEnabled()


def _keep_nothing(
    _document: bytes,
    _files: DraftFiles,
    *,
    done: Callable[[int], None],
    failed: object,  # noqa: ARG001 — the port's shape
) -> None:
    done(_NOW_MS)


def _submit_nothing(
    _submission: FormSubmission,
    *,
    done: Callable[[], None],
    failed: object,  # noqa: ARG001 — the port's shape
) -> None:
    done()

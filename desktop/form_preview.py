"""A form in the screens the officers see, for the person who writes it; nothing is kept or sent."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer

from desktop.application import end_application, make_application
from desktop.error_report import report_error
from desktop.form_entry.draft_saving import Failed
from desktop.form_entry.form_page import FormPage, build_form_page, form_language
from desktop.form_entry.form_screen import FormHeader
from desktop.form_entry.questions.input_ports import InputPorts
from desktop.form_shelf import FormClock
from desktop.theme import apply_theme
from forms import DeviceProperties, FormDefinition, FormSession, FormSubmission
from resources.words import Words
from store import DraftFiles
from sync.ports import Clock, Entropy

_SETTLE_MS = 400


def preview_form(
    definition: FormDefinition,
    words: Words,
    *,
    clock: Clock,
    entropy: Entropy,
    files: Mapping[str, bytes],
    picture: Path | None = None,
) -> FormSubmission | None:
    """Show the form until its window is closed; give what was submitted, if anything was.

    `files` are the pictures its labels and choices name. With `picture`, its first page is drawn into
    that file instead and nobody is asked.

    Raises:
        FormError: the form has a fault; it can be looked at with `form check`, never started.

    """
    application = make_application()
    apply_theme(application)
    submitted: list[FormSubmission] = []
    ports = InputPorts(read_picture=lambda name: files.get(name, b""))
    page = _open_page(
        definition, words, clock=clock, entropy=entropy, ports=ports, submitted=submitted.append
    )
    page.view.setWindowTitle(definition.title)
    page.view.resize(1366, 690)
    page.view.show()
    if picture is not None:
        QTimer.singleShot(_SETTLE_MS, lambda: (page.view.grab().save(str(picture)), page.view.close()))
    application.exec()
    end_application()
    return submitted[0] if submitted else None


def _open_page(
    definition: FormDefinition,
    words: Words,
    *,
    clock: Clock,
    entropy: Entropy,
    ports: InputPorts,
    submitted: Callable[[FormSubmission], None],
) -> FormPage:
    session = FormSession.start(
        definition,
        clock=FormClock(clock),
        device=DeviceProperties("preview"),
        language=form_language(definition, words.language),
    )
    pages: list[FormPage] = []

    def keep_nothing(
        document: bytes, files: DraftFiles, *, done: Callable[[int], None], failed: Failed
    ) -> None:
        del document, files, failed  # nothing is written, so nothing can fail
        done(clock.now_ms())

    def submit(submission: FormSubmission, *, done: Callable[[], None], failed: Failed) -> None:
        del failed
        submitted(submission)
        done()

    def close() -> None:
        pages[0].view.close()

    page = build_form_page(
        session,
        words,
        header=FormHeader(definition.title, words.text("screens.preview.quiet")),
        context=(),
        keep_draft=keep_nothing,
        submit=submit,
        new_instance_id=lambda: f"uuid:{entropy.uuid()}",
        finished=close,
        closed=close,
        ports=ports,
        report=partial(report_error, words=words, entropy=entropy),
    )
    pages.append(page)
    return page

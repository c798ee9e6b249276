"""The report for support: what it says, and that nothing of anybody is in it, however it got near."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPlainTextEdit

from desktop.diagnosis import DAY_MS, ProgramFacts, Standing, Topic, examine, scrubbed, write_report
from desktop.settings.examining import last_lines
from desktop.settings.section_tabs import Section
from store import list_drafts
from tests.desktop.at_the_desk import PASSPHRASE, AtTheDesk
from tests.desktop.test_program import open_form
from tests.fakes.clock import STORY_STARTS_MS

WELL = Standing(
    now_ms=STORY_STARTS_MS,
    records_bytes=86 << 20,
    free_bytes=40 << 30,
    has_keychain=True,
    last_copy_ms=STORY_STARTS_MS - DAY_MS,
    last_exchange_ms=STORY_STARTS_MS - DAY_MS // 2,
    unsent=0,
    returned=0,
    open_alarms=0,
    printers=1,
)
PROGRAM = ProgramFacts("0.1.0", "3.11.2", "6.12.0", "Windows 10 AMD64", "zh_CN", 130, True, True)
PLANTED = (
    "林秀梅",
    "Lin Mei",
    "linxiumei",
    "350582199001019214",
    "13805955507",
    "p-350582001014-0921-1",
    "象山路 12 号",
    "9f8e7d6c5b4a39281706f5e4d3c2b1a0",
    "AAAAB3NzaC1yc2EAAAADAQABAAABgQ==",
    "lin@example.org",
    PASSPHRASE,
)
MODULES = ("desktop.error_report", "sync.settle", "store.drafts")
SHAPES = (
    "2026-11-22 08:12:03,123 ERROR desktop.error_report unexpected {} {}",
    "2026-11-22 08:12:03,123 WARNING sync.settle envelope {0} failed: {0}Error at {0}:12 < {1}:7",
    "2026-11-22 08:12:03,123 INFO store.{0} {1}",
    "{0} {1}",
    '  File "/home/{0}/quancai.py", line 7, in {1}',
)


def test_computer_that_is_well_has_nothing_to_look_at() -> None:
    assert [check.topic for check in examine(WELL) if not check.is_fine] == []
    assert [check.topic for check in examine(WELL)] == list(Topic)


@pytest.mark.parametrize(
    ("worse", "topic", "said"),
    [
        (replace(WELL, records_bytes=None), Topic.RECORDS, "warn"),
        (replace(WELL, free_bytes=900 << 20), Topic.SPACE, "warn"),
        (replace(WELL, last_copy_ms=0), Topic.COPY, "never"),
        (replace(WELL, last_copy_ms=STORY_STARTS_MS - 8 * DAY_MS), Topic.COPY, "warn"),
        (replace(WELL, last_exchange_ms=None), Topic.EXCHANGE, "never"),
        (replace(WELL, last_exchange_ms=STORY_STARTS_MS - 4 * DAY_MS), Topic.EXCHANGE, "warn"),
        (replace(WELL, open_alarms=2), Topic.ALARMS, "warn"),
        (replace(WELL, returned=2), Topic.ALARMS, "returned"),
        (replace(WELL, open_alarms=1, returned=2), Topic.ALARMS, "both"),
        (replace(WELL, log=("2026 ERROR desktop unexpected KeyError",)), Topic.ERRORS, "warn"),
        (replace(WELL, has_keychain=False), Topic.KEYCHAIN, "warn"),
        (replace(WELL, printers=0), Topic.PRINTER, "warn"),
    ],
)
def test_what_is_wrong_is_the_one_line_to_look_at(worse: Standing, topic: Topic, said: str) -> None:
    looked_at = [(check.topic, check.said) for check in examine(worse) if not check.is_fine]

    assert looked_at == [(topic, said)]


@pytest.mark.parametrize("secret", PLANTED)
@pytest.mark.parametrize("shape", SHAPES)
def test_nothing_planted_in_the_log_comes_into_the_report(secret: str, shape: str) -> None:
    standing = replace(WELL, log=(shape.format(secret, secret),))

    report = write_report(PROGRAM, standing, modules=MODULES)

    assert secret not in report
    assert [part for part in secret.split() if len(part) > 3 and part in report] == []


def test_what_support_needs_of_the_log_is_kept() -> None:
    line = (
        "2026-11-22 08:12:03,123 ERROR desktop.error_report unexpected KeyError, "
        "reference QC-1A2B3C, at _show:12 < emit:40"
    )

    said = "unexpected KeyError reference QC-1A2B3C at line 12 < line 40"
    assert scrubbed([line], modules=MODULES) == (f"2026-11-22 08:12:03 ERROR desktop.error_report {said}",)


def test_log_that_is_not_there_is_no_reason_to_have_no_report(tmp_path: Path) -> None:
    assert last_lines(tmp_path / "quancai.log") == ()


def test_report_is_shown_whole_and_written_as_it_was_shown(working: AtTheDesk, tmp_path: Path) -> None:
    working.program.window.go_to("computer")
    view = working.program.computer.view
    assert view is not None
    view.open_section(Section.ABOUT)
    working.pilot.press(working.say("diagnosis.export"))
    assert view.sheet is not None
    shown = view.sheet.findChildren(QPlainTextEdit)[0].toPlainText()

    view.sheet.place_chosen.emit(tmp_path / "report.txt")  # type: ignore[union-attr]

    assert (tmp_path / "report.txt").read_text(encoding="utf-8") == shown
    assert view.sheet is None


def test_report_of_a_computer_in_use_names_nobody_and_no_key(working: AtTheDesk, tmp_path: Path) -> None:
    open_form(working)
    page = working.program.collecting.page
    assert page is not None
    page.presenter.answer("/employment_brief/who/consent", "1")
    working.program.collecting.leave()
    working.pilot.wait_for("draft", lambda: len(list_drafts(working.replica)) == 1)
    people = working.replica.database.query("SELECT fields FROM records WHERE kind = 'person' LIMIT 20")
    working.program.window.go_to("computer")
    view = working.program.computer.view
    assert view is not None
    view.open_section(Section.ABOUT)
    view.diagnosis.export_chosen.emit()
    assert view.sheet is not None
    report = view.sheet.report  # type: ignore[union-attr]

    assert len(list(people)) > 0
    assert [sign for sign in report if "\u4e00" <= sign <= "\u9fff"] == []
    assert [word for word in report.split() if len(word) > 12 and word.isalnum() and not word.isalpha()] == []


def test_report_that_cannot_be_written_says_so_and_stays(working: AtTheDesk, tmp_path: Path) -> None:
    working.program.window.go_to("computer")
    view = working.program.computer.view
    assert view is not None
    view.open_section(Section.ABOUT)
    view.diagnosis.export_chosen.emit()
    assert view.sheet is not None

    view.sheet.place_chosen.emit(tmp_path / "no such folder" / "report.txt")  # type: ignore[union-attr]

    assert working.pilot.sees(working.say("diagnosis.not_saved"))

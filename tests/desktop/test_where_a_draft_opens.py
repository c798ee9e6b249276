"""A draft opens where the person stopped; one that does not say where, at what is still open."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.form_entry.draft_document import DraftDocument, read_document
from desktop.form_entry.form_presenter import FormPresenter
from desktop.form_entry.whereabouts import Whereabouts
from desktop.form_shelf import shipped_form
from forms import FormSession
from resources.words import Words
from tests.desktop.any_form import show
from tests.desktop.filling import WHO, WORK, begin_filling, report, resume_filling
from tests.desktop.form_screens import HOME
from tests.fakes.clock import STORY_STARTS_MS
from tests.fakes.form_screen import FakeFormScreen, FakeKeeper


class Sitting:
    """One time somebody sat at the short form."""

    def __init__(self, kept: DraftDocument | None = None, session: FormSession | None = None) -> None:
        self.screen, self.keeper = FakeFormScreen(), FakeKeeper(STORY_STARTS_MS)
        self.presenter = FormPresenter(
            self.screen,
            session or begin_filling(),
            words=Words("zh_CN"),
            keep_draft=self.keeper.keep,
            submit=self.keeper.submit,
            new_instance_id=lambda: "uuid:story",
            finished=lambda: None,
            closed=lambda: None,
            report=report,
            kept=kept,
        )
        self.presenter.begin()

    def kept(self) -> DraftDocument:
        return read_document(self.keeper.drafts[-1])

    def again(self) -> "Sitting":
        """Sit down at the draft of this sitting."""
        self.presenter.save_and_leave()
        return resumed(self.kept())

    @property
    def current(self) -> int:
        assert self.screen.outline is not None
        return self.screen.outline.current


def resumed(kept: DraftDocument) -> Sitting:
    return Sitting(kept, resume_filling(kept.session))


@pytest.fixture
def second_page() -> Sitting:
    """The first page is done, the second begun."""
    sitting = Sitting()
    sitting.presenter.answer(f"{WHO}/consent", "1")
    sitting.presenter.answer(f"{WHO}/phone", "13805551234")
    sitting.presenter.go_on()
    sitting.presenter.answer(f"{WORK}/emp_status", "1")
    return sitting


def test_a_draft_opens_at_the_question_that_was_answered_last(second_page: Sitting) -> None:
    again = second_page.again()

    assert (again.current, again.screen.focused) == (1, f"{WORK}/emp_status")


def test_a_page_that_was_only_gone_to_is_kept_in_a_draft(second_page: Sitting) -> None:
    second_page.presenter.go_back()

    again = second_page.again()

    assert (again.current, again.screen.focused) == (0, None)


def test_a_form_that_was_only_looked_at_makes_no_draft() -> None:
    sitting = Sitting()

    sitting.presenter.go_on()
    sitting.presenter.save_and_leave()

    assert sitting.keeper.drafts == []


def test_a_draft_left_at_the_review_opens_there(second_page: Sitting) -> None:
    second_page.presenter.go_to(2)

    assert second_page.again().screen.review is not None


def test_a_draft_without_a_place_opens_at_the_first_open_question(second_page: Sitting) -> None:
    second_page.presenter.save()

    again = resumed(replace(second_page.kept(), stopped_at=None))

    assert again.current == 1


def test_a_draft_without_a_place_and_nothing_open_opens_at_the_last_page_with_an_answer(
    second_page: Sitting,
) -> None:
    second_page.presenter.answer(f"{WORK}/unemp_reason", "02")
    second_page.presenter.answer(f"{WORK}/unemp_registered", "1")
    second_page.presenter.answer(f"{WORK}/status_since", "2026-08-01")
    second_page.presenter.save()

    again = resumed(replace(second_page.kept(), stopped_at=None))

    assert again.current == 1


def test_a_place_that_is_gone_opens_at_the_first_open_question(second_page: Sitting) -> None:
    second_page.presenter.save()

    again = resumed(replace(second_page.kept(), stopped_at=Whereabouts("/of/another/version")))

    assert again.current == 1


def test_a_draft_left_in_the_second_member_opens_in_it(qtbot: QtBot, dressed: QApplication) -> None:
    form = show(qtbot, shipped_form("person_employment"))
    answer, name = form.page.presenter.answer, f"{HOME}/member[2]/m_id/person_name"
    answer(f"{HOME}/consent_grp/consent", "1")
    answer(f"{HOME}/hh/member_count", "2")
    form.page.presenter.change_answer(name)
    answer(name, "黄秀珍")

    again = form.reopen()

    assert name in again.section.references
    assert again.panel(name).isAncestorOf(QApplication.focusWidget() or again.page.view)

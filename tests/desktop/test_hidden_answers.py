"""An answer that takes others off the page says how many, and one press brings them back."""

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.form_shelf import shipped_form
from tests.desktop.any_form import OpenForm, one_page, show
from tests.desktop.form_screens import HOME, MEMBER
from tests.scenario.form_scenario import ask, bind, choose

JOB = "/data/job"
FORM = one_page(
    "<job/><since/><firm/><sum/>",
    bind("since", relevant="/data/job = 'b'"),
    bind("firm", relevant="/data/job = 'b'"),
    bind("sum", calculate="'known'", relevant="/data/job = 'b'"),
    body=(choose("job", "a", "b"), ask("since"), ask("firm")),
)


@pytest.fixture
def form(qtbot: QtBot, dressed: QApplication) -> OpenForm:
    """Two answers stand under the job."""
    opened = show(qtbot, FORM)
    opened.page.presenter.answer(JOB, "b")
    opened.page.presenter.answer("/data/since", "May")
    opened.page.presenter.answer("/data/firm", "石材厂")
    return opened


def test_the_toast_counts_what_the_person_answered(form: OpenForm) -> None:
    form.page.presenter.answer(JOB, "a")

    assert form.page.view.toast.isVisible()
    assert form.page.view.toast.text() == "2 项已填的答案收起来了，先不上报"


def test_undo_brings_the_answers_back_and_goes_to_the_question(form: OpenForm) -> None:
    form.page.presenter.answer(JOB, "a")

    form.page.view.toast.undo_chosen.emit()

    assert (form.value(JOB), form.value("/data/firm")) == ("b", "石材厂")
    assert form.panel("/data/firm").isVisible()
    assert form.panel(JOB).isAncestorOf(QApplication.focusWidget() or form.page.view)


def test_what_was_undone_is_kept_in_the_draft(form: OpenForm) -> None:
    form.page.presenter.answer(JOB, "a")
    form.page.presenter.save()
    form.page.view.toast.undo_chosen.emit()

    assert form.reopen().value("/data/firm") == "石材厂"


def test_an_answer_that_hides_nothing_says_nothing(form: OpenForm) -> None:
    form.page.presenter.answer("/data/since", "June")

    assert not form.page.view.toast.isVisible()


def test_after_another_answer_there_is_no_way_back(form: OpenForm) -> None:
    form.page.presenter.answer(JOB, "a")
    form.page.presenter.answer(JOB, "")

    form.page.presenter.undo()

    assert form.value(JOB) == ""


def test_members_a_smaller_number_takes_away_are_counted_and_come_back(
    qtbot: QtBot, dressed: QApplication
) -> None:
    form = show(qtbot, shipped_form("person_employment"))
    answer = form.page.presenter.answer
    answer(f"{HOME}/consent_grp/consent", "1")
    answer(f"{HOME}/hh/member_count", "2")
    answer(f"{MEMBER.replace('[1]', '[2]')}/m_id/person_name", "黄秀珍")

    answer(f"{HOME}/hh/member_count", "1")
    told = form.page.view.toast.text()
    form.page.presenter.undo()

    assert told == "3 项已填的答案收起来了，先不上报"  # two of them the form had filled in
    assert form.value(f"{MEMBER.replace('[1]', '[2]')}/m_id/person_name") == "黄秀珍"

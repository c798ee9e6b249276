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

    form.page.presenter.taking_back.undo()

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
    form.page.presenter.taking_back.undo()

    assert told == "3 项已填的答案收起来了，先不上报"  # two of them the form had filled in
    assert form.value(f"{MEMBER.replace('[1]', '[2]')}/m_id/person_name") == "黄秀珍"


AGE = "/data/age"
GROWN = one_page(
    "<age/><firm/>",
    bind("age", type="int"),
    bind("firm", relevant="/data/age > 20"),
    body=(ask("age"), ask("firm")),
)


@pytest.fixture
def grown(qtbot: QtBot, dressed: QApplication) -> OpenForm:
    """Somebody of 45, and where they work."""
    opened = show(qtbot, GROWN)
    type_over(opened, "45")
    opened.page.view.field_left.emit(AGE)
    opened.page.presenter.answer("/data/firm", "石材厂")
    return opened


def type_over(form: OpenForm, text: str) -> None:
    """Stand for one key: what the field holds after it."""
    form.page.view.answered.emit(AGE, text)


def test_undo_takes_back_all_that_was_typed_in_one_sitting(grown: OpenForm) -> None:
    type_over(grown, "1")
    type_over(grown, "16")
    told = grown.page.view.toast.text()
    grown.page.view.toast.undo_chosen.emit()

    assert told == "1 项已填的答案收起来了，先不上报"
    assert (grown.value(AGE), grown.value("/data/firm")) == ("45", "石材厂")


def test_the_offer_goes_when_a_later_key_brings_the_answers_back(grown: OpenForm) -> None:
    type_over(grown, "4")
    type_over(grown, "46")

    assert not grown.page.view.toast.isVisible()
    assert grown.panel("/data/firm").isVisible()


def test_the_offer_stays_while_what_is_typed_is_no_figure_yet(grown: OpenForm) -> None:
    type_over(grown, "1")
    type_over(grown, "1x")
    offered = grown.page.view.toast.isVisible()
    grown.page.view.toast.undo_chosen.emit()

    assert offered
    assert grown.value(AGE) == "45"


def test_a_field_that_was_left_begins_a_sitting_of_its_own(grown: OpenForm) -> None:
    type_over(grown, "4")
    type_over(grown, "46")
    grown.page.view.field_left.emit(AGE)
    type_over(grown, "1")
    type_over(grown, "16")
    grown.page.view.toast.undo_chosen.emit()

    assert grown.value(AGE) == "46"


def test_after_a_pause_only_what_came_later_is_taken_back(grown: OpenForm) -> None:
    type_over(grown, "4")
    type_over(grown, "47")
    grown.page.presenter.taking_back.end_sitting()
    type_over(grown, "1")
    type_over(grown, "16")
    grown.page.view.toast.undo_chosen.emit()

    assert grown.value(AGE) == "47"


def test_each_press_of_a_card_is_taken_back_by_itself(form: OpenForm) -> None:
    form.page.presenter.answer(JOB, "")
    form.page.presenter.answer(JOB, "b")
    form.page.presenter.answer(JOB, "a")
    form.page.view.toast.undo_chosen.emit()

    assert form.value(JOB) == "b"

"""A question an answer has just brought may not be called wrong before anybody could see it."""

from tests.desktop.filling import WORK
from tests.desktop.test_form_presenter import Filling, fill_first_page, filling

__all__ = ["filling"]


def test_a_question_that_has_just_come_is_not_wrong_before_anybody_saw_it(filling: Filling) -> None:
    fill_first_page(filling)
    filling.presenter.go_on()
    filling.presenter.go_to(1)

    filling.answer(emp_status="1")
    when_it_came = filling.card(f"{WORK}/unemp_reason").problem
    filling.presenter.go_on()
    filling.presenter.go_to(1)

    assert when_it_came == ""
    assert filling.card(f"{WORK}/unemp_reason").problem != ""


def test_a_question_that_went_and_came_back_is_looked_at_anew(filling: Filling) -> None:
    fill_first_page(filling)
    filling.answer(emp_status="1")
    filling.presenter.go_on()
    filling.presenter.go_to(1)

    filling.answer(emp_status="8")
    filling.answer(emp_status="1")

    assert filling.card(f"{WORK}/unemp_reason").problem == ""

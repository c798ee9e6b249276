"""Whoever set the computer up has no staff number there; nobody has to know that their slot is called 1."""

from desktop.operator_names import say_operator
from desktop.who_may_come import FIRST_OPERATOR
from resources.words import Words


def test_the_first_one_is_not_called_one() -> None:
    assert say_operator(FIRST_OPERATOR, Words("zh_CN")) == "第一位使用者"
    assert say_operator(FIRST_OPERATOR, Words("en")) == "First user"


def test_the_first_one_has_a_name_where_it_is_known() -> None:
    assert say_operator(FIRST_OPERATOR, Words("zh_CN"), first="林秀梅") == "林秀梅"
    assert say_operator("0922", Words("zh_CN"), first="林秀梅") == "0922"


def test_a_staff_number_is_read_as_it_was_written() -> None:
    assert say_operator("0922", Words("zh_CN")) == "0922"

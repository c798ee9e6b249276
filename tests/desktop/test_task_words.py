"""A task sent in Chinese is read in the language of the screen."""

from desktop.task_words import TaskWords, in_language

SENT = TaskWords("登记失业但同期有职工社保缴费", "省级回流", "请询问")


def test_an_english_session_reads_the_words_of_the_rule() -> None:
    said = in_language(SENT, "D41", language="en")

    assert said.title == "Registered as unemployed, yet an employer pays social insurance"
    assert said.question.isascii()


def test_a_chinese_session_reads_what_was_sent() -> None:
    assert in_language(SENT, "D41", language="zh_CN") is SENT


def test_a_rule_this_program_does_not_know_is_shown_as_it_came() -> None:
    assert in_language(SENT, "D999", language="en") is SENT

"""What may be answered, how it is spelled, and what stops a form from being finished."""

import pytest

from forms import FormError, FormNotFinishedError, QuestionKind, Strength
from tests.scenario.form_scenario import Scenario, ask, bind, choose, form


@pytest.mark.parametrize(
    ("kind", "given", "kept"),
    [
        ("int", " 007 ", "7"),
        ("int", "7.9", "7"),
        ("decimal", "1.50", "1.5"),
        ("date", "2026-3-5", "2026-03-05"),
        ("date", "2026-03-05T10:00:00.000+08:00", "2026-03-05"),
        ("time", "9:30", "09:30:00.000"),
        ("dateTime", "2026-03-05T10:00:00Z", "2026-03-05T10:00:00.000Z"),
        ("geopoint", "24.9 118.6", "24.9 118.6 0.0 0.0"),
        ("geotrace", "24.9 118.6; 25 118.7", "24.9 118.6 0.0 0.0;25.0 118.7 0.0 0.0"),
        ("string", "  as written ", "  as written "),
    ],
)
def test_an_answer_is_kept_in_the_spelling_of_its_type(kind: str, given: str, kept: str) -> None:
    scenario = Scenario(form("<a/>", bind("a", type=kind), body=(ask("a"),)))

    scenario.answer("/data/a", given)

    assert scenario.value("/data/a") == kept


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("int", "seven"),
        ("int", "9" * 40),
        ("decimal", "1,5"),
        ("date", "2026-02-30"),
        ("time", "25:00"),
        ("geopoint", "95 10"),
        ("geotrace", "1 2;x"),
    ],
)
def test_an_answer_of_another_type_is_refused_and_the_old_one_stays(kind: str, given: str) -> None:
    scenario = Scenario(form("<a/>", bind("a", type=kind), body=(ask("a"),)))

    with pytest.raises(FormError, match="answer-wrong-type"):
        scenario.answer("/data/a", given)
    assert scenario.value("/data/a") == ""


def test_a_default_that_is_no_value_of_its_type_loads_as_blank() -> None:
    scenario = Scenario(form("<a>foo</a>", bind("a", type="decimal"), body=(ask("a"),)))

    assert scenario.value("/data/a") == ""


def test_a_readonly_answer_cannot_be_written() -> None:
    scenario = Scenario(form("<a>1</a>", bind("a", readonly="true()"), body=(ask("a"),)))

    with pytest.raises(FormError, match="question-readonly"):
        scenario.answer("/data/a", "2")
    assert scenario.value("/data/a") == "1"


def test_readonly_is_inherited_from_the_group() -> None:
    xml = form("<lock>1</lock><g><a/></g>", bind("g", readonly="/data/lock = '1'"), body=(ask("g/a"),))

    assert Scenario(xml).question("/data/g/a").is_readonly


def test_a_question_that_is_not_relevant_cannot_be_answered() -> None:
    scenario = Scenario(form("<a/>", bind("a", relevant="false()"), body=(ask("a"),)))

    with pytest.raises(FormError, match="question-not-relevant"):
        scenario.answer("/data/a", "2")
    assert scenario.value("/data/a") == ""


def test_a_refused_answer_is_kept_and_reported_in_the_author_s_words() -> None:
    rules = bind("a", type="int", constraint=". < 10", jr_constraintMsg="太大了")
    scenario = Scenario(form("<a/>", rules, body=(ask("a"),)))

    scenario.answer("/data/a", "11")

    violation = scenario.violation("/data/a")
    assert scenario.value("/data/a") == "11"
    assert violation is not None
    assert (violation.code, violation.strength, violation.message) == (
        "answer-refused",
        Strength.STOP,
        "太大了",
    )


def test_a_blank_answer_is_missing_but_never_wrong() -> None:
    scenario = Scenario(form("<a/>", bind("a", constraint="false()"), body=(ask("a"),)))

    assert scenario.session.violations() == ()


def test_required_follows_other_answers() -> None:
    xml = form("<a/><b/>", bind("b", required="/data/a = '1'"), body=(ask("a"), ask("b")))
    scenario = Scenario(xml)
    before = scenario.session.violations()

    scenario.answer("/data/a", "1")

    assert before == ()
    assert [each.code for each in scenario.session.violations()] == ["answer-required"]


def test_a_choice_that_is_not_offered_is_a_violation() -> None:
    scenario = Scenario(form("<c/>", body=(choose("c", "yes", "no"),)))

    scenario.answer("/data/c", "maybe")

    assert [each.code for each in scenario.session.violations()] == ["answer-not-offered"]


def test_a_form_with_a_stopping_violation_cannot_be_finished() -> None:
    scenario = Scenario(form("<a/>", bind("a", required="true()"), body=(ask("a"),)))

    with pytest.raises(FormNotFinishedError) as refused:
        scenario.finish()
    assert [each.reference for each in refused.value.violations] == ["/data/a"]
    assert scenario.value("/data/meta/instanceID") == ""


def test_a_hint_is_shown_and_lets_the_form_be_finished() -> None:
    rules = bind("a", constraint=". = '1'", qz_strength="hint")
    scenario = Scenario(form("<a/>", rules, body=(ask("a"),)))
    scenario.answer("/data/a", "2")

    submission = scenario.finish()

    assert [each.strength for each in scenario.session.violations()] == [Strength.HINT]
    assert submission.values["/data/a"] == "2"


def test_a_fixed_text_is_a_note_until_it_holds_something() -> None:
    fixed = bind("a", type="string", readonly="true()")

    blank = Scenario(form("<a/>", fixed, body=(ask("a"),)))
    filled = Scenario(form("<a>蔡志明</a>", fixed, body=(ask("a"),)))

    assert blank.question("/data/a").kind is QuestionKind.NOTE
    assert filled.question("/data/a").kind is QuestionKind.TEXT


def test_what_was_asked_tells_a_blank_answer_from_a_question_never_asked() -> None:
    xml = form(
        "<a/><b/><hidden/><total/>",
        bind("hidden", relevant="/data/a = 'yes'"),
        bind("total", readonly="true()"),
        body=(ask("a"), ask("b"), ask("hidden"), ask("total")),
    )
    scenario = Scenario(xml)
    scenario.answer("/data/b", "x")

    assert scenario.session.asked() == {"/data/a": "", "/data/b": "x"}
    assert scenario.session.values() == {"/data/b": "x"}

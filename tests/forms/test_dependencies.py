"""What an answer sets off: calculation, relevance, and where it stops."""

import pytest

from forms import FormError, FormSession, load_form
from forms.errors import FormCycleError
from tests.fakes.form_device import DEVICE, WallClock
from tests.scenario.form_scenario import Scenario, ask, bind, form, repeat


def test_a_calculation_follows_the_answers_it_reads_through_others() -> None:
    xml = form(
        "<a/><b/><c/>",
        bind("c", calculate="/data/b + 1"),
        bind("b", calculate="/data/a * 2"),
        body=(ask("a"),),
    )
    scenario = Scenario(xml)

    scenario.answer("/data/a", "4")

    assert scenario.value("/data/c") == "9"


def test_relevance_is_inherited_and_the_answer_comes_back() -> None:
    xml = form(
        "<has/><job><title/></job>",
        bind("job", relevant="/data/has = '1'"),
        body=(ask("has"), ask("job/title")),
    )
    scenario = Scenario(xml)
    scenario.answer("/data/has", "1")
    scenario.answer("/data/job/title", "焊工")

    scenario.answer("/data/has", "0")
    hidden = scenario.question("/data/job/title").is_relevant
    scenario.answer("/data/has", "1")

    assert not hidden
    assert scenario.question("/data/job/title").value == "焊工"


def test_an_answer_that_is_not_relevant_reads_as_blank_and_is_not_submitted() -> None:
    xml = form(
        "<has/><title/><seen/>",
        bind("title", relevant="/data/has = '1'"),
        bind("seen", calculate="concat('[', /data/title, ']')"),
        body=(ask("has"), ask("title")),
    )
    scenario = Scenario(xml)
    scenario.answer("/data/has", "1")
    scenario.answer("/data/title", "焊工")

    scenario.answer("/data/has", "0")

    assert scenario.value("/data/seen") == "[]"
    assert b"title" not in scenario.finish().xml


def test_changes_name_only_the_questions_whose_view_differs() -> None:
    xml = form(
        "<a/><b/><c/>",
        bind("b", relevant="/data/a = '1'"),
        body=(ask("a"), ask("b"), ask("c")),
    )
    scenario = Scenario(xml)

    changes = scenario.answer("/data/a", "1")

    assert changes.changed == {"/data/a", "/data/b"}
    assert not changes.structure_changed


def test_a_label_that_shows_an_answer_is_told_when_it_changes() -> None:
    xml = form("<a/><b/>", body=(ask("a"), ask("b", 'Hello <output value="/data/a"/>!')))
    scenario = Scenario(xml)

    changes = scenario.answer("/data/a", "林秀梅")

    assert "/data/b" in changes.changed
    assert scenario.question("/data/b").label == "Hello 林秀梅!"


def test_a_circle_of_calculations_is_reported_with_its_path() -> None:
    xml = form("<a/><b/>", bind("a", calculate="/data/b"), bind("b", calculate="/data/a"))

    definition = load_form(xml)

    assert [fault.parameters["path"] for fault in definition.faults] == ["/data/a → /data/b → /data/a"]


def test_a_broken_form_can_be_looked_at_but_not_started() -> None:
    definition = load_form(form("<a/><b/>", bind("a", calculate="/data/b"), bind("b", calculate="/data/a")))

    with pytest.raises(FormCycleError):
        FormSession.start(definition, clock=WallClock(), device=DEVICE)
    assert definition.form_id == "test"


def test_a_group_may_ask_about_its_own_contents_and_stays_closed() -> None:
    xml = form("<g><kind>user</kind></g>", bind("g", relevant="./kind = 'user'"), body=(ask("g/kind"),))

    scenario = Scenario(xml)

    assert not scenario.is_relevant("/data/g")


def test_an_expression_that_fails_while_running_counts_as_blank() -> None:
    xml = form("<a/><b/>", bind("b", calculate="regex(/data/a, '[')"), body=(ask("a"),))
    scenario = Scenario(xml)

    scenario.answer("/data/a", "x")

    assert scenario.value("/data/b") == ""
    assert "form-expression-failed" in {each.code for each in scenario.session._filling.failures.values()}


def test_every_fault_of_a_form_is_collected() -> None:
    xml = form(
        "<a/><b/><c/>",
        bind("a", calculate="1 +"),
        bind("b", calculate="nosuch(1)"),
        bind("c", calculate="count()"),
    )

    codes = [fault.code for fault in load_form(xml).faults]

    assert codes == ["form-expression-broken", "form-function-unknown", "form-function-arguments"]


def test_a_bind_for_a_node_that_is_not_there_is_a_warning() -> None:
    definition = load_form(form("<a/>", bind("gone", relevant="true()")))

    assert definition.faults == ()
    assert [warning.code for warning in definition.warnings] == ["form-reference-unknown"]


def test_a_control_for_a_node_that_is_not_there_is_a_fault() -> None:
    definition = load_form(form("<a/>", body=(ask("gone"),)))

    assert [fault.code for fault in definition.faults] == ["form-reference-unknown"]


def test_an_answer_in_one_entry_leaves_the_other_entries_alone() -> None:
    xml = form(
        "<rep><x/><y/></rep><rep><x/><y/></rep>",
        bind("rep/y", calculate="/data/rep/x * 2"),
        body=(repeat("rep", ask("rep/x"), ask("rep/y")),),
    )
    scenario = Scenario(xml)

    changes = scenario.answer("/data/rep[2]/x", "4")

    assert changes.changed == {"/data/rep[2]/x", "/data/rep[2]/y"}
    assert (scenario.value("/data/rep[1]/y"), scenario.value("/data/rep[2]/y")) == ("", "8")


@pytest.mark.parametrize("reference", ["/data/nosuch", "/data", "/data/a/b", "", "/", "/data/[1]"])
def test_a_reference_that_names_no_question_is_a_coded_error(reference: str) -> None:
    scenario = Scenario(form("<a/>", body=(ask("a"),)))

    with pytest.raises(FormError, match="question-unknown"):
        scenario.answer(reference, "x")


@pytest.mark.parametrize(
    ("nodes", "count", "rules"),
    [
        ("<r><q/></r>", "count(/data/r) + 1", ()),
        ("<n/><r><q/></r>", "/data/n", (bind("n", type="int", calculate="count(/data/r) + 1"),)),
    ],
)
def test_a_count_that_feeds_itself_comes_to_rest_and_is_remembered(
    nodes: str, count: str, rules: tuple[str, ...]
) -> None:
    scenario = Scenario(form(nodes, *rules, body=(repeat("r", ask("r/q"), count=count),)))

    assert [each.parameters for each in scenario.session.failures()] == [{"path": "/data/r"}]

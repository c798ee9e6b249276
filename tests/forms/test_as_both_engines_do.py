"""Habits both reference engines share, found by giving them and us the same odd forms."""

import json

import pytest

from forms.errors import AnswerTypeError
from tests.scenario.form_scenario import Scenario, ask, bind, choose, evaluate, form, repeat


def test_choice_name_of_several_choices_at_once_is_blank() -> None:
    xml = form(
        "<c/><said/>",
        bind("said", calculate="jr:choice-name(/data/c, '/data/c')"),
        body=(choose("c", "a", "b", many=True),),
    )
    scenario = Scenario(xml)

    scenario.answer("/data/c", "a b")
    of_both = scenario.value("/data/said")
    scenario.answer("/data/c", "b")

    assert of_both == ""
    assert scenario.value("/data/said") == "B"


def test_a_default_none_of_the_choices_counts_as_not_given() -> None:
    body = (choose("one", "a", "b"), choose("many", "a", "b", many=True))

    scenario = Scenario(form("<one>z</one><many>a z</many>", body=body))

    assert scenario.value("/data/one") == ""
    assert scenario.value("/data/many") == "a"
    assert scenario.violation("/data/one") is None


def test_a_calculation_and_an_action_answer_only_with_written_choices() -> None:
    put = '<setvalue event="xforms-value-changed" ref="/data/put" value="/data/q"/>'
    xml = form(
        "<q/><found/><put/>",
        bind("found", calculate="/data/q"),
        body=(ask("q", "", put), choose("found", "a"), choose("put", "a")),
    )
    scenario = Scenario(xml)

    scenario.answer("/data/q", "a")
    offered = (scenario.value("/data/found"), scenario.value("/data/put"))
    scenario.answer("/data/q", "z")

    assert offered == ("a", "a")
    assert (scenario.value("/data/found"), scenario.value("/data/put")) == ("", "")


def test_a_choice_is_kept_as_it_is_offered() -> None:
    scenario = Scenario(form("<c/>", bind("c", type="int"), body=(choose("c", "02"),)))

    scenario.answer("/data/c", "02")

    assert scenario.value("/data/c") == "02"
    assert scenario.violation("/data/c") is None


def test_a_choice_without_words_shows_its_value() -> None:
    scenario = Scenario(form("<c/>", body=(choose("c", "<item><value>7</value></item>"),)))

    assert scenario.labels("/data/c") == ["7"]


@pytest.mark.parametrize("cleared", ["", "two"])
def test_a_count_that_says_no_number_leaves_the_entries(cleared: str) -> None:
    xml = form(
        '<n/><rep jr:template=""><x/></rep>', body=(ask("n"), repeat("rep", ask("rep/x"), count="/data/n"))
    )
    scenario = Scenario(xml)
    scenario.answer("/data/n", "2")
    scenario.answer("/data/rep[2]/x", "kept")

    scenario.answer("/data/n", cleared)

    assert scenario.value("/data/rep[2]/x") == "kept"


def test_a_count_that_says_no_number_at_first_makes_no_entries() -> None:
    body = (ask("n"), repeat("rep", ask("rep/x"), count="/data/n"))

    scenario = Scenario(form("<n/><rep><x/></rep>", body=body))

    assert scenario.session.repeats()[0].entries == ()


def test_an_entry_may_be_relevant_by_its_own_position() -> None:
    xml = form(
        "<rep><x/></rep>", bind("rep", relevant="position(.) != 2"), body=(repeat("rep", ask("rep/x")),)
    )
    scenario = Scenario(xml)

    scenario.add("/data/rep")
    scenario.add("/data/rep")

    relevant = [scenario.is_relevant(f"/data/rep[{number}]") for number in (1, 2, 3)]
    assert relevant == [True, False, True]


def test_a_whole_number_has_32_bits() -> None:
    xml = form(
        "<n>9999999999</n><c/>",
        bind("n", type="int"),
        bind("c", type="int", calculate="3000000000"),
        body=(ask("n"),),
    )
    scenario = Scenario(xml)
    default = scenario.value("/data/n")

    scenario.answer("/data/n", "2147483647")
    with pytest.raises(AnswerTypeError):
        scenario.answer("/data/n", "2147483648")

    assert default == ""
    assert scenario.value("/data/n") == "2147483647"
    assert scenario.value("/data/c") == ""


def test_what_the_device_does_not_know_stays_as_written() -> None:
    xml = form("<a>first</a>", bind("a", jr_preload="property", jr_preloadParams="nosuch"), body=(ask("a"),))

    assert Scenario(xml).value("/data/a") == "first"


def test_the_long_form_of_a_text_is_shown_before_the_plain_one() -> None:
    texts = (
        '<itext><translation lang="zh"><text id="q"><value>plain</value><value form="short">short</value>'
        '<value form="long">long</value></text></translation></itext>'
    )
    body = ('<input ref="/data/a"><label ref="jr:itext(\'q\')"/></input>',)

    assert Scenario(form("<a/>", texts, body=body)).question("/data/a").label == "long"


def test_an_action_of_finishing_runs_when_the_form_is_finished() -> None:
    last = '<setvalue event="xforms-revalidate" ref="/data/b" value="concat(/data/a, \'!\')"/>'
    scenario = Scenario(form("<a/><b/>", last, body=(ask("a"),)))

    scenario.answer("/data/a", "x")
    before = scenario.value("/data/b")
    submission = scenario.finish()

    assert before == ""
    assert b"<b>x!</b>" in submission.xml


def test_yes_and_no_of_a_map_file_are_spelled_as_in_forms() -> None:
    feature = {"type": "Feature", "geometry": None, "properties": {"open": True}}
    xml = form(
        "<a/>",
        '<instance id="m" src="jr://file/m.geojson"/>',
        bind("a", calculate="instance('m')/root/item[1]/open"),
    )

    scenario = Scenario(xml, attachments={"m.geojson": json.dumps({"features": [feature]}).encode()})

    assert scenario.value("/data/a") == "true"


def test_infinity_is_no_whole_number() -> None:
    xml = form("<n/>", bind("n", type="int", calculate="1 div 0"), body=(ask("n"),))

    assert Scenario(xml).value("/data/n") == ""
    assert evaluate("1 div 0") == "Infinity"

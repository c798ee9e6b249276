"""Entries: added, removed, counted by the form, nested, and seen from each other."""

import pytest

from forms.errors import RepeatFixedError, RepeatLimitError
from tests.scenario.form_scenario import Scenario, ask, bind, form, repeat


def test_a_template_gives_no_entry_and_its_defaults_to_each_new_one() -> None:
    xml = form(
        '<rep jr:template=""><x>5</x></rep>', bind("rep/x", type="int"), body=(repeat("rep", ask("rep/x")),)
    )
    scenario = Scenario(xml)
    before = scenario.session.repeats()[0].entries

    changes = scenario.add("/data/rep")

    assert before == ()
    assert changes.structure_changed
    assert scenario.value("/data/rep[1]/x") == "5"


def test_without_a_template_the_first_entry_is_the_shape_and_new_ones_are_blank() -> None:
    scenario = Scenario(form("<rep><x>5</x></rep>", body=(repeat("rep", ask("rep/x")),)))

    scenario.add("/data/rep")

    assert scenario.value("/data/rep[1]/x") == "5"
    assert scenario.value("/data/rep[2]/x") == ""


def test_removing_an_entry_moves_the_ones_after_it_up() -> None:
    xml = form(
        "<rep><x/><n/></rep><total/>",
        bind("rep/n", calculate="position(..)"),
        bind("total", calculate="sum(/data/rep/x)"),
        body=(repeat("rep", ask("rep/x")),),
    )
    scenario = Scenario(xml)
    scenario.answer("/data/rep[1]/x", "1")
    scenario.add("/data/rep")
    scenario.answer("/data/rep[2]/x", "20")

    scenario.remove("/data/rep[1]")

    assert scenario.value("/data/rep[1]/x") == "20"
    assert scenario.value("/data/rep[1]/n") == "1"
    assert scenario.value("/data/total") == "20"


def test_a_count_makes_and_removes_entries() -> None:
    xml = form(
        '<n/><rep jr:template=""><x/></rep>',
        bind("n", type="int"),
        body=(ask("n"), repeat("rep", ask("rep/x"), count="/data/n")),
    )
    scenario = Scenario(xml)

    scenario.answer("/data/n", "3")
    grown = scenario.session.repeats()[0].entries
    scenario.answer("/data/n", "1")

    assert len(grown) == 3
    assert scenario.session.repeats()[0].entries == ("/data/rep[1]",)


def test_a_count_its_question_refuses_neither_makes_nor_takes_entries() -> None:
    scenario = Scenario(_counted(bind("n", type="int", constraint=". >= 1 and . <= 20")))
    scenario.answer("/data/n", "2")
    scenario.answer("/data/rep[2]/x", "here")

    grown = scenario.answer("/data/n", "213")
    shrunk = scenario.answer("/data/n", "0")
    stood = scenario.value("/data/rep[2]/x")
    scenario.answer("/data/n", "3")

    assert (grown.structure_changed, shrunk.structure_changed) == (False, False)
    assert stood == "here"
    assert scenario.session.repeats()[0].entries == ("/data/rep[1]", "/data/rep[2]", "/data/rep[3]")


def test_a_count_that_only_has_to_be_verified_is_followed() -> None:
    rule = bind("n", type="int", constraint=". < 3", **{"qz:strength": "must-verify"})
    scenario = Scenario(_counted(rule))

    scenario.answer("/data/n", "4")

    assert len(scenario.session.repeats()[0].entries) == 4


def test_entries_a_count_took_away_come_back_in_their_order_when_it_grows_again() -> None:
    scenario = Scenario(_counted(bind("n", type="int")))
    scenario.answer("/data/n", "3")
    scenario.answer("/data/rep[2]/x", "second")
    scenario.answer("/data/rep[3]/x", "third")

    scenario.answer("/data/n", "1")
    while_one = scenario.session.sections()[1].questions
    scenario.answer("/data/n", "2")
    scenario.answer("/data/n", "4")

    answers = [scenario.value(f"/data/rep[{number}]/x") for number in (1, 2, 3, 4)]
    assert while_one == ("/data/rep[1]/x",)
    assert answers == ["", "second", "third", ""]


def test_an_entry_that_came_back_is_calculated_and_counted_anew() -> None:
    scenario = Scenario(
        form(
            '<n/><total/><rep jr:template=""><x/><twice/></rep>',
            bind("n", type="int"),
            bind("total", calculate="sum(/data/rep/twice)"),
            bind("rep/twice", calculate="../x * 2 * /data/n"),
            body=(ask("n"), repeat("rep", ask("rep/x"), count="/data/n")),
        )
    )
    scenario.answer("/data/n", "2")
    scenario.answer("/data/rep[2]/x", "5")
    scenario.answer("/data/n", "1")
    alone = scenario.value("/data/total")

    scenario.answer("/data/n", "2")

    assert alone in {"", "0"}
    assert scenario.value("/data/total") == "20"


def test_the_pages_name_what_stands_on_them_after_every_act() -> None:
    scenario = Scenario(_counted(bind("n", type="int")))
    scenario.answer("/data/n", "2")
    two = scenario.session.sections()
    scenario.answer("/data/rep[1]/x", "something")
    same = scenario.session.sections()
    scenario.answer("/data/n", "1")

    assert two[1].questions == ("/data/rep[1]/x", "/data/rep[2]/x")
    assert same == two
    assert scenario.session.sections()[1].questions == ("/data/rep[1]/x",)


def _counted(rule: str) -> bytes:
    return form(
        '<n/><rep jr:template=""><x/></rep>',
        rule,
        body=(ask("n"), repeat("rep", ask("rep/x"), count="/data/n")),
    )


def test_a_count_of_an_inner_repeat_is_read_in_its_own_entry() -> None:
    xml = form(
        '<h jr:template=""><n/><m jr:template=""><x/></m></h>',
        body=(repeat("h", ask("h/n"), repeat("h/m", ask("h/m/x"), count="../n")),),
    )
    scenario = Scenario(xml)
    scenario.add("/data/h")
    scenario.add("/data/h")

    scenario.answer("/data/h[2]/n", "2")

    entries = [view.entries for view in scenario.session.repeats()[1:]]
    assert entries == [(), ("/data/h[2]/m[1]", "/data/h[2]/m[2]")]


def test_a_counted_repeat_cannot_be_changed_by_hand() -> None:
    xml = form("<n>1</n><rep><x/></rep>", body=(repeat("rep", ask("rep/x"), count="/data/n"),))
    scenario = Scenario(xml)

    with pytest.raises(RepeatFixedError):
        scenario.add("/data/rep")
    assert len(scenario.session.repeats()[0].entries) == 1


def test_an_endless_count_is_refused() -> None:
    xml = form(
        '<n/><rep jr:template=""><x/></rep>', body=(ask("n"), repeat("rep", ask("rep/x"), count="/data/n"))
    )
    scenario = Scenario(xml)
    scenario.answer("/data/n", "1")

    with pytest.raises(RepeatLimitError):
        scenario.answer("/data/n", "99999999")
    assert scenario.value("/data/n") == "1"
    assert scenario.session.repeats()[0].entries == ("/data/rep[1]",)


def test_an_entry_sees_its_siblings_by_position() -> None:
    xml = form(
        "<rep><x/><before/></rep>",
        bind("rep/before", calculate="indexed-repeat(/data/rep/x, /data/rep, position(..) - 1)"),
        body=(repeat("rep", ask("rep/x")),),
    )
    scenario = Scenario(xml)
    scenario.add("/data/rep")

    scenario.answer("/data/rep[1]/x", "a")

    assert scenario.value("/data/rep[2]/before") == "a"


def test_removing_an_entry_updates_those_that_looked_at_it() -> None:
    xml = form(
        "<rep><x/><before/></rep>",
        bind("rep/before", calculate="../preceding-sibling::rep[1]/x"),
        body=(repeat("rep", ask("rep/x")),),
    )
    scenario = Scenario(xml)
    scenario.answer("/data/rep[1]/x", "a")
    scenario.add("/data/rep")

    scenario.remove("/data/rep[1]")

    assert scenario.value("/data/rep[1]/before") == ""


def test_the_pages_of_an_entry_are_its_groups_and_the_questions_between() -> None:
    xml = form(
        "<rep><x/><job><y/></job></rep>",
        body=(repeat("rep", ask("rep/x") + '<group ref="/data/rep/job">' + ask("rep/job/y") + "</group>"),),
    )
    scenario = Scenario(xml)
    scenario.add("/data/rep")

    pages = scenario.session.parts("/data/rep[2]")

    assert [page.questions for page in pages] == [("/data/rep[2]/x",), ("/data/rep[2]/job/y",)]
    assert scenario.session.sections()[0].repeats == ("/data/rep",)


def test_a_removed_entry_is_put_back_where_it_stood() -> None:
    scenario = Scenario(form("<rep><x/></rep>", body=(repeat("rep", ask("rep/x")),)))
    scenario.answer("/data/rep[1]/x", "1")
    scenario.add("/data/rep")
    scenario.answer("/data/rep[2]/x", "20")
    before = scenario.session.save()
    scenario.remove("/data/rep[1]")

    scenario.session.put_back(before)

    assert scenario.value("/data/rep[1]/x") == "1"
    assert scenario.value("/data/rep[2]/x") == "20"

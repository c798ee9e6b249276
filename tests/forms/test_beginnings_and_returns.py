"""How a filling starts, acts on its own, is saved, comes back, and is looked at by a server."""

import pytest

from forms import FormSession, load_form
from forms.errors import DraftOtherFormError
from tests.fakes.form_device import DEVICE
from tests.scenario.form_scenario import Scenario, ask, bind, choose, form, instance, repeat


def test_what_is_known_is_filled_in_before_anything_is_computed() -> None:
    xml = form(
        "<name/><hello/>",
        bind("name", readonly="true()"),
        bind("hello", calculate="concat('你好', /data/name)"),
        body=(ask("name"),),
    )

    scenario = Scenario(xml, prefill={"/data/name": "蔡志明"})

    assert scenario.value("/data/hello") == "你好蔡志明"


@pytest.mark.parametrize(
    ("kind", "preload", "parameter", "expected"),
    [
        ("date", "date", "today", "2026-11-22"),
        ("dateTime", "timestamp", "start", "2026-11-22T09:30:00.000+08:00"),
        ("string", "property", "username", "lin.xiumei"),
        ("string", "property", "nosuch", ""),
    ],
)
def test_preloads_come_from_the_clock_and_the_device(
    kind: str, preload: str, parameter: str, expected: str
) -> None:
    rules = bind("a", type=kind, jr_preload=preload, jr_preloadParams=parameter)

    assert Scenario(form("<a/>", rules)).value("/data/a") == expected


def test_first_values_are_written_once_and_not_when_the_draft_returns() -> None:
    xml = form(
        "<a/>", '<setvalue ref="/data/a" event="odk-instance-first-load" value="1 + 1"/>', body=(ask("a"),)
    )
    scenario = Scenario(xml)
    first = scenario.value("/data/a")
    scenario.answer("/data/a", "9")

    assert (first, scenario.resumed().value("/data/a")) == ("2", "9")


def test_a_new_entry_gets_its_own_first_value() -> None:
    action = '<setvalue ref="/data/rep/x" event="odk-new-repeat" value="position(..)"/>'
    xml = form('<rep jr:template=""><x/></rep>', body=(repeat("rep", ask("rep/x"), action),))
    scenario = Scenario(xml)

    scenario.add("/data/rep")
    scenario.add("/data/rep")

    assert [scenario.value(f"/data/rep[{number}]/x") for number in (1, 2)] == ["1", "2"]


def test_a_changed_value_sets_others_in_its_own_entry_only() -> None:
    action = '<setvalue ref="/data/rep/y" event="xforms-value-changed">seen</setvalue>'
    xml = form("<rep><x/><y/></rep><rep><x/><y/></rep>", body=(repeat("rep", ask("rep/x", "x", action)),))
    scenario = Scenario(xml)

    scenario.answer("/data/rep[2]/x", "1")

    assert (scenario.value("/data/rep[1]/y"), scenario.value("/data/rep[2]/y")) == ("", "seen")


def test_an_event_we_never_send_is_refused() -> None:
    definition = load_form(form("<a/>", '<setvalue ref="/data/a" event="xforms-value-hacked">1</setvalue>'))

    assert [fault.code for fault in definition.faults] == ["form-feature-refused"]


def test_actions_that_set_each_other_off_come_to_rest() -> None:
    def action(target: str, source: str) -> str:
        return f'<setvalue ref="/data/{target}" event="xforms-value-changed" value="/data/{source} + 1"/>'

    xml = form("<a/><b/>", body=(ask("a", "a", action("b", "a")), ask("b", "b", action("a", "b"))))
    scenario = Scenario(xml)

    scenario.answer("/data/a", "1")

    assert scenario.value("/data/b") != ""


def test_a_saved_session_comes_back_exactly() -> None:
    xml = form(
        '<a/><hidden/><r/><rep jr:template=""><x/></rep>',
        bind("hidden", relevant="/data/a = '1'"),
        bind("r", calculate="once(random())"),
        body=(ask("a"), ask("hidden"), repeat("rep", ask("rep/x"))),
    )
    scenario = Scenario(xml)
    scenario.answer("/data/a", "1")
    scenario.answer("/data/hidden", " two\nlines & <tags> ")
    scenario.answer("/data/a", "0")
    scenario.add("/data/rep")

    again = scenario.resumed()

    assert again.session.save() == scenario.session.save()
    assert again.session.sections() == scenario.session.sections()
    assert again.value("/data/hidden") == " two\nlines & <tags> "


def test_chance_goes_on_where_it_stopped() -> None:
    xml = form("<a/><r/>", bind("r", calculate="if(/data/a = '', '', random())"), body=(ask("a"),))
    scenario = Scenario(xml)
    scenario.answer("/data/a", "1")

    again = scenario.resumed()
    scenario.answer("/data/a", "2")
    again.answer("/data/a", "2")

    assert again.value("/data/r") == scenario.value("/data/r")


def test_a_draft_of_another_version_is_not_taken_for_this_one() -> None:
    saved = Scenario(form("<a/>")).session.save()
    newer = Scenario(form("<a/>").replace(b'version="1"', b'version="2"'))

    with pytest.raises(DraftOtherFormError):
        FormSession.resume(newer.definition, saved, clock=newer.clock, device=DEVICE)


def test_a_server_sees_the_same_answers_and_checks_them_itself() -> None:
    xml = form(
        "<a/><b/><sum/>",
        bind("a", type="int", constraint=". < 10"),
        bind("b", relevant="/data/a > 5"),
        bind("sum", calculate="/data/a + 1"),
        body=(ask("a"), ask("b")),
    )
    scenario = Scenario(xml)
    scenario.answer("/data/a", "3")
    submission = scenario.finish()

    seen = scenario.checked_by_server(submission)

    assert seen.session.violations() == ()
    assert seen.session.values() == submission.values


def test_a_forged_submission_is_found_out_by_the_server() -> None:
    xml = form("<a/>", bind("a", type="int", constraint=". < 10"), body=(ask("a"),))
    scenario = Scenario(xml)
    scenario.answer("/data/a", "3")
    submission = scenario.finish()
    forged = submission.xml.replace(b"<a>3</a>", b"<a>33</a>")

    seen = FormSession.from_submission(scenario.definition, forged, clock=scenario.clock, device=DEVICE)

    assert [each.code for each in seen.violations()] == ["answer-refused"]


def test_a_forged_choice_is_found_out_by_the_server() -> None:
    rows = instance("l", {"name": "a", "label": "A"}, {"name": "b", "label": "B"})
    itemset = '<itemset nodeset="instance(\'l\')/root/item"><value ref="name"/><label ref="label"/></itemset>'
    scenario = Scenario(form("<c/>", rows, body=(choose("c", itemset),)))
    scenario.answer("/data/c", "a")
    forged = scenario.finish().xml.replace(b"<c>a</c>", b"<c>z</c>")

    seen = FormSession.from_submission(scenario.definition, forged, clock=scenario.clock, device=DEVICE)

    assert [each.code for each in seen.violations()] == ["answer-not-offered"]


def test_a_submission_names_its_form_its_version_and_itself() -> None:
    submission = Scenario(form("<a>1</a>")).finish()

    assert (submission.form_id, submission.version, submission.instance_id) == ("test", "1", "uuid:0001")
    assert b"<orx:instanceID>uuid:0001</orx:instanceID>" in submission.xml

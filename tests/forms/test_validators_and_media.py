"""Validators a program registers, and the files that belong to a form's words."""

from dataclasses import dataclass

import pytest

from forms import FormDefinition, FormSession, LabelMedia, Strength, Verdict, load_form, named_pictures
from tests.fakes.form_device import DEVICE, WallClock
from tests.scenario.form_scenario import Scenario, ask, bind, choose, form, instance


def even(*texts: str) -> Verdict | None:
    return None if int(texts[0]) % 2 == 0 else Verdict(Strength.STOP, "number-odd")


def small(*texts: str) -> Verdict | None:
    return None if int(texts[0]) < 100 else Verdict(Strength.HINT, "number-large", "比较大")


def same(*texts: str) -> Verdict | None:
    return None if texts[0] == texts[1] else Verdict(Strength.MUST_VERIFY, "numbers-differ")


@dataclass(frozen=True, slots=True)
class Remark:
    """What a package of rules says in its own values: no class of the engine."""

    strength: str
    code: str
    message: str = ""


def odd(*texts: str) -> Remark | None:
    return None if int(texts[0]) % 2 else Remark("must-verify", "number-even")


VALIDATORS = {"odd": odd, "even": even, "small": small, "same": same}


def begin(definition: FormDefinition) -> FormSession:
    return FormSession.start(definition, clock=WallClock(), device=DEVICE)


def judged(validator: str, *, constraint: str = ". > 0") -> FormSession:
    xml = form(
        "<a/><b/>",
        bind("a", type="int", constraint=constraint, qz_validator=validator),
        body=(ask("a"), ask("b")),
    )
    return begin(load_form(xml, validators=VALIDATORS))


@pytest.mark.parametrize(
    ("validator", "answer", "strength", "code"),
    [
        ("even", "3", Strength.STOP, "number-odd"),
        ("small", "102", Strength.HINT, "number-large"),
        ("odd", "4", Strength.MUST_VERIFY, "number-even"),
        ("small even", "103", Strength.STOP, "number-odd"),
        ("even small", "102", Strength.HINT, "number-large"),
        ("qz:same(., /data/b)", "4", Strength.MUST_VERIFY, "numbers-differ"),
        ("qz:same(., concat('4', ',', /data/b))", "4", Strength.MUST_VERIFY, "numbers-differ"),
    ],
)
def test_a_validator_decides_how_much_its_verdict_holds_up(
    validator: str, answer: str, strength: Strength, code: str
) -> None:
    session = judged(validator)

    session.answer("/data/a", answer)

    violation = session.question("/data/a").violation
    assert violation is not None
    assert (violation.strength, violation.code) == (strength, code)


def test_only_a_stopping_verdict_keeps_the_form_from_being_finished() -> None:
    session = judged("small")

    session.answer("/data/a", "500")

    assert [violation.message for violation in session.violations()] == ["比较大"]
    assert session.finalise(instance_id="uuid:1").values["/data/a"] == "500"


def test_the_ordinary_constraint_speaks_first() -> None:
    session = judged("even", constraint=". < 3")

    session.answer("/data/a", "5")

    violation = session.question("/data/a").violation
    assert violation is not None
    assert violation.code == "answer-refused"


def test_an_answer_the_form_keeps_is_not_judged() -> None:
    kept = bind("a", type="int", readonly="true()", qz_validator="even")
    session = begin(load_form(form("<a>3</a>", kept, body=(ask("a"),)), validators=VALIDATORS))

    assert session.question("/data/a").value == "3"
    assert session.violations() == ()


def test_a_blank_answer_is_not_judged() -> None:
    assert judged("even").violations() == ()


def test_a_question_is_shown_again_when_an_answer_its_validator_reads_changes() -> None:
    session = judged("qz:same(., /data/b)")
    session.answer("/data/a", "4")

    changes = session.answer("/data/b", "4")

    assert "/data/a" in changes.changed
    assert session.violations() == ()


def test_a_validator_nobody_registered_is_a_warning() -> None:
    definition = load_form(form("<a/>", bind("a", qz_validator="moon-phase")), validators=VALIDATORS)

    assert [(each.code, each.parameters["validator"]) for each in definition.warnings] == [
        ("form-validator-unknown", "moon-phase")
    ]
    assert definition.faults == ()


def test_a_program_without_validators_passes_them_over() -> None:
    definition = load_form(form("<a/>", bind("a", qz_validator="moon-phase")))

    assert (definition.warnings, definition.faults) == ((), ())


@pytest.mark.parametrize(
    "written", ["even(", "1 + 1", "'even'", "qz:even(.) or true()", "qz:same(., /data/b]"]
)
def test_a_validator_that_is_no_call_is_a_fault(written: str) -> None:
    definition = load_form(form("<a/>", bind("a", qz_validator=written)), validators=VALIDATORS)

    assert [each.code for each in definition.faults] == ["form-expression-broken"]


ITEXT = """<itext><translation lang="zh"><text id="q"><value>地图</value>
<value form="image">jr://images/map.png</value><value form="audio">jr://audio/q.mp3</value></text>
<text id="qy"><value>青阳</value><value form="image">jr://images/qy.png</value></text></translation>
<translation lang="en"><text id="q"><value>Map</value><value form="image">jr://images/map-en.png</value>
<value form="big-image">jr://images/map-big.png</value><value form="video">jr://video/q.mp4</value></text>
</translation></itext>"""
TOWNS = instance("towns", {"name": "qy", "itextId": "qy"}, {"name": "ml", "itextId": "ml"})
ROWS = (
    "<itemset nodeset=\"instance('towns')/root/item\">"
    '<value ref="name"/><label ref="jr:itext(itextId)"/></itemset>'
)


def mapped() -> Scenario:
    picture = '<input ref="/data/a"><label ref="jr:itext(\'q\')"/></input>'
    item = "<item><label ref=\"jr:itext('qy')\"/><value>qy</value></item>"
    return Scenario(form("<a/><b/><c/>", ITEXT, TOWNS, body=(picture, choose("b", ROWS), choose("c", item))))


def test_the_files_of_a_label_come_with_its_question() -> None:
    assert mapped().question("/data/a").media == LabelMedia(image="map.png", audio="q.mp3")


def test_files_follow_the_language_and_fall_back_to_the_default_one() -> None:
    scenario = mapped()

    scenario.session.set_language("en")

    assert scenario.question("/data/a").media == LabelMedia(
        image="map-en.png", big_image="map-big.png", audio="q.mp3", video="q.mp4"
    )


@pytest.mark.parametrize("reference", ["/data/b", "/data/c"])
def test_the_files_of_a_choice_come_with_it(reference: str) -> None:
    assert mapped().question(reference).choices[0].media == LabelMedia(image="qy.png")


def test_the_pictures_a_form_names_are_known_by_their_file_names() -> None:
    words = (
        '<text id="q"><value>问</value><value form="image">jr://images/door.png</value>'
        '<value form="big-image"> jr://images/big/door-large.jpg </value>'
        '<value form="audio">jr://audio/door.mp3</value></text>'
    )
    xml = form("<q/>", f'<itext><translation lang="zh">{words}</translation></itext>', body=(ask("q"),))

    assert named_pictures(xml) == {"door.png", "door-large.jpg"}

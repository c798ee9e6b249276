"""Forms, lists and answers made to hurt: each ends in a coded error, quickly."""

import pytest

from forms import load_form
from forms.errors import (
    AnswerCharactersError,
    AnswerTooLongError,
    DraftUnreadableError,
    FormDoctypeError,
    FormFileBrokenError,
    FormFileMissingError,
    FormNotXmlError,
    FormStructureError,
    FormTooDeepError,
    FormTooLargeError,
)
from forms.xform.reader import read_xml
from tests.scenario.form_scenario import Scenario, ask, bind, form

ODK = 'xmlns:odk="http://www.opendatakit.org/xforms"'
LAUGHS = b"""<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><data>&b;</data>"""


@pytest.mark.parametrize(
    "content",
    [
        LAUGHS,
        LAUGHS.decode().encode("utf-16"),
        b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>',
        b'<!doctype d SYSTEM "http://example.org/d.dtd"><d/>',
    ],
)
def test_entities_and_document_types_are_never_expanded(content: bytes) -> None:
    with pytest.raises(FormDoctypeError):
        read_xml(content)


@pytest.mark.parametrize("depth", [101, 250, 300, 5000])
def test_deep_nesting_is_refused(depth: int) -> None:
    with pytest.raises(FormTooDeepError):
        read_xml(b"<a>" * depth + b"</a>" * depth)


def test_a_huge_attribute_is_refused() -> None:
    with pytest.raises(FormTooLargeError):
        read_xml(b'<a x="' + b"y" * 70_000 + b'"/>')


def test_a_huge_file_is_refused_before_it_is_parsed() -> None:
    with pytest.raises(FormTooLargeError):
        read_xml(b" " * (32 * 1024 * 1024 + 1))


def test_more_elements_than_any_form_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("forms.xform.reader.MAX_ELEMENTS", 100)

    with pytest.raises(FormTooLargeError):
        read_xml(b"<a>" + b"<b/>" * 100 + b"</a>")


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00", b"<a>", b"<a>\xff\xfe</a>", b'<?xml version="1.0" encoding="nosuch"?><a/>', b"PK\x03\x04"],
)
def test_what_is_no_xml_is_said_to_be_none(content: bytes) -> None:
    with pytest.raises(FormNotXmlError):
        read_xml(content)


@pytest.mark.parametrize(
    "content", [b"<a/>", b"<h><model/><body/></h>", b"<h><model><instance/></model></h>"]
)
def test_xml_that_is_no_form_is_refused(content: bytes) -> None:
    with pytest.raises(FormStructureError):
        load_form(content)


@pytest.mark.parametrize(
    "expression",
    ["(" * 5_000 + "1" + ")" * 5_000, "not(" * 300 + "1" + ")" * 300, "a[" * 200 + "1" + "]" * 200],
)
def test_a_deeply_nested_expression_is_a_fault(expression: str) -> None:
    definition = load_form(form("<a/>", bind("a", calculate=expression)))

    assert [fault.code for fault in definition.faults] == ["form-too-deep"]


def test_a_long_chain_of_operators_is_no_trouble() -> None:
    scenario = Scenario(form("<a/>", bind("a", calculate=" + ".join(["1"] * 5_000))))

    assert scenario.value("/data/a") == "5000"


def test_a_long_chain_of_calculations_is_no_trouble() -> None:
    nodes = "".join(f"<c{number}/>" for number in range(2_000))
    binds = [bind(f"c{number}", calculate=f"/data/c{number - 1} + 1") for number in range(1, 2_000)]

    scenario = Scenario(form(nodes, bind("c0", calculate="1"), *reversed(binds)))

    assert scenario.value("/data/c1999") == "2000"


@pytest.mark.parametrize(
    ("element", "feature"),
    [
        (f'<odk:setgeopoint {ODK} ref="/data/a" event="odk-instance-load"/>', "odk:setgeopoint"),
        (f'<odk:recordaudio {ODK} ref="/data/a" event="odk-instance-load"/>', "odk:recordaudio"),
        ('<submission base64RsaPublicKey="MIIB"/>', "submission encryption"),
    ],
)
def test_what_is_passed_over_is_a_warning_that_names_it(element: str, feature: str) -> None:
    definition = load_form(form("<a/>", element, body=(ask("a"),)))

    assert [(each.code, each.parameters["feature"]) for each in definition.warnings] == [
        ("form-feature-ignored", feature)
    ]
    assert definition.faults == ()


def test_a_missing_list_is_a_fault_that_names_the_file() -> None:
    definition = load_form(form("<a/>", '<instance id="x" src="jr://file-csv/x.csv"/>'))

    assert [fault.parameters["file"] for fault in definition.faults] == ["x.csv"]
    assert isinstance(definition.faults[0], FormFileMissingError)


@pytest.mark.parametrize(
    ("name", "content"),
    [("x.csv", b"\xff\xfe\x00"), ("x.geojson", b"[1, 2"), ("x.geojson", b"[" * 100_000)],
)
def test_a_broken_list_is_a_fault_that_names_the_file(name: str, content: bytes) -> None:
    xml = form("<a/>", f'<instance id="x" src="jr://file/{name}"/>')

    definition = load_form(xml, attachments={name: content})

    assert [type(fault) for fault in definition.faults] == [FormFileBrokenError]


def test_an_answer_with_control_characters_is_refused_and_not_kept() -> None:
    scenario = Scenario(form("<a/>", body=(ask("a"),)))

    with pytest.raises(AnswerCharactersError):
        scenario.answer("/data/a", "3505\x1d82")
    assert scenario.value("/data/a") == ""


def test_an_endless_answer_is_refused() -> None:
    scenario = Scenario(form("<a/>", body=(ask("a"),)))

    with pytest.raises(AnswerTooLongError):
        scenario.answer("/data/a", "x" * 100_001)


@pytest.mark.parametrize(
    "saved",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b'{"format": 99}',
        b"\xff",
        b"[" * 100_000,
    ],
)
def test_a_damaged_draft_is_a_coded_error(saved: bytes) -> None:
    scenario = Scenario(form("<a/>"))

    with pytest.raises(DraftUnreadableError):
        type(scenario.session).resume(
            scenario.definition, saved, clock=scenario.clock, device=scenario.session._filling.world.device
        )

"""What a finished form carries beside its answers, and what it sees of the one before."""

import pytest

from forms import EntityAction, EntityChange, FormSession, load_form
from forms.errors import DraftUnreadableError, FormFileBrokenError
from tests.fakes.form_device import DEVICE, WallClock
from tests.scenario.form_scenario import Scenario, ask, bind, form, repeat

ENTITIES = 'xmlns:entities="http://www.opendatakit.org/xforms/entities"'
KNOWN = (
    '<instance id="trees"><root><item><name>t-7</name><label>Camphor</label><__version>3</__version>'
    "<__trunkVersion>2</__trunkVersion><__branchId>b-1</__branchId></item></root></instance>"
)


def saved_to(name: str, prop: str) -> str:
    return f'<bind {ENTITIES} nodeset="/data/{name}" entities:saveto="{prop}"/>'


def with_entity(*model: str, attributes: str, nodes: str = "<which/><height/><kind/>") -> Scenario:
    xml = form(
        f'{nodes}<meta><instanceID/><entity dataset="trees" {attributes}><label/></entity></meta>',
        *model,
        saved_to("height", "height_m"),
        saved_to("kind", "kind"),
        bind("meta/entity/label", calculate="concat('Tree ', /data/kind)"),
        body=(ask("which"), ask("height"), ask("kind")),
    )
    return Scenario(xml)


def test_a_form_creates_an_entity_with_the_answers_saved_to_it() -> None:
    scenario = with_entity(
        bind("meta/entity/@create", calculate="/data/height > 3"),
        '<setvalue event="odk-instance-first-load" ref="/data/meta/entity/@id" value="\'t-9\'"/>',
        attributes='id="" create=""',
    )
    scenario.answer("/data/height", "12")
    scenario.answer("/data/kind", "Banyan")

    assert scenario.finish().entities == (
        EntityChange(
            EntityAction.CREATE,
            "trees",
            "t-9",
            "Tree Banyan",
            "",
            "",
            "",
            {"height_m": "12", "kind": "Banyan"},
        ),
    )


def test_an_entity_is_not_created_where_its_condition_is_false() -> None:
    scenario = with_entity(
        bind("meta/entity/@create", calculate="/data/height > 3"), attributes='id="" create=""'
    )
    scenario.answer("/data/height", "2")

    assert scenario.finish().entities == ()


def test_an_update_names_the_version_the_trunk_and_the_branch_it_was_made_from() -> None:
    row = "instance('trees')/root/item[name = /data/which]"
    scenario = with_entity(
        KNOWN,
        bind("meta/entity/@id", calculate="/data/which"),
        bind("meta/entity/@baseVersion", calculate=f"{row}/__version"),
        bind("meta/entity/@trunkVersion", calculate=f"{row}/__trunkVersion"),
        bind("meta/entity/@branchId", calculate=f"{row}/__branchId"),
        attributes='id="" update="1" baseVersion="" trunkVersion="" branchId=""',
    )
    scenario.answer("/data/which", "t-7")
    scenario.answer("/data/height", "15")

    (change,) = scenario.finish().entities

    assert (change.action, change.entity_id) == (EntityAction.UPDATE, "t-7")
    assert (change.base_version, change.trunk_version, change.branch_id) == ("3", "2", "b-1")


def test_each_entry_of_a_repeat_may_be_an_entity_of_its_own() -> None:
    xml = form(
        '<m><kind/><meta><entity dataset="trees" id="x" create="1"><label/></entity></meta></m>',
        saved_to("m/kind", "kind"),
        body=(repeat("m", ask("m/kind")),),
    )
    scenario = Scenario(xml)
    scenario.answer("/data/m[1]/kind", "Banyan")
    scenario.add("/data/m")
    scenario.answer("/data/m[2]/kind", "Longan")

    kinds = [change.properties for change in scenario.finish().entities]

    assert kinds == [{"kind": "Banyan"}, {"kind": "Longan"}]


def audited(track: str = "false") -> Scenario:
    odk = 'xmlns:odk="http://www.opendatakit.org/xforms"'
    return Scenario(
        form(
            "<a/><m jr:template=''><b/></m><meta><instanceID/><audit/></meta>",
            f'<bind {odk} nodeset="/data/meta/audit" type="binary" odk:track-changes="{track}"/>',
            body=(ask("a"), repeat("m", ask("m/b"))),
        )
    )


def lines_of(scenario: Scenario) -> list[str]:
    return scenario.finish().attachments["audit.csv"].decode().splitlines()


def test_the_audit_log_tells_what_was_done_and_when_but_no_answer() -> None:
    scenario = audited()
    scenario.answer("/data/a", "secret")
    scenario.add("/data/m")
    scenario.remove("/data/m[1]")

    lines = lines_of(scenario)

    assert [line.split(",")[:2] for line in lines] == [
        ["event", "node"],
        ["form start", ""],
        ["question", "/data/a"],
        ["add repeat", "/data/m"],
        ["delete repeat", "/data/m[1]"],
        ["form finalize", ""],
    ]
    assert "secret" not in "".join(lines)
    assert scenario.value("/data/meta/audit") == "audit.csv"


def test_the_audit_log_tracks_changes_where_the_form_asks_for_it() -> None:
    scenario = audited("true")
    scenario.answer("/data/a", "first")
    scenario.answer("/data/a", "second")

    assert lines_of(scenario)[3].endswith("first,second")


def test_a_draft_keeps_no_answer_that_was_replaced_where_changes_are_not_tracked() -> None:
    scenario = audited()
    scenario.answer("/data/a", "taken back")
    scenario.answer("/data/a", "second")

    assert b"taken back" not in scenario.session.save()


def test_the_audit_log_goes_on_after_a_pause() -> None:
    scenario = audited()
    scenario.answer("/data/a", "x")

    again = scenario.resumed()

    assert [line.split(",")[0] for line in lines_of(again)[1:]] == [
        "form start",
        "question",
        "form resume",
        "form finalize",
    ]


def test_a_form_without_an_audit_node_records_nothing() -> None:
    scenario = Scenario(form("<a/>", body=(ask("a"),)))
    scenario.answer("/data/a", "x")

    assert scenario.finish().attachments == {}
    assert b"audit" not in scenario.session.save()


def test_a_damaged_log_in_a_draft_is_a_coded_error() -> None:
    scenario = audited()
    saved = scenario.session.save().replace(b'"form start"', b'"form start", 1')

    with pytest.raises(DraftUnreadableError):
        FormSession.resume(scenario.definition, saved, clock=scenario.clock, device=DEVICE)


LAST = form(
    "<town/>",
    '<instance id="last-saved" src="jr://instance/last-saved"/>',
    '<setvalue event="odk-instance-first-load" ref="/data/town" value="instance(\'last-saved\')/data/town"/>',
    body=(ask("town"),),
)


def test_a_form_may_begin_with_answers_of_the_one_before() -> None:
    before = Scenario(LAST)
    before.answer("/data/town", "青阳")

    session = FormSession.start(
        load_form(LAST), clock=WallClock(), device=DEVICE, last_saved=before.finish().xml
    )

    assert session.question("/data/town").value == "青阳"


def test_without_a_form_before_it_sees_blanks() -> None:
    assert Scenario(LAST).value("/data/town") == ""


def test_a_broken_form_before_it_is_a_coded_error() -> None:
    with pytest.raises(FormFileBrokenError):
        FormSession.start(load_form(LAST), clock=WallClock(), device=DEVICE, last_saved=b"<data")


def test_device_properties_are_known_by_name_and_as_addresses() -> None:
    asked = {"a": "deviceid", "b": "username", "c": "uri:phonenumber", "d": "uri:username", "e": "simserial"}
    xml = form(
        "<a/><b/><c/><d/><e/>",
        *(bind(name, jr_preload="property", jr_preloadParams=asked[name]) for name in asked),
    )

    scenario = Scenario(xml)

    assert [scenario.value(f"/data/{name}") for name in asked] == [
        DEVICE.device_id,
        "lin.xiumei",
        "tel:13800000000",
        "username:lin.xiumei",
        "",
    ]

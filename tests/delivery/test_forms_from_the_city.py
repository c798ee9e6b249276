"""A new version of a form, from the office to the door and back, while older work is still on its way."""

from pathlib import Path

from desktop.delivered import Delivered
from desktop.form_shelf import FormShelf
from quancai.door import run
from quancai.exit_codes import ExitCode
from resources import read_bytes
from server_stub.platform.documents import NewDocument, keep_document
from server_stub.publishing import read_documents, withdraw
from store import DeliveryState
from sync.change import DocumentKind, DocumentPiece, DocumentWithdrawn, RecordState
from tests.scenario.office import SAYS_EMPLOYED, SAYS_UNEMPLOYED, Office
from tests.scenario.village import Village, settle_village

FORM = "employment_brief"
FIRST = "2026112301"
SECOND = "2026120101"
THIRD = "2026120102"
FIRST_XML = read_bytes(f"forms/{FORM}.xml")
SECOND_XML = FIRST_XML.replace(FIRST.encode(), SECOND.encode())
APPLIED = [DeliveryState.APPLIED, DeliveryState.APPLIED]


def publish(office: Office, content: bytes, name: str = "brief.xml") -> ExitCode:
    file = office.folder.parent / name
    file.write_bytes(content)
    return run(["server", "publish", "--data", str(office.folder), str(file), "--language", "en"])


def test_old_work_is_accepted_and_new_work_is_begun_with_the_new_version(
    office: Office, village: Village
) -> None:
    draft = village.start(FORM)
    draft.answer("/employment_brief/who/consent", "1")
    saved = draft.save()
    finished = village.finish(village.start(FORM), SAYS_UNEMPLOYED)

    assert publish(office, SECOND_XML) is ExitCode.OK
    village.exchange()
    later = village.finish(village.resume(FORM, FIRST, saved), SAYS_EMPLOYED)
    newest = village.start(FORM)
    village.exchange()

    assert [item.state for item in village.items(finished)] == APPLIED
    assert [item.state for item in village.items(later)] == APPLIED
    assert newest.definition.version == SECOND
    fresh = village.finish(newest, {**SAYS_EMPLOYED, "/employment_brief/who/phone": "16405954299"})
    village.exchange()
    assert [item.state for item in village.items(fresh)] == APPLIED
    versions = office.rows("SELECT form_version FROM city_submissions ORDER BY finalised_at_ms")
    assert versions == [(FIRST,), (FIRST,), (SECOND,)]


def test_the_pictures_a_form_names_come_with_it(office: Office, village: Village) -> None:
    beside = office.folder.parent / "brief-media"
    beside.mkdir()
    (beside / "door.png").write_bytes(b"a picture")
    (beside / "other.png").write_bytes(b"of no question")
    named = b'</value><value form="image">jr://images/door.png</value>'

    publish(office, SECOND_XML.replace(b"</value>", named, 1))
    village.exchange()

    shelf = FormShelf(Delivered(village.store), tell=lambda _error: None)
    assert (shelf.picture("door.png"), shelf.picture("other.png")) == (b"a picture", b"")
    assert village.start(FORM).definition.version == SECOND


def test_a_form_that_cannot_be_begun_is_not_published(office: Office, village: Village) -> None:
    broken = SECOND_XML.replace(b'relevant="', b'relevant="((', 1)

    assert publish(office, broken) is ExitCode.BAD_INPUT

    village.exchange()
    assert read_documents(office.folder) == ()
    assert village.start(FORM).definition.version == FIRST


def test_one_version_never_says_two_things(office: Office) -> None:
    publish(office, SECOND_XML)

    again = publish(office, SECOND_XML)
    other = publish(office, SECOND_XML.replace("就业状况简表".encode(), "就业情况简表".encode()))

    assert (again, other) == (ExitCode.OK, ExitCode.BAD_INPUT)
    [kept] = read_documents(office.folder)
    assert (kept.name, kept.version) == (FORM, SECOND)


def test_nothing_is_sent_twice_and_a_new_device_gets_it_after_its_records(
    office: Office, village: Village
) -> None:
    publish(office, SECOND_XML)
    village.exchange()
    office.desk.run_once()
    sealed = office.rows("SELECT count(*) FROM platform_outgoing")

    office.desk.run_once()
    assert office.rows("SELECT count(*) FROM platform_outgoing") == sealed
    newcomer = office.enrol(scope=("350582001014",))
    newcomer.pull()

    kinds = [type(item) for item in newcomer.received]
    assert kinds.count(DocumentPiece) == 1 + len(SECOND_XML) // (256 * 1024)
    assert kinds.index(DocumentPiece) > max(place for place, kind in enumerate(kinds) if kind is RecordState)


def test_a_withdrawn_version_is_not_begun_any_more_and_its_drafts_are_finished(
    office: Office, village: Village
) -> None:
    publish(office, SECOND_XML)
    village.exchange()
    begun = village.start(FORM)
    saved = begun.save()

    withdraw(office.folder, DocumentKind.FORM, FORM, SECOND)
    village.exchange()

    assert village.start(FORM).definition.version == FIRST
    finished = village.finish(village.resume(FORM, SECOND, saved), SAYS_EMPLOYED)
    village.exchange()
    assert [item.state for item in village.items(finished)] == APPLIED


def test_a_device_that_never_had_a_withdrawn_version_hears_of_it_once(office: Office) -> None:
    publish(office, SECOND_XML)
    withdraw(office.folder, DocumentKind.FORM, FORM, SECOND)

    newcomer = office.enrol(scope=("350582001014",))
    office.desk.run_once()
    newcomer.pull()

    documents = [one for one in newcomer.received if isinstance(one, DocumentPiece | DocumentWithdrawn)]
    assert documents == [DocumentWithdrawn(DocumentKind.FORM, FORM, SECOND)]


def test_a_broken_form_that_reaches_a_device_is_passed_over_with_its_code(
    office: Office, village: Village
) -> None:
    publish(office, SECOND_XML)
    village.exchange()
    broken = SECOND_XML.replace(SECOND.encode(), THIRD.encode()).replace(b"</h:html>", b"")
    with office.city.write() as connection:
        keep_document(
            connection, NewDocument(DocumentKind.FORM, FORM, THIRD, broken), now_ms=office.clock.now_ms()
        )
    village.exchange()

    begun = village.start(FORM)

    assert begun.definition.version == SECOND
    assert [(one.parameters["version"], one.parameters["reason"]) for one in village.broken] == [
        (THIRD, "form-not-xml")
    ]


def test_another_computer_of_the_village_gets_the_same_form(office: Office, tmp_path: Path) -> None:
    publish(office, SECOND_XML)

    second = settle_village(office, tmp_path / "second", scope=("350582001014",))

    assert second.start(FORM).definition.version == SECOND
    second.store.close()

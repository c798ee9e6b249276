"""Lists change under forms, and rules under both: what was done before the change still counts."""

from pathlib import Path

import pytest

from desktop import rule_shelf as desktop_shelf
from desktop.rule_shelf import newest_rules
from forms import DeviceProperties, FormSession, load_form, read_rule_version
from quancai.door import run
from quancai.exit_codes import ExitCode
from server_stub.platform import rule_shelf as city_shelf
from server_stub.platform.documents import NewDocument, keep_document
from server_stub.platform.form_shelf import FormClock
from server_stub.platform.returned import SubmissionNotFaithfulError
from server_stub.platform.rule_shelf import newest_rules as city_rules
from server_stub.publishing import read_documents
from store import DeliveryState, list_documents
from sync.change import DocumentKind, DocumentPiece, FilledForm
from sync.document_pieces import PIECE_BYTES
from tests.scenario.database_fixtures import ENGINES
from tests.scenario.form_scenario import ask, bind, choose, form
from tests.scenario.office import SAYS_EMPLOYED, Office
from tests.scenario.village import Village

pytestmark = pytest.mark.parametrize("office", ENGINES, indirect=True)

RULES = Path(__file__).resolve().parents[2] / "employment" / "tables" / "rules.tsv"
SHIPPED_RULES = RULES.read_text(encoding="utf-8")
NEXT = "2027010101"
ITEMSET = (
    '<itemset nodeset="instance(\'wishes\')/root/item"><value ref="name"/><label ref="label"/></itemset>'
)
WISHES = form(
    "<wish/><note/>",
    '<instance id="wishes" src="jr://file-csv/wishes.csv"/>',
    bind("wish", required="true()"),
    body=(
        choose("wish", ITEMSET),
        ask("note"),
    ),
)
OLD_LIST = "name,label\nsewing,缝纫\nwelding,电焊\n".encode()
NEW_LIST = "name,label\nwelding,电焊\ncooking,厨师\n".encode()


def publish(office: Office, name: str, content: bytes) -> ExitCode:
    file = office.folder.parent / name
    file.write_bytes(content)
    return run(["server", "publish", "--data", str(office.folder), str(file), "--language", "en"])


def publish_wishes(office: Office) -> ExitCode:
    media = office.folder.parent / "media"
    media.mkdir()
    (media / "wishes.csv").write_bytes(OLD_LIST)
    (media / "nobody-names-this.csv").write_bytes(OLD_LIST)
    return publish(office, "wishes.xml", WISHES)


def wish(name: str, *, lists: bytes, office: Office) -> FilledForm:
    definition = load_form(WISHES, attachments={"wishes.csv": lists})
    clock, device = FormClock(office.clock), DeviceProperties("d-1")
    session = FormSession.start(definition, clock=clock, device=device)
    session.answer("/data/wish", name)
    finished = session.finalise(instance_id="uuid:1")
    return FilledForm("uuid:1", "test", "1", "p-1", finished.xml, 1, "林秀梅")


def rules(version: str, **changes: str) -> bytes:
    _, _, table = SHIPPED_RULES.partition("\n")
    for old, new in changes.items():
        table = table.replace(f"\n{old}\t", f"\n{new}\t")
    return f"#version\t{version}\n{table}".encode()


def test_a_form_takes_the_lists_it_names_with_it(office: Office, village: Village) -> None:
    assert publish_wishes(office) is ExitCode.OK
    village.exchange()

    assert [(one.kind, one.name) for one in read_documents(office.folder)] == [
        (DocumentKind.LIST, "wishes.csv"),
        (DocumentKind.FORM, "test"),
    ]
    begun = village.start("test")
    assert [choice.value for choice in begun.question("/data/wish").choices] == ["sewing", "welding"]


def test_a_list_published_later_is_what_the_next_form_offers(office: Office, village: Village) -> None:
    publish_wishes(office)
    village.exchange()

    assert publish(office, "wishes.csv", NEW_LIST) is ExitCode.OK
    village.exchange()

    begun = village.start("test")
    assert [choice.value for choice in begun.question("/data/wish").choices] == ["welding", "cooking"]


def test_a_wish_of_the_list_before_is_still_taken_and_one_of_no_list_is_not(office: Office) -> None:
    publish_wishes(office)
    publish(office, "wishes.csv", NEW_LIST)
    invented = b"name,label\nflying,-\n"

    with office.city.read() as connection:
        shelf = office.desk.shelf.reading(connection)
        old = shelf.replay(wish("sewing", lists=OLD_LIST, office=office), device_id="d-1")
        new = shelf.replay(wish("cooking", lists=NEW_LIST, office=office), device_id="d-1")
        with pytest.raises(SubmissionNotFaithfulError):
            shelf.open(wish("flying", lists=invented, office=office), device_id="d-1")

    assert (old["/data/wish"], new["/data/wish"]) == ("sewing", "cooking")


def test_a_large_list_comes_in_pieces_and_again_under_another_name_as_a_name_only(
    office: Office, village: Village
) -> None:
    large = b"name,label\n" + b"".join(b"w%07d,%07d\n" % (number, number) for number in range(60_000))
    newcomer = office.enrol()

    publish(office, "large.csv", large)
    office.desk.run_once()
    publish(office, "copy.csv", large)
    office.desk.run_once()
    newcomer.pull()
    village.sync()

    pieces = [one for one in newcomer.received if isinstance(one, DocumentPiece)]
    assert {len(one.piece) <= PIECE_BYTES for one in pieces} == {True}
    assert b"".join(one.piece for one in pieces if one.name == "large.csv") == large
    assert [one.piece for one in pieces if one.name == "copy.csv"] == [b""]
    assert [one.name for one in list_documents(village.store, "list")] == ["copy.csv", "large.csv"]


def test_a_content_that_is_here_no_longer_comes_again(office: Office, village: Village) -> None:
    publish(office, "wishes.csv", OLD_LIST)
    village.exchange()
    village.store.execute("UPDATE documents SET is_complete = 0")
    village.store.execute("UPDATE document_pieces SET piece = x'00'")
    publish(office, "copy.csv", OLD_LIST)
    office.desk.run_once()

    village.sync()
    assert list_documents(village.store, "list") == ()
    village.exchange()

    assert [one.name for one in list_documents(village.store, "list")] == ["copy.csv", "wishes.csv"]


def test_a_delivered_pack_is_what_the_officer_is_asked_and_the_form_names_it(
    office: Office, village: Village
) -> None:
    assert publish(office, "rules.tsv", rules(NEXT)) is ExitCode.OK
    village.exchange()

    asked = newest_rules(village.store)
    finished = village.finish(village.start("employment_brief"), SAYS_EMPLOYED, judged_by=asked.version)
    village.exchange()

    assert asked.version == NEXT
    assert [item.state for item in village.items(finished)] == [DeliveryState.APPLIED] * 2
    [(xml,)] = office.rows("SELECT xml FROM city_submissions")
    assert isinstance(xml, bytes)
    assert read_rule_version(xml) == NEXT


def test_a_pack_with_a_rule_nobody_has_is_refused_in_words(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    code = publish(office, "rules.tsv", rules(NEXT, D10="D999"))

    assert code is ExitCode.BAD_INPUT
    assert "rule-not-implemented" in capsys.readouterr().err
    assert read_documents(office.folder) == ()


@pytest.fixture
def packs_read_afresh() -> None:
    """Let both ends read every pack again: each says once a process which it passes over."""
    desktop_shelf._read.cache_clear()
    city_shelf._read.cache_clear()


@pytest.mark.usefixtures("packs_read_afresh")
@pytest.mark.expects_warning
def test_a_pack_of_a_newer_program_is_passed_over_at_both_ends(
    office: Office, village: Village, caplog: pytest.LogCaptureFixture
) -> None:
    newer = NewDocument(DocumentKind.RULES, "rules", NEXT, rules(NEXT, D10="D999"))
    with office.city.write() as connection:
        keep_document(connection, newer, now_ms=office.clock.now_ms())
    village.exchange()

    here = newest_rules(village.store)
    with office.city.read() as connection:
        there = city_rules(connection, shipped=office.desk.rules)

    assert here.version == there.version == office.desk.rules.version
    assert f"rule pack {NEXT} passed over: rule-not-implemented" in caplog.messages

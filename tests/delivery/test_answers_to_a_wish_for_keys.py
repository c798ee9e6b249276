"""A computer hears what became of its wish for new keys: with a person, turned down, or impossible."""

from pathlib import Path

import pytest

from desktop.operations.device_keys import DeviceKeys, read_keys
from desktop.settings.key_words import say_keys
from resources.words import Words
from server_stub.platform.review import list_quarantine, reject
from store import DeliveryState
from sync.keys.identity import DeviceIdentity
from sync.replica import read_member
from tests.delivery.test_new_keys_of_a_computer import FORM, ask, states
from tests.scenario.office import SAYS_UNEMPLOYED, Office
from tests.scenario.village import Village, settle_village

pytestmark = pytest.mark.expects_warning


@pytest.fixture
def village(office: Office, tmp_path: Path) -> Village:
    """A computer of an office that approves every wish by hand."""
    office.settings = office.settings.load(office.folder, {"QUANCAI_NEW_KEYS": "review"})
    office.restart()
    return settle_village(office, tmp_path / "village", scope=("350582001014",))


def keys(village: Village) -> DeviceKeys:
    found = read_keys(village.store)
    assert found is not None
    return found


def shown(village: Village, language: str = "zh_CN") -> str:
    return say_keys(keys(village), now_ms=village.office.clock.now_ms(), words=Words(language)).waiting


def present(village: Village) -> DeviceIdentity:
    return read_member(village.store).identity


def turn_down(village: Village) -> None:
    with village.office.city.write() as connection:
        (wish,) = list_quarantine(connection)
        reject(connection, wish.digest)


def test_officer_sees_that_a_person_has_to_approve(village: Village) -> None:
    ask(village)
    village.exchange()

    assert (keys(village).wish_code, keys(village).is_refused) == ("new-keys-wait", False)
    assert shown(village).startswith("新钥匙的申请已到办公室，由那里的人批准。")
    assert shown(village, "en").startswith("The request for new keys is with the office")


def test_officer_sees_that_the_wish_was_turned_down_and_what_to_do(village: Village) -> None:
    former = present(village)
    ask(village)
    village.exchange()
    turn_down(village)

    outcome = village.exchange()

    work = village.finish(village.start(FORM), SAYS_UNEMPLOYED)
    village.exchange()
    assert (keys(village).wish_code, keys(village).is_refused) == ("new-keys-refused", True)
    assert outcome.code == "new-keys-refused"
    assert shown(village).startswith("这次换钥匙的申请，市里没有同意。现在的钥匙继续有效")
    assert "请向办公室问明原因" in shown(village)
    assert "Ask the office for the reason" in shown(village, "en")
    assert (present(village), states(village, work)) == (former, {DeliveryState.APPLIED})


def test_turned_down_wish_is_told_once(village: Village) -> None:
    ask(village)
    village.exchange()
    turn_down(village)
    village.exchange()
    before = village.office.rows("SELECT count(*) FROM platform_outgoing")

    village.exchange()

    assert village.office.rows("SELECT count(*) FROM platform_outgoing") == before
    assert village.office.rows("SELECT state, code FROM platform_inbox WHERE state = 'rejected'") == [
        ("rejected", "new-keys-refused")
    ]

"""The city says what holds a wish for new keys up, and no word of it stands in the way of the keys."""

from store.trust import keep_trust
from sync.cbor import encode_cbor
from sync.change import Verdict, VerdictState
from sync.keys.identity import encode_identity
from sync.progress import SyncState
from sync.trust_kept import Wish, read_following, read_wishes
from tests.fakes.clock import STORY_STARTS_MS
from tests.fakes.relay import MemoryRelay
from tests.sync.city_desk import CityDesk
from tests.sync.conftest import Laptop
from tests.sync.story import PUZHAO
from tests.sync.test_wishing_for_keys import ask, grant, identity


def wish(laptop: Laptop) -> Wish:
    return read_wishes(laptop.store)[0]


def asked(laptop: Laptop) -> str:
    """Wish for new keys and hand the wish in; give the envelope it is in."""
    laptop.sync()
    ask(laptop, "first")
    laptop.sync()
    return wish(laptop).envelope_id


def said(envelope_id: str, state: VerdictState, code: str) -> Verdict:
    return Verdict(envelope_id, state, code, STORY_STARTS_MS + 1_000)


def test_wish_that_waits_for_a_person_is_told_so(laptop: Laptop, city: CityDesk) -> None:
    city.send(said(asked(laptop), VerdictState.CHECKED, "new-keys-wait"))

    outcome = laptop.sync()

    assert (wish(laptop).code, wish(laptop).is_refused) == ("new-keys-wait", False)
    assert (outcome.state, outcome.code) == (SyncState.OK, None)


def test_refused_wish_is_told_once_with_its_reason(laptop: Laptop, city: CityDesk) -> None:
    envelope_id = asked(laptop)
    city.send(said(envelope_id, VerdictState.RETURNED, "new-keys-refused"))
    first = laptop.sync()
    city.send(said(envelope_id, VerdictState.RETURNED, "new-keys-refused"))
    city.send(said(envelope_id, VerdictState.CHECKED, "new-keys-wait"))

    again = laptop.sync()

    assert (wish(laptop).code, wish(laptop).is_refused) == ("new-keys-refused", True)
    assert (first.code, again.code) == ("new-keys-refused", None)


def test_keys_that_are_listed_after_all_are_taken(laptop: Laptop, city: CityDesk, relay: MemoryRelay) -> None:
    city.send(said(asked(laptop), VerdictState.RETURNED, "new-keys-refused"))
    laptop.sync()
    following = read_following(laptop.store)
    assert following is not None

    grant(relay, following)
    laptop.sync()

    assert identity(laptop) == following


def test_word_about_somebody_elses_envelope_changes_nothing(laptop: Laptop, city: CityDesk) -> None:
    asked(laptop)
    city.send(said("f" * 64, VerdictState.RETURNED, "new-keys-refused"))

    outcome = laptop.sync()

    assert (wish(laptop).code, wish(laptop).is_refused, outcome.code) == (None, False, None)


def test_wish_an_earlier_program_kept_is_read_and_takes_no_word(laptop: Laptop, city: CityDesk) -> None:
    keep_trust(laptop.store, "wished-identities", encode_cbor([[encode_identity(PUZHAO), 5]]))
    city.send(said("f" * 64, VerdictState.RETURNED, "new-keys-refused"))

    laptop.sync()

    assert read_wishes(laptop.store) == (Wish(PUZHAO, 5),)

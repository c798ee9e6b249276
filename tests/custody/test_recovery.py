"""A forgotten secret: what the city can do, what an eavesdropper of the exchange cannot."""

from dataclasses import replace

import pytest

from sync.codes.base45 import decode_base45, encode_base45
from sync.custody.errors import (
    KeyFileChangedError,
    RecoveryMessageInvalidError,
    RecoveryNotSetUpError,
)
from sync.custody.key_file import KeyFile, OpenedKeys
from sync.custody.pending import (
    begin_recovery,
    decode_pending,
    encode_pending,
    install_recovered,
    open_pending,
)
from sync.custody.recovery import (
    RecoveryKey,
    RecoverySecret,
    answer_recovery,
    is_set_up,
    read_recovery_request,
    set_up_recovery,
)
from sync.custody.rotation import begin_rekey, finish_rekey
from sync.custody.slots import database_key, open_slot
from sync.errors import NotOpenableError, PassphraseWrongError
from sync.suites.at_rest import TypedSecret
from sync.suites.by_id import suite_by_id
from sync.suites.suite import SuiteId
from tests.custody.story import begun, first_slot
from tests.fakes.entropy import SeededEntropy

DEVICE = "0123456789abcdef0123456789abcdef"
NEW = TypedSecret("码头旁边的灯塔今年重新刷白了")


def city(seed: str = "city") -> tuple[RecoveryKey, RecoverySecret]:
    suite = suite_by_id(SuiteId.INTERNATIONAL)
    secret = suite.new_sealing_secret(SeededEntropy(seed))
    return RecoveryKey(suite.id, suite.sealing_public(secret)), RecoverySecret(suite.id, secret)


def recoverable() -> tuple[KeyFile, OpenedKeys]:
    file, keys = begun()
    return set_up_recovery(file, keys, device=DEVICE, recovery=city()[0]), keys


def test_city_gives_the_keys_back_under_a_new_secret() -> None:
    file, keys = recoverable()
    pending, request = begin_recovery(file, first_slot(NEW), entropy=SeededEntropy("pending"))

    answer = answer_recovery(read_recovery_request(request), city=city()[1])
    recovered = open_pending(file, decode_pending(encode_pending(pending)), answer, NEW)
    installed = install_recovered(file, recovered, first_slot(NEW), entropy=SeededEntropy("slot"))

    assert database_key(open_slot(installed, "0921", NEW), 1) == database_key(keys, 1)
    assert installed.operators == ("0921",)


def test_request_names_the_computer_and_opens_nothing() -> None:
    file, keys = recoverable()
    [(_, data_key)] = keys.data_keys

    pending, request = begin_recovery(file, first_slot(NEW), entropy=SeededEntropy("pending"))
    raw = decode_base45(request.removeprefix("QZR1:")) + encode_pending(pending)

    assert read_recovery_request(request).device == DEVICE
    assert [secret for secret in (data_key, keys.file_key, NEW.text.encode()) if secret in raw] == []


def test_request_fits_a_qr_code() -> None:
    file, _ = recoverable()

    _, request = begin_recovery(file, first_slot(NEW), entropy=SeededEntropy("pending"))

    assert len(request) < 1_000  # version 20 at level L holds 1,249 alphanumeric characters


def test_answer_to_another_request_is_refused() -> None:
    file, _ = recoverable()
    _, earlier = begin_recovery(file, first_slot(NEW), entropy=SeededEntropy("earlier"))
    pending, _ = begin_recovery(file, first_slot(NEW), entropy=SeededEntropy("later"))

    answer = answer_recovery(read_recovery_request(earlier), city=city()[1])

    with pytest.raises(RecoveryMessageInvalidError):
        open_pending(file, pending, answer, NEW)


def test_intercepted_answer_is_useless_without_the_new_secret() -> None:
    file, _ = recoverable()
    pending, request = begin_recovery(file, first_slot(NEW), entropy=SeededEntropy("pending"))
    answer = answer_recovery(read_recovery_request(request), city=city()[1])

    with pytest.raises(PassphraseWrongError):
        open_pending(file, pending, answer, TypedSecret("码头旁边的灯塔今年重新刷黑了"))


def test_slot_of_one_computer_in_the_request_of_another_is_refused_by_the_city() -> None:
    """Somebody who stole one disk asks in the name of another computer."""
    file, _ = recoverable()
    assert file.recovery is not None
    borrowed = replace(file, recovery=replace(file.recovery, device="f" * 32))
    _, request = begin_recovery(borrowed, first_slot(NEW), entropy=SeededEntropy("thief"))

    with pytest.raises(NotOpenableError):
        answer_recovery(read_recovery_request(request), city=city()[1])


def test_another_city_opens_nothing() -> None:
    file, _ = recoverable()
    _, request = begin_recovery(file, first_slot(NEW), entropy=SeededEntropy("pending"))

    with pytest.raises(NotOpenableError):
        answer_recovery(read_recovery_request(request), city=city("elsewhere")[1])


def test_answer_for_a_file_that_was_changed_is_refused() -> None:
    file, _ = recoverable()
    pending, request = begin_recovery(file, first_slot(NEW), entropy=SeededEntropy("pending"))
    answer = answer_recovery(read_recovery_request(request), city=city()[1])

    with pytest.raises(KeyFileChangedError):
        open_pending(replace(file, generation=99), pending, answer, NEW)


def test_something_else_that_was_scanned_is_not_a_request() -> None:
    with pytest.raises(RecoveryMessageInvalidError):
        read_recovery_request("QZI1:" + encode_base45(b"invitation"))


def test_computer_without_a_slot_for_the_city_says_so() -> None:
    file, _ = begun()

    with pytest.raises(RecoveryNotSetUpError):
        begin_recovery(file, first_slot(NEW), entropy=SeededEntropy("pending"))


def test_city_opens_the_new_keys_after_a_rekey_too() -> None:
    file, keys = recoverable()
    finished, left = finish_rekey(*begin_rekey(file, keys, entropy=SeededEntropy("new key")))
    pending, request = begin_recovery(finished, first_slot(NEW), entropy=SeededEntropy("pending"))

    answer = answer_recovery(read_recovery_request(request), city=city()[1])

    assert open_pending(finished, pending, answer, NEW).data_keys == left.data_keys


def test_power_lost_during_a_rekey_leaves_both_keys_recoverable() -> None:
    file, keys = recoverable()
    moving, grown = begin_rekey(file, keys, entropy=SeededEntropy("new key"))
    pending, request = begin_recovery(moving, first_slot(NEW), entropy=SeededEntropy("pending"))

    answer = answer_recovery(read_recovery_request(request), city=city()[1])

    assert open_pending(moving, pending, answer, NEW).data_keys == grown.data_keys


def test_new_city_key_asks_for_a_new_slot() -> None:
    file, _ = recoverable()

    assert is_set_up(file, device=DEVICE, recovery=city()[0])
    assert not is_set_up(file, device=DEVICE, recovery=city("next year")[0])

"""A device that erases itself says so to the office first, as well as it can, and never waits for it."""

from collections.abc import Callable

import pytest

from sync.bundle_encoding import decode_bundle
from sync.change import ERASING, DeviceReport
from sync.envelope.opening import open_envelope
from sync.envelope.verifying import SenderRevokedError, verify_envelope
from sync.errors import ServerUnreachableError
from sync.ports import Request, Response
from tests.fakes.relay import MemoryRelay
from tests.sync.conftest import Laptop
from tests.sync.story import CITY, REALM, change, filled_form
from tests.sync.test_trust_on_a_device import SpyWipe, end


def last_word(relay: MemoryRelay) -> DeviceReport:
    """Open the newest envelope for the city, which its sender's standing sets aside."""
    with pytest.raises(SenderRevokedError) as late:
        verify_envelope(relay.mailboxes[REALM][-1].body, relay.registry)
    (said,) = decode_bundle(open_envelope(late.value.envelope, CITY)).items
    assert isinstance(said, DeviceReport)
    return said


def without_uploads(relay: MemoryRelay) -> Callable[[Request], Response]:
    def serve(request: Request) -> Response:
        if request.method == "POST":
            raise ServerUnreachableError
        return relay(request)

    return serve


def test_the_last_word_comes_after_the_last_work(laptop: Laptop, relay: MemoryRelay) -> None:
    wipe = SpyWipe()
    runner = laptop.runner_with(wipe)
    end(relay, wipe=True)
    laptop.queue(filled_form(), change())

    outcome = runner.run_once(laptop.progress.append)

    said = last_word(relay)
    assert (outcome.code, wipe.erased, len(relay.mailboxes[REALM])) == ("device-wiped", 1, 2)
    assert (said.troubles, said.unsent, said.diagnostics) == ((ERASING,), 0, b"")


def test_a_last_word_nobody_takes_does_not_keep_a_device_from_erasing_itself(
    laptop: Laptop, relay: MemoryRelay
) -> None:
    wipe = SpyWipe()
    runner = laptop.runner_with(wipe)
    end(relay, wipe=True)
    laptop.wire.server = without_uploads(relay)

    outcome = runner.run_once(laptop.progress.append)

    assert (outcome.code, wipe.erased) == ("device-wiped", 1)
    assert relay.mailboxes[REALM] == []


def test_a_device_that_is_ended_and_not_to_erase_itself_says_no_last_word(
    laptop: Laptop, relay: MemoryRelay
) -> None:
    wipe = SpyWipe()
    end(relay)

    outcome = laptop.runner_with(wipe).run_once(laptop.progress.append)

    assert (outcome.code, wipe.erased) == ("device-revoked", 0)
    assert relay.mailboxes[REALM] == []

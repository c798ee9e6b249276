"""The registry is trusted for its signatures alone; requests to join wait for the city."""

from dataclasses import replace

from sync.keys.enrolment import request_enrolment
from sync.keys.registry import TrustRoots, sign_registry
from sync.keys.roots import sign_root_change
from sync.wire import ENROLMENTS_PATH, REGISTRY_PATH, decode_requests, registry_target
from tests.scenario.realm import make_realm
from tests.server_stub.conftest import Counter

CODE = b"0123456789abcdef"


def test_published_registry_is_handed_out_as_it_was_signed(counter: Counter) -> None:
    counter.publish()

    assert counter.client.get(registry_target(None)).content == counter.realm.registry()


def test_registry_signed_by_one_root_is_not_trusted(counter: Counter) -> None:
    answer = counter.client.post(REGISTRY_PATH, content=counter.realm.registry(signers=1))

    assert (answer.status_code, answer.json()["code"]) == (403, "registry-untrusted")
    assert counter.client.get(REGISTRY_PATH).json()["code"] == "registry-missing"


def test_registry_rollback_is_refused(counter: Counter) -> None:
    old = counter.realm.registry()
    counter.realm.version = 2
    counter.publish()

    answer = counter.client.post(REGISTRY_PATH, content=old)

    assert (answer.status_code, answer.json()["code"]) == (409, "registry-rollback")
    assert counter.client.get("/v1/health").json()["registry"] == 2


def test_two_registries_with_one_version_are_a_conflict(counter: Counter) -> None:
    counter.publish()
    counter.realm.join()

    answer = counter.client.post(REGISTRY_PATH, content=counter.realm.registry())

    assert (answer.status_code, answer.json()["code"]) == (409, "registry-conflict")


def test_roots_that_handed_over_cannot_take_the_relay_back(counter: Counter) -> None:
    counter.publish()
    old, new = counter.realm.roots, make_realm("new roots").roots
    following = TrustRoots(tuple(root.verification for root in new), 2)
    change = sign_root_change(following, present=counter.realm.trust, signers=[*old, *new])
    handed_over = replace(counter.realm.document(), version=2, root_changes=(change,))
    forged = replace(counter.realm.document(), version=9)

    taken = counter.client.post(REGISTRY_PATH, content=sign_registry(handed_over, roots=new[:2]))
    refused = counter.client.post(REGISTRY_PATH, content=sign_registry(forged, roots=old[:2]))

    assert taken.status_code == 204
    assert (refused.status_code, refused.json()["code"]) == (403, "registry-untrusted")
    assert counter.client.get("/v1/health").json()["registry"] == 2


def test_the_same_registry_again_is_no_news(counter: Counter) -> None:
    counter.publish()
    counter.publish()

    assert counter.client.get("/v1/health").json()["registry"] == 1


def test_new_registry_lets_a_new_device_in_at_once(counter: Counter) -> None:
    counter.publish()
    device = counter.realm.join()
    counter.realm.version = 2

    counter.publish()

    assert counter.post(device.seal())[0] == 201


def test_request_to_join_waits_for_the_city(counter: Counter) -> None:
    counter.publish()
    stranger = counter.realm.stranger()
    request = request_enrolment(stranger.identity, name="象山社区窗口", code=CODE)

    assert counter.client.post(ENROLMENTS_PATH, content=request).status_code == 202

    headers = counter.authorization(counter.city, ENROLMENTS_PATH)
    answer = counter.client.get(ENROLMENTS_PATH, headers=headers)
    assert decode_requests(answer.content) == (request,)


def test_listed_device_waits_no_more(counter: Counter) -> None:
    device = counter.realm.join()
    counter.publish()
    request = request_enrolment(device.identity, name="象山社区窗口", code=CODE)
    counter.client.post(ENROLMENTS_PATH, content=request)

    headers = counter.authorization(counter.city, ENROLMENTS_PATH)
    answer = counter.client.get(ENROLMENTS_PATH, headers=headers)
    assert decode_requests(answer.content) == ()


def test_devices_cannot_see_who_wants_to_join(counter: Counter) -> None:
    device = counter.realm.join()
    counter.publish()

    answer = counter.client.get(ENROLMENTS_PATH, headers=counter.authorization(device, ENROLMENTS_PATH))

    assert (answer.status_code, answer.json()["code"]) == (403, "city-only")


def test_request_with_a_borrowed_key_is_refused(counter: Counter) -> None:
    stranger = counter.realm.stranger()
    request = bytearray(request_enrolment(stranger.identity, name="象山社区窗口", code=CODE))
    request[-1] ^= 1

    answer = counter.client.post(ENROLMENTS_PATH, content=bytes(request))

    assert (answer.status_code, answer.json()["code"]) == (403, "signature-invalid")


def test_old_requests_make_room(counter: Counter) -> None:
    counter.publish()
    first, second = counter.realm.stranger(), counter.realm.stranger()
    counter.client.post(ENROLMENTS_PATH, content=request_enrolment(first.identity, name="甲", code=CODE))
    counter.clock.advance(15 * 24 * 3600)
    newer = request_enrolment(second.identity, name="乙", code=CODE)
    counter.client.post(ENROLMENTS_PATH, content=newer)

    headers = counter.authorization(counter.city, ENROLMENTS_PATH)
    answer = counter.client.get(ENROLMENTS_PATH, headers=headers)
    assert decode_requests(answer.content) == (newer,)

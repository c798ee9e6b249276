"""Strange requests drawn from the relay's own description, and raw bytes: no bug, no answer not described.

The first half lets schemathesis draw requests for every endpoint, honest and broken; the
second throws bytes at what takes bodies. A relay with a registry stands behind a socket.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    allow_header_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)
from starlette.testclient import TestClient

from server_stub.database import sqlite_url
from server_stub.relay.app import create_relay
from server_stub.relay.openapi import describe_relay
from server_stub.settings import RelaySettings
from sync.posting import SEVERAL_PATH, SEVERAL_TYPE, encode_envelopes
from sync.request_signing import sign_request
from sync.wire import (
    ENROLMENT_TYPE,
    ENROLMENTS_PATH,
    ENVELOPE_TYPE,
    ENVELOPES_PATH,
    PROBLEM_TYPE,
    REGISTRY_PATH,
    REGISTRY_TYPE,
)
from tests.fakes.clock import FakeClock
from tests.fakes.entropy import SeededEntropy
from tests.scenario.realm import Device, Realm, make_realm
from tests.server_stub.live_relay import serving

pytestmark = pytest.mark.socket


@schemathesis.serializer(ENVELOPE_TYPE, SEVERAL_TYPE, REGISTRY_TYPE, ENROLMENT_TYPE)
def send_as_it_is(_context: Any, value: bytes | str) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")


SCHEMA = schemathesis.openapi.from_dict(describe_relay())
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    unsupported_method,
    allow_header_conformance,
]
QUICK = settings(
    max_examples=12,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
    deadline=None,
)
FUZZ = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
DESCRIBED = describe_relay()["paths"]


@dataclass(frozen=True)
class Post:
    """A relay that has work to do, and one device of it."""

    url: str
    realm: Realm
    clock: FakeClock
    device: Device

    def proof(self, method: str, target: str) -> dict[str, str]:
        signed = sign_request(
            method,
            target,
            signer=self.device.identity,
            now_ms=self.clock.now_ms(),
            entropy=self.realm.entropy,
        )
        return {"authorization": signed}

    def refuse(self, path: str, body: bytes) -> str:
        """Post bytes and give the code of the refusal, which is one the description names."""
        answer = requests.post(self.url + path, data=body, timeout=60)
        assert answer.headers["content-type"] == PROBLEM_TYPE
        refusal = DESCRIBED[path]["post"]["responses"][str(answer.status_code)]
        code: str = answer.json()["code"]
        assert code in refusal["description"].split(", ")
        assert answer.status_code < 500
        return code


@pytest.fixture(scope="module")
def post(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Post]:
    folder: Path = tmp_path_factory.mktemp("described")
    realm, clock = make_realm(), FakeClock()
    settings = RelaySettings(sqlite_url(folder / "relay.sqlite"), realm.trust, device_bytes_a_second=1 << 40)
    app = create_relay(settings, clock=clock, entropy=SeededEntropy("relay"), relay_identity=realm.relay)
    device = realm.join()
    assert TestClient(app).post(REGISTRY_PATH, content=realm.registry()).status_code == 204
    with serving(app) as live:
        app.state.relay.bell.close()  # a relay that is about to stop holds no question for a minute
        yield Post(f"http://127.0.0.1:{live.port}", realm, clock, device)


@SCHEMA.parametrize()
@QUICK
def test_every_answer_to_a_stranger_is_described(case: "Case[Any]", post: Post) -> None:
    answer = case.call(base_url=post.url, timeout=60)

    case.validate_response(answer, checks=CHECKS)


@SCHEMA.include(path_regex="envelopes|enrolments", method="GET").parametrize()
@QUICK
def test_every_answer_to_a_device_is_described(case: "Case[Any]", post: Post) -> None:
    prepared = requests.Request(**case.as_transport_kwargs(base_url=post.url)).prepare()
    prepared.headers.update(post.proof(str(prepared.method), prepared.path_url))

    with requests.Session() as session:
        answer = session.send(prepared, timeout=70)

    case.validate_response(answer, checks=CHECKS)


@FUZZ
@given(body=st.binary(max_size=2_000))
def test_bytes_that_are_no_envelope_are_refused_as_described(post: Post, body: bytes) -> None:
    assert post.refuse(ENVELOPES_PATH, body)


@FUZZ
@given(place=st.integers(0, 10_000), value=st.integers(0, 255), cut=st.integers(0, 400))
def test_a_damaged_envelope_is_refused_as_described(post: Post, place: int, value: int, cut: int) -> None:
    whole = Device(post.device.identity, post.device.recipients, post.device.entropy).seal().body
    damaged = bytearray(whole[: len(whole) - cut])
    damaged[place % len(damaged)] ^= value or 1

    assert post.refuse(ENVELOPES_PATH, bytes(damaged))


@FUZZ
@given(body=st.binary(max_size=2_000))
def test_bytes_that_are_no_list_of_envelopes_are_refused_as_described(post: Post, body: bytes) -> None:
    assert post.refuse(SEVERAL_PATH, body)


@FUZZ
@given(bodies=st.lists(st.binary(max_size=200), max_size=20))
def test_a_list_of_any_bytes_is_refused_as_described(post: Post, bodies: list[bytes]) -> None:
    assert post.refuse(SEVERAL_PATH, encode_envelopes(bodies))


@FUZZ
@given(place=st.integers(0, 300), value=st.integers(0, 255), cut=st.integers(0, 2_000))
def test_a_damaged_list_is_refused_as_described(post: Post, place: int, value: int, cut: int) -> None:
    sender = Device(post.device.identity, post.device.recipients, post.device.entropy)
    whole = encode_envelopes([sender.seal().body, sender.seal().body])
    damaged = bytearray(whole[: max(1, len(whole) - cut)])
    damaged[place % len(damaged)] ^= value or 1

    assert post.refuse(SEVERAL_PATH, bytes(damaged))


@FUZZ
@given(body=st.binary(max_size=2_000))
def test_bytes_that_are_no_registry_are_refused_as_described(post: Post, body: bytes) -> None:
    assert post.refuse(REGISTRY_PATH, body)


@FUZZ
@given(body=st.binary(max_size=2_000))
def test_bytes_that_are_no_request_to_join_are_refused_as_described(post: Post, body: bytes) -> None:
    assert post.refuse(ENROLMENTS_PATH, body)

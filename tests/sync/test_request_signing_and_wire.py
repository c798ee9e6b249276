from dataclasses import replace

import pytest

from sync.errors import (
    KeyUnknownError,
    MessageMalformedError,
    RequestTimeSkewedError,
    RequestUnsignedError,
    SyncError,
)
from sync.request_signing import MAX_SKEW_MS, SignedRequest, sign_request, verify_request
from sync.wire import (
    MailboxItem,
    MailboxPage,
    MailboxQuery,
    Problem,
    decode_page,
    decode_problem,
    decode_requests,
    encode_page,
    encode_problem,
    encode_requests,
    mailbox_target,
    read_mailbox_query,
)
from tests.fakes.clock import STORY_STARTS_MS
from tests.fakes.entropy import SeededEntropy
from tests.sync.story import REGISTRY, STRANGER, XIANGSHAN

TARGET = mailbox_target(after=41, limit=50)
PAGE = MailboxPage((MailboxItem(42, b"one"), MailboxItem(45, b"two")), head=99, epoch=7)


def ask(authorization: str | None, *, target: str = TARGET, now_ms: int = STORY_STARTS_MS) -> SignedRequest:
    return verify_request(authorization, method="GET", target=target, registry=REGISTRY, now_ms=now_ms)


def signed(target: str = TARGET) -> str:
    return sign_request(
        "GET", target, signer=XIANGSHAN, now_ms=STORY_STARTS_MS, entropy=SeededEntropy("nonce")
    )


def test_signed_question_names_its_asker() -> None:
    assert ask(signed()).sender == XIANGSHAN.device_id


def test_signature_is_for_one_question_only() -> None:
    with pytest.raises(RequestUnsignedError):
        ask(signed(mailbox_target(after=0)))


@pytest.mark.parametrize("authorization", [None, "", "Bearer abc", "Quancai "])
def test_unsigned_question_is_refused(authorization: str | None) -> None:
    with pytest.raises(RequestUnsignedError):
        ask(authorization)


def test_garbage_as_a_signature_is_refused() -> None:
    with pytest.raises(SyncError):
        ask("Quancai !!!!")


def test_stranger_is_refused() -> None:
    token = sign_request(
        "GET", TARGET, signer=STRANGER, now_ms=STORY_STARTS_MS, entropy=SeededEntropy("nonce")
    )

    with pytest.raises(KeyUnknownError):
        ask(token)


def test_device_cannot_ask_in_another_ones_name() -> None:
    other = replace(XIANGSHAN, device_id=REGISTRY.devices[1].device_id)
    token = sign_request("GET", TARGET, signer=other, now_ms=STORY_STARTS_MS, entropy=SeededEntropy("nonce"))

    with pytest.raises(RequestUnsignedError):
        ask(token)


@pytest.mark.parametrize("skew_ms", [MAX_SKEW_MS + 1, -MAX_SKEW_MS - 1])
def test_recorded_question_is_refused_later_with_the_servers_time(skew_ms: int) -> None:
    with pytest.raises(RequestTimeSkewedError) as caught:
        ask(signed(), now_ms=STORY_STARTS_MS + skew_ms)

    assert caught.value.parameters["now_ms"] == str(STORY_STARTS_MS + skew_ms)


def test_page_comes_back() -> None:
    assert decode_page(encode_page(PAGE)) == PAGE


def test_page_whose_positions_do_not_grow_is_refused() -> None:
    twisted = replace(PAGE, items=(MailboxItem(45, b"two"), MailboxItem(42, b"one")))

    with pytest.raises(MessageMalformedError):
        decode_page(encode_page(twisted))


def test_query_of_a_mailbox_comes_back_cut_to_the_largest_page() -> None:
    assert read_mailbox_query("after=41&limit=50") == MailboxQuery(41, 50)
    assert read_mailbox_query("after=41&limit=5000&wait=999") == MailboxQuery(41, 200, 55)
    assert read_mailbox_query("after=41") == MailboxQuery(41, 200)


@pytest.mark.parametrize(
    "query",
    ["", "after=-1", "after=x", "limit=3", "after=1&limit=0", "after=1&a=2&b=3", "after=%2B1", "after=1_0"],
)
def test_other_queries_are_refused(query: str) -> None:
    with pytest.raises(MessageMalformedError):
        read_mailbox_query(query)


def test_problem_keeps_its_code_and_details() -> None:
    problem = Problem(409, "envelope-gap", "missing", {"want": 4})

    assert decode_problem(encode_problem(problem), status=409) == problem


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"status": 500}', b"\xff", b"[" * 60_000])
def test_answer_without_a_code_is_no_problem_of_ours(body: bytes) -> None:
    assert decode_problem(body, status=500) is None


def test_waiting_requests_come_back() -> None:
    assert decode_requests(encode_requests((b"a", b"b"))) == (b"a", b"b")

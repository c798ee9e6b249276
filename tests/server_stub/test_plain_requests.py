"""A post read by its pattern is what a parser of HTTP reads; what has two meanings is left to the parser."""

from typing import Any

import httptools
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server_stub.http_plain_request import PlainPost

PLAIN = PlainPost(b"/v1/envelopes", most_bytes=1_000, header_bytes=4_096)
FIRST = b"POST /v1/envelopes HTTP/1.1\r\n"


def request(*fields: bytes, body: bytes = b"12345", first: bytes = FIRST) -> bytes:
    return first + b"".join(field + b"\r\n" for field in fields) + b"\r\n" + body


class Heard:
    """What a parser makes of some bytes."""

    def __init__(self, data: bytes) -> None:
        self.bodies, self.url, self.messages = b"", b"", 0
        self._parser = httptools.HttpRequestParser(self)
        self._parser.feed_data(data)

    def on_url(self, url: bytes) -> None:
        self.url += url

    def on_body(self, body: bytes) -> None:
        self.bodies += body

    def on_message_complete(self) -> None:
        self.messages += 1

    def told(self) -> tuple[Any, ...]:
        parser = self._parser
        is_kept, is_other = parser.should_keep_alive(), parser.should_upgrade()
        way = (parser.get_method(), self.url, parser.get_http_version())
        return (*way, self.bodies, self.messages, is_kept, is_other)


# Fields a device sends, and those by which two readers of HTTP have been set against each other.
NAMES = st.sampled_from(
    [
        b"content-length",
        b"Content-Length",
        b"content-length ",
        b"x-content-length",
        b"transfer-encoding",
        b"Connection",
        b"host",
        b"content-type",
        b"expect",
        b"upgrade",
        b"te",
        b"accept",
        b" folded",
        b"",
        b"x\xc3",
    ]
)
VALUES = st.sampled_from(
    [b"5", b"05", b"+5", b"5, 5", b" 5", b"0x5", b"", b"chunked", b"keep-alive", b"close", b"a\rb", b"\x00"]
)
COLONS = st.sampled_from([b": ", b":", b" :", b":\t"])
ENDS = st.sampled_from([b"\r\n", b"\r\n", b"\r\n", b"\n", b"\r"])
FIELDS = st.builds(lambda *parts: b"".join(parts), NAMES, COLONS, VALUES, ENDS)
FIRSTS = st.sampled_from([FIRST, FIRST, FIRST, b"POST  /v1/envelopes HTTP/1.1\r\n", b"\r\n" + FIRST])
LENGTH = st.sampled_from([b"content-length: 5\r\n", b"Content-Length: 5\r\n", b""])
BODIES = st.sampled_from([b"12345", b"12345", b"1234", b"123456", b"0\r\n\r\n", b""])


@given(
    FIRSTS, st.lists(FIELDS, max_size=3), LENGTH, st.lists(FIELDS, max_size=2), BODIES, st.binary(max_size=3)
)
def test_what_is_taken_for_plain_is_what_a_parser_reads(
    first: bytes, before: list[bytes], length: bytes, after: list[bytes], body: bytes, more: bytes
) -> None:
    data = first + b"".join((*before, length, *after)) + b"\r\n" + body + more

    found = PLAIN.body_of(data)

    assert found is None or Heard(data).told() == (
        b"POST",
        b"/v1/envelopes",
        "1.1",
        found,
        1,
        True,
        False,
    )


@pytest.mark.parametrize(
    "fields",
    [
        [b"host: relay", b"content-type: application/x", b"content-length: 5"],
        [b"Content-Length: 5", b"Connection: keep-alive", b"User-Agent: quancai/1 (x)", b"Accept: */*"],
        [b"CONTENT-LENGTH: 5"],
    ],
)
def test_what_devices_and_proxies_send_is_plain(fields: list[bytes]) -> None:
    assert PLAIN.body_of(request(*fields)) == b"12345"


@pytest.mark.parametrize(
    "data",
    [
        request(b"content-length: 5", b"content-length: 5"),
        request(b"content-length: 5", b"transfer-encoding: chunked"),
        request(b"content-length: 5", b"content-encoding: gzip"),
        request(b"content-length: 5", b"expect: 100-continue"),
        request(b"content-length: 5", b"connection: close"),
        request(b"content-length: 5", b"connection: content-length"),
        request(b"content-length: 5", b"upgrade: h2c"),
        request(b"content-length: 5", b"x: a\nb: c"),
        request(b"content-length: 5", b"x : y"),
        request(b"content-length : 5"),
        request(b"content-length:  5"),
        request(b"content-length: 6"),
        request(b"content-length: 4"),
        request(b"content-length: -5"),
        request(b"content-length: 1001", body=bytes(1_001)),
        request(b"content-length: 5", b"x: " + b"y" * 4_096),
        request(b"host: relay"),
        request(b"content-length: 5", first=b"POST /v1/envelopes?x=y HTTP/1.1\r\n"),
        request(b"content-length: 5", first=b"POST /v1/envelopes/several HTTP/1.1\r\n"),
        request(b"content-length: 5", first=b"post /v1/envelopes HTTP/1.1\r\n"),
        request(b"content-length: 5", first=b"POST /V1/envelopes HTTP/1.1\r\n"),
        request(b"content-length: 5", first=b"POST /v1/envelopes HTTP/1.0\r\n"),
        request(b"content-length: 5") * 2,
    ],
)
def test_what_is_unusual_in_any_way_is_left_to_the_parser(data: bytes) -> None:
    assert PLAIN.body_of(data) is None

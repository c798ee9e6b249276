"""The real adapter against a wire that is a function: no socket is opened."""

import io
from collections.abc import Callable
from http.client import RemoteDisconnected
from pathlib import Path

import pytest
import requests
from requests.adapters import BaseAdapter
from urllib3 import HTTPResponse
from urllib3.exceptions import ProtocolError

from sync.adapters.http_transport import HttpTransport
from sync.errors import ServerAnswerInvalidError, ServerInsecureError, ServerUnreachableError, SyncError
from sync.ports import Request, Response
from sync.wire import MAX_PAGE_BYTES
from tests.fakes.clock import FakeClock

Answer = Callable[[requests.PreparedRequest], tuple[int, bytes]]


class FunctionAdapter(BaseAdapter):
    """Answers a prepared request with a function, as far below `requests` as one can get."""

    def __init__(self, answer: Answer) -> None:
        super().__init__()
        self.answer = answer
        self.seen: list[requests.PreparedRequest] = []
        self.proxies: list[object] = []

    def send(self, request: requests.PreparedRequest, *args: object, **kwargs: object) -> requests.Response:
        self.seen.append(request)
        self.proxies.append(kwargs["proxies"])
        status, body = self.answer(request)
        answer = requests.Response()
        answer.status_code = status
        answer.headers["Content-Type"] = "application/octet-stream"
        answer.headers["Location"] = "https://portal.invalid/"
        answer.raw = HTTPResponse(io.BytesIO(body), preload_content=False)
        answer.request = request
        answer.url = str(request.url)
        return answer

    def close(self) -> None:
        return


def through(adapter: FunctionAdapter) -> HttpTransport:
    session = requests.Session()
    session.mount("https://", adapter)
    return HttpTransport("https://sync.example.invalid/", session=session)


def raising(error: Exception) -> FunctionAdapter:
    def answer(_request: requests.PreparedRequest) -> tuple[int, bytes]:
        raise error

    return FunctionAdapter(answer)


def test_request_goes_out_and_the_answer_comes_back_as_they_are() -> None:
    adapter = FunctionAdapter(lambda _request: (201, b"receipt"))

    answer = through(adapter).exchange(Request("POST", "/v1/envelopes?x=1", {"x-test": "1"}, b"sealed"))

    [sent] = adapter.seen
    assert (sent.method, sent.url) == ("POST", "https://sync.example.invalid/v1/envelopes?x=1")
    assert (sent.body, sent.headers["x-test"]) == (b"sealed", "1")
    assert (answer.status, answer.body) == (201, b"receipt")
    assert answer.headers["content-type"] == "application/octet-stream"


@pytest.mark.parametrize(
    ("foreign", "ours"),
    [
        (requests.ConnectionError(), ServerUnreachableError),
        (requests.ConnectTimeout(), ServerUnreachableError),
        (requests.ReadTimeout(), ServerUnreachableError),
        (requests.exceptions.ChunkedEncodingError(), ServerUnreachableError),
        (requests.exceptions.SSLError(), ServerInsecureError),
        (requests.exceptions.InvalidHeader(), ServerAnswerInvalidError),
        (requests.exceptions.ContentDecodingError(), ServerAnswerInvalidError),
    ],
)
def test_every_error_of_the_library_becomes_one_of_ours(foreign: Exception, ours: type[SyncError]) -> None:
    with pytest.raises(ours):
        through(raising(foreign)).exchange(Request("GET", "/v1/health"))


def test_redirect_is_an_answer_not_an_order() -> None:
    adapter = FunctionAdapter(lambda _request: (302, b""))

    answer = through(adapter).exchange(Request("GET", "/v1/health"))

    assert isinstance(answer, Response)
    assert answer.status == 302
    assert len(adapter.seen) == 1


def test_endless_answer_is_cut_off() -> None:
    adapter = FunctionAdapter(lambda _request: (200, bytes(MAX_PAGE_BYTES + 1)))

    with pytest.raises(ServerAnswerInvalidError):
        through(adapter).exchange(Request("GET", "/v1/health"))


@pytest.mark.parametrize(
    "address", ["http://sync.example.invalid", "ftp://127.0.0.1", "sync.example.invalid", ""]
)
def test_address_that_would_send_in_clear_is_refused(address: str) -> None:
    with pytest.raises(ServerInsecureError):
        HttpTransport(address)


@pytest.mark.parametrize("address", ["http://127.0.0.1:8000", "http://localhost", "http://[::1]:8000"])
def test_this_machine_may_be_spoken_to_in_clear(address: str) -> None:
    HttpTransport(address).close()


def test_a_stored_password_never_replaces_the_signature(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text("machine sync.example.invalid login a password b")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    adapter = FunctionAdapter(lambda _request: (200, b""))

    through(adapter).exchange(Request("GET", "/v1/envelopes?after=0", {"authorization": "Quancai abc"}))

    [seen] = adapter.seen
    assert seen.headers["authorization"] == "Quancai abc"
    assert seen.headers["accept-encoding"] == "identity"


class Dripping(io.RawIOBase):
    """An answer of one byte a minute, for ever."""

    def __init__(self, clock: FakeClock) -> None:
        super().__init__()
        self.clock = clock

    def read1(self, _amount: int = -1) -> bytes:
        self.clock.advance(40)
        return b"x"

    read = read1


def test_an_answer_that_drips_is_given_up() -> None:
    clock = FakeClock()
    adapter = FunctionAdapter(lambda _request: (200, b""))
    session = requests.Session()
    session.mount("https://", adapter)
    transport = HttpTransport("https://sync.example.invalid/", session=session, clock=clock)
    send = adapter.send

    def drip(request: requests.PreparedRequest, *args: object, **kwargs: object) -> requests.Response:
        answer = send(request, *args, **kwargs)
        answer.raw = HTTPResponse(Dripping(clock), preload_content=False)
        return answer

    adapter.send = drip  # type: ignore[method-assign]

    with pytest.raises(ServerUnreachableError):
        transport.exchange(Request("GET", "/v1/registry"))

    assert clock.monotonic_s() < 200


def test_a_closed_transport_asks_nothing_more() -> None:
    adapter = FunctionAdapter(lambda _request: (200, b"late"))
    transport = through(adapter)
    transport.close()

    with pytest.raises(ServerUnreachableError):
        transport.exchange(Request("GET", "/v1/registry"))

    assert adapter.seen == []


def hung_up(error: OSError) -> requests.ConnectionError:
    return requests.ConnectionError(ProtocolError("Connection aborted.", error))


def answering(*answers: requests.RequestException | bytes) -> FunctionAdapter:
    left = iter(answers)

    def answer(_request: requests.PreparedRequest) -> tuple[int, bytes]:
        match next(left):
            case bytes() as body:
                return 200, body
            case error:
                raise error

    return FunctionAdapter(answer)


GOODBYES = [
    RemoteDisconnected("Remote end closed connection without response"),
    ConnectionResetError(104, "reset"),
    BrokenPipeError(32, "pipe"),
]


@pytest.mark.parametrize("goodbye", GOODBYES, ids=lambda error: type(error).__name__)
def test_a_kept_connection_that_was_closed_as_we_asked_is_asked_anew(goodbye: OSError) -> None:
    adapter = answering(b"one", hung_up(goodbye), b"two")
    transport = through(adapter)
    transport.exchange(Request("GET", "/v1/health"))

    answer = transport.exchange(Request("POST", "/v1/envelopes", {"x-test": "1"}, b"sealed"))

    assert answer.body == b"two"
    assert [sent.body for sent in adapter.seen] == [None, b"sealed", b"sealed"]


def test_a_signed_question_is_not_said_twice() -> None:
    adapter = answering(b"one", hung_up(GOODBYES[0]), b"two")
    transport = through(adapter)
    transport.exchange(Request("GET", "/v1/health"))

    with pytest.raises(ServerUnreachableError):
        transport.exchange(Request("GET", "/v1/mailbox", {"authorization": "Quancai abc"}))

    assert len(adapter.seen) == 2


@pytest.mark.parametrize(
    ("answers", "asked"),
    [
        ([hung_up(GOODBYES[0])], 1),
        ([b"one", hung_up(GOODBYES[0]), hung_up(GOODBYES[0])], 3),
        ([b"one", hung_up(TimeoutError())], 2),
        ([b"one", requests.ReadTimeout()], 2),
    ],
    ids=["a-fresh-connection", "twice", "too-slow", "no-answer-in-time"],
)
def test_any_other_failure_is_told_at_once(
    answers: list[requests.RequestException | bytes], asked: int
) -> None:
    adapter = answering(*answers)
    transport = through(adapter)

    with pytest.raises(ServerUnreachableError):
        [transport.exchange(Request("GET", "/v1/health")) for _ in range(2)]

    assert len(adapter.seen) == asked


def test_the_environment_has_no_say_about_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://proxy.invalid:8080")
    adapter = FunctionAdapter(lambda _request: (200, b"here"))
    session = requests.Session()
    session.mount("http://", adapter)

    HttpTransport("http://127.0.0.1:8000", session=session).exchange(Request("GET", "/v1/health"))

    assert adapter.proxies == [{}]

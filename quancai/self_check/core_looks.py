"""What both halves of the program stand on: shipped files, words, suites, keys at rest, the way out.

Each look does a small piece of the real work and not only an import, because a library
that loads may still lack the half that matters.
"""

import ssl
from collections.abc import Iterator
from functools import partial
from importlib import import_module
from typing import Final

from quancai.build_stamp import read_stamp
from quancai.self_check.running import Look
from quancai.self_check.update_look import believe_an_update
from resources import file_path
from resources.words import LANGUAGES, Words
from sync.adapters.http_transport import HttpTransport
from sync.adapters.system import SystemEntropy
from sync.suites.at_rest import KdfCost, TypedSecret, stretch, unwrap, wrap
from sync.suites.by_id import require_suite
from sync.suites.suite import SuiteId

_MESSAGE: Final = b"self-check"
_PART_DOORS: Final = {"desktop": "desktop.app", "server_stub": "server_stub.service"}


def core_looks() -> Iterator[tuple[str, Look]]:
    yield "build", lambda: read_stamp().in_one_line()
    yield "parts", open_parts
    yield "resources", read_resources
    for language in LANGUAGES:
        yield f"words.{language}", partial(say_something, language)
    for suite in SuiteId:
        yield f"suite.{suite.name.lower()}", partial(exercise_suite, suite)
    yield "keys-at-rest", close_and_open_a_key
    yield "tls", make_transport
    yield "updates", believe_an_update


def open_parts() -> str:
    """Load what the stamp promises."""
    parts = read_stamp().parts
    for part in parts:
        import_module(_PART_DOORS[part])
    return " ".join(parts)


def read_resources() -> str:
    """Read every file that is shipped, to its last byte."""
    files = [path for path in sorted(file_path(".").rglob("*")) if path.is_file()]
    size = sum(len(path.read_bytes()) for path in files)
    return f"{len(files)} files, {size // 1024} KiB"


def say_something(language: str) -> str:
    """Read the whole catalogue of a language; the apology is found in the last of its files or not at all."""
    return Words(language).error("unexpected").title


def exercise_suite(number: SuiteId) -> str:
    """Sign and verify, wrap and unwrap, seal and open with fresh keys."""
    suite, entropy = require_suite(number), SystemEntropy()
    signing, sealing = suite.new_signing_secret(entropy), suite.new_sealing_secret(entropy)
    signature = suite.sign(signing, _MESSAGE)
    suite.verify(suite.signing_public(signing), _MESSAGE, signature=signature)
    content_key, nonce = entropy.take(suite.content_key_size), entropy.take(suite.nonce_size)
    wrapped = suite.wrap(suite.sealing_public(sealing), content_key, context=_MESSAGE)
    opened = suite.unwrap(sealing, wrapped, context=_MESSAGE)
    sealed = suite.seal(content_key, _MESSAGE, nonce=nonce, associated=b"")
    if suite.open(opened, sealed, nonce=nonce, associated=b"") != _MESSAGE:
        raise ValueError("opened to something else")
    return f"suite {int(number)}"


def close_and_open_a_key() -> str:
    """Derive a key from a secret and wrap another with it, as the key file does."""
    cost = KdfCost(memory_kib=8 * 1024, passes=1)
    key = stretch(TypedSecret("self-check"), salt=bytes(16), cost=cost, context=b"self-check")
    secret = SystemEntropy().take(32)
    closed = wrap(key, secret, nonce=bytes(12), context=b"self-check")
    if unwrap(key, closed, nonce=bytes(12), context=b"self-check") != secret:
        raise ValueError("unwrapped to something else")
    return "Argon2id, AES-256-GCM-SIV"


def make_transport() -> str:
    """Make the line to a server with the authorities this computer trusts; nothing is sent."""
    HttpTransport("https://relay.invalid").close()
    return ssl.OPENSSL_VERSION

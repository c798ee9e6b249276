"""Suite 2 against the examples of the standards, its providers against one another, and attackers."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.errors import NotOpenableError, SignatureInvalidError, SuiteUnknownError
from sync.suites import sm2_provider
from sync.suites.by_id import suite_by_id
from sync.suites.national import NationalSuite
from sync.suites.sm2_curve import is_point, may_be_signature, message_digest, signer_digest, sm3
from sync.suites.sm2_gmalg import GmalgProvider
from sync.suites.sm2_gmssl_fast import GmsslFastProvider
from sync.suites.sm2_provider import Sm2Provider, find_provider, plug_in
from sync.suites.suite import SuiteId, WrappedKey
from tests.fakes.entropy import SeededEntropy

SUITE = suite_by_id(SuiteId.NATIONAL)
# All that have a wheel here: the first choice of this processor, the other processors' and the judge.
PROVIDERS: list[Sm2Provider] = [find_provider(), GmsslFastProvider(), GmalgProvider()]
NAMES = [provider.name for provider in PROVIDERS]
PAIRS = [(one, other) for one in PROVIDERS for other in PROVIDERS]
PAIR_NAMES = [f"{one.name}-{other.name}" for one, other in PAIRS]

# GB/T 32918.5-2017, annexes A.2 and C.2: the key, ZA and e of the signature, the signature, the ciphertext.
SECRET = bytes.fromhex("3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8")
PUBLIC = bytes.fromhex(
    "09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
    "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13"
)
ZA = "b2e14c5c79c6df5b85f4fe7ed8db7a262b9da7e07ccb0ea9f4747b8ccda8a4f3"
E = "f0b43e94ba45accaace692ed534382eb17e6ab5a19ce7b31f4486fdfc0d28640"
SIGNATURE = bytes.fromhex(
    "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
    "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa"
)
CIPHERTEXT = bytes.fromhex(
    "04ebfc718e8d1798620432268e77feb6415e2ede0e073c0f4f640ecd2e149a73"
    "e858f9d81e5430a57b36daab8f950a3c64e6ee6a63094d99283aff767e124df0"
    "59983c18f809e262923c53aec295d30383b54e39d609d160afcb1908d0bd8766"
    "21886ca989ca9c7d58087307ca93092d651efa"
)

KEY = SECRET + PUBLIC
WRAPPED = SUITE.wrap(PUBLIC, b"sixteen byte key", context=b"header")
SIGNED = SUITE.sign(KEY, b"work")


def test_sm3_gives_the_digest_of_gb_t_32905() -> None:
    assert SUITE.digest(b"abc").hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


def test_digest_that_is_signed_is_the_standards() -> None:
    assert signer_digest(PUBLIC).hex() == ZA
    assert message_digest(PUBLIC, b"message digest").hex() == E


@pytest.mark.parametrize("provider", PROVIDERS, ids=NAMES)
def test_signature_of_the_standard_is_accepted(provider: Sm2Provider) -> None:
    assert provider.verify(PUBLIC, b"message digest", signature=SIGNATURE)


@pytest.mark.parametrize("provider", PROVIDERS, ids=NAMES)
def test_ciphertext_of_the_standard_is_decrypted(provider: Sm2Provider) -> None:
    assert provider.decrypt(SECRET, CIPHERTEXT, public=PUBLIC) == b"encryption standard"


@pytest.mark.parametrize("provider", PROVIDERS, ids=NAMES)
def test_key_of_the_standard_signs_and_decrypts_here(provider: Sm2Provider) -> None:
    suite = NationalSuite(lambda: provider)

    suite.verify(PUBLIC, b"message digest", signature=suite.sign(KEY, b"message digest"))
    assert suite.unwrap(KEY, WRAPPED, context=b"header") == b"sixteen byte key"


def test_sm4_gcm_gives_the_bytes_of_rfc_8998() -> None:
    # Appendix A.1; ciphertext and tag stand one behind the other.
    key = bytes.fromhex("0123456789abcdeffedcba9876543210")
    nonce = bytes.fromhex("00001234567800000000abcd")
    associated = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
    plaintext = b"".join(bytes([byte] * 8) for byte in bytes.fromhex("aabbccddeeffeeaa"))

    sealed = SUITE.seal(key, plaintext, nonce=nonce, associated=associated)

    assert sealed.hex() == (
        "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
        "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
        "83de3541e4c2b58177e065a9bf7b62ec"
    )
    assert SUITE.open(key, sealed, nonce=nonce, associated=associated) == plaintext


def test_hmac_with_sm3_knows_its_key() -> None:
    # HMAC as RFC 2104 writes it, with the digest proven above and its block of 64 bytes.
    key = b"an invitation's code"
    inner = sm3(bytes(byte ^ 0x36 for byte in key.ljust(64, b"\0")) + b"claims")

    assert SUITE.authenticate(key, b"claims") == sm3(
        bytes(byte ^ 0x5C for byte in key.ljust(64, b"\0")) + inner
    )


@pytest.mark.parametrize(("signer", "verifier"), PAIRS, ids=PAIR_NAMES)
def test_what_one_provider_signs_another_accepts(signer: Sm2Provider, verifier: Sm2Provider) -> None:
    handle, public = signer.new_key()

    signature = signer.sign(handle, b"work", public=public)

    assert verifier.verify(public, b"work", signature=signature)
    assert not verifier.verify(public, b"other work", signature=signature)


@pytest.mark.parametrize(("sealer", "opener"), PAIRS, ids=PAIR_NAMES)
def test_what_one_provider_encrypts_another_decrypts(sealer: Sm2Provider, opener: Sm2Provider) -> None:
    handle, public = opener.new_key()

    assert opener.decrypt(handle, sealer.encrypt(public, bytes(48)), public=public) == bytes(48)


@pytest.mark.parametrize("provider", PROVIDERS, ids=NAMES)
@pytest.mark.parametrize("part", ["encapsulated", "ciphertext"])
def test_changed_wrapped_key_does_not_open(provider: Sm2Provider, part: str) -> None:
    suite = NationalSuite(lambda: provider)
    parts = {"encapsulated": WRAPPED.encapsulated, "ciphertext": WRAPPED.ciphertext}
    parts[part] = parts[part][:-1] + bytes([parts[part][-1] ^ 1])

    with pytest.raises(NotOpenableError):
        suite.unwrap(KEY, WrappedKey(**parts), context=b"header")


@given(position=st.integers(0, 143), bit=st.integers(0, 7))
@settings(max_examples=150, deadline=None)
def test_flipped_bit_in_a_wrapped_key_is_never_accepted(position: int, bit: int) -> None:
    changed = bytearray(WRAPPED.encapsulated + WRAPPED.ciphertext)
    changed[position] ^= 1 << bit

    with pytest.raises(NotOpenableError):
        SUITE.unwrap(KEY, WrappedKey(bytes(changed[:64]), bytes(changed[64:])), context=b"header")


@given(position=st.integers(0, 63), bit=st.integers(0, 7))
@settings(max_examples=150, deadline=None)
def test_flipped_bit_in_a_signature_is_never_accepted(position: int, bit: int) -> None:
    changed = bytearray(SIGNED)
    changed[position] ^= 1 << bit

    with pytest.raises(SignatureInvalidError):
        SUITE.verify(PUBLIC, b"work", signature=bytes(changed))


@given(signature=st.binary(max_size=80))
@settings(max_examples=100, deadline=None)
def test_garbage_is_no_signature(signature: bytes) -> None:
    with pytest.raises(SignatureInvalidError):
        SUITE.verify(PUBLIC, b"work", signature=signature)


@given(encapsulated=st.binary(max_size=80), ciphertext=st.binary(max_size=120))
@settings(max_examples=100, deadline=None)
def test_garbage_is_no_wrapped_key(encapsulated: bytes, ciphertext: bytes) -> None:
    with pytest.raises(NotOpenableError):
        SUITE.unwrap(KEY, WrappedKey(encapsulated, ciphertext), context=b"header")


@pytest.mark.parametrize("signature", [bytes(64), b"\xff" * 64, SIGNATURE[:32] + bytes(32), SIGNATURE[:63]])
def test_signature_out_of_range_never_reaches_a_library(signature: bytes) -> None:
    assert not may_be_signature(signature)


@pytest.mark.parametrize("public", [b"", bytes(64), b"\xff" * 64, PUBLIC[:63] + b"\x14", b"\x04" + PUBLIC])
def test_point_off_the_curve_is_neither_sealed_to_nor_believed(public: bytes) -> None:
    assert not is_point(public)
    with pytest.raises(NotOpenableError):
        SUITE.wrap(public, bytes(16), context=b"header")
    with pytest.raises(SignatureInvalidError):
        SUITE.verify(public, b"work", signature=SIGNED)


def test_key_wrapped_under_one_context_does_not_open_under_another() -> None:
    with pytest.raises(NotOpenableError):
        SUITE.unwrap(KEY, WRAPPED, context=b"another header")


@pytest.mark.parametrize("part", ["key", "nonce", "ciphertext", "associated"])
def test_content_opens_only_as_it_was_sealed(part: str) -> None:
    sealed = {"key": bytes(16), "nonce": bytes(12), "associated": b"header"}
    sealed["ciphertext"] = SUITE.seal(bytes(16), b"work", nonce=bytes(12), associated=b"header")
    sealed[part] = sealed[part][:-1] + bytes([sealed[part][-1] ^ 1])

    with pytest.raises(NotOpenableError):
        SUITE.open(
            sealed["key"], sealed["ciphertext"], nonce=sealed["nonce"], associated=sealed["associated"]
        )


@pytest.mark.parametrize("ciphertext", [b"", b"short", bytes(15), bytes(16)])
def test_content_without_room_for_a_tag_is_refused(ciphertext: bytes) -> None:
    with pytest.raises(NotOpenableError):
        SUITE.open(bytes(16), ciphertext, nonce=bytes(12), associated=b"")


def test_new_key_is_a_secret_with_its_public_half_behind() -> None:
    secret = SUITE.new_signing_secret(SeededEntropy())

    assert is_point(SUITE.signing_public(secret))
    SUITE.verify(SUITE.signing_public(secret), b"work", signature=SUITE.sign(secret, b"work"))


@pytest.fixture
def without_libraries(monkeypatch: pytest.MonkeyPatch) -> Callable[[], Sm2Provider]:
    for name in ("sm2_gmssl_pyx", "sm2_gmssl_fast", "sm2_gmalg"):
        monkeypatch.setitem(__import__("sys").modules, f"sync.suites.{name}", None)
    return find_provider.__wrapped__


def test_without_a_library_keys_can_be_named_and_nothing_pretends_to_sign(
    without_libraries: Callable[[], Sm2Provider],
) -> None:
    suite = NationalSuite(without_libraries)

    assert suite.signing_key_id(PUBLIC) == SUITE.signing_key_id(PUBLIC)
    with pytest.raises(SuiteUnknownError) as caught:
        suite.verify(PUBLIC, b"work", signature=SIGNED)
    assert caught.value.code == "suite-unknown"


def test_key_device_takes_the_place_of_every_library(monkeypatch: pytest.MonkeyPatch) -> None:
    device = GmalgProvider()
    monkeypatch.setattr(sm2_provider._Plug, "provider", device)

    assert find_provider.__wrapped__() is device


def test_key_device_comes_too_late_once_sm2_is_in_use() -> None:
    with pytest.raises(ValueError, match="in use already"):
        plug_in(GmalgProvider())

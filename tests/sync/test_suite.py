"""Published vectors and a second implementation, so that nobody has to trust ours."""

from hashlib import sha256

import cbor2
import pytest

from sync.errors import NotOpenableError, SignatureInvalidError, SuiteUnknownError
from sync.suites.by_id import suite_by_id
from sync.suites.suite import SuiteId, WrappedKey
from tests.fakes.entropy import SeededEntropy
from tests.sync.hpke_oracle import open_base

SUITE = suite_by_id(SuiteId.INTERNATIONAL)

# RFC 8032, section 7.1: secret, public, message, signature.
RFC_8032 = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
            "d25bf5f0595bbe24655141438e7a100b"
        ),
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
            "387b2eaeb4302aeeb00d291612bb0c00"
        ),
    ),
]

# RFC 9180, appendix A.2.1: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305, base mode, number 0.
INFO = bytes.fromhex("4f6465206f6e2061204772656369616e2055726e")
RECIPIENT = bytes.fromhex("8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb")
ENCAPSULATED = bytes.fromhex("1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a")
CIPHERTEXT = bytes.fromhex(
    "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28"
)


@pytest.mark.parametrize(("secret", "public", "message", "signature"), RFC_8032)
def test_ed25519_gives_the_signatures_of_rfc_8032(
    secret: str, public: str, message: str, signature: str
) -> None:
    signed = bytes.fromhex(message)

    assert SUITE.signing_public(bytes.fromhex(secret)).hex() == public
    assert SUITE.sign(bytes.fromhex(secret), signed).hex() == signature
    SUITE.verify(bytes.fromhex(public), signed, signature=bytes.fromhex(signature))


def test_the_second_implementation_opens_the_vector_of_rfc_9180() -> None:
    opened = open_base(RECIPIENT, encapsulated=ENCAPSULATED, ciphertext=CIPHERTEXT, info=INFO, aad=b"Count-0")

    assert opened == b"Beauty is truth, truth beauty"


def test_the_second_implementation_opens_what_we_wrap() -> None:
    secret = SUITE.new_sealing_secret(SeededEntropy("city"))

    wrapped = SUITE.wrap(SUITE.sealing_public(secret), bytes(32), context=b"header")

    assert open_base(
        secret,
        encapsulated=wrapped.encapsulated,
        ciphertext=wrapped.ciphertext,
        info=b"header",
        aad=b"",
    ) == bytes(32)


def test_key_wrapped_under_one_context_does_not_open_under_another() -> None:
    secret = SUITE.new_sealing_secret(SeededEntropy("city"))
    wrapped = SUITE.wrap(SUITE.sealing_public(secret), bytes(32), context=b"header")

    with pytest.raises(NotOpenableError):
        SUITE.unwrap(secret, wrapped, context=b"another header")


def test_encapsulation_of_the_wrong_size_is_refused() -> None:
    secret = SUITE.new_sealing_secret(SeededEntropy("city"))

    with pytest.raises(NotOpenableError):
        SUITE.unwrap(secret, WrappedKey(b"short", bytes(48)), context=b"header")


def test_public_key_of_small_order_is_refused() -> None:
    with pytest.raises(NotOpenableError):
        SUITE.wrap(bytes(32), bytes(32), context=b"header")


def test_signature_of_the_wrong_size_is_refused() -> None:
    with pytest.raises(SignatureInvalidError):
        SUITE.verify(bytes.fromhex(RFC_8032[0][1]), b"", signature=b"short")


def test_key_id_is_the_start_of_the_cose_key_thumbprint() -> None:
    public = bytes.fromhex(RFC_8032[0][1])
    cose_key = cbor2.dumps({1: 1, -1: 6, -2: public}, canonical=True)

    assert SUITE.signing_key_id(public) == sha256(cose_key).digest()[:16]
    assert SUITE.sealing_key_id(public) != SUITE.signing_key_id(public)


@pytest.mark.parametrize("number", [0, 4, 99])
def test_suites_this_program_does_not_have_are_refused(number: int) -> None:
    with pytest.raises(SuiteUnknownError):
        suite_by_id(number)

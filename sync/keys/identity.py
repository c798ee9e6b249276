"""Keys with an owner: the two secrets of a device or service, and what others may know of them.

One identity has one suite, one key to sign and one key to be sealed to. A device is
named by a random id that survives key rotation; a service (the relay, the city
platform) has no other name than its signing key. Secrets never appear in a repr.
"""

from dataclasses import dataclass, field, replace
from typing import Final, NewType, cast

from sync.cbor import decode_cbor, encode_cbor, read_bytes, read_integer, read_list, read_map, read_text
from sync.errors import MessageMalformedError
from sync.ports import Entropy
from sync.suites.by_id import suite_by_id
from sync.suites.suite import Signing, Suite, SuiteId, Unwrapping, WrappedKey

DeviceId = NewType("DeviceId", str)  # 32 lower-case hexadecimal digits
KeyId = NewType("KeyId", bytes)  # 16 bytes

DEVICE_ID_BYTES: Final = 16
KEY_ID_BYTES: Final = 16
_MAX_KEY_BYTES: Final = 4_096
_MAX_IDENTITY_BYTES: Final = 16_384
_SECRET_KEYS: Final = frozenset({"suite", "device", "org", "signing", "sealing"})


@dataclass(frozen=True, slots=True)
class VerificationKey:
    """A public key that signatures can be checked against: a root's, an issuer's."""

    suite: int
    public: bytes

    @property
    def kid(self) -> KeyId:
        return KeyId(suite_by_id(self.suite).signing_key_id(self.public))


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A secret key that only signs: a root's, or an issuer's of codes."""

    suite: int
    secret: bytes = field(repr=False)

    @property
    def verification(self) -> VerificationKey:
        return VerificationKey(self.suite, suite_by_id(self.suite).signing_public(self.secret))

    @property
    def kid(self) -> KeyId:
        return self.verification.kid

    def sign(self, message: bytes) -> bytes:
        return suite_by_id(self.suite).sign(self.secret, message)


@dataclass(frozen=True, slots=True)
class PublicIdentity:
    """What others know of a device or service; `kid` names its signing key."""

    kid: KeyId
    suite: int
    signing_public: bytes
    sealing_public: bytes

    @property
    def verification(self) -> VerificationKey:
        """The half that checks signatures."""
        return VerificationKey(self.suite, self.signing_public)

    @property
    def sealing_kid(self) -> KeyId:
        return KeyId(suite_by_id(self.suite).sealing_key_id(self.sealing_public))

    @property
    def service_id(self) -> DeviceId:
        """The sender name of a service, which is its key."""
        return DeviceId(self.kid.hex())


@dataclass(frozen=True, slots=True)
class DeviceIdentity:
    """The secrets of one device or service; lives inside the encrypted store or a service's key file."""

    device_id: DeviceId
    org: str
    suite: int
    signing_secret: bytes = field(repr=False)
    sealing_secret: bytes = field(repr=False)
    # Loading a key and working out its public half cost as much as using it, so an identity remembers them;
    # they go when it goes, and nowhere else is a loaded secret kept.
    _public: PublicIdentity | None = field(default=None, init=False, repr=False, compare=False)
    _signing: Signing | None = field(default=None, init=False, repr=False, compare=False)
    _unwrapping: Unwrapping | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def cipher(self) -> Suite:
        return suite_by_id(self.suite)

    @property
    def public(self) -> PublicIdentity:
        if self._public is None:
            object.__setattr__(self, "_public", self._derive_public())
        return cast("PublicIdentity", self._public)

    def _derive_public(self) -> PublicIdentity:
        signing = self.cipher.signing_public(self.signing_secret)
        return PublicIdentity(
            kid=KeyId(self.cipher.signing_key_id(signing)),
            suite=self.suite,
            signing_public=signing,
            sealing_public=self.cipher.sealing_public(self.sealing_secret),
        )

    @property
    def kid(self) -> KeyId:
        return self.public.kid

    def sign(self, message: bytes) -> bytes:
        if self._signing is None:
            object.__setattr__(self, "_signing", self.cipher.signer(self.signing_secret))
        return cast("Signing", self._signing)(message)

    def unwrap(self, wrapped: WrappedKey, *, context: bytes) -> bytes:
        """Give a content key that was wrapped for this identity.

        Raises:
            NotOpenableError: it was not, or under another context.

        """
        if self._unwrapping is None:
            object.__setattr__(self, "_unwrapping", self.cipher.unwrapper(self.sealing_secret))
        return cast("Unwrapping", self._unwrapping)(wrapped, context)


def generate_identity(suite: int = SuiteId.INTERNATIONAL, *, entropy: Entropy, org: str) -> DeviceIdentity:
    """Make a device: a random name and two fresh keys."""
    return _generate(suite, entropy, org=org, device_id=DeviceId(entropy.uuid()))


def generate_service_identity(
    suite: int = SuiteId.INTERNATIONAL, *, entropy: Entropy, org: str
) -> DeviceIdentity:
    """Make a relay or platform identity: its name is its signing key."""
    made = _generate(suite, entropy, org=org, device_id=DeviceId(""))
    return DeviceIdentity(made.public.service_id, org, suite, made.signing_secret, made.sealing_secret)


def renew_sealing_key(identity: DeviceIdentity, *, entropy: Entropy) -> DeviceIdentity:
    """Draw a new key to be sealed to; the signing key, and so the name of a service, stays."""
    return replace(identity, sealing_secret=identity.cipher.new_sealing_secret(entropy))


def generate_signing_key(suite: int = SuiteId.INTERNATIONAL, *, entropy: Entropy) -> SigningKey:
    return SigningKey(suite, suite_by_id(suite).new_signing_secret(entropy))


def encode_identity(identity: DeviceIdentity) -> bytes:
    return encode_cbor(
        {
            "suite": int(identity.suite),
            "device": identity.device_id,
            "org": identity.org,
            "signing": identity.signing_secret,
            "sealing": identity.sealing_secret,
        }
    )


def decode_identity(encoded: bytes) -> DeviceIdentity:
    row = read_map(decode_cbor(encoded, limit=_MAX_IDENTITY_BYTES), keys=_SECRET_KEYS)
    return DeviceIdentity(
        device_id=read_device_id(row["device"]),
        org=read_text(row["org"], limit=64),
        suite=suite_by_id(read_integer(row["suite"])).id,
        signing_secret=read_bytes(row["signing"]),
        sealing_secret=read_bytes(row["sealing"]),
    )


def read_device_id(value: object) -> DeviceId:
    text = read_text(value, limit=2 * DEVICE_ID_BYTES)
    if len(text) != 2 * DEVICE_ID_BYTES or set(text) - set("0123456789abcdef"):
        raise MessageMalformedError(part="device")
    return DeviceId(text)


def public_to_plain(public: PublicIdentity) -> list[object]:
    """Give suite and keys; the key ids are derived again by whoever reads them."""
    return [int(public.suite), public.signing_public, public.sealing_public]


def public_from_plain(value: object) -> PublicIdentity:
    suite, signing, sealing = read_list(value, length=3)
    number = suite_by_id(read_integer(suite)).id
    key = VerificationKey(number, _read_key(signing))
    return PublicIdentity(key.kid, number, key.public, _read_key(sealing))


def verification_to_plain(key: VerificationKey) -> list[object]:
    return [int(key.suite), key.public]


def verification_from_plain(value: object) -> VerificationKey:
    suite, public = read_list(value, length=2)
    return VerificationKey(suite_by_id(read_integer(suite)).id, _read_key(public))


def _read_key(value: object) -> bytes:
    key = read_bytes(value)
    if not 0 < len(key) <= _MAX_KEY_BYTES:
        raise MessageMalformedError(part="key")
    return key


def _generate(suite: int, entropy: Entropy, *, org: str, device_id: DeviceId) -> DeviceIdentity:
    cipher = suite_by_id(suite)
    return DeviceIdentity(
        device_id=device_id,
        org=org,
        suite=cipher.id,
        signing_secret=cipher.new_signing_secret(entropy),
        sealing_secret=cipher.new_sealing_secret(entropy),
    )

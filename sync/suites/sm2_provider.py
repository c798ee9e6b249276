"""Who does SM2: a certified key device where there is one, else the best library that is installed.

Everything crosses this line in the plain forms of GB/T 32918: public keys `x || y`, signatures `r || s`
(64 bytes), ciphertexts `C1 || C3 || C2` with C1 as `x || y`. They have one spelling each, they are what
the blobs of GM/T 0016 (SKF) and GM/T 0018 (SDF) hold, and a printed code has room for them. Adapters
whose library speaks DER (GM/T 0009) translate. Inputs were checked against the curve before they arrive.
"""

from functools import cache
from typing import Protocol

from sync.errors import SuiteUnknownError


class Sm2Provider(Protocol):
    """One way to do SM2. A `handle` is the secret itself in software, and the name of a key in a device."""

    @property
    def name(self) -> str: ...

    def new_key(self) -> tuple[bytes, bytes]:
        """Make a key with the provider's own randomness; give its handle and its public key."""
        ...

    def sign(self, handle: bytes, message: bytes, *, public: bytes) -> bytes:
        """Sign SM3(ZA || message); a device that takes digests has `sm2_curve.message_digest`."""
        ...

    def verify(self, public: bytes, message: bytes, *, signature: bytes) -> bool: ...

    def encrypt(self, public: bytes, plaintext: bytes) -> bytes:
        """Encrypt 1 to 255 bytes."""
        ...

    def decrypt(self, handle: bytes, ciphertext: bytes, *, public: bytes) -> bytes:
        """Decrypt, or raise `NotOpenableError` for whatever reason the library has."""
        ...


class _Plug:
    """Holds the key device, if this program was started with one."""

    provider: Sm2Provider | None = None


def plug_in(provider: Sm2Provider) -> None:
    """Let a key device do SM2 from now on; called once at start, before any key is used.

    Raises:
        ValueError: another provider is in use already (a bug).

    """
    if _Plug.provider is not None or find_provider.cache_info().currsize:
        raise ValueError("SM2 is in use already")
    _Plug.provider = provider


@cache
def find_provider() -> Sm2Provider:
    """Give the provider of this process, chosen at the first question.

    Raises:
        SuiteUnknownError: no key device, and the extra `gm` is not installed.

    """
    if _Plug.provider is not None:
        return _Plug.provider
    # Imported here and not above: whoever never meets suite 2 neither needs nor loads these libraries.
    try:
        from sync.suites.sm2_gmssl_pyx import GmsslPyxProvider  # noqa: PLC0415

        return GmsslPyxProvider()
    except ImportError:
        pass
    try:
        from sync.suites.sm2_gmssl_fast import GmsslFastProvider  # noqa: PLC0415

        return GmsslFastProvider()
    except ImportError:
        pass
    try:
        from sync.suites.sm2_gmalg import GmalgProvider  # noqa: PLC0415

        return GmalgProvider()
    except ImportError as error:
        raise SuiteUnknownError(suite="2") from error

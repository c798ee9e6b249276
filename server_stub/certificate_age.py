"""How long a TLS certificate is still good, asked as a client would: by a handshake with ourselves.

The standard library reads a certificate's dates only of a peer it has verified. So the relay's
own certificate is made the one thing a client trusts, and the two ends talk in memory.
"""

import ssl
from typing import Final

from server_stub.errors import CertificateUnusableError
from server_stub.http_server import TlsFiles, open_tls

_EXPIRED: Final = 10  # X509_V_ERR_CERT_HAS_EXPIRED (OpenSSL, x509_vfy.h)
_MOST_TURNS: Final = 16


class CertificateExpiredError(CertificateUnusableError):
    """The relay's own certificate has ended; devices refuse to speak with it."""

    code = "server-certificate-expired"


def certificate_end_ms(files: TlsFiles) -> int:
    """Give when a certificate ends (ms since 1970, UTC).

    Raises:
        CertificateExpiredError: it has ended already.
        CertificateUnusableError: a file cannot be read, or the two do not belong together.

    """
    client = _trusting(files)
    try:
        return _end_of_peer(open_tls(files), client)
    except ssl.SSLCertVerificationError as error:
        if error.verify_code == _EXPIRED:
            raise CertificateExpiredError(reason="expired") from error
        raise CertificateUnusableError(reason=error.verify_message) from error
    except ssl.SSLError as error:
        raise CertificateUnusableError(reason=type(error).__name__) from error


def _trusting(files: TlsFiles) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False  # under which names it is asked for is not the question
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    try:
        context.load_verify_locations(files.certificate)
    except (OSError, ssl.SSLError) as error:
        raise CertificateUnusableError(reason=type(error).__name__) from error
    return context


def _end_of_peer(server_side: ssl.SSLContext, client_side: ssl.SSLContext) -> int:
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = client_side.wrap_bio(to_client, to_server)
    server = server_side.wrap_bio(to_server, to_client, server_side=True)
    for _ in range(_MOST_TURNS):
        if _has_shaken(client):
            break
        _has_shaken(server)
    peer = client.getpeercert() or {}
    ends = peer.get("notAfter")
    if not isinstance(ends, str):
        raise CertificateUnusableError(reason="no-end")
    return int(ssl.cert_time_to_seconds(ends) * 1000)


def _has_shaken(end: ssl.SSLObject) -> bool:
    try:
        end.do_handshake()
    except ssl.SSLWantReadError:
        return False
    return True

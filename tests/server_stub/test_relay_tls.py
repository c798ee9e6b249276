"""TLS by configuration: a real handshake with an own CA, and not a word to a server it knows nothing of."""

import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from server_stub.errors import CertificateUnusableError
from server_stub.http_server import TlsFiles, open_tls
from sync.adapters.http_transport import HttpTransport
from sync.errors import ServerInsecureError
from sync.ports import Request
from tests.server_stub.live_relay import LiveRelay, serving

_NOW = datetime.now(tz=UTC)


@dataclass(frozen=True)
class Authority:
    """An office's own CA."""

    key: ec.EllipticCurvePrivateKey
    name: x509.Name
    file: Path

    def issue(self, folder: Path) -> TlsFiles:
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "relay")])
        names = x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))])
        issuer_key = x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key())
        certificate = (
            certificate_for(key, subject=subject, issuer=self.name)
            .add_extension(names, critical=False)
            .add_extension(issuer_key, critical=False)
            .sign(self.key, SHA256())
        )
        files = TlsFiles(folder / "relay.crt", folder / "relay.key")
        files.certificate.write_bytes(certificate.public_bytes(Encoding.PEM))
        files.key.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        return files


def certificate_for(
    key: ec.EllipticCurvePrivateKey, *, subject: x509.Name, issuer: x509.Name
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_NOW - timedelta(days=1))
        .not_valid_after(_NOW + timedelta(days=1))
    )


def make_authority(folder: Path, name: str) -> Authority:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    usage = x509.KeyUsage(
        digital_signature=True,
        key_cert_sign=True,
        crl_sign=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
    certificate = (
        certificate_for(key, subject=subject, issuer=subject)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, SHA256())
    )
    file = folder / f"{name}.pem"
    file.write_bytes(certificate.public_bytes(Encoding.PEM))
    return Authority(key, subject, file)


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return make_authority(tmp_path, "office")


@pytest.fixture
def relay(authority: Authority, tmp_path: Path) -> Iterator[LiveRelay]:
    app = Starlette(routes=[Route("/v1/health", lambda _request: PlainTextResponse("ok"))])
    with serving(app, tls=open_tls(authority.issue(tmp_path))) as live:
        yield live


def ask(relay: LiveRelay, authorities: Path | None) -> int:
    transport = HttpTransport(
        f"https://127.0.0.1:{relay.port}", authorities=str(authorities) if authorities else None
    )
    try:
        return transport.exchange(Request("GET", "/v1/health")).status
    finally:
        transport.close()


@pytest.mark.socket
def test_relay_of_an_own_authority_is_spoken_with(relay: LiveRelay, authority: Authority) -> None:
    assert ask(relay, authority.file) == 200


@pytest.mark.socket
def test_server_another_authority_vouches_for_is_told_nothing(relay: LiveRelay, tmp_path: Path) -> None:
    elsewhere = make_authority(tmp_path, "elsewhere")

    with pytest.raises(ServerInsecureError):
        ask(relay, elsewhere.file)


@pytest.mark.socket
def test_own_authority_is_not_among_those_of_the_world(relay: LiveRelay) -> None:
    with pytest.raises(ServerInsecureError):
        ask(relay, None)


def test_old_tls_is_not_spoken(authority: Authority, tmp_path: Path) -> None:
    assert open_tls(authority.issue(tmp_path)).minimum_version >= ssl.TLSVersion.TLSv1_2


def test_key_of_another_certificate_stops_the_server_at_once(authority: Authority, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    files, other = authority.issue(tmp_path), authority.issue(tmp_path / "other")

    with pytest.raises(CertificateUnusableError):
        open_tls(TlsFiles(files.certificate, other.key))


def test_missing_certificate_stops_the_server_at_once(tmp_path: Path) -> None:
    with pytest.raises(CertificateUnusableError):
        open_tls(TlsFiles(tmp_path / "relay.crt", tmp_path / "relay.key"))

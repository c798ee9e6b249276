"""A certificate's end is read as a client would see it; one that has ended, or is no pair, says so."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from server_stub.certificate_age import CertificateExpiredError, certificate_end_ms
from server_stub.errors import CertificateUnusableError
from server_stub.http_server import TlsFiles

_TODAY = datetime.now(tz=UTC).replace(microsecond=0)
_NAME = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "relay.example")])


def issue(folder: Path, *, end: datetime) -> TlsFiles:
    """Write a certificate that vouches for itself, as a small office makes it, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = (
        x509.CertificateBuilder()
        .subject_name(_NAME)
        .issuer_name(_NAME)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_TODAY - timedelta(days=400))
        .not_valid_after(end)
        .sign(key, SHA256())
    )
    folder.mkdir(exist_ok=True)
    files = TlsFiles(folder / "relay.crt", folder / "relay.key")
    files.certificate.write_bytes(certificate.public_bytes(Encoding.PEM))
    files.key.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return files


def test_the_end_is_the_certificates_own(tmp_path: Path) -> None:
    end = _TODAY + timedelta(days=17)

    assert certificate_end_ms(issue(tmp_path, end=end)) == int(end.timestamp() * 1000)


def test_one_that_has_ended_says_so(tmp_path: Path) -> None:
    with pytest.raises(CertificateExpiredError):
        certificate_end_ms(issue(tmp_path, end=_TODAY - timedelta(days=1)))


def test_a_key_of_another_certificate_is_no_use(tmp_path: Path) -> None:
    one = issue(tmp_path / "one", end=_TODAY + timedelta(days=17))
    other = issue(tmp_path / "other", end=_TODAY + timedelta(days=17))

    with pytest.raises(CertificateUnusableError):
        certificate_end_ms(TlsFiles(one.certificate, other.key))


def test_a_file_that_is_no_certificate_is_told(tmp_path: Path) -> None:
    (tmp_path / "relay.crt").write_text("certainly not")

    with pytest.raises(CertificateUnusableError):
        certificate_end_ms(TlsFiles(tmp_path / "relay.crt", tmp_path / "relay.key"))

"""What signing and sealing cost beside the bare primitives, measured in one run.

    .venv/bin/python bench/sealing.py [--json] [--rounds N]

For 1, 100 and 1,000 changes in an envelope. `seal_ratio` and `open_ratio` set the envelope (COSE, headers,
every check) beside the least anyone could do for the same packed bytes: ChaCha20-Poly1305, one HPKE wrap, one
Ed25519 signature, no headers, no checks; 1 is the limit. `encode_ratio` sets packing the changes (canonical
CBOR, zstd) beside `json.dumps` and the same compression.
Rounds of both sides alternate, and the best of each counts, so that a noisy machine disturbs them alike.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sync.adapters.system import SystemEntropy
from sync.bundle_encoding import encode_bundle
from sync.change import Bundle, Change, HybridTime
from sync.envelope.header import GENESIS, EnvelopeHeader
from sync.envelope.opening import open_envelope, verify_envelope
from sync.envelope.sealing import seal
from sync.keys.identity import generate_identity, generate_service_identity
from sync.keys.registry_document import DeviceEntry, RegistryDocument

SIZES = (1, 100, 1000)
REALM = "city/350500"


def make_bundle(size: int) -> Bundle:
    return Bundle(
        tuple(
            Change(
                id=f"{number:032x}",
                record_kind="person",
                record_id=f"p-350582001006-{number:04d}-1",
                base_revision=None,
                revision=f"{number:016x}",
                edits={
                    "emp_status": "1",
                    "phone": f"139{number:08d}",
                    "unemp_reason": "合同到期未续签",
                    "note": "想在家附近找车工",
                },
                made_at=HybridTime(1_763_800_000_000 + number, 0, "a" * 32),
                operator="qz-0001",
            )
            for number in range(size)
        )
    )


def best_ms(rounds: int, *sides: Callable[[], object]) -> list[float]:
    best = [float("inf")] * len(sides)
    for _ in range(rounds):
        for position, side in enumerate(sides):
            start = time.perf_counter()
            side()
            best[position] = min(best[position], 1000 * (time.perf_counter() - start))
    return best


def measure(size: int, rounds: int) -> dict[str, float]:
    entropy = SystemEntropy()
    device = generate_identity(entropy=entropy, org="quanzhou")
    city = generate_service_identity(entropy=entropy, org="quanzhou")
    registry = RegistryDocument(
        version=1,
        expires_ms=2**42,
        org="quanzhou",
        realm=REALM,
        minimum_suite=1,
        relay=city.public,
        recipients=(city.public,),
        devices=(DeviceEntry(device.device_id, "bench", device.public, scope=("350582001",)),),
        issuers=(),
    )
    header = EnvelopeHeader(
        kid=device.kid, org="quanzhou", device=device.device_id, sequence=1, previous=GENESIS.digest,
        audience=REALM, epoch=1, time_ms=1_763_800_000_000,
    )  # fmt: skip
    bundle = make_bundle(size)
    packed = encode_bundle(bundle)
    signing, sealing = Ed25519PrivateKey.generate(), X25519PrivateKey.generate()
    hpke = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)

    def seal_ours() -> bytes:
        sealed = seal(packed, header=header, signer=device, recipients=(city.public,), entropy=entropy)
        return sealed.body

    def seal_bare() -> tuple[bytes, bytes, bytes, bytes]:
        key, nonce = entropy.take(32), entropy.take(12)
        content = ChaCha20Poly1305(key).encrypt(nonce, packed, None)
        return nonce, hpke.encrypt(key, sealing.public_key(), info=b""), content, signing.sign(content)

    body, bare = seal_ours(), seal_bare()

    def open_ours() -> object:
        return open_envelope(verify_envelope(body, registry), city)

    def open_bare() -> object:
        nonce, wrapped, content, signature = bare
        signing.public_key().verify(signature, content)
        key = hpke.decrypt(wrapped, sealing, info=b"")
        return ChaCha20Poly1305(key).decrypt(nonce, content, None)

    def encode_json() -> bytes:
        rows = [asdict(change) for change in bundle.items if isinstance(change, Change)]
        return zstandard.compress(json.dumps(rows, ensure_ascii=False, sort_keys=True).encode(), 3)

    ours_out, bare_out, ours_in, bare_in, encode_ours, encode_theirs = best_ms(
        rounds, seal_ours, seal_bare, open_ours, open_bare, lambda: encode_bundle(bundle), encode_json
    )
    return {
        "changes": size,
        "seal_ratio": round(ours_out / bare_out, 2),
        "open_ratio": round(ours_in / bare_in, 2),
        "encode_ratio": round(encode_ours / encode_theirs, 2),
        "bytes_per_change": round(len(body) / size, 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rounds", type=int, default=40)
    arguments = parser.parse_args()
    rows = [measure(size, arguments.rounds) for size in SIZES]
    if arguments.json:
        print(json.dumps(rows))
        return
    for row in rows:
        print("  ".join(f"{name} {value}" for name, value in row.items()))


if __name__ == "__main__":
    main()

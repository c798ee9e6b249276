"""The other side of `test_cose_against_another`: envelopes read and made by cwt and pyhpke, not by us.

Runs as a program of its own, because cwt needs an older cbor2 than ours: jobs as JSON on standard input,
answers as JSON on standard output, bytes in hexadecimal. It imports nothing of this repository, so that
nothing of ours can help it.
"""

import json
import sys

import cbor2
from cwt import COSE, COSEKey, Recipient

OKP, ED25519_CURVE, X25519_CURVE = 1, 6, 4
ED25519, CHACHA20_POLY1305, HPKE_4_KE = -19, 24, 50


def key(curve: int, kid: str, *, public: str, secret: str | None = None, algorithm: int) -> COSEKey:
    parameters = {1: OKP, 2: bytes.fromhex(kid), 3: algorithm, -1: curve, -2: bytes.fromhex(public)}
    if secret is not None:
        parameters[-4] = bytes.fromhex(secret)
    return COSEKey.new(parameters)


def read(job: dict[str, str]) -> str:
    """Verify the COSE_Sign1, then decrypt the COSE_Encrypt inside it under the signed header."""
    body = bytes.fromhex(job["body"])
    verifying = key(ED25519_CURVE, job["kid"], public=job["signing_public"], algorithm=ED25519)
    inside = COSE.new().decode(body, keys=[verifying])
    header = cbor2.loads(body).value[0]
    opening = key(
        X25519_CURVE,
        job["sealing_kid"],
        public=job["sealing_public"],
        secret=job["sealing_secret"],
        algorithm=HPKE_4_KE,
    )
    return bytes(COSE.new().decode(inside, keys=[opening], external_aad=header, extra_info=header)).hex()


def make(job: dict[str, str]) -> str:
    """Encrypt to one recipient under a header, then sign."""
    header = bytes.fromhex(job["header"])
    sealing = key(X25519_CURVE, job["sealing_kid"], public=job["sealing_public"], algorithm=HPKE_4_KE)
    recipient = Recipient.new(
        protected={1: HPKE_4_KE, 4: bytes.fromhex(job["sealing_kid"])},
        recipient_key=sealing,
        extra_info=header,
    )
    content_key = COSEKey.generate_symmetric_key(alg="ChaCha20/Poly1305")
    encrypting = COSE.new(deterministic_header=True)
    inside = encrypting.encode_and_encrypt(
        bytes.fromhex(job["plaintext"]),
        content_key,
        protected={1: CHACHA20_POLY1305},
        unprotected={5: content_key.generate_nonce()},
        recipients=[recipient],
        external_aad=header,
    )
    signing = key(
        ED25519_CURVE,
        job["kid"],
        public=job["signing_public"],
        secret=job["signing_secret"],
        algorithm=ED25519,
    )
    outside = COSE.new(deterministic_header=True)
    return bytes(outside.encode_and_sign(inside, signing, protected=cbor2.loads(header))).hex()


JOBS = {"read": read, "make": make}


def answer(job: dict[str, str]) -> dict[str, str]:
    try:
        return {"said": JOBS[job["do"]](job)}
    except Exception as error:  # noqa: BLE001 - whatever it raises, it refused, and that is the answer
        return {"refused": f"{type(error).__name__}: {error}"}


if __name__ == "__main__":
    json.dump([answer(job) for job in json.load(sys.stdin)], sys.stdout)

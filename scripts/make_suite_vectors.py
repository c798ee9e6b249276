"""Write the golden envelopes of suites 2 and 3, and the keys to read them with.

As `make_exchange_vectors.py`: only files that are not there yet are written, because what was sealed must
open for ever. SM2 keys come from a library's own randomness, so those in `keys.json` are used again.

    python scripts/make_suite_vectors.py tests/vectors/suites
"""

import json
import sys
from dataclasses import replace
from pathlib import Path

from vector_files import write_missing

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from sync.keys.identity import DeviceIdentity  # noqa: E402
from tests.sync.suite_story import SuiteStory, tell, tell_kept  # noqa: E402

UP = "林秀梅 filled a form".encode()
DOWN = "蔡志明 has work".encode()


def envelopes(story: SuiteStory) -> dict[str, bytes]:
    first = story.uplink(UP)
    second = story.uplink(UP, story.header(2, after=first.link))
    return {
        "uplink-1.cbor": first.body,
        "uplink-2.cbor": second.body,
        "downlink-1.cbor": story.downlink(DOWN).body,
        "refuse-signature-invalid.cbor": first.body[:-1] + bytes([first.body[-1] ^ 1]),
        "refuse-message-not-canonical.cbor": first.body + b"\x00",
        "refuse-audience-mismatch.cbor": story.uplink(
            UP, replace(story.header(), audience="city/350200")
        ).body,
        "refuse-epoch-unknown.cbor": story.uplink(UP, replace(story.header(), epoch=8)).body,
    }


def keys(story: SuiteStory) -> bytes:
    people = {"device": story.device, "neighbour": story.neighbour, "city": story.city}
    rows = {name: _row(identity) for name, identity in people.items()}
    return (json.dumps(rows, indent=2, sort_keys=True) + "\n").encode()


def _row(identity: DeviceIdentity) -> dict[str, str]:
    return {
        "device": identity.device_id,
        "kid": identity.kid.hex(),
        "sealing_kid": identity.public.sealing_kid.hex(),
        "signing_public": identity.public.signing_public.hex(),
        "sealing_public": identity.public.sealing_public.hex(),
        "signing_secret": identity.signing_secret.hex(),
        "sealing_secret": identity.sealing_secret.hex(),
    }


def main() -> None:
    for suite in (2, 3):
        folder = Path(sys.argv[1]) / str(suite)
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / "keys.json").exists():
            (folder / "keys.json").write_bytes(keys(tell(suite)))
        write_missing(folder, envelopes(tell_kept(suite)))


if __name__ == "__main__":
    main()

"""A provisioning profile: which county, which server, whose roots, signed by the publisher of the program.

One bundle serves every county, because what differs lies in this one file beside it. It lets nobody
in: a computer still needs an invitation. It saves typing an address, brings the CA of a closed network
along, and makes an invitation of another city one that is refused. Signed as a DSSE envelope (Dead Simple
Signing Envelope 1.0) with the key the publisher's root names for it; its payload type keeps its
signature from ever being one of a list of releases.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from securesystemslib.dsse import Envelope
from securesystemslib.exceptions import Error as SecuresystemslibError
from securesystemslib.signer import Key, SSlibKey
from tuf.api.exceptions import RepositoryError
from tuf.api.metadata import Metadata, Root

from updates.errors import ProfileExpiredError, ProfileInvalidError, PublisherUnknownError
from updates.provisioned import MAX_PROFILE_BYTES
from updates.publisher_keys import KeyName, open_signer
from updates.publishing import PROVISIONING
from updates.release import Ring

_TYPE: Final = "application/vnd.quancai.profile+json; v=1"
_DIGEST_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class Profile:
    """What computers of one county have in common."""

    places: tuple[str, ...]  # division codes, as people choose from: 350582
    server: str  # address of the relay
    authorities: str | None  # PEM of the CA that vouches for it; None: those of the system
    roots: str  # digest of the registry's roots, hexadecimal: an invitation must name the same
    ring: Ring
    source: str | None  # address of the repository of updates
    expires: datetime


def sign_profile(profile: Profile, keys: Path) -> bytes:
    """Sign a profile with the key for it.

    Raises:
        KeyMissingError: the provisioning key does not lie in this folder.

    """
    plain = {
        "places": list(profile.places),
        "server": profile.server,
        "authorities": profile.authorities,
        "roots": profile.roots,
        "ring": profile.ring.value,
        "source": profile.source,
        "expires": profile.expires.astimezone(UTC).isoformat(timespec="seconds"),
    }
    payload = json.dumps(plain, ensure_ascii=False, sort_keys=True).encode()
    envelope = Envelope(payload, _TYPE, {})
    envelope.sign(open_signer(keys, KeyName.PROVISIONING))
    return json.dumps(envelope.to_dict(), sort_keys=True).encode()


def read_profile(encoded: bytes, *, root: bytes | None, now: datetime) -> Profile:
    """Believe a profile that the publisher signed and that still counts.

    Raises:
        PublisherUnknownError: no root came with this program, so there is nobody to believe.
        ProfileInvalidError: another file, or one that was changed or signed by somebody else.
        ProfileExpiredError: its time is over; the office makes a new one.

    """
    if root is None:
        raise PublisherUnknownError
    try:
        profile = _profile_from(_believed(encoded, root))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ProfileInvalidError from error
    except (SecuresystemslibError, RepositoryError) as error:
        raise ProfileInvalidError from error
    if now >= profile.expires:
        raise ProfileExpiredError(ended=f"{profile.expires:%Y-%m-%d}")
    return profile


def _believed(encoded: bytes, root: bytes) -> Mapping[str, object]:
    if len(encoded) > MAX_PROFILE_BYTES:
        raise ValueError(len(encoded))
    envelope = Envelope.from_dict(json.loads(encoded))
    listed = Metadata[Root].from_bytes(root).signed.unrecognized_fields[PROVISIONING]
    keys: list[Key] = [SSlibKey.from_dict(key.pop("keyid"), key) for key in map(dict, listed["keys"])]
    envelope.verify(keys, int(listed["threshold"]))
    if envelope.payload_type != _TYPE:
        raise ValueError(envelope.payload_type)
    plain = json.loads(envelope.payload)
    if not isinstance(plain, Mapping):
        raise TypeError(plain)
    return plain


def _profile_from(plain: Mapping[str, object]) -> Profile:
    places = plain["places"]
    if not isinstance(places, list):
        raise TypeError(places)
    return Profile(
        places=tuple(_text(one) for one in places),
        server=_text(plain["server"]),
        authorities=None if plain["authorities"] is None else _text(plain["authorities"]),
        roots=_digest(_text(plain["roots"])),
        ring=Ring(_text(plain["ring"])),
        source=None if plain["source"] is None else _text(plain["source"]),
        expires=_moment(_text(plain["expires"])),
    )


def _digest(text: str) -> str:
    if len(bytes.fromhex(text)) != _DIGEST_BYTES:
        raise ValueError(len(text))
    return text.lower()


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)  # nobody knows whose clock is meant
    return moment


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value

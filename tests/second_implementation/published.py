"""The golden vectors as a second implementation finds them: files and the keys beside them."""

import json
from pathlib import Path
from typing import Any

from tests.second_implementation.registry import DEFAULT_LEASE_MS, Member, Registry, Roots, read_registry
from tests.second_implementation.suites import PublicKeys, Secrets

VECTORS = Path(__file__).parents[1] / "vectors"
REALM = "city/350500"
SIGNED_AT_MS = 1_795_305_600_000


def octets(folder: str, name: str) -> bytes:
    return (VECTORS / folder / name).read_bytes()


def keys_of(folder: str) -> Any:
    return json.loads(octets(folder, "keys.json"))


def first_roots() -> Roots:
    kept = keys_of("registry")
    return Roots(tuple((suite, bytes.fromhex(public)) for suite, public in kept["roots"]), 2)


def first_registry() -> Registry:
    return read_registry(octets("envelope", "registry.cbor"), first_roots(), now_ms=SIGNED_AT_MS)


def identity(name: str) -> Secrets:
    kept = keys_of("envelope")["identities"][name]
    signing, sealing = (bytes.fromhex(kept[f"{use}_secret"]) for use in ("signing", "sealing"))
    return Secrets(kept["device"], 1, signing, sealing)


def identity_of_suite(suite: int, name: str) -> Secrets:
    kept = keys_of(f"suites/{suite}")[name]
    signing, sealing = (bytes.fromhex(kept[f"{use}_secret"]) for use in ("signing", "sealing"))
    return Secrets(kept["device"], suite, signing, sealing)


def registry_of_suite(suite: int) -> Registry:
    """The registry the vectors of suites 2 and 3 were made under; it was never signed."""
    city, device, neighbour = (identity_of_suite(suite, name) for name in ("city", "device", "neighbour"))
    members = tuple(_member(one.device, one.public) for one in (device, neighbour))
    roots = Roots((), 1)
    moment = (7, None, SIGNED_AT_MS, DEFAULT_LEASE_MS)
    rules = ("quanzhou", REALM, 1, 1)
    return Registry(*moment, *rules, city.public, (city.public,), members, (), bytes(32), roots)


def _member(device: str, keys: PublicKeys) -> Member:
    return Member(device, "", keys, (), 1, None, wipe=False, former=())

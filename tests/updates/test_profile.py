"""One bundle serves every county: a profile is believed by its signature, and only while it counts."""

import base64
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from securesystemslib.dsse import Envelope

from tests.updates.publisher import NOW, Office
from updates.errors import (
    KeyMissingError,
    ProfileExpiredError,
    ProfileInvalidError,
    PublisherUnknownError,
)
from updates.profile import Profile, read_profile, sign_profile
from updates.provisioned import (
    MachineFileUnreadableError,
    PolicyInvalidError,
    profile_places,
    read_provisioned,
    read_root,
)
from updates.publisher_keys import KeyName, open_signer
from updates.release import Ring

SHISHI = Profile(
    places=("350581",),
    server="https://relay.quanzhou.example",
    authorities="-----BEGIN CERTIFICATE-----\n",
    roots="ab" * 32,
    ring=Ring.EARLY,
    source="https://relay.quanzhou.example/updates",
    expires=NOW + timedelta(days=365),
)


def test_a_signed_profile_says_what_was_signed(office: Office) -> None:
    signed = sign_profile(SHISHI, office.keys)

    assert read_profile(signed, root=office.root, now=NOW) == SHISHI


def test_a_changed_profile_is_refused(office: Office) -> None:
    envelope = json.loads(sign_profile(SHISHI, office.keys))
    payload = base64.b64decode(envelope["payload"]).replace(b"quanzhou", b"quanzhov")
    envelope["payload"] = base64.b64encode(payload).decode()

    with pytest.raises(ProfileInvalidError):
        read_profile(json.dumps(envelope).encode(), root=office.root, now=NOW)


def test_a_profile_of_another_publisher_is_refused(office: Office, tmp_path: Path) -> None:
    forger = Office(tmp_path / "forger")
    forger.begin()

    with pytest.raises(ProfileInvalidError):
        read_profile(sign_profile(SHISHI, forger.keys), root=office.root, now=NOW)


def test_a_profile_signed_with_the_key_for_releases_is_refused(office: Office) -> None:
    for half in ("key", "pub"):
        (office.keys / f"provisioning.{half}").write_bytes((office.keys / f"targets.{half}").read_bytes())

    with pytest.raises(ProfileInvalidError):
        read_profile(sign_profile(SHISHI, office.keys), root=office.root, now=NOW)


def test_an_expired_profile_is_refused_with_its_day(office: Office) -> None:
    signed = sign_profile(replace(SHISHI, expires=NOW), office.keys)

    with pytest.raises(ProfileExpiredError) as refused:
        read_profile(signed, root=office.root, now=NOW)

    assert refused.value.parameters == {"ended": "2026-11-23"}


def test_a_profile_whose_end_has_no_zone_is_none(office: Office) -> None:
    plain = json.loads(sign_profile(SHISHI, office.keys))
    ours = Envelope.from_dict(plain)
    naive = Envelope(ours.payload.replace(b"+00:00", b""), ours.payload_type, {})
    naive.sign(open_signer(office.keys, KeyName.PROVISIONING))

    with pytest.raises(ProfileInvalidError):
        read_profile(json.dumps(naive.to_dict()).encode(), root=office.root, now=NOW)


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b"\xff\xfe", b"[" * 100_000, b"x" * 300_000])
def test_any_other_file_is_no_profile(office: Office, content: bytes) -> None:
    with pytest.raises(ProfileInvalidError):
        read_profile(content, root=office.root, now=NOW)


def test_without_a_publisher_nothing_is_believed(office: Office) -> None:
    with pytest.raises(PublisherUnknownError):
        read_profile(sign_profile(SHISHI, office.keys), root=None, now=NOW)


def test_a_profile_needs_its_key(office: Office) -> None:
    (office.keys / "provisioning.key").unlink()

    with pytest.raises(KeyMissingError):
        sign_profile(SHISHI, office.keys)


@pytest.fixture
def machine(office: Office, tmp_path: Path) -> Path:
    """Give the folder of a machine whose administrator laid a profile and the publisher's root there."""
    folder = tmp_path / "etc"
    folder.mkdir()
    (folder / "profile.qzp").write_bytes(sign_profile(SHISHI, office.keys))
    (folder / "publisher-root.json").write_bytes(office.root)
    return folder


def test_the_policy_counts_before_the_profile(machine: Path) -> None:
    (machine / "policy.toml").write_text('ring = "pilot"\nsource = "/media/stick"\n', encoding="utf-8")

    told = read_provisioned(
        policies=[machine / "policy.toml"],
        profiles=[machine / "profile.qzp"],
        bundled_root=machine / "publisher-root.json",
        now=NOW,
    )

    assert told.profile == SHISHI
    assert (told.ring, told.source, told.refused) == (Ring.PILOT, "/media/stick", None)


def test_a_policy_can_leave_updates_to_somebody_else(machine: Path) -> None:
    (machine / "policy.toml").write_text("updates = false\n", encoding="utf-8")

    told = read_provisioned(
        policies=[machine / "policy.toml"],
        profiles=[machine / "profile.qzp"],
        bundled_root=machine / "publisher-root.json",
        now=NOW,
    )

    assert told.source is None


def test_the_profile_alone_says_ring_and_source(machine: Path) -> None:
    told = read_provisioned(
        policies=[machine / "policy.toml"],
        profiles=[machine / "profile.qzp"],
        bundled_root=machine / "publisher-root.json",
        now=NOW,
    )

    assert (told.ring, told.source) == (Ring.EARLY, "https://relay.quanzhou.example/updates")


def test_a_refused_profile_leaves_nothing_of_itself(machine: Path) -> None:
    (machine / "profile.qzp").write_bytes(b"{}")

    told = read_provisioned(
        policies=[machine / "policy.toml"],
        profiles=[machine / "profile.qzp"],
        bundled_root=machine / "publisher-root.json",
        now=NOW,
    )

    assert (told.profile, told.source, told.ring) == (None, None, Ring.ALL)
    assert isinstance(told.refused, ProfileInvalidError)


@pytest.mark.parametrize("text", ["updates = 1", "ring = 'never'", "install = 'apt'", "=", "source = 5"])
def test_a_policy_that_is_none_is_said_and_changes_nothing(machine: Path, text: str) -> None:
    (machine / "policy.toml").write_text(text, encoding="utf-8")

    told = read_provisioned(
        policies=[machine / "policy.toml"],
        profiles=[machine / "nothing"],
        bundled_root=machine / "publisher-root.json",
        now=NOW,
    )

    assert isinstance(told.refused, PolicyInvalidError)


def test_a_policy_that_cannot_be_read_is_said_and_nobody_here_looks_for_updates(machine: Path) -> None:
    (machine / "policy.toml").mkdir()

    told = read_provisioned(
        policies=[machine / "policy.toml"],
        profiles=[machine / "profile.qzp"],
        bundled_root=machine / "publisher-root.json",
        now=NOW,
    )

    assert (told.profile, told.source) == (SHISHI, None)
    assert isinstance(told.refused, MachineFileUnreadableError)
    assert told.refused.parameters == {"file": "policy.toml"}


def test_a_profile_that_cannot_be_read_is_said_and_no_other_stands_in_for_it(machine: Path) -> None:
    (machine / "opt").mkdir()
    (machine / "opt" / "profile.qzp").mkdir()

    told = read_provisioned(
        policies=[],
        profiles=[machine / "opt" / "profile.qzp", machine / "profile.qzp"],
        bundled_root=machine / "publisher-root.json",
        now=NOW,
    )

    assert told.profile is None
    assert isinstance(told.refused, MachineFileUnreadableError)
    assert told.refused.parameters == {"file": "profile.qzp"}


def test_a_root_the_policy_names_and_that_is_gone_is_not_replaced_by_the_bundled_one(machine: Path) -> None:
    (machine / "policy.toml").write_text(f'publisher_root = "{machine}/gone.json"\n', encoding="utf-8")

    told = read_provisioned(
        policies=[machine / "policy.toml"],
        profiles=[machine / "profile.qzp"],
        bundled_root=machine / "publisher-root.json",
        now=NOW,
    )

    assert told.profile is None
    assert isinstance(told.refused, PolicyInvalidError)
    with pytest.raises(PolicyInvalidError):
        read_root(told.policy, machine / "publisher-root.json")


def test_a_computer_nobody_provisioned_is_like_any_other(tmp_path: Path) -> None:
    told = read_provisioned(
        policies=[tmp_path / "policy.toml"], profiles=[tmp_path / "profile.qzp"], bundled_root=None, now=NOW
    )

    assert (told.profile, told.source, told.refused) == (None, None, None)


def test_the_profile_of_the_command_line_comes_before_every_other(tmp_path: Path) -> None:
    asked = tmp_path / "other.qzp"

    beside = profile_places(asked=None, installation=None, program=tmp_path, machine=tmp_path / "etc")
    named = profile_places(asked=asked, installation=tmp_path, program=tmp_path, machine=tmp_path / "etc")

    assert beside == (tmp_path / "profile.qzp", tmp_path / "etc" / "profile.qzp")
    assert named == (asked,)

"""A domain's policy in the registry counts before policy.toml, value by value."""

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.updates.publisher import NOW
from updates.adapters.windows_registry import POLICY_KEY, read_policy_key, this_registry
from updates.provisioned import (
    Policy,
    PolicyInvalidError,
    PolicyUnguardedError,
    Provisioned,
    read_provisioned,
)
from updates.release import Ring

SZ, EXPAND_SZ, DWORD = 1, 2, 4


@dataclass
class FakeRegistry:
    """A tree of keys that behaves as `winreg` documents it."""

    keys: Mapping[str, Mapping[str, tuple[object, int]]]
    is_locked: bool = False
    asked: list[tuple[int, str, int]] = field(default_factory=list)
    HKEY_LOCAL_MACHINE: int = 0x80000002
    KEY_READ: int = 0x20019
    KEY_WOW64_64KEY: int = 0x0100
    REG_EXPAND_SZ: int = EXPAND_SZ

    def OpenKey(  # noqa: N802
        self, key: int, sub_key: str, reserved: int, access: int, /
    ) -> AbstractContextManager[object]:
        self.asked.append((key, sub_key, access))
        assert reserved == 0
        if self.is_locked:
            raise PermissionError(5, "access is denied")
        if sub_key not in self.keys:
            raise FileNotFoundError(2, "the system cannot find the file specified")
        return nullcontext(self.keys[sub_key])

    def QueryValueEx(self, key: object, name: str, /) -> tuple[object, int]:  # noqa: N802
        assert isinstance(key, Mapping)
        if name not in key:
            raise FileNotFoundError(2, "the system cannot find the file specified")
        found: tuple[object, int] = key[name]
        return found

    def ExpandEnvironmentStrings(self, text: str, /) -> str:  # noqa: N802
        return text.replace("%ProgramData%", "C:\\ProgramData")


def policy(**values: tuple[object, int]) -> FakeRegistry:
    return FakeRegistry({POLICY_KEY: values})


def told(registry: FakeRegistry, folder: Path, *, toml: str = "") -> Provisioned:
    (folder / "policy.toml").write_text(toml, encoding="utf-8")
    return read_provisioned(
        policies=[folder / "policy.toml"],
        profiles=[],
        bundled_root=None,
        now=NOW,
        registry=lambda: read_policy_key(registry),
    )


def test_every_value_of_the_key_is_a_member_of_the_policy(tmp_path: Path) -> None:
    registry = policy(
        Updates=(1, DWORD),
        Source=("https://relay.quanzhou.example/updates", SZ),
        Ring=("pilot", SZ),
        PublisherRoot=("%ProgramData%\\Quancai\\root.json", EXPAND_SZ),
        Authorities=("C:\\ca.pem", SZ),
    )

    found = told(registry, tmp_path)

    assert (found.source, found.ring, found.refused) == (
        "https://relay.quanzhou.example/updates",
        Ring.PILOT,
        None,
    )
    assert str(found.policy.publisher_root) == "C:\\ProgramData\\Quancai\\root.json"
    assert str(found.policy.authorities) == "C:\\ca.pem"


def test_the_key_counts_before_the_file_member_by_member(tmp_path: Path) -> None:
    toml = 'ring = "early"\nsource = "E:/updates"\n'

    found = told(policy(Ring=("pilot", SZ)), tmp_path, toml=toml)

    assert (found.ring, found.source) == (Ring.PILOT, "E:/updates")


def test_updates_are_switched_off_by_the_domain_whatever_the_file_says(tmp_path: Path) -> None:
    found = told(policy(Updates=(0, DWORD)), tmp_path, toml='updates = true\nsource = "E:/updates"\n')

    assert found.source is None


def test_without_a_key_the_file_counts_as_ever(tmp_path: Path) -> None:
    found = told(FakeRegistry({}), tmp_path, toml='ring = "early"\n')

    assert (found.ring, found.refused) == (Ring.EARLY, None)


def test_the_native_half_of_the_registry_is_asked_for_by_a_program_of_either_width(tmp_path: Path) -> None:
    registry = policy()

    told(registry, tmp_path)

    assert registry.asked == [(0x80000002, POLICY_KEY, 0x20019 | 0x0100)]


@pytest.mark.parametrize(
    "registry",
    [
        policy(Updates=(2, DWORD)),
        policy(Ring=("never", SZ)),
        policy(Source=(1, DWORD)),
        policy(Ring=(b"", 3)),
    ],
    ids=["switch", "ring", "number", "bytes"],
)
def test_a_key_that_makes_no_sense_is_said_and_leaves_the_file(
    registry: FakeRegistry, tmp_path: Path
) -> None:
    found = told(registry, tmp_path, toml='ring = "early"\n')

    assert isinstance(found.refused, PolicyInvalidError)
    assert found.ring is Ring.EARLY


def test_a_file_that_makes_no_sense_is_said_and_leaves_the_key(tmp_path: Path) -> None:
    found = told(policy(Ring=("pilot", SZ)), tmp_path, toml="updates = 1\n")

    assert isinstance(found.refused, PolicyInvalidError)
    assert found.ring is Ring.PILOT


def test_a_key_nobody_may_read_is_said(tmp_path: Path) -> None:
    found = told(FakeRegistry({}, is_locked=True), tmp_path)

    assert isinstance(found.refused, PolicyInvalidError)


def test_a_field_that_was_cleared_in_the_editor_says_nothing(tmp_path: Path) -> None:
    found = told(policy(Source=("", SZ)), tmp_path, toml='source = "E:/updates"\n')

    assert found.source == "E:/updates"


@pytest.mark.parametrize(
    ("line", "member"),
    [
        ('publisher_root = "E:/root.json"', "publisher_root"),
        ('authorities = "E:/ca.pem"', "authorities"),
        ('install = ["E:/planted.exe"]', "install"),
    ],
)
def test_a_file_anybody_may_have_planted_names_nobody_to_believe(
    tmp_path: Path, line: str, member: str
) -> None:
    found = told(FakeRegistry({}), tmp_path, toml=f'ring = "early"\n{line}\n')

    assert found.policy == Policy(ring=Ring.EARLY)
    assert isinstance(found.refused, PolicyUnguardedError)
    assert found.refused.parameters == {"members": member}


def test_what_the_domain_says_of_whom_to_believe_counts_beside_a_planted_file(tmp_path: Path) -> None:
    registry = policy(PublisherRoot=("C:\\root.json", SZ))

    found = told(registry, tmp_path, toml='publisher_root = "E:/root.json"\nauthorities = "E:/ca.pem"\n')

    assert (str(found.policy.publisher_root), found.policy.authorities) == ("C:\\root.json", None)
    assert isinstance(found.refused, PolicyUnguardedError)


def test_a_computer_without_a_registry_has_no_such_policy() -> None:
    assert this_registry() is None
    assert read_policy_key(None) == {}

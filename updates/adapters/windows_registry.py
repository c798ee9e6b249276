r"""The machine's policy as Windows keeps it: what an administrator or a domain wrote under HKLM.

Only an administrator writes there, so its words need no signature, and they alone say whom to believe. The
names are those of the templates in installers/windows/policy; each stands for a member of policy.toml. What
another program's template put under the same key is not ours and is passed over.
"""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from importlib import import_module
from typing import Final, Protocol, cast

from updates.provisioned import PolicyInvalidError
from updates.this_system import this_platform

POLICY_KEY: Final = r"Software\Policies\Quancai"
# Names of values, and the members of policy.toml they stand for.
NAMES: Final[Mapping[str, str]] = {
    "Updates": "updates",
    "Source": "source",
    "Ring": "ring",
    "PublisherRoot": "publisher_root",
    "Authorities": "authorities",
}
_SWITCHES: Final = {0: False, 1: True}


class Registry(Protocol):
    """What is used of the standard library's `winreg`, which only Windows has."""

    HKEY_LOCAL_MACHINE: int
    KEY_READ: int
    KEY_WOW64_64KEY: int
    REG_EXPAND_SZ: int

    def OpenKey(  # noqa: N802 - its own name
        self, key: int, sub_key: str, reserved: int, access: int, /
    ) -> AbstractContextManager[object]: ...

    def QueryValueEx(self, key: object, name: str, /) -> tuple[object, int]: ...  # noqa: N802

    def ExpandEnvironmentStrings(self, text: str, /) -> str: ...  # noqa: N802


def this_registry() -> Registry | None:
    """Give the registry of this computer; None where there is none."""
    # Only Windows has the module, and there it is part of the interpreter itself.
    return cast("Registry", import_module("winreg")) if this_platform() == "windows" else None


def read_policy_key(registry: Registry | None) -> Mapping[str, object]:
    """Give what the key says, by the names of policy.toml; nothing where there is no key.

    Raises:
        PolicyInvalidError: the key cannot be read, or a switch is neither on nor off.

    """
    if registry is None:
        return {}
    access = registry.KEY_READ | registry.KEY_WOW64_64KEY
    try:
        with registry.OpenKey(registry.HKEY_LOCAL_MACHINE, POLICY_KEY, 0, access) as key:
            found = {member: _read(registry, key, name) for name, member in NAMES.items()}
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise PolicyInvalidError from error
    return {member: value for member, value in found.items() if value is not None}


def _read(registry: Registry, key: object, name: str) -> object:
    try:
        value, kind = registry.QueryValueEx(key, name)
    except FileNotFoundError:
        return None
    if isinstance(value, int):  # REG_DWORD
        if value not in _SWITCHES:
            raise PolicyInvalidError
        return _SWITCHES[value]
    if isinstance(value, str) and kind == registry.REG_EXPAND_SZ:
        return registry.ExpandEnvironmentStrings(value)
    # A field that was cleared in the editor stays behind as an empty text.
    return None if value == "" else value

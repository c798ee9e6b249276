"""A key store in memory, and one whose owner has not unlocked it."""

from dataclasses import dataclass, field

from sync.errors import KeyStoreLockedError


@dataclass
class MemoryKeyStore:
    secrets: dict[str, bytes] = field(default_factory=dict)

    def load(self, name: str) -> bytes | None:
        return self.secrets.get(name)

    def save(self, name: str, secret: bytes) -> None:
        self.secrets[name] = secret

    def destroy(self, name: str) -> None:
        self.secrets.pop(name, None)


class MemoryKeychain(MemoryKeyStore):
    """A system keychain that works."""

    def is_available(self) -> bool:
        return True


class LockedKeyStore:
    def load(self, name: str) -> bytes | None:
        raise KeyStoreLockedError

    def save(self, name: str, secret: bytes) -> None:
        raise KeyStoreLockedError

    def destroy(self, name: str) -> None:
        raise KeyStoreLockedError

"""Two officers of one counter: the one who was here first, and a colleague with a PIN."""

from sync.custody.key_file import KeyFile, OpenedKeys, SecretKind
from sync.custody.slots import NewSlot, add_operator, begin_key_file
from sync.suites.at_rest import KdfCost, TypedSecret
from tests.fakes.entropy import SeededEntropy

QUICK = KdfCost(memory_kib=64, passes=1)
INSTALLATION = bytes(range(16))
PASSPHRASE = TypedSecret("象山路的榕树下有三把椅子")
DEVICE_SECRET = bytes(range(32))
PIN = TypedSecret("291847", DEVICE_SECRET)


def first_slot(secret: TypedSecret = PASSPHRASE) -> NewSlot:
    return NewSlot("0921", SecretKind.PASSPHRASE, secret, QUICK)


def colleague(operator: str = "0922", secret: TypedSecret = PIN) -> NewSlot:
    return NewSlot(operator, SecretKind.PIN, secret, QUICK)


def begun(seed: str = "custody") -> tuple[KeyFile, OpenedKeys]:
    return begin_key_file(first_slot(), installation=INSTALLATION, entropy=SeededEntropy(seed))


def shared() -> tuple[KeyFile, OpenedKeys]:
    file, keys = begun()
    return add_operator(file, keys, colleague(), entropy=SeededEntropy("colleague")), keys

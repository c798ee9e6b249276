"""To whom a device seals what goes up: the newest key of the city in the device's own suite.

The city keeps its former keys to open what was sealed before; nothing new is sealed to
them. A suite below the registry's minimum still seals, because work must come in (P9):
the city sets it aside for review.
"""

from sync.errors import SuiteMismatchError
from sync.keys.identity import DeviceIdentity, PublicIdentity
from sync.keys.registry_document import RegistryDocument


def recipients_for(identity: DeviceIdentity, registry: RegistryDocument) -> tuple[PublicIdentity, ...]:
    """Give the recipients of an uplink envelope.

    Raises:
        SuiteMismatchError: the city has no key of this device's suite; it needs new keys first.

    """
    for recipient in reversed(registry.recipients):
        if recipient.suite == identity.suite:
            return (recipient,)
    raise SuiteMismatchError(algorithm=str(identity.suite))

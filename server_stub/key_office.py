"""What the office orders about kinds and ages of keys: further suites, what still counts, what is destroyed.

Plain functions on a data folder, like those of `office`; the platform carries the orders out.
"""

from dataclasses import dataclass
from pathlib import Path

from server_stub.data_folder import load_settings
from server_stub.errors import ServerError
from server_stub.office import city_database
from server_stub.platform.former_keys import FormerCityKey, former_city_keys
from server_stub.platform.orders import Order, OrderKind, keep_order
from server_stub.platform.realm_keys import KeysInFiles, open_realm_keys
from server_stub.platform.registry_kept import current_registry
from sync.adapters.system import SystemClock
from sync.keys.registry_document import DeviceEntry
from sync.suites.by_id import require_suite


class EpochNotReachedError(ServerError):
    """The registry has not come to this version; nobody's work would count any more."""

    code = "epoch-not-reached"


@dataclass(frozen=True, slots=True)
class ServedSuite:
    """A suite the city has keys of, and how many devices that are not ended use it."""

    suite: int
    sealing_kid: str
    devices: int
    is_counted: bool


def list_suites(data_folder: Path) -> tuple[ServedSuite, ...]:
    """Say which suites the registry lists the city with."""
    keys = _keys(data_folder)
    with city_database(data_folder) as connection:
        registry = current_registry(connection, keys.roots)
    members = [one for one in registry.devices if not one.is_revoked]
    return tuple(
        ServedSuite(
            int(one.suite),
            one.sealing_kid.hex(),
            sum(device.public.suite == one.suite for device in members),
            one.suite >= registry.minimum_suite,
        )
        for one in registry.recipients
    )


def order_suite(data_folder: Path, suite: int) -> None:
    """Order an identity of the city in a further suite.

    Raises:
        SuiteUnknownError: nothing on this computer does this suite.

    """
    require_suite(suite)
    _order(data_folder, Order(OrderKind.SUITE, str(suite)))


def order_minimum_suite(data_folder: Path, suite: int) -> tuple[DeviceEntry, ...]:
    """Order that weaker suites wait for review; give the devices whose work that will be."""
    keys = _keys(data_folder)
    with city_database(data_folder) as connection:
        registry = current_registry(connection, keys.roots)
        keep_order(connection, Order(OrderKind.MINIMUM_SUITE, str(suite)), now_ms=SystemClock().now_ms())
    return tuple(one for one in registry.devices if not one.is_revoked and one.public.suite < suite)


def order_oldest_epoch(data_folder: Path, epoch: int) -> None:
    """Order that work made under older registries waits for review, which ends stolen former keys.

    Raises:
        EpochNotReachedError: the registry has not come to this version yet.

    """
    keys = _keys(data_folder)
    with city_database(data_folder) as connection:
        newest = current_registry(connection, keys.roots).version
        if epoch > newest:
            raise EpochNotReachedError(epoch=epoch, newest=newest)
        keep_order(connection, Order(OrderKind.OLDEST_EPOCH, str(epoch)), now_ms=SystemClock().now_ms())


def order_forgetting(data_folder: Path) -> tuple[FormerCityKey, ...]:
    """Order the end of every former city key that nothing can need; give all of them as they stand."""
    keys = _keys(data_folder)
    with city_database(data_folder) as connection:
        judged = former_city_keys(connection, keys)
        for one in judged:
            if one.is_free:
                order = Order(OrderKind.FORGET_KEY, one.sealing_kid.hex())
                keep_order(connection, order, now_ms=SystemClock().now_ms())
    return judged


def _order(data_folder: Path, order: Order) -> None:
    with city_database(data_folder) as connection:
        keep_order(connection, order, now_ms=SystemClock().now_ms())


def _keys(data_folder: Path) -> KeysInFiles:
    return open_realm_keys(load_settings(data_folder).data_folder)

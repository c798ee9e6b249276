"""Which city an installation has: the built-in one, or the system its settings name."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from server_stub.city_system.http_city import HttpCity
from server_stub.city_system.line import CityLine
from server_stub.errors import SettingInvalidError
from server_stub.platform.port import CityPlatform
from server_stub.settings import ServerSettings
from sync.adapters.http_transport import HttpTransport
from sync.errors import ServerInsecureError
from sync.ports import Clock

FILE_NAME: Final = "city-system.token"
_LONGEST_TOKEN: Final = 4_096


def open_city_system(
    settings: ServerSettings, *, clock: Clock
) -> Callable[[Connection], CityPlatform] | None:
    """Give what makes the city of a transaction, or None for the built-in one; nothing is asked yet.

    Raises:
        SettingInvalidError: the address would send in clear over a network, or there is no token.

    """
    if not settings.city_system_url:
        return None
    authorities = settings.city_system_authorities or None
    try:
        transport = HttpTransport(settings.city_system_url, authorities=authorities)
    except ServerInsecureError as error:
        raise SettingInvalidError(setting="city_system_url") from error
    line = CityLine(transport, _read_token(settings), clock)
    return lambda connection: HttpCity(connection, line)


def _read_token(settings: ServerSettings) -> str:
    path = Path(settings.city_system_token or settings.data_folder / FILE_NAME)
    try:
        with path.open(encoding="ascii") as file:
            token = file.read(_LONGEST_TOKEN).strip()
    except (OSError, UnicodeError) as error:
        raise SettingInvalidError(setting="city_system_token") from error
    if not token.isprintable() or not token or " " in token:
        raise SettingInvalidError(setting="city_system_token")
    return token

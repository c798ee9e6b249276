"""Every table of the city database, so that whoever opens it, to serve or to copy, knows them all."""

from typing import Final

from sqlalchemy import MetaData

from server_stub.city_system.cursor import cursors
from server_stub.importing.tables import imported
from server_stub.platform.device_words import reports
from server_stub.platform.given_names import given_names
from server_stub.platform.spreading import spreading
from server_stub.platform.trust_tables import orders
from server_stub.platform.untold import untold

CITY_DATABASE: Final[MetaData] = orders.metadata
# Tables join the list when their module is read, which is all that is wanted of these.
JOINED: Final = (cursors, given_names, imported, reports, spreading, untold)

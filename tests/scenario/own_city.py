"""A city's own system for tests: the reference server around a built-in city with a database of its own."""

from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Connection

from employment import shipped_rule_pack
from server_stub.city_system.http_city import HttpCity
from server_stub.city_system.line import CityLine
from server_stub.city_system.reference import create_reference_city
from server_stub.database import Database, open_database, sqlite_url
from server_stub.platform.built_in_city import BuiltInCity
from server_stub.platform.dispatch import Dispatcher
from server_stub.platform.every_table import CITY_DATABASE
from server_stub.platform.form_shelf import FormShelf
from server_stub.platform.ledger import Ledger
from server_stub.platform.port import CityPlatform
from server_stub.platform.township import load_township
from tests.fakes.asgi_transport import AsgiTransport
from tests.fakes.transport import FakeTransport
from tests.scenario.office import Office

TOKEN = "the city's token"


@dataclass
class OwnCity:
    """The office's desk asks another system; `records` is that system's database."""

    office: Office
    records: Database
    wire: FakeTransport

    def connect(self, *, token: str = TOKEN) -> None:
        """Give the desk a line to it, as a new process would."""
        line = CityLine(self.wire, token, self.office.clock)
        self.office.desk = replace(self.office.desk, make_city=lambda connection: HttpCity(connection, line))

    def restart_platform(self) -> None:
        self.office.restart()
        self.connect()


def move_out(office: Office, folder: Path) -> OwnCity:
    """Give an office a city of its own behind the contract, with the township in it."""
    tables = CITY_DATABASE
    records = open_database(sqlite_url(folder / "own-city.sqlite"), tables=tables, room="own-city")
    with records.write() as connection:
        load_township(connection, now_ms=office.clock.now_ms())
    shelf = FormShelf.shipped(clock=office.clock)

    def make_city(connection: Connection) -> CityPlatform:
        ledger, now_ms = Ledger(connection), office.clock.now_ms()
        dispatcher = Dispatcher(ledger, shipped_rule_pack(), 7, now_ms, office.entropy)
        return BuiltInCity(ledger, shelf.reading(connection), dispatcher, now_ms)

    app = create_reference_city(records, make_city, token=TOKEN)
    own = OwnCity(office, records, FakeTransport(AsgiTransport(app).exchange))
    own.connect()
    return own

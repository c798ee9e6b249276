"""The same repository over a real line: fetched whole and in parts; refused where the address is not safe."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.applications import Starlette

from server_stub.relay.app import create_relay
from server_stub.relay.update_files import UpdateFiles
from tests.scenario.office import Office as City
from tests.scenario.office_fixtures import office as city
from tests.scenario.office_fixtures import prepared_office, prepared_on_postgresql
from tests.server_stub.live_relay import serving
from tests.updates.publisher import CutSource, Laptop, Office, nobody_cares
from updates.adapters.http_source import HttpSource
from updates.errors import SourceInsecureError, SourceUnreachableError
from updates.fetching import fetch
from updates.source import SourceMissingError

__all__ = ["city", "prepared_office", "prepared_on_postgresql"]


@pytest.fixture
def address(office: Office) -> Iterator[str]:
    office.release("0.2.0")
    with serving(Starlette(routes=UpdateFiles(office.repository).routes())) as relay:
        yield f"http://127.0.0.1:{relay.port}/updates"


@pytest.mark.socket
def test_a_release_is_found_and_fetched_over_a_line(address: str, office: Office, laptop: Laptop) -> None:
    source = HttpSource(address)
    found = laptop.look(source)
    release = office.publisher.releases()[0]
    manifest = found.catalogue.manifest(release)

    fetch(manifest, source, cache=laptop.keep.cache, present={}, progress=nobody_cares)

    source.close()
    assert {one.name for one in laptop.keep.cache.iterdir()} == {one.digest for one in manifest.files}


@pytest.mark.socket
def test_a_fetch_that_broke_off_goes_on_with_a_part(address: str, office: Office, laptop: Laptop) -> None:
    source = HttpSource(address)
    manifest = laptop.look(source).catalogue.manifest(office.publisher.releases()[0])
    with pytest.raises(SourceUnreachableError):
        fetch(
            manifest,
            CutSource(office.repository, after=10),
            cache=laptop.keep.cache,
            present={},
            progress=nobody_cares,
        )

    fetched = fetch(manifest, source, cache=laptop.keep.cache, present={}, progress=nobody_cares)

    source.close()
    assert fetched.received == sum(one.packed for one in manifest.files) - 10


@pytest.mark.socket
@pytest.mark.parametrize(
    "name", ["metadata/9.root.json", "../keys/targets.key", "%2e%2e/keys/targets.key", ""]
)
def test_nothing_but_the_repository_is_handed_out(address: str, name: str) -> None:
    source = HttpSource(address)

    with pytest.raises(SourceMissingError):
        list(source.read(name))

    source.close()


def test_an_address_that_would_ask_in_clear_is_refused() -> None:
    with pytest.raises(SourceInsecureError):
        HttpSource("http://relay.example/updates")


@pytest.mark.socket
def test_the_relay_itself_hands_it_out_where_it_is_told_to(
    city: City, office: Office, tmp_path: Path
) -> None:
    office.release("0.2.0")
    settings = city.settings.for_relay(city.desk.keys.roots)
    relay = create_relay(
        replace(settings, updates=office.repository, database_url=f"sqlite:///{tmp_path / 'relay.sqlite'}"),
        clock=city.clock,
        entropy=city.entropy,
        relay_identity=city.relay_app.state.relay.identity,
    )
    with serving(relay) as line:
        source = HttpSource(f"http://127.0.0.1:{line.port}/updates")
        timestamp = b"".join(source.read("metadata/timestamp.json"))
        source.close()

    assert timestamp == (office.repository / "metadata" / "timestamp.json").read_bytes()

"""A joined device with a whole village on it, made without a network in the folder of a benchmark."""

from pathlib import Path
from typing import Final

from bench.exchange_bench.invented_people import invented_people
from desktop.paths import AppPaths
from desktop.unlocking import unlock
from store import Origin, catch_up, write_records
from store.bulk import bulk_import
from sync.adapters.system import SystemEntropy
from tests.desktop.at_the_desk import PASSPHRASE, sitting, write_invitation
from tests.scenario.office import open_office, prepare_office

VILLAGE_PERSONS: Final = 6_000  # a large village; the township's largest has fewer
_BATCH: Final = 2_000


def make_village(folder: Path, *, persons: int = VILLAGE_PERSONS) -> tuple[Path, str]:
    """Join a device in this folder and fill it; give its data folder and the passphrase."""
    prepare_office(folder / "office")
    office = open_office(folder / "office")
    with sitting(folder / "device", office, seed="bench") as desk:
        desk.ask_to_join(write_invitation(office, folder / "enroll.qjy"))
        desk.wait_until_quiet()
        office.desk.run_once()
        desk.sync()
        desk.enter()
        desk.wait_until_quiet()
    office.close()
    _fill(folder / "device", persons)
    return folder / "device", PASSPHRASE


def _fill(folder: Path, persons: int) -> None:
    store = unlock(AppPaths(folder), PASSPHRASE, entropy=SystemEntropy()).open_writer()
    people = list(invented_people(persons))
    with bulk_import(store):
        for start in range(0, len(people), _BATCH):
            write_records(store, people[start : start + _BATCH], origin=Origin("platform"))
        catch_up(store)
    store.close()

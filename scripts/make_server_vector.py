"""Keep a data folder as this program leaves it, for the upgrade tests of all later ones.

Run it once, in the commit that adds an upgrade step to `server_stub/platform/upgrades.py`. A
version that is there already is never made again. See tests/vectors/server/README.md.
"""

import sqlite3
import sys
import tarfile
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from server_stub.platform.upgrades import CITY_VERSION
from tests.scenario.office import SAYS_UNEMPLOYED, open_office, prepare_office

SHELF = Path(__file__).resolve().parents[1] / "tests" / "vectors" / "server"


def main() -> None:
    target = SHELF / f"{CITY_VERSION:04}.tar.xz"
    if target.exists():
        raise SystemExit(f"{target.name} is there and stays as it is")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "city"
        work_a_day(folder)
        with tarfile.open(target, "w:xz") as archive:
            for path in sorted(folder.iterdir()):
                archive.add(path, path.name)
    print(target)


def work_a_day(folder: Path) -> None:
    """Let one device join and one visit be applied, and put the databases into one file each."""
    prepare_office(folder)
    office = open_office(folder)
    device = office.enrol()
    visit = office.visit(device, SAYS_UNEMPLOYED)
    device.post(visit.form, visit.change)
    office.desk.run_once()
    office.close()
    for name in ("city", "relay"):
        with sqlite3.connect(folder / f"{name}.sqlite") as database:
            database.execute("PRAGMA journal_mode=DELETE")


if __name__ == "__main__":
    main()

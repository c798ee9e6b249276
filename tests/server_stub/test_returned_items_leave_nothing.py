"""An item that is returned while it is applied takes back what it wrote, and nothing of its neighbours."""

from collections.abc import Sequence

import pytest

from server_stub.platform.built_in_city import BuiltInCity
from server_stub.platform.port import PlacedState
from server_stub.platform.returned import ChangeNotAllowedError
from sync.change import Change, FilledForm
from sync.keys.registry_document import DeviceEntry
from tests.scenario.database_fixtures import ENGINES
from tests.scenario.office import CAI, SAYS_EMPLOYED, Office

pytestmark = pytest.mark.parametrize("office", ENGINES, indirect=True)

apply_change = BuiltInCity.apply_change


def write_and_return(
    city: BuiltInCity, change: Change, *, form: FilledForm | None, sender: DeviceEntry
) -> Sequence[PlacedState]:
    apply_change(city, change, form=form, sender=sender)
    raise ChangeNotAllowedError(kind=change.record_kind)


def test_what_a_returned_item_wrote_is_undone_and_its_form_stays(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    device = office.enrol()
    visit = office.visit(device, SAYS_EMPLOYED)
    before = office.record("person", CAI)
    kept = office.rows("SELECT revision FROM city_revisions")
    monkeypatch.setattr(BuiltInCity, "apply_change", write_and_return)

    device.post(visit.form, visit.change)
    office.desk.run_once()

    assert office.record("person", CAI) == before
    assert office.rows("SELECT revision FROM city_revisions") == kept
    assert office.rows(f"SELECT state FROM platform_items WHERE id = '{visit.change.id}'") == [("returned",)]
    assert len(office.rows("SELECT id FROM city_submissions")) == 1

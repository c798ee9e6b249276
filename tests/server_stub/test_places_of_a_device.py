"""The order for other places at the operator's door: who is meant, what is refused, what is left behind."""

import pytest

from quancai.door import run
from quancai.exit_codes import ExitCode
from server_stub.platform.orders import waiting_orders
from server_stub.platform.scope import ScopeInvalidError, ScopeOutsideCityError, city_scope, gained_places
from tests.scenario.office import Office
from tests.scenario.realm import TOWNSHIP

XIANGSHAN = "350582001014"


def rescope(office: Office, device: str, *places: str) -> int:
    named = [word for place in places for word in ("--scope", place)]
    return run(["server", "device", "rescope", "--data", str(office.folder), device, *named])


def ordered(office: Office) -> list[tuple[str, ...]]:
    with office.city.read() as connection:
        return [order.scope for _, order in waiting_orders(connection)]


def test_the_operator_reads_both_scopes_by_name_and_the_registry_says_the_new_one(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    device = office.enrol(scope=(XIANGSHAN,))

    assert rescope(office, "象山社区窗口", TOWNSHIP, "LGYZ-350582-001") == ExitCode.OK
    office.desk.run_once()

    entry = office.registry().device(device.id)
    assert entry is not None
    assert entry.scope == (TOWNSHIP, "LGYZ-350582-001")
    told = capsys.readouterr().out
    assert "象山社区" in told
    assert "泉州市晋江市青阳街道、LGYZ-350582-001" in told


@pytest.mark.parametrize("place", ["999999", "350582999", "3502", "LGYZ-999999-001", "village", ""])
def test_a_place_that_is_not_the_citys_leaves_no_order(
    office: Office, capsys: pytest.CaptureFixture[str], place: str
) -> None:
    device = office.enrol()

    assert rescope(office, device.id, XIANGSHAN, place) == ExitCode.BAD_INPUT

    assert ordered(office) == []
    assert capsys.readouterr().err != ""


def test_an_ended_device_and_one_nobody_knows_are_refused(office: Office) -> None:
    device = office.enrol()
    office.revoke(device)

    assert rescope(office, device.id, XIANGSHAN) == ExitCode.BAD_INPUT
    assert rescope(office, "没有这台", XIANGSHAN) == ExitCode.BAD_INPUT
    assert ordered(office) == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("350500", "3505"), ("350582000", "350582"), ("350582001000", "350582001"), (XIANGSHAN, XIANGSHAN)],
)
def test_a_padded_code_means_its_place_however_much_of_the_padding_is_typed(typed: str, meant: str) -> None:
    assert city_scope((typed, typed)) == (meant,)


def test_no_place_and_another_citys_are_told_apart() -> None:
    with pytest.raises(ScopeInvalidError):
        city_scope(())
    with pytest.raises(ScopeOutsideCityError):
        city_scope(("350200",))


@pytest.mark.parametrize(
    ("before", "after", "gained"),
    [
        ((XIANGSHAN,), (TOWNSHIP,), (TOWNSHIP,)),
        ((TOWNSHIP,), (XIANGSHAN,), ()),
        ((XIANGSHAN,), (XIANGSHAN, "350582002"), ("350582002",)),
        ((TOWNSHIP,), (TOWNSHIP, "LGYZ-350582-001"), ("LGYZ-350582-001",)),
        (("LGYZ-350582-001",), ("LGYZ-350582-001",), ()),
    ],
)
def test_only_what_it_could_not_hold_before_is_gained(
    before: tuple[str, ...], after: tuple[str, ...], gained: tuple[str, ...]
) -> None:
    assert gained_places(before, after) == gained

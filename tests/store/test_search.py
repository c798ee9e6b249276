"""Whatever the officer has of a person finds them: characters, letters, digits, a place."""

from dataclasses import replace

import pytest

from store import (
    Origin,
    Store,
    StoredRecord,
    drop_search,
    open_reader,
    read_record,
    rebuild_search,
    search_persons,
    transaction,
    write_record,
    write_records,
)
from tests.store.story import KEY, MORNING_MS, person

PLATFORM = Origin("platform")
XIANGSHAN = "h-350582001014-0921"
WENLING = "h-350582002003-0044"


def house(house_id: str, address: str, number: str) -> StoredRecord:
    fields = {"address": address, "household_no": number}
    return StoredRecord("household", house_id, "r1", fields, "r1", fields, MORNING_MS)


def someone(person_id: str, name: str, *, id_no: str, phone: str, house_id: str = XIANGSHAN) -> StoredRecord:
    return replace(person(household_id=house_id, person_name=name, id_no=id_no, phone=phone), id=person_id)


PEOPLE = (
    someone("cai", "蔡志明", id_no="350582197803120012", phone="16405950921"),
    someone("wang", "王伟", id_no="35058219900101003X", phone="16412340056"),
    someone("shan", "单雪", id_no="350582198512240044", phone="16499990001", house_id=WENLING),
    someone("ouyang", "欧阳娜娜", id_no="350582200102030055", phone="16433330012", house_id=WENLING),
)


@pytest.fixture
def township(store: Store) -> Store:
    houses = (house(XIANGSHAN, "象山路 12 号", "0921"), house(WENLING, "温陵北路 7 号 3 室", "0044"))
    write_records(store, [*PEOPLE, *houses], origin=PLATFORM)
    return store


def found(store: Store, query: str) -> list[str]:
    return [hit.id for hit in search_persons(store, query, limit=20)]


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("王伟", ["wang"]),
        ("志明", ["cai"]),
        ("明", ["cai"]),
        ("欧阳", ["ouyang"]),
        ("caizhiming", ["cai"]),
        ("caizh", ["cai"]),
        ("czm", ["cai"]),
        ("caizm", ["cai"]),
        ("ZhiMing", ["cai"]),
        ("shanxue", ["shan"]),
        ("danx", ["shan"]),
        ("chanxue", ["shan"]),
        ("sx", ["shan"]),
        ("oynn", ["ouyang"]),
        ("003x", ["wang"]),
        ("350582197803120012", ["cai"]),
        ("16412340056", ["wang"]),
        ("1234", ["wang"]),
        ("9999 0001", ["shan"]),
        ("350582002003-0044", ["shan", "ouyang"]),
        ("象山路", ["cai", "wang"]),
        ("温陵 7号", ["shan", "ouyang"]),
        ("王 003x", ["wang"]),
        ("0921 蔡", ["cai"]),
        ("\uff11\uff12\uff13\uff14", ["wang"]),
    ],
)
def test_a_person_is_found_by(township: Store, query: str, ids: list[str]) -> None:
    assert found(township, query) == ids


@pytest.mark.parametrize("query", ["", "  ", "·", '"', "*", "b王*", "王 0044", "zzz", "山象", "NEAR(王 伟)"])
def test_nobody_is_found_by(township: Store, query: str) -> None:
    assert found(township, query) == []


def test_the_end_of_an_identity_number_comes_before_the_end_of_a_telephone(township: Store) -> None:
    assert found(township, "0012") == ["cai", "ouyang"]


def test_pairs_that_do_not_stand_together_are_not_an_address(township: Store) -> None:
    write_record(township, house(XIANGSHAN, "象山村 中山路 1 号", "0921"), origin=PLATFORM)

    assert found(township, "象山路") == []
    assert found(township, "象山村") == ["cai", "wang"]


def test_somebody_without_a_name_is_asked_for_like_anybody(township: Store) -> None:
    nameless = someone("unnamed", "", id_no="", phone="")
    write_records(township, [nameless, house(XIANGSHAN, "象山村 中山路 1 号", "0921")], origin=PLATFORM)

    assert found(township, "象山路") == []
    assert found(township, "象山村") == ["cai", "wang", "unnamed"]


def test_pages_follow_each_other_without_repeating_anybody(township: Store) -> None:
    pages = [search_persons(township, "164", limit=2, offset=offset) for offset in (0, 2, 4)]

    assert [len(page) for page in pages] == [2, 2, 0]
    assert {hit.id for page in pages for hit in page} == {"cai", "wang", "shan", "ouyang"}


def test_hits_leave_masked_and_the_record_is_read_on_purpose(township: Store) -> None:
    [hit] = search_persons(township, "蔡志明", limit=5)

    assert (hit.name, hit.id_no, hit.phone) == ("蔡*明", "350582********0012", "164****0921")
    assert (hit.address, hit.household_no) == ("象山路 12 号", "0921")
    clear = read_record(township, "person", hit.id)
    assert clear is not None
    assert clear.fields["person_name"] == "蔡志明"


def test_a_changed_name_is_found_and_the_old_one_is_not(township: Store) -> None:
    write_record(township, someone("cai", "蔡小明", id_no="", phone=""), origin=PLATFORM)

    assert (found(township, "蔡小明"), found(township, "蔡志明"), found(township, "czm")) == (["cai"], [], [])


def test_a_household_that_moves_takes_its_members_along(township: Store) -> None:
    write_record(township, house(XIANGSHAN, "刺桐路 3 号", "0922"), origin=PLATFORM)

    assert found(township, "刺桐路") == ["cai", "wang"]
    assert found(township, "象山路") == []


def test_only_the_living_are_found(township: Store) -> None:
    write_record(township, replace(PEOPLE[0], is_deleted=True), origin=PLATFORM)

    assert found(township, "蔡志明") == []


def test_an_erased_person_leaves_the_search_with_the_record(township: Store) -> None:
    township.execute("DELETE FROM records WHERE id = 'cai'")

    assert found(township, "蔡") == []
    assert township.rows("SELECT id FROM searchable WHERE id = 'cai'") == []


def test_the_index_is_kept_by_the_commit_of_the_record(township: Store) -> None:
    with pytest.raises(ZeroDivisionError):
        write_and_fail(township)

    assert (found(township, "林美"), found(township, "蔡志明")) == ([], ["cai"])


def write_and_fail(store: Store) -> None:
    with transaction(store):
        write_record(store, someone("cai", "林美", id_no="", phone=""), origin=PLATFORM)
        raise ZeroDivisionError


def test_a_dropped_index_is_made_again_from_the_records(township: Store) -> None:
    before = found(township, "蔡")
    drop_search(township)

    assert found(township, "蔡") == before == ["cai"]


def test_an_index_of_other_readings_is_made_again_before_it_is_used(township: Store) -> None:
    township.execute("DELETE FROM search_terms WHERE rowid > 0")
    township.execute("UPDATE search_state SET version = 0")

    assert found(township, "蔡") == ["cai"]


def test_a_rebuilt_index_finds_the_same(township: Store) -> None:
    before = [found(township, query) for query in ("王", "shan", "0012", "路")]
    rebuild_search(township)

    assert [sorted(found(township, query)) for query in ("王", "shan", "0012", "路")] == [
        sorted(ids) for ids in before
    ]


def test_a_reader_beside_the_writer_may_search(township: Store) -> None:
    reader = open_reader(township.path, KEY)

    assert found(reader, "王伟") == ["wang"]
    reader.close()


def test_no_name_of_an_index_is_readable_on_the_disk(township: Store) -> None:
    township.close()

    on_disk = b"".join(part.read_bytes() for part in township.path.parent.iterdir())
    assert [word for word in ("caizhiming", "蔡志明", "象山") if word.encode() in on_disk] == []

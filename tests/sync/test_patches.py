"""A patch makes the very state the platform holds, or the record is asked for whole."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from store import DeliveryState, list_items, read_record
from sync.change import EnvelopeVerdict, RecordPatch, RecordState, VerdictState, Want
from sync.merge.revision import revision_of
from sync.record_patch import apply_patch, make_patch
from tests.sync.city_desk import CityDesk
from tests.sync.conftest import Laptop
from tests.sync.story import PERSON, change, moment, state, verdict

VALUES = st.none() | st.booleans() | st.integers(-2, 2) | st.sampled_from(["", "0", "1"])
FIELDS = st.dictionaries(st.sampled_from("abcde"), VALUES)


def known(fields: dict[str, str | int | bool | None], revision: str = "r-1") -> RecordState:
    return RecordState("person", PERSON, revision, fields)


@given(FIELDS, FIELDS)
@settings(max_examples=80, deadline=None)
def test_a_patch_laid_on_its_base_is_the_new_state(
    before: dict[str, str | int | bool | None], after: dict[str, str | int | bool | None]
) -> None:
    new = known(after, "r-2")

    made = apply_patch(make_patch(known(before), new), before)

    assert made == new
    assert {name: type(value) for name, value in made.fields.items()} == {
        name: type(value) for name, value in after.items()
    }


def test_only_what_differs_travels_and_the_record_is_whole_here(laptop: Laptop, city: CityDesk) -> None:
    city.send(state(0, phone="0595"))
    after = state(1, phone="13905950921")
    patch = make_patch(state(0, phone="0595"), after)
    city.send(patch)

    laptop.sync()

    assert patch.fields == {"phone": "13905950921"}
    assert laptop.person().fields == after.fields
    assert laptop.person().base_revision == after.revision


def test_the_platform_may_build_on_what_this_device_said(laptop: Laptop, city: CityDesk) -> None:
    city.send(state(0))
    laptop.sync()
    laptop.edit(emp_status="1")
    laptop.sync()
    merged = revision_of(moment(9, node="city"))
    city.send(
        EnvelopeVerdict(laptop.item().envelope_id or "", VerdictState.APPLIED, 5),
        RecordPatch("person", PERSON, laptop.person().revision, merged, {"checked_by": "city"}),
    )

    laptop.sync()

    assert laptop.item().state is DeliveryState.APPLIED
    assert laptop.person().fields == {**state(0).fields, "emp_status": "1", "checked_by": "city"}
    assert laptop.person().base_revision == laptop.person().revision == merged


def test_a_patch_that_does_not_fit_is_a_question_and_no_guess(laptop: Laptop, city: CityDesk) -> None:
    city.send(state(0))
    city.send(make_patch(state(1), state(2, phone="0595")))
    laptop.sync()
    assert "phone" not in laptop.person().fields

    laptop.sync()

    assert city.received() == [Want("person", PERSON)]


def test_a_question_is_asked_once_and_ends_with_the_answer(laptop: Laptop, city: CityDesk) -> None:
    city.send(make_patch(state(1), state(2)))
    laptop.sync()
    laptop.sync()
    laptop.sync()
    assert city.received() == [Want("person", PERSON)]

    city.send(state(2, phone="0595"))
    laptop.sync()

    assert laptop.person().fields["phone"] == "0595"


def test_a_patch_meets_work_of_ours_as_a_state_does(laptop: Laptop, city: CityDesk) -> None:
    city.send(state(0, phone="1"))
    laptop.sync()
    laptop.edit(emp_status="1")
    city.send(make_patch(state(0, phone="1"), state(1, phone="2")))

    laptop.sync()

    assert laptop.person().fields["emp_status"] == "1"
    assert laptop.person().fields["phone"] == "2"
    assert laptop.person().base_fields == state(1, phone="2").fields


def test_a_word_for_a_whole_envelope_spares_the_item_that_has_its_own(laptop: Laptop, city: CityDesk) -> None:
    city.send(state(0))
    laptop.sync()
    laptop.queue(change("change-1"), change("change-2"))
    laptop.sync()
    envelope = list_items(laptop.store)[0].envelope_id or ""
    city.send(
        EnvelopeVerdict(envelope, VerdictState.APPLIED, 5),
        replace(verdict(VerdictState.RETURNED, "change-2", "phone-impossible"), at_ms=5),
    )

    laptop.sync()

    assert [(item.state, item.code) for item in list_items(laptop.store)] == [
        (DeliveryState.APPLIED, None),
        (DeliveryState.RETURNED, "phone-impossible"),
    ]


def test_the_same_patch_again_changes_nothing(laptop: Laptop, city: CityDesk) -> None:
    city.send(state(0))
    patch = make_patch(state(0), state(1, phone="0595"))
    city.send(patch)
    city.send(patch)

    laptop.sync()

    held = read_record(laptop.store, "person", PERSON)
    assert held is not None
    assert held.fields["phone"] == "0595"
    assert laptop.store.rows("SELECT * FROM wants") == []

"""A draft of an old version goes on in a new one: what fits is kept, what does not is kept beside it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms import FormSession, LeftOver, LeftOverReason, MovePreview, load_form
from forms.errors import DraftOtherFormError, DraftUnreadableError
from tests.fakes.form_device import DEVICE, WallClock
from tests.scenario.form_scenario import Scenario, ask, bind, choose, form, repeat

OLD = form(
    "<name/><age/><town/><note/><m><job/></m><g><x/></g>",
    bind("age", type="string"),
    body=(
        ask("name"),
        ask("age"),
        choose("town", "qy", "ml"),
        ask("note"),
        repeat("m", ask("m/job")),
        ask("g/x"),
    ),
)


def version_2(nodes: str, *model: str, body: tuple[str, ...] = ()) -> bytes:
    return form(nodes, *model, body=body).replace(b'version="1"', b'version="2"')


def move(saved: bytes, new: bytes) -> tuple[Scenario, MovePreview]:
    session, found = FormSession.move(load_form(new), saved, clock=WallClock(), device=DEVICE)
    return Scenario(b"", session=session), found


def old_draft(**answers: str) -> bytes:
    scenario = Scenario(OLD)
    for name, text in answers.items():
        scenario.answer(f"/data/{name}", text)
    return scenario.session.save()


def test_what_both_versions_ask_is_kept_and_the_rest_computed_anew() -> None:
    new = version_2(
        "<name/><age/><grown/><phone>none</phone>",
        bind("age", type="int"),
        bind("grown", calculate="/data/age >= 16"),
        body=(ask("age"), ask("name"), ask("phone")),
    )

    moved, found = move(old_draft(name="林妹", age="17"), new)

    assert (moved.value("/data/name"), moved.value("/data/age")) == ("林妹", "17")
    assert (moved.value("/data/grown"), moved.value("/data/phone")) == ("true", "none")
    assert (found.from_version, found.to_version, found.left_over) == ("1", "2", ())
    assert "/data/name" in found.kept


def test_an_answer_somebody_cleared_does_not_get_its_default_back() -> None:
    nodes, body = "<name/><phone>none</phone>", (ask("name"), ask("phone"))
    scenario = Scenario(form(nodes, body=body))
    scenario.answer("/data/phone", "")

    moved, _ = move(scenario.session.save(), version_2(nodes, body=body))

    assert moved.value("/data/phone") == ""


def test_a_moved_form_is_submitted_as_the_new_version() -> None:
    moved, _ = move(old_draft(name="林妹"), version_2("<name/>", body=(ask("name"),)))

    assert b'version="2"' in moved.finish().xml


@pytest.mark.parametrize(
    ("new", "answers", "lost"),
    [
        (
            version_2("<name/>"),
            {"note": "狗"},
            LeftOver("/data/note", "狗", LeftOverReason.GONE),
        ),
        (
            version_2("<age/>", bind("age", type="int")),
            {"age": "old"},
            LeftOver("/data/age", "old", LeftOverReason.OTHER_TYPE),
        ),
        (
            version_2("<name><first/></name>"),
            {"name": "林妹"},
            LeftOver("/data/name", "林妹", LeftOverReason.NO_QUESTION),
        ),
        (
            version_2("<g/>"),
            {"g/x": "7"},
            LeftOver("/data/g/x", "7", LeftOverReason.GONE),
        ),
    ],
)
def test_an_answer_without_a_place_is_left_over_with_its_reason(
    new: bytes, answers: dict[str, str], lost: LeftOver
) -> None:
    moved, found = move(old_draft(**answers), new)

    assert found.left_over == (lost,)
    assert moved.session.left_over == (lost,)


def test_entries_beyond_what_the_new_form_makes_are_left_over() -> None:
    scenario = Scenario(OLD)
    scenario.answer("/data/m[1]/job", "welder")
    scenario.add("/data/m")
    scenario.answer("/data/m[2]/job", "cook")
    counted = version_2("<m><job/></m>", body=(repeat("m", ask("m/job"), count="1"),))
    asked_once = version_2("<m><job/></m>", body=(ask("m/job"),))

    _, fewer = move(scenario.session.save(), counted)
    _, once = move(scenario.session.save(), asked_once)

    assert fewer.left_over == (LeftOver("/data/m[2]/job", "cook", LeftOverReason.NO_ENTRY),)
    assert once.left_over == (LeftOver("/data/m[2]/job", "cook", LeftOverReason.NO_REPEAT),)


def test_a_choice_the_new_list_lacks_is_left_over() -> None:
    towns = (
        '<instance id="t"><root><item><name>ml</name><label>梅岭</label></item></root></instance>',
        '<itemset nodeset="instance(\'t\')/root/item"><value ref="name"/><label ref="label"/></itemset>',
    )

    moved, found = move(
        old_draft(town="qy"), version_2("<town/>", towns[0], body=(choose("town", towns[1]),))
    )

    assert found.left_over == (LeftOver("/data/town", "qy", LeftOverReason.NOT_OFFERED),)
    assert moved.value("/data/town") == ""


def test_a_choice_written_into_the_old_form_and_not_into_the_new_one_is_left_over() -> None:
    moved, found = move(old_draft(town="qy"), version_2("<town/>", body=(choose("town", "ml"),)))

    lost = LeftOver("/data/town", "qy", LeftOverReason.NOT_OFFERED)
    assert (found.left_over, moved.session.left_over) == ((lost,), (lost,))
    assert "/data/town" not in found.kept
    assert (moved.value("/data/town"), moved.session.violations()) == ("", ())


def test_choices_that_are_still_written_stay_and_the_whole_answer_is_shown_beside_them() -> None:
    nodes = "<trades/>"
    scenario = Scenario(form(nodes, body=(choose("trades", "welder", "cook", "nurse", many=True),)))
    scenario.answer("/data/trades", "welder nurse")
    new = version_2(nodes, body=(choose("trades", "nurse", "cook", many=True),))

    moved, found = move(scenario.session.save(), new)

    assert found.left_over == (LeftOver("/data/trades", "welder nurse", LeftOverReason.NOT_OFFERED),)
    assert moved.value("/data/trades") == "nurse"


def test_a_choice_that_is_offered_under_new_words_is_kept() -> None:
    moved, found = move(old_draft(town="qy"), version_2("<town/>", body=(choose("town", "dw", "qy"),)))

    assert (moved.value("/data/town"), found.left_over) == ("qy", ())


def test_questions_the_old_version_did_not_ask_are_named() -> None:
    new = version_2("<name/><phone/>", body=(ask("name"), ask("phone")))

    _, found = move(old_draft(name="林妹"), new)

    assert found.open_questions == ("/data/phone",)


def test_what_is_left_over_survives_saving_and_the_next_move() -> None:
    moved, _ = move(old_draft(note="狗", age="old"), version_2("<age/>", bind("age", type="int")))

    again = moved.resumed()
    further, _ = move(again.session.save(), version_2("<note/>").replace(b'version="2"', b'version="3"'))

    assert again.session.left_over == moved.session.left_over
    assert {each.text for each in further.session.left_over} == {"狗", "old"}


def test_a_draft_of_another_form_is_not_moved() -> None:
    other = OLD.replace(b'id="test"', b'id="other"')

    with pytest.raises(DraftOtherFormError):
        move(old_draft(), other)


def test_a_root_with_a_new_name_is_still_the_root() -> None:
    saved = old_draft(name="林妹").replace(b"<data ", b"<datum ").replace(b"</data>", b"</datum>")

    moved, found = move(saved, version_2("<name/>"))

    assert (moved.value("/data/name"), found.left_over) == ("林妹", ())


def test_a_damaged_list_of_what_is_left_over_is_a_coded_error() -> None:
    moved, _ = move(old_draft(note="狗"), version_2("<name/>"))

    with pytest.raises(DraftUnreadableError):
        move(moved.session.save().replace(b'"gone"', b'"eaten"'), OLD)


@settings(max_examples=40, deadline=None)
@given(
    answers=st.dictionaries(st.sampled_from(["name", "age", "note", "g/x"]), st.text("ab7 林", min_size=1)),
    kept=st.sets(st.sampled_from(["<name/>", "<age/>", "<note/>", "<g><x/></g>", "<g/>", "<other/>"])),
)
def test_every_answer_is_either_kept_or_left_over(answers: dict[str, str], kept: set[str]) -> None:
    new = version_2("".join(sorted(kept)), bind("age", type="int"))

    moved, found = move(old_draft(**answers), new)

    written = {f"/data/{name}" for name, text in answers.items() if text.strip()}
    assert {*found.kept, *(each.reference for each in found.left_over)} >= written
    assert {each.text for each in moved.session.left_over} <= set(answers.values())

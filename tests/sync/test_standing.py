"""Edits at the city: what its maker had seen an edit displaces, what he had not stays beside it."""

from collections.abc import Mapping

from sync.change import FieldValue, HybridTime
from sync.merge.policy import ASK_ALWAYS, FieldRule, KindPolicy
from sync.merge.revision import revision_of
from sync.merge.standing import Edit, Laid, Standing, lay

BASE: Mapping[str, FieldValue] = {"phone": "139", "emp_status": "2", "employer_name": "晨汐鞋业"}


def city(counter: int) -> str:
    return revision_of(HybridTime(1_000, counter, "city"))


class Desk:
    """The city's record, and every state of it."""

    def __init__(self, policy: KindPolicy = ASK_ALWAYS) -> None:
        self.policy = policy
        self.standing = Standing(city(0), BASE)
        self.states: dict[str, Mapping[str, FieldValue]] = {city(0): BASE}

    def take(
        self, node: str, counter: int, base: str | None, edits: Mapping[str, FieldValue], *, view: bool = True
    ) -> Laid:
        fields = self.states.get(base or "")
        revision = revision_of(HybridTime(900, counter, node))
        seen = fields if fields is not None and view else self.standing.fields
        edit = Edit(revision, revision, node, base, fields, seen, edits)
        merged = city(len(self.states))
        laid = lay(self.standing, edit, merged=merged, policy=self.policy)
        self.standing = laid.standing
        self.states[merged] = laid.standing.fields
        return laid


def test_different_fields_never_conflict_through_many_rounds() -> None:
    desk = Desk()
    seen_by_a = seen_by_b = city(0)
    found = []
    for number in range(1, 6):
        found.append(desk.take("a", number, seen_by_a, {"phone": f"13{number}"}))
        found.append(desk.take("b", number, seen_by_b, {"emp_status": str(number + 2)}))
        seen_by_a, seen_by_b = desk.standing.revision, city(len(desk.states) - 2)

    assert [one.open for one in found if one.open] == []
    assert desk.standing.fields == {**BASE, "phone": "135", "emp_status": "7"}


def test_work_on_top_of_work_that_is_not_applied_is_no_conflict_with_itself() -> None:
    desk = Desk()

    desk.take("a", 1, city(0), {"phone": "138"})
    second = desk.take("a", 2, city(0), {"phone": "137"})

    assert second.open == ()
    assert desk.standing.fields["phone"] == "137"


def test_a_second_edit_by_one_side_takes_the_place_of_its_first_in_the_conflict() -> None:
    desk = Desk()
    desk.take("b", 9, city(0), {"phone": "136"})
    first = desk.take("a", 1, city(0), {"phone": "138"})

    second = desk.take("a", 2, city(0), {"phone": "137"})

    assert [(one.kept, one.lost) for one in first.open] == [("136", "138")]
    assert [(one.kept, one.lost) for one in second.open] == [("136", "137")]
    assert [one.lost for one in second.ended] == ["138"]


def test_an_edit_in_knowledge_of_both_ends_the_conflict() -> None:
    desk = Desk()
    desk.take("b", 9, city(0), {"phone": "136"})
    desk.take("a", 1, city(0), {"phone": "138"})

    third = desk.take("c", 1, desk.standing.revision, {"phone": "135"})

    assert (third.open, [one.lost for one in third.ended]) == ((), ["138"])


def test_a_state_the_city_never_had_costs_no_value() -> None:
    desk = Desk()
    desk.take("b", 9, city(0), {"phone": "136"})

    lost = desk.take("a", 1, "state-of-nowhere", {"phone": "138", "emp_status": "1"}, view=False)

    assert [(one.field, one.kept, one.lost) for one in lost.open] == [("phone", "136", "138")]
    assert desk.standing.fields["emp_status"] == "1"


def test_who_knew_no_such_record_conflicts_with_what_is_there() -> None:
    desk = Desk()

    laid = desk.take("a", 1, None, {"phone": "138"})

    assert [(one.kept, one.lost) for one in laid.open] == [("139", "138")]


def test_what_the_city_wrote_itself_meanwhile_is_not_overwritten_silently() -> None:
    desk = Desk()
    desk.states[city(7)] = {**BASE, "phone": "110"}
    desk.standing = Standing(city(7), desk.states[city(7)])

    laid = desk.take("a", 1, city(0), {"phone": "138"})

    assert {laid.open[0].kept, laid.open[0].lost} == {"110", "138"}


def test_fields_of_one_unit_are_never_mixed_of_two_sides() -> None:
    unit = {"emp_status": "status", "employer_name": "status"}
    desk = Desk(KindPolicy({"status": FieldRule.ASK}, unit))
    desk.take("a", 1, city(0), {"emp_status": "1", "employer_name": None})

    laid = desk.take("b", 2, city(0), {"employer_name": "宏达纺织"})

    assert desk.standing.fields == {"phone": "139", "emp_status": "2", "employer_name": "宏达纺织"}
    assert [(one.field, one.lost) for one in laid.open] == [("emp_status", "1"), ("employer_name", None)]


def test_saying_again_what_one_saw_changes_nobody_elses_edit() -> None:
    desk = Desk()
    desk.take("b", 1, city(0), {"phone": "136"})

    laid = desk.take("a", 9, city(0), {"phone": "139", "emp_status": "1"})

    assert laid.open == ()
    assert desk.standing.fields["phone"] == "136"

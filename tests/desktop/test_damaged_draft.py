"""A draft that cannot be read is told in words, and nothing is thrown away."""

from functools import partial

from store import Draft, list_drafts, save_draft
from tests.desktop.at_the_desk import AtTheDesk
from tests.scenario.office import CAI


def test_a_damaged_draft_is_told_in_words_and_stays_where_it_is(working: AtTheDesk) -> None:
    damaged = Draft("d-1", "employment_brief", "1", CAI, b"not a draft", 1)
    kept: list[None] = []
    working.program.desk.run(partial(save_draft, draft=damaged), done=kept.append)
    working.pilot.wait_for("draft", lambda: kept == [None])

    working.program.collecting.resume("d-1")

    working.pilot.wait_for("words", lambda: working.pilot.sees("draft-unreadable"))
    assert working.program.collecting.page is None
    assert [draft.id for draft in list_drafts(working.replica)] == ["d-1"]

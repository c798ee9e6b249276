"""What every run asks about files of forms reads those on their way, and not all that were ever taken."""

from collections.abc import Callable, Iterator

import pytest

from store import Store
from store.attachment_sending import (
    count_unsent_attachments,
    count_waiting_attachments,
    next_pieces,
    release_applied,
    unjudged_attachments,
)
from store.attachments import attachment_files
from store.sealed import spent_envelopes
from store.work_outlines import files_of_work, recent_work, submission_heads

FILES = "SCAN attachments USING INDEX attachments_on_their_way"
CONTENTS = "SCAN attachment_contents USING INDEX attachment_contents_here"
ENVELOPES = "SCAN envelope USING INDEX sealed_envelopes_with_bodies"
GROWING = ("SCAN attachment", "SCAN piece USING", "SCAN sealed", "SCAN envelope")


def plan(store: Store, ask: Callable[[Store], object]) -> Iterator[str]:
    asked: list[str] = []
    store.database.conn.set_trace_callback(asked.append)
    ask(store)
    store.database.conn.set_trace_callback(None)
    for statement in asked:
        yield from (detail for *_, detail in store.rows(f"EXPLAIN QUERY PLAN {statement}"))


@pytest.mark.parametrize(
    ("ask", "walk"),
    [
        pytest.param(lambda store: next_pieces(store, max_bytes=1), FILES, id="what goes next"),
        pytest.param(count_unsent_attachments, FILES, id="how many nobody else has"),
        pytest.param(count_waiting_attachments, FILES, id="how many wait"),
        pytest.param(unjudged_attachments, FILES, id="which wait for a word"),
        pytest.param(lambda store: recent_work(store, 10), FILES, id="what is shown"),
        pytest.param(lambda store: release_applied(store, at_ms=1), CONTENTS, id="what may go"),
        pytest.param(attachment_files, CONTENTS, id="what is copied"),
        pytest.param(lambda store: list(spent_envelopes(store)), ENVELOPES, id="which bytes may go"),
    ],
)
def test_a_walk_goes_through_what_is_on_its_way_alone(
    store: Store, ask: Callable[[Store], object], walk: str
) -> None:
    walks = {detail for detail in plan(store, ask) if detail.startswith(GROWING)}

    assert walks == {walk}


def test_the_next_envelope_to_be_let_go_is_the_first_that_is_read(store: Store) -> None:
    steps = list(plan(store, lambda store: list(spent_envelopes(store))))

    assert not any("TEMP B-TREE" in step for step in steps)


def test_files_of_the_work_that_is_shown_are_found_by_its_name(store: Store) -> None:
    steps = list(plan(store, lambda store: files_of_work(store, ["uuid:1"])))

    assert any("SEARCH attachments USING INDEX" in step for step in steps)
    assert not [step for step in steps if step.startswith(GROWING)]


def test_forms_of_the_work_that_is_shown_are_found_by_their_name(store: Store) -> None:
    steps = list(plan(store, lambda store: submission_heads(store, ["uuid:1"])))

    assert not [step for step in steps if step.startswith("SCAN submissions")]


def test_the_list_of_work_reads_no_payload(store: Store) -> None:
    asked: list[str] = []
    store.database.conn.set_trace_callback(asked.append)
    recent_work(store, 10)
    store.database.conn.set_trace_callback(None)

    assert all("payload" not in one.replace("length(payload)", "") for one in asked)

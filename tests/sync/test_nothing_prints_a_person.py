"""What an exchange and a merge work on shows nobody when printed, as logs and error reports do."""

import pytest

from sync.change import ConflictNotice, RecordPatch
from sync.merge.conflict import Conflict
from sync.merge.join import Joined, Write
from sync.merge.standing import Edit, Standing
from sync.merge.three_way import Merged, Version
from tests.sync.story import PERSON, change, filled_form, state

PHONE = "13905950921"
SAID = {"phone": PHONE}
CONFLICT = Conflict("phone", PHONE, PHONE, PHONE, "r1", "r2")
WRITE = Write("r1", SAID)
VALUES = (
    change(phone=PHONE),
    filled_form(),
    state(phone=PHONE),
    RecordPatch("person", PERSON, "r1", "r2", SAID),
    ConflictNotice("person", PERSON, "phone", PHONE, PHONE, PHONE, "r1", "r2", 1, PHONE),
    CONFLICT,
    WRITE,
    Joined(SAID, (CONFLICT,)),
    Standing("r1", SAID),
    Edit("r1", "r1", "a", None, SAID, SAID, SAID),
    Version(SAID, "r1"),
    Merged(SAID, (CONFLICT,)),
)


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_a_printed_value_names_itself_and_shows_no_answer(value: object) -> None:
    printed = repr(value)

    assert printed.startswith(type(value).__name__)
    assert PHONE not in printed

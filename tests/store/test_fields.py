"""Fields come back from their column exactly as they went in, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import FieldValue
from store.fields import decode_fields, encode_fields

values = st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text(max_size=20)


@given(st.dictionaries(st.text(max_size=10), values, max_size=5))
def test_what_is_written_comes_back(fields: dict[str, FieldValue]) -> None:
    again = decode_fields(encode_fields(fields))

    assert again == fields
    assert {name: type(value) for name, value in again.items()} == {
        name: type(value) for name, value in fields.items()
    }


@pytest.mark.parametrize("damaged", ["", "{", '{"a":1', '{"a":1}x', '{"a":1}{}', '"a":1}'])
def test_a_damaged_text_is_no_fields(damaged: str) -> None:
    with pytest.raises(ValueError, match=r"Expecting|Extra|Unterminated"):
        decode_fields(damaged)

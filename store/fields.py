"""How the fields of a record become one JSON text in a column, and come back exactly.

JSON keeps text, whole numbers, truth values and "no answer" apart, which the
types of SQLite's columns would not.
"""

import json
from collections.abc import Mapping
from typing import Final

FieldValue = str | int | bool | None


# Made once: json.dumps would make another one for every record.
_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
# Half the time of json.loads, which looks for blanks around the text first; what stands in a column has none.
_DECODE: Final = json.JSONDecoder().raw_decode


def encode_fields(fields: Mapping[str, FieldValue]) -> str:
    return _ENCODER.encode(dict(fields))


def decode_fields(text: str) -> Mapping[str, FieldValue]:
    """Read what `encode_fields` wrote.

    Raises:
        ValueError: the text is damaged, or goes on after its end.

    """
    fields: dict[str, FieldValue]
    fields, end = _DECODE(text)
    if end != len(text):
        raise json.JSONDecodeError("Extra data", text, end)
    return fields


def encode_value(value: FieldValue) -> str:
    return json.dumps(value, ensure_ascii=False)


def decode_value(text: str) -> FieldValue:
    value: FieldValue = json.loads(text)
    return value

"""What of a person leaves this package unasked: enough to recognise, too little to copy.

`SENSITIVE` names the fields and how each is shown. Everything the package gives unasked
(hits of a search, the printed form of a value, errors) shows these masked or not at all; a
record is read in clear on purpose, by `read_record` and its kin. An address stays: without
it nobody can go there. The marks are those of the screens (`employment.privacy`), said again
because packages of the lowest row do not know each other.
"""

from collections.abc import Callable, Mapping
from typing import Final

from store.fields import FieldValue

_HIDDEN: Final = "*"


def mask_name(name: str) -> str:
    """Show the family name and, of three or more characters, the last: 蔡*明, 蔡*."""
    if len(name) < 2:
        return _HIDDEN * len(name)
    last = name[-1] if len(name) > 2 else ""
    return name[0] + _HIDDEN * (len(name) - 1 - len(last)) + last


def mask_number(text: str, *, front: int) -> str:
    """Show some characters at the front and the last four; what is too short shows nothing."""
    hidden = len(text) - front - 4
    return text[:front] + _HIDDEN * hidden + text[-4:] if hidden > 0 else _HIDDEN * len(text)


def _mask_resident_id(text: str) -> str:
    return mask_number(text, front=6)


def _mask_phone(text: str) -> str:
    return mask_number(text, front=3)


SENSITIVE: Final[Mapping[str, Callable[[str], str]]] = {
    "person_name": mask_name,
    "head_name": mask_name,
    "id_no": _mask_resident_id,
    "phone": _mask_phone,
}


def masked(fields: Mapping[str, FieldValue], name: str) -> str:
    """Give one field as it may be shown; an answer that is no text, or none, is empty."""
    value = fields.get(name)
    text = value if isinstance(value, str) else ""
    return SENSITIVE[name](text) if name in SENSITIVE else text

"""About how many bytes an item is before it is compressed: enough to cut bundles by."""

from collections.abc import Mapping
from typing import Final

from sync.change import (
    BlobPiece,
    BundleItem,
    Change,
    DeviceReport,
    DocumentPiece,
    FieldValue,
    FilledForm,
    RecordPatch,
    RecordState,
)

# What ids, revisions and places of an item weigh together.
_ROW_BYTES: Final = 160
# A Chinese character in UTF-8; Latin text is overrated, which only cuts earlier.
_CHARACTER_BYTES: Final = 3


def weigh_item(item: BundleItem) -> int:
    """Say about how many bytes an item takes; always more than nothing."""
    match item:
        case FilledForm():
            return _ROW_BYTES + len(item.xml)
        case DocumentPiece() | BlobPiece():
            return _ROW_BYTES + len(item.piece)
        case DeviceReport():
            return _ROW_BYTES + len(item.diagnostics)
        case RecordState() | RecordPatch():
            return _ROW_BYTES + _weigh_answers(item.fields)
        case Change():
            return _ROW_BYTES + _weigh_answers(item.edits)
        case _:
            return _ROW_BYTES


def _weigh_answers(answers: Mapping[str, FieldValue]) -> int:
    texts = (value for value in answers.values() if isinstance(value, str))
    return 8 * len(answers) + _CHARACTER_BYTES * sum(map(len, texts))

"""What an envelope carries: edits going up, states and verdicts coming down.

A change is a field-level edit of one record, made on a revision its maker had seen.
A filled form is an immutable fact beside it. The platform answers with the states of
records in the device's scope, whole or as patches, with a verdict for every item it
received, and with the documents it publishes.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, TypeAlias

FieldValue: TypeAlias = str | int | bool | None

# As many digits as a revision id has for them, or ids would no longer sort like the times.
MAX_WALL_MS: Final = 10**14 - 1
MAX_COUNTER: Final = 10**6 - 1


@dataclass(frozen=True, slots=True, order=True)
class HybridTime:
    """A moment all devices order alike: wall clock, then a counter, then the device's name."""

    wall_ms: int
    counter: int
    node: str


@dataclass(frozen=True, slots=True)
class Change:
    """One edit of one record; `edits` hold only the fields the operator touched."""

    id: str
    record_kind: str
    record_id: str
    base_revision: str | None  # None: the maker knew no such record
    revision: str
    edits: Mapping[str, FieldValue] = field(repr=False)
    made_at: HybridTime
    operator: str
    submission_id: str | None = None
    is_deletion: bool = False


@dataclass(frozen=True, slots=True)
class FilledForm:
    """A finished form, word for word."""

    id: str
    form_id: str
    form_version: str
    subject_id: str
    xml: bytes = field(repr=False)
    finalised_at_ms: int
    operator: str


@dataclass(frozen=True, slots=True)
class RecordState:
    """The whole record as the platform holds it now."""

    record_kind: str
    record_id: str
    revision: str
    fields: Mapping[str, FieldValue] = field(repr=False)
    is_deleted: bool = False
    place: str = ""  # the division it lies in, which decides who may hold it


class VerdictState(StrEnum):
    CHECKED = "checked"
    APPLIED = "applied"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the platform did with one item; `code` says why when it was returned."""

    item_id: str
    state: VerdictState
    code: str | None
    at_ms: int


@dataclass(frozen=True, slots=True)
class RecordPatch:
    """What makes a record's new state out of one the device knows, by the base's revision.

    The base is the platform's last state, or the state a change of this very device made.
    A device that cannot find the base asks for the whole record with a `Want`.
    """

    record_kind: str
    record_id: str
    base_revision: str
    revision: str
    fields: Mapping[str, FieldValue] = field(repr=False)
    gone: tuple[str, ...] = ()  # names of fields the new state has no more
    is_deleted: bool = False
    place: str = ""


@dataclass(frozen=True, slots=True)
class RecordLeft:
    """This device may hold the record no longer: it lies in another place now, or the scope shrank."""

    record_kind: str
    record_id: str


@dataclass(frozen=True, slots=True)
class EnvelopeVerdict:
    """One word for every item of an envelope that no `Verdict` of the same bundle names."""

    envelope_id: str
    state: VerdictState
    at_ms: int


@dataclass(frozen=True, slots=True)
class ConflictNotice:
    """Two people changed one field differently: both values, and once it is over, what stands."""

    record_kind: str
    record_id: str
    field: str
    base: FieldValue = dataclasses.field(repr=False)
    kept: FieldValue = dataclasses.field(repr=False)  # what the record shows
    lost: FieldValue = dataclasses.field(repr=False)
    kept_revision: str  # of the edits; they name the devices that made them
    lost_revision: str
    found_at_ms: int
    chosen: FieldValue = dataclasses.field(default=None, repr=False)  # what stands after it ended
    ended_by: str | None = None  # the operator whose edit ended it; None: an officer has to decide
    ended_at_ms: int = 0


EVERYTHING: Final = "everything"  # what a `Want` calls its kind when a link of the city's chain is missing


@dataclass(frozen=True, slots=True)
class Want:
    """A device asks for a whole record, because what it was sent did not fit what it holds.

    Of the kind `EVERYTHING` it asks to be told all anew, and `record_id` is the number of the first
    link that never came.
    """

    record_kind: str
    record_id: str


class DocumentKind(StrEnum):
    """What else the city publishes besides records."""

    FORM = "form"
    LIST = "list"
    RULES = "rules"
    VACANCIES = "vacancies"


@dataclass(frozen=True, slots=True)
class DocumentPiece:
    """A piece of a published document; it counts when all pieces are here and the digest is right."""

    kind: DocumentKind
    name: str
    version: str
    digest: bytes  # of the whole document
    size: int  # bytes of the whole document
    offset: int
    piece: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class DocumentWithdrawn:
    """This version is not to be begun any more; what was begun with it may be finished."""

    kind: DocumentKind
    name: str
    version: str


class FillStep(StrEnum):
    """Where in the stream everything a device may hold begins, and where it ends."""

    BEGINS = "begins"
    ENDS = "ends"


@dataclass(frozen=True, slots=True)
class FillMark:
    """Between two of these stand all records of the device's places; what else it holds it asks about."""

    step: FillStep


@dataclass(frozen=True, slots=True)
class BlobPiece:
    """A piece of an attachment on its way up; it goes after every record."""

    digest: bytes  # of the whole attachment
    size: int
    offset: int
    media_type: str
    submission_id: str
    name: str  # of the file, as the form's XML says it
    piece: bytes = field(repr=False)


ERASING: Final = "erasing"  # the one name among the troubles of a device's last word (`sync.last_word`)


@dataclass(frozen=True, slots=True)
class DeviceReport:
    """How a computer stands, by its own word: versions, room and codes, and nothing about anybody."""

    at_ms: int
    program: str  # version
    system: str  # platform and architecture
    free_mib: int  # room on the disk of the records
    unsent: int
    last_sync_ms: int  # 0: never
    forms: tuple[str, ...]  # "id version" of each form at hand
    troubles: tuple[str, ...]  # names of the checks that are not fine
    order: int = 0  # the order this answers; 0: none, it is the report of the day
    diagnostics: bytes = field(
        default=b"", repr=False
    )  # the text of the diagnosis, scrubbed; of an answer only


class DeviceWish(StrEnum):
    """What the office may want of a computer beside its records."""

    REQUIRE_UPDATE = "require-update"  # the argument is the version, or a newer one
    DIAGNOSTICS = "diagnostics"


@dataclass(frozen=True, slots=True)
class DeviceOrder:
    """The office wants something of one computer; of a kind the highest number counts."""

    number: int
    wish: DeviceWish
    argument: str = ""


# Kept one by one in an outbox or an items table, word for word.
SingleItem: TypeAlias = Change | FilledForm | RecordState | Verdict
BundleItem: TypeAlias = (
    SingleItem
    | RecordPatch
    | RecordLeft
    | FillMark
    | ConflictNotice
    | EnvelopeVerdict
    | Want
    | DocumentPiece
    | DocumentWithdrawn
    | BlobPiece
    | DeviceReport
    | DeviceOrder
)


@dataclass(frozen=True, slots=True)
class Bundle:
    """The items of one envelope, in the order they are to be read."""

    items: tuple[BundleItem, ...]

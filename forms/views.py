"""What a screen, a report or a test sees of a session: frozen values, text only.

Nothing here refers back into the engine, so a view may be kept, compared and sent
to another thread. References are canonical: local names, and a position on every
instance of a repeat (`/survey/member[2]/age`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final


class QuestionKind(StrEnum):
    """Which sort of widget answers a question; appearance hints refine it."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    TIME = "time"
    DATE_TIME = "date-time"
    SELECT_ONE = "select-one"
    SELECT_MANY = "select-many"
    RANK = "rank"
    RANGE = "range"
    NOTE = "note"
    ACKNOWLEDGE = "acknowledge"
    GEOPOINT = "geopoint"
    GEOTRACE = "geotrace"
    GEOSHAPE = "geoshape"
    BARCODE = "barcode"
    IMAGE = "image"
    AUDIO = "audio"
    VIDEO = "video"
    FILE = "file"


SELECTS: Final = frozenset({QuestionKind.SELECT_ONE, QuestionKind.SELECT_MANY, QuestionKind.RANK})


class Strength(StrEnum):
    """How much a violation holds up: it stops, it wants a second look, or it only hints."""

    STOP = "stop"
    MUST_VERIFY = "must-verify"
    HINT = "hint"


@dataclass(frozen=True, slots=True)
class LabelMedia:
    """File names that belong to words, in the session's language; blank where there is none."""

    image: str = ""
    big_image: str = ""
    audio: str = ""
    video: str = ""


NO_MEDIA: Final = LabelMedia()


@dataclass(frozen=True, slots=True)
class Choice:
    """One offered answer."""

    value: str
    label: str
    media: LabelMedia = NO_MEDIA


@dataclass(frozen=True, slots=True)
class Violation:
    """What is wrong with one answer; `message` is the form author's word, or blank for the code's own."""

    reference: str
    strength: Strength
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One question as it stands now, in the session's language."""

    reference: str
    kind: QuestionKind
    label: str
    hint: str
    value: str
    choices: tuple[Choice, ...]
    is_required: bool
    is_readonly: bool
    is_relevant: bool
    appearance: tuple[str, ...]
    violation: Violation | None
    binds: Mapping[str, str]  # extra attributes of the bind and control: qz:pii, qz:source, start, end …
    media: LabelMedia = NO_MEDIA

    @property
    def choice_label(self) -> str:
        """The words of the chosen answers, in the order they were chosen."""
        labels = {choice.value: choice.label for choice in self.choices}
        return ", ".join(labels.get(value, value) for value in self.value.split())


@dataclass(frozen=True, slots=True)
class SectionView:
    """One page: a top-level group, or a run of questions that stand outside any group.

    `questions` are all below it, those of entries too; `repeats` name the places of entries among them.
    """

    reference: str
    label: str
    questions: tuple[str, ...]
    is_relevant: bool
    repeats: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RepeatView:
    """The entries of one repeat, at one place of the form."""

    reference: str
    label: str
    entries: tuple[str, ...]
    can_change: bool
    is_relevant: bool


@dataclass(frozen=True, slots=True)
class NodeView:
    """One node as it stands, asked or not; `kind`, words and choices only where it is asked now."""

    reference: str
    is_leaf: bool
    value: str
    is_relevant: bool
    is_required: bool
    is_readonly: bool
    meets_constraint: bool | None  # None: it has no constraint, or is not relevant
    kind: QuestionKind | None
    label: str
    choices: tuple[Choice, ...] | None


@dataclass(frozen=True, slots=True)
class FormChanges:
    """What an act changed: references whose view differs, and whether entries came or went."""

    changed: frozenset[str]
    structure_changed: bool


class LeftOverReason(StrEnum):
    """Why an answer of an old version has no place in a new one."""

    GONE = "gone"  # the question is no longer in the form
    NO_QUESTION = "no-question"  # a group stands in its place
    OTHER_TYPE = "other-type"  # the text is no value of the question's new type
    NO_REPEAT = "no-repeat"  # asked once now; the first entry's answer was taken
    NO_ENTRY = "no-entry"  # the form makes fewer entries now
    NOT_OFFERED = "not-offered"  # no longer among the choices


@dataclass(frozen=True, slots=True)
class LeftOver:
    """An answer that is kept beside the form because nothing in the form can hold it."""

    reference: str
    text: str
    reason: LeftOverReason


@dataclass(frozen=True, slots=True)
class MovePreview:
    """What becomes of a saved session in another version of its form."""

    from_version: str
    to_version: str
    kept: tuple[str, ...]
    left_over: tuple[LeftOver, ...]
    open_questions: tuple[str, ...]  # asked now, without an answer in the old version


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Somebody's word that what had to be verified was: the code that asked, where, and what was said."""

    reference: str
    code: str
    note: str


class EntityAction(StrEnum):
    """What a submission does to an entity."""

    CREATE = "create"
    UPDATE = "update"


@dataclass(frozen=True, slots=True)
class EntityChange:
    """One entity a submission creates or updates, under the names of the ODK specification."""

    action: EntityAction
    dataset: str
    entity_id: str
    label: str
    base_version: str
    trunk_version: str
    branch_id: str
    properties: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FormSubmission:
    """A finished form, never edited again: the XML to keep and its answers by reference."""

    instance_id: str
    form_id: str
    version: str
    xml: bytes
    values: Mapping[str, str]
    entities: tuple[EntityChange, ...] = ()
    attachments: Mapping[str, bytes] = field(default_factory=dict)  # files the XML names: audit.csv

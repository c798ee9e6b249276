"""A form on disk → its definition, with the lists that lie beside it.

A workbook is converted first. Only the engine's limits apply to the bytes: a form
given on a command line may come from anywhere. The validators are those of the program, so
an author hears about one nobody registered, and a form judges here as it does at the door.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from employment import Divisions, form_validators
from forms import FormDefinition, load_form
from forms.errors import XlsFormNotAWorkbookError
from forms.xlsform import convert_workbook
from resources import read_text

_LISTS = frozenset({".csv", ".xml", ".geojson", ".json"})
_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp"})
_WORKBOOKS = frozenset({".xlsx", ".xlsm"})
_OTHER_SHEETS = frozenset({".xls", ".ods", ".csv", ".et"})
_NO_LISTS: Mapping[str, bytes] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class OpenedForm:
    """A form and what the converter, if there was one, would have its author look at."""

    definition: FormDefinition
    content: bytes  # as an XForm
    conversion_warnings: tuple[str, ...] = ()
    rows: Mapping[str, int] = field(default_factory=dict)  # in the workbook, by path below the root


def open_form(path: Path, *, lists: Path | None = None, known: Mapping[str, bytes] = _NO_LISTS) -> OpenedForm:
    """Read a form; without a folder of `lists`, the files beside it that it may name are its lists.

    `known` are lists that are there anyway; a file beside the form takes the place of one.

    Raises:
        OSError: the file cannot be read.
        FormError: it is no form; what is wrong inside it is in the definition's `faults`.

    """
    if path.suffix.lower() in _WORKBOOKS | _OTHER_SHEETS:
        return convert_form(path, lists=lists, known=known)
    content = path.read_bytes()
    return OpenedForm(_load(content, path, lists=lists, known=known), content)


def convert_form(
    path: Path, *, lists: Path | None = None, known: Mapping[str, bytes] = _NO_LISTS
) -> OpenedForm:
    """Read a workbook, with the lists as `open_form` finds them.

    Raises:
        OSError: the file cannot be read.
        FormError: it is no workbook, or cannot be converted.

    """
    content = path.read_bytes()
    if path.suffix.lower() in _OTHER_SHEETS:
        raise XlsFormNotAWorkbookError
    converted = convert_workbook(content, form_name=path.stem)
    definition = _load(converted.xml, path, lists=lists, known=known)
    return OpenedForm(definition, converted.xml, converted.warnings, converted.rows)


def _load(content: bytes, path: Path, *, lists: Path | None, known: Mapping[str, bytes]) -> FormDefinition:
    beside = read_lists(lists) if lists is not None else read_lists_beside(path)
    attachments = {**known, **beside}
    validators = form_validators(Divisions.parse(read_text("lists/divisions.tsv")))
    return load_form(content, attachments=attachments, validators=validators)


def read_lists(folder: Path) -> dict[str, bytes]:
    """Read every file of a folder of lists."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


def read_lists_beside(form: Path) -> dict[str, bytes]:
    """Read the files that may be lists or pictures from the folders where a form's files stand.

    `media` serves every form of a folder; `NAME-media`, as ODK tools lay it out, belongs to one form,
    and its files come before those of the same name.
    """
    return _lists_in(form.with_name("media")) | _lists_in(form.with_name(f"{form.stem}-media"))


def _lists_in(folder: Path) -> dict[str, bytes]:
    if not folder.is_dir():
        return {}
    wanted = _LISTS | _PICTURES
    return {
        name: content for name, content in read_lists(folder).items() if Path(name).suffix.lower() in wanted
    }

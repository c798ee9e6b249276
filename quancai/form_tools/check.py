"""What is wrong with a form, as its author needs to hear it: what, where, and what to do.

Errors keep a form from being started. Warnings do not: what the converter noticed,
what is passed over, words missing in a language, and expressions that already fail on a
form nobody has filled. In a workbook, the row of the sheet is named beside the path.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from forms import Clock, DeviceProperties, FormError, FormSession
from forms.errors import FormFeatureError, FormFeatureIgnoredError
from quancai.form_tools.files import OpenedForm, open_form
from quancai.form_tools.translations import missing_texts

_SURVEY = "survey"  # the sheet of a workbook in which questions stand
_POSITION = re.compile(r"\[\d+\]")
_PLACES = ("where", "reference", "path", "file", "expression")


class FindingKind(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    WARNING = "warning"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing an author should look at; `parameters` fill the words of the code.

    `rows` are those of the workbook's `sheet`, the header being row 1; none for an XForm.
    """

    kind: FindingKind
    code: str
    where: str
    parameters: Mapping[str, str]
    sheet: str = ""
    rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class FormReport:
    """What a check found, and what the form calls itself where it could be read so far."""

    form_id: str
    version: str
    languages: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def is_usable(self) -> bool:
        return all(finding.kind is not FindingKind.ERROR for finding in self.findings)


def check_form(path: Path, *, lists: Path | None, clock: Clock) -> FormReport:
    """Convert, read and begin a form, and collect everything found on the way.

    Raises:
        OSError: the file cannot be read.

    """
    try:
        opened = open_form(path, lists=lists)
    except FormError as fault:
        return FormReport("", "", (), (_finding(FindingKind.ERROR, fault),))
    return check_opened(opened, clock=clock)


def check_opened(opened: OpenedForm, *, clock: Clock) -> FormReport:
    """Begin a form that was read, and collect everything found until then."""
    definition = opened.definition
    at_start = (_locate(finding, opened.rows) for finding in _findings_at_start(opened, clock))
    findings = (*findings_of(opened), *at_start)
    return FormReport(definition.form_id, definition.version, definition.languages, findings)


def findings_of(opened: OpenedForm) -> tuple[Finding, ...]:
    """Give what is found in a form before anybody begins it."""
    return tuple(_locate(finding, opened.rows) for finding in _findings(opened))


def faults_of(opened: OpenedForm) -> tuple[Finding, ...]:
    """Give what keeps the form from being started."""
    return tuple(finding for finding in findings_of(opened) if finding.kind is FindingKind.ERROR)


def _findings(opened: OpenedForm) -> Iterator[Finding]:
    definition = opened.definition
    for fault in definition.faults:
        yield _finding(FindingKind.ERROR, fault)
    for warning in definition.warnings:
        is_ignored = isinstance(warning, FormFeatureIgnoredError)
        yield _finding(FindingKind.UNSUPPORTED if is_ignored else FindingKind.WARNING, warning)
    for sentence in opened.conversion_warnings:
        yield Finding(FindingKind.WARNING, "xlsform-converter-says", "", {"sentence": sentence})
    for missing in missing_texts(definition):
        words = {"language": missing.language, "text": missing.text}
        yield Finding(FindingKind.WARNING, "form-text-missing", missing.reference, words)


def _findings_at_start(opened: OpenedForm, clock: Clock) -> Iterable[Finding]:
    if opened.definition.faults:
        return []
    try:
        session = FormSession.start(opened.definition, clock=clock, device=DeviceProperties("check"))
    except FormError as fault:
        return [_finding(FindingKind.ERROR, fault)]
    session.nodes()  # evaluates labels, choices and conditions too
    return [_finding(FindingKind.WARNING, failure) for failure in session.failures()]


def _finding(kind: FindingKind, fault: FormError) -> Finding:
    kind = FindingKind.UNSUPPORTED if kind is FindingKind.WARNING and _is_refused(fault) else kind
    where = next((fault.parameters[name] for name in _PLACES if name in fault.parameters), "")
    row = fault.parameters.get("row")
    rows = (int(row),) if row is not None else ()
    return Finding(kind, fault.code, where, fault.parameters, fault.parameters.get("sheet", ""), rows)


def _locate(finding: Finding, rows: Mapping[str, int]) -> Finding:
    """Name the rows of the questions a finding is about; a circle is about several."""
    paths = (each.removeprefix("/").partition("/")[2] for each in finding.where.split(" → "))
    found = {rows[path] for path in (_POSITION.sub("", each) for each in paths) if path in rows}
    return replace(finding, sheet=_SURVEY, rows=tuple(sorted(found))) if found else finding


def _is_refused(fault: FormError) -> bool:
    return isinstance(fault, FormFeatureError)

"""A file on disk → what the city publishes: a form that was looked at, a list, or a pack of rules.

A form is published as an XForm, together with the lists and pictures it names that lie beside it; lists
that do not must have come with the program or have been published before.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from employment import RulePack
from forms import Clock, named_files, named_pictures
from quancai.form_tools.check import Finding, FindingKind, check_opened
from quancai.form_tools.files import open_form, read_lists, read_lists_beside
from resources import list_names, read_bytes
from server_stub.platform.documents import NewDocument
from server_stub.platform.rule_shelf import RULE_PACK
from sync.change import DocumentKind

_LISTS: Final = frozenset({".csv", ".geojson"})


@dataclass(frozen=True, slots=True)
class Prepared:
    """What is to be published, in this order, or what keeps it from being."""

    documents: tuple[NewDocument, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def is_sound(self) -> bool:
        return all(finding.kind is not FindingKind.ERROR for finding in self.findings)


def prepare(
    path: Path, *, lists: Path | None, published: Mapping[str, bytes], version: str, clock: Clock
) -> Prepared:
    """Look at a file by the ending of its name.

    Raises:
        OSError: it cannot be read.
        FormError: no form at all.
        EmploymentError: a rule pack this program cannot run, or no rule pack.

    """
    ending = path.suffix.lower()
    if ending in _LISTS:
        return Prepared((NewDocument(DocumentKind.LIST, path.name, version, path.read_bytes()),))
    if ending == ".tsv":
        content = path.read_bytes()
        pack = RulePack.parse(content.decode("utf-8-sig"))
        return Prepared((NewDocument(DocumentKind.RULES, RULE_PACK, pack.version, content),))
    return _prepare_form(path, lists=lists, published=published, clock=clock)


def prepare_vacancies(path: Path, *, version: str) -> Prepared:
    """Take vacancies as they are: nobody here reads them."""
    return Prepared((NewDocument(DocumentKind.VACANCIES, path.name, version, path.read_bytes()),))


def _prepare_form(
    path: Path, *, lists: Path | None, published: Mapping[str, bytes], clock: Clock
) -> Prepared:
    known = {**_shipped_lists(), **published}
    opened = open_form(path, lists=lists, known=known)
    definition = opened.definition
    report = check_opened(opened, clock=clock)
    beside = read_lists(lists) if lists is not None else read_lists_beside(path)
    named = named_files(opened.content) | named_pictures(opened.content)
    fresh = [
        NewDocument(DocumentKind.LIST, name, "", content)
        for name, content in sorted(beside.items())
        if name in named and known.get(name) != content
    ]
    weight = len(opened.content) + sum(len(one.content) for one in fresh)
    form = NewDocument(
        DocumentKind.FORM, definition.form_id, definition.version, opened.content, weight=weight
    )
    return Prepared((*fresh, form), _with_missing_version(report.findings, form))


def _with_missing_version(findings: Sequence[Finding], form: NewDocument) -> tuple[Finding, ...]:
    if form.version:
        return tuple(findings)
    return (*findings, Finding(FindingKind.ERROR, "form-version-missing", "", {"form": form.name}))


def _shipped_lists() -> dict[str, bytes]:
    return {PurePosixPath(name).name: read_bytes(name) for name in list_names("forms/media", suffix=".csv")}

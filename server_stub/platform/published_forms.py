"""Definitions of the forms the city has published, each with the lists as they were at some time.

A form keeps its version for ever; its lists do not. An *era* is what the lists of a form
were between two publications of one of them. Definitions are kept in memory by the
digests they were made of, so a form is read once for each era that was ever asked for.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import PurePosixPath
from typing import Final

from sqlalchemy import Connection

from forms import FormDefinition, FormError, Validator, load_form, named_files
from resources import list_names, read_bytes
from server_stub.platform.documents import (
    PublishedDocument,
    find_document,
    read_content,
    versions_of_lists,
)
from sync.change import DocumentKind
from sync.document_pieces import document_digest

_MOST_KEPT: Final = 32
# A device that has not heard of so many changes of its lists is handed back its work, with the reason.
_MOST_ERAS: Final = 8

Era = Mapping[str, PublishedDocument]


@cache
def shipped_lists() -> Mapping[str, bytes]:
    """Give the lists that came with the program, by file name."""
    return {PurePosixPath(name).name: read_bytes(name) for name in list_names("forms/media", suffix=".csv")}


@dataclass(frozen=True, slots=True)
class FormSource:
    """A form as bytes, with what they are recognised by."""

    content: bytes = field(repr=False)
    digest: bytes
    lists: frozenset[str]


@cache
def shipped_source(form_id: str) -> FormSource:
    return _source(read_bytes(f"forms/{form_id}.xml"))


@dataclass(frozen=True, slots=True)
class PublishedForms:
    """What is published, as one transaction sees it; without one, nothing is."""

    validators: Callable[[], Mapping[str, Validator]]
    connection: Connection | None = None
    kept: "OrderedDict[tuple[bytes, ...], FormDefinition]" = field(default_factory=OrderedDict, repr=False)

    def seen_by(self, connection: Connection) -> "PublishedForms":
        return replace(self, connection=connection)

    def definitions(self, form_id: str, version: str) -> Iterator[FormDefinition]:
        """Give a published version with the lists of each era, the newest first."""
        if self.connection is None:
            return
        held = find_document(self.connection, DocumentKind.FORM, form_id, version)
        if held is None:
            return
        source = _source(read_content(self.connection, held.number))
        yield from self._with_published_lists(source)
        yield self._definition(source, {})

    def of_shipped(self, form_id: str) -> Iterator[FormDefinition]:
        """Give a form of the program with published lists, the newest era first; nothing if it names none."""
        if self.connection is not None:
            yield from self._with_published_lists(shipped_source(form_id))

    def _with_published_lists(self, source: FormSource) -> Iterator[FormDefinition]:
        for era in self._eras(source.lists):
            yield self._definition(source, era)

    def _eras(self, lists: frozenset[str]) -> Iterator[Era]:
        if self.connection is None or not lists:
            return
        versions = versions_of_lists(self.connection, sorted(lists))
        for first in range(min(len(versions), _MOST_ERAS)):
            era: dict[str, PublishedDocument] = {}
            for one in versions[first:]:
                era.setdefault(one.name, one)
            yield era

    def _definition(self, source: FormSource, era: Era) -> FormDefinition:
        key = (source.digest, *(one.digest for _, one in sorted(era.items())))
        if key not in self.kept:
            self.kept[key] = self._load(source, era)
            if len(self.kept) > _MOST_KEPT:
                self.kept.popitem(last=False)
        self.kept.move_to_end(key)
        return self.kept[key]

    def _load(self, source: FormSource, era: Era) -> FormDefinition:
        lists = dict(shipped_lists())
        if self.connection is not None:
            lists |= {name: read_content(self.connection, one.number) for name, one in era.items()}
        return load_form(source.content, attachments=lists, validators=self.validators())


def _source(content: bytes) -> FormSource:
    try:
        lists = named_files(content)
    except FormError:
        lists = frozenset()
    return FormSource(content, document_digest(content), lists)
